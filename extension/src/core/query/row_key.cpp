#include "core/query/row_key.hpp"

#include "core/query/selection.hpp"
#include "core/text/error.hpp"
#include "core/text/near.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

RowKey primary_key_of(const Table &table, const std::string &text) {
    const Index *primary = table.primary_key();
    if (primary == nullptr) {
        throw UserError(
            sqlstate::object_not_in_prerequisite_state, "table " + in_quotes(table.name) + " has no primary key",
            R"(Name the columns of a unique key, {"column": value}, or use where to choose rows: (where: {column: value}) { ... }.)");
    }
    RowKey key{table.names(primary->columns), {}};
    key.values = key.columns.size() == 1 ? std::vector<std::string>{text} : parse_values(text);
    if (key.values.size() != key.columns.size()) {
        throw UserError(sqlstate::invalid_text_representation, "primary key of table " + in_quotes(table.name) + " has " +
                                                                   std::to_string(key.columns.size()) + " columns, not " +
                                                                   std::to_string(key.values.size()));
    }
    return key;
}

}  // namespace

RowKey read_row_key(const Table &table, const std::string &text) {
    const auto named = parse_named_values(text);
    if (!named) return primary_key_of(table, text);
    RowKey key;
    ColumnNumbers numbers;
    for (const auto &[name, value] : *named) {
        const Column *column = table.column(name);
        if (column == nullptr) {
            throw UserError(sqlstate::undefined_column,
                            "column " + in_quotes(name) + " of table " + in_quotes(table.name) + " does not exist",
                            near_hint(name, column_names(table)));
        }
        if (!value) {
            throw UserError(sqlstate::invalid_text_representation, "key cannot be null in column " + in_quotes(name),
                            "Use where to choose rows: (where: {" + cut(name) + ": null}) { ... }.");
        }
        key.columns.push_back(name);
        key.values.push_back(*value);
        numbers.push_back(column->number);
    }
    if (proof_of_uniqueness(table, numbers) == nullptr) {
        throw UserError(sqlstate::object_not_in_prerequisite_state,
                        "no unique key of table " + in_quotes(table.name) + " is within (" + cut(join(key.columns, ", ")) + ")",
                        "Use where to choose rows: (where: {column: value}) { ... }.");
    }
    return key;
}

}  // namespace relmeta
