#include "core/build/reference_ddl.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "core/build/ddl_parts.hpp"
#include "core/text/error.hpp"
#include "core/text/lower.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

using namespace ddl;

namespace {

/// The columns of the reference, and whether they must be added.
struct ReferenceColumns {
    ColumnNames names;
    ColumnNumbers numbers;  ///< empty: must be added
};

ReferenceColumns find_columns(const Table &facts, const TableDescription &target, const ReferenceOptions &options,
                              const Words &words) {
    ReferenceColumns columns;
    if (options.columns.empty()) {
        std::vector<PlannedEnd> end = {{target, options.role.value_or(""), {}}};
        name_columns(end, words);
        columns.names = end.front().columns;
    } else {
        columns.names = options.columns;
        if (columns.names.size() != target.key.size()) {
            throw UserError(sqlstate::invalid_foreign_key,
                            "number of columns (" + std::to_string(columns.names.size()) +
                                ") does not match primary key of table " + in_quotes(target.name) + " (" +
                                std::to_string(target.key.size()) + " columns)",
                            "Give one column for each of: " + join(target.key, ", ", [](const KeyColumn &key) {
                                return in_quotes(key.name);
                            }) + ".");
        }
    }
    for (const std::string &name : columns.names) {
        if (std::count(columns.names.begin(), columns.names.end(), name) > 1) {
            throw UserError(sqlstate::duplicate_column, "column " + in_quotes(name) + " specified more than once in columns",
                            "Name each column once.");
        }
        const Column *column = facts.column(name);
        if (column != nullptr) {
            columns.numbers.push_back(column->number);
        } else if (!options.columns.empty()) {
            throw UserError(sqlstate::undefined_column,
                            "column " + in_quotes(name) + " of table " + in_quotes(facts.name) + " does not exist",
                            "Omit columns to add new ones.");
        }
    }
    return columns;
}

/// The foreign key on these columns, in any order, to the target's primary key; nullptr if there is none.
const ForeignKey *existing_key(const Table &facts, const TableDescription &target, const ColumnNumbers &columns) {
    auto found = std::find_if(facts.foreign_keys.begin(), facts.foreign_keys.end(), [&](const ForeignKey &key) {
        return key.target == target.id && key.columns.size() == columns.size() && subset(columns, key.columns);
    });
    return found != facts.foreign_keys.end() ? &*found : nullptr;
}

/// Whether an index starts with these columns, in any order.
bool is_indexed(const TableDescription &source, ColumnNames columns) {
    std::sort(columns.begin(), columns.end());
    return std::any_of(source.indexes.begin(), source.indexes.end(), [&](const ColumnNames &index) {
        if (index.size() < columns.size()) return false;
        ColumnNames first(index.begin(), index.begin() + static_cast<std::ptrdiff_t>(columns.size()));
        std::sort(first.begin(), first.end());
        return first == columns;
    });
}

/// Throws if a column to add already exists.
void require_new(const Table &facts, const TableDescription &target, const ReferenceColumns &columns,
                 const ReferenceOptions &options) {
    if (!options.columns.empty() || columns.numbers.empty()) return;
    const std::string name = facts.names(columns.numbers).front();
    const bool itself = facts.id == target.id;
    throw UserError(
        sqlstate::duplicate_column, "column " + in_quotes(name) + " of table " + in_quotes(facts.name) + " already exists",
        (itself ? std::string() : "Use it with columns => " + quote_literal("{" + join(columns.names, ",") + "}") + ". ") +
            "To add another column, give a role, as in role => " + (itself ? "'parent'" : "'owner'") + ".");
}

/// Throws if the on_delete action could not be performed.
void require_clearable(const Table &facts, const ReferenceColumns &columns, const ReferenceOptions &options) {
    const std::string action = lower(options.on_delete);
    const std::string wanted = "on_delete " + in_quotes(options.on_delete);
    if (action == "set default" && columns.numbers.empty()) {
        throw UserError(sqlstate::invalid_parameter_value, wanted + " requires columns with a default",
                        "Name existing columns with columns => '{...}', or use \"set null\".");
    }
    if (action != "set null") return;
    if (options.required) {
        throw UserError(sqlstate::invalid_parameter_value, "a required reference cannot use " + wanted,
                        "Use \"cascade\", \"restrict\" or \"no action\".");
    }
    for (ColumnNumber number : columns.numbers) {
        const Column &column = facts.at(number);
        if (column.not_null) {
            throw UserError(sqlstate::invalid_parameter_value,
                            "column " + in_quotes(column.name) + " is NOT NULL and cannot use " + wanted,
                            "Use \"cascade\", \"restrict\" or \"no action\".");
        }
    }
}

std::vector<std::string> actions_that_add(const ReferenceColumns &columns, const TableDescription &target,
                                          const ReferenceOptions &options, const std::string &on_delete) {
    const bool single = columns.names.size() == 1;
    std::vector<std::string> actions;
    for (std::size_t i = 0; i < columns.names.size(); ++i) {
        actions.push_back("ADD COLUMN " + declared(columns.names[i], target.key[i]) + (options.required ? " NOT NULL" : "") +
                          (single && options.one_to_one ? " UNIQUE" : "") + (single ? " " + references(target, on_delete) : ""));
    }
    if (!single && options.one_to_one) actions.push_back("ADD UNIQUE (" + quote_identifiers(columns.names) + ")");
    if (!single) actions.push_back("ADD " + foreign_key(columns.names, target, on_delete));
    return actions;
}

std::vector<std::string> actions_that_reuse(const ReferenceColumns &columns, const Table &facts, const TableDescription &target,
                                            const ReferenceOptions &options, const std::string &on_delete) {
    std::vector<std::string> actions;
    for (ColumnNumber number : columns.numbers) {
        const Column &column = facts.at(number);
        if (options.required && !column.not_null) {
            actions.push_back("ALTER COLUMN " + quote_identifier(column.name) + " SET NOT NULL");
        }
    }
    if (options.one_to_one && proof_of_uniqueness(facts, columns.numbers) == nullptr) {
        actions.push_back("ADD UNIQUE (" + quote_identifiers(columns.names) + ")");
    }
    actions.push_back("ADD " + foreign_key(columns.names, target, on_delete));
    return actions;
}

}  // namespace

ReferencePlan plan_reference(const TableDescription &source, const Table &facts, const TableDescription &target,
                             const ReferenceOptions &options, const Words &words, const Taken &taken) {
    const std::string on_delete =
        on_delete_clause(options.on_delete, {"no action", "restrict", "cascade", "set null", "set default"});
    if (options.role) require_role(*options.role);
    require_table(source);
    require_table(target);
    require_key(target);
    if (source.persistence == 'p' && target.persistence == 'u') {
        throw UserError(
            sqlstate::invalid_table_definition,
            "permanent table " + in_quotes(source.name) + " cannot reference unlogged table " + in_quotes(target.name),
            "Make the target permanent first: ALTER TABLE " + quote_qualified(target.schema, target.name) + " SET LOGGED.");
    }
    ReferenceColumns columns = find_columns(facts, target, options, words);
    ReferencePlan plan;
    plan.columns = columns.names;
    if (columns.numbers.size() == columns.names.size()) {
        const ForeignKey *key = existing_key(facts, target, columns.numbers);
        if (key != nullptr) {
            plan.constraint = key->name;
            return plan;
        }
    }
    require_new(facts, target, columns, options);
    require_clearable(facts, columns, options);
    const bool adds = columns.numbers.empty();
    plan.ddl = "ALTER TABLE " + quote_qualified(source.schema, source.name) + "\n    " +
               join(adds ? actions_that_add(columns, target, options, on_delete)
                         : actions_that_reuse(columns, facts, target, options, on_delete),
                    ",\n    ") +
               ";";
    const bool gets_unique = options.one_to_one && (adds || proof_of_uniqueness(facts, columns.numbers) == nullptr);
    if (!gets_unique && (adds || !is_indexed(source, columns.names))) {
        std::set<std::string> used;
        plan.ddl +=
            "\n" + create_index(index_name(source.name, columns.names, used, taken), source.schema, source.name, columns.names);
    }
    return plan;
}

}  // namespace relmeta
