// Both statements look up the two rows first, to distinguish a missing row from an existing link.
#include "core/query/link.hpp"

#include <algorithm>

#include "core/text/quote.hpp"

namespace relmeta {

namespace {

std::string path(const Table &table) { return quote_qualified(table.schema, table.name); }

/// alias.column, ...
std::string columns_of(const std::string &alias, const ColumnNames &columns) {
    return join(columns, ", ", [&](const std::string &column) { return alias + "." + quote_identifier(column); });
}

/// name AS (SELECT referenced columns FROM table WHERE key = $first, ...)
std::string row_of(const std::string &name, const Table &table, const ColumnNames &referenced, std::size_t first,
                   const Equality &equality) {
    ColumnNames key = table.names(row_key(table, referenced));
    std::string condition;
    for (std::size_t i = 0; i < key.size(); ++i) {
        const Operand column = operand("t", table, key[i]);
        condition += (i > 0 ? " AND " : "") + equality(column, {"$" + std::to_string(first + i), column.type});
    }
    return name + " AS (SELECT " + columns_of("t", referenced) + " FROM " + path(table) + " AS t WHERE " + condition + ")";
}

/// Throws Stale if a column of the relationship does not exist.
void require_columns(const Relationship &relationship, const LinkTables &tables) {
    tables.source.numbers_at(relationship.source_columns);
    tables.target.numbers_at(relationship.target_columns);
    tables.bridge.numbers_at(relationship.bridge_source_columns);
    tables.bridge.numbers_at(relationship.bridge_target_columns);
}

std::string both_rows(const Relationship &relationship, const LinkTables &tables, const Equality &equality) {
    std::size_t first_of_target = row_key(tables.source, relationship.source_columns).size() + 1;
    return "WITH " + row_of("s", tables.source, relationship.source_columns, 1, equality) + ",\n     " +
           row_of("t", tables.target, relationship.target_columns, first_of_target, equality);
}

std::string linked(const Relationship &r, const LinkTables &tables, const Equality &equality) {
    return equal({"b", tables.bridge, r.bridge_source_columns}, {"s", tables.source, r.source_columns}, equality) + " AND " +
           equal({"b", tables.bridge, r.bridge_target_columns}, {"t", tables.target, r.target_columns}, equality) +
           (r.condition.empty() ? "" : " AND " + Condition(r.condition).sql("b", tables.bridge, tables.constant));
}

std::string result(const std::string &changed) {
    return "\nSELECT EXISTS (SELECT FROM s), EXISTS (SELECT FROM t), EXISTS (SELECT FROM " + changed + ")";
}

/// ON CONFLICT for a unique index on exactly the pair, or on the pair and columns that the condition sets, so that a concurrent
/// link is not an error. Any other conflict is.
std::string on_conflict(const Table &bridge, const ColumnNames &pair, const ColumnNames &set) {
    const auto within = [](const ColumnNames &inner, const ColumnNames &outer) {
        return std::all_of(inner.begin(), inner.end(),
                           [&](const std::string &name) { return std::find(outer.begin(), outer.end(), name) != outer.end(); });
    };
    for (const Index &index : bridge.indexes) {
        ColumnNames columns = bridge.names(index.columns);
        bool exact = within(pair, columns) && within(columns, set);
        if (exact && index.unique && index.valid && !index.partial && !index.deferrable && !index.temporal) {
            return " ON CONFLICT (" + quote_identifiers(columns) + ") DO NOTHING";
        }
    }
    return {};
}

/// Adds the columns of the condition, with values that satisfy it.
void set_values(const Relationship &relationship, const LinkTables &tables, ColumnNames &columns, ColumnNames &values) {
    const auto wanted = Condition(relationship.condition).values();
    if (!wanted) {
        throw UserError(
            sqlstate::object_not_in_prerequisite_state, "rows cannot be linked by relationship " + in_quotes(relationship.name),
            "Insert the row into table " + in_quotes(tables.bridge.name) + " yourself.",
            "Its condition does not determine a value for each column: " + Condition(relationship.condition).text() + ".");
    }
    for (const auto &[column, literal] : *wanted) {
        if (std::find(columns.begin(), columns.end(), column) != columns.end()) continue;
        columns.push_back(column);
        values.push_back(literal == "NULL" ? literal : tables.constant(literal, tables.bridge.at(column).type));
    }
}

}  // namespace

ColumnNumbers row_key(const Table &table, const ColumnNames &referenced) {
    if (const Index *primary = table.primary_key()) {
        return primary->columns;
    }
    return table.numbers_at(referenced);
}

void require_bridge(const Relationship &relationship, const std::string &holder) {
    if (relationship.bridge == 0) {
        throw UserError(sqlstate::wrong_object_type, "relationship " + in_quotes(relationship.name) + " does not use a bridge",
                        "Its rows are linked by a foreign key. Update the columns of that key in table " + holder + ".");
    }
}

ColumnNumbers row_key_of(const Table &table, const ColumnNames &referenced, std::size_t values) {
    ColumnNumbers columns = row_key(table, referenced);
    if (columns.size() != values) {
        throw UserError(sqlstate::invalid_parameter_value,
                        "key of table " + in_quotes(table.name) + " has " + std::to_string(columns.size()) + " columns",
                        "Give a text[] with a value for each of (" + quote_identifiers(table.names(columns)) + ").");
    }
    return columns;
}

UserError no_row(const Table &table, const std::vector<std::string> &key) {
    return UserError(sqlstate::no_data_found, "table " + in_quotes(table.name) + " has no row with key (" + join(key, ", ") + ")",
                     "Give the key of an existing row that no policy hides.");
}

std::string require_key(std::string key) {
    constexpr std::size_t longest_key = 8192;
    if (key.size() > longest_key) {
        throw UserError(sqlstate::invalid_parameter_value, "key is too long (" + std::to_string(key.size()) + " bytes)",
                        "A key can have at most " + std::to_string(longest_key) + " bytes.");
    }
    return key;
}

std::string link_sql(const Relationship &relationship, const LinkTables &tables, const Equality &equality) {
    require_columns(relationship, tables);
    ColumnNames columns = relationship.bridge_source_columns;
    ColumnNames values;
    for (const std::string &column : relationship.source_columns) {
        values.push_back("s." + quote_identifier(column));
    }
    for (std::size_t i = 0; i < relationship.target_columns.size(); ++i) {
        const std::string &column = relationship.bridge_target_columns[i];
        if (std::find(columns.begin(), columns.end(), column) == columns.end()) {  // else both ends share the column
            columns.push_back(column);
            values.push_back("t." + quote_identifier(relationship.target_columns[i]));
        }
    }
    const ColumnNames pair = columns;
    set_values(relationship, tables, columns, values);
    return both_rows(relationship, tables, equality) + ",\n     made AS (INSERT INTO " + path(tables.bridge) + " (" +
           quote_identifiers(columns) + ") SELECT " + join(values, ", ") + " FROM s, t WHERE NOT EXISTS (SELECT FROM " +
           path(tables.bridge) + " AS b WHERE " + linked(relationship, tables, equality) + ")" +
           on_conflict(tables.bridge, pair, columns) + " RETURNING 1)" + result("made");
}

std::string unlink_sql(const Relationship &relationship, const LinkTables &tables, const Equality &equality) {
    require_columns(relationship, tables);
    return both_rows(relationship, tables, equality) + ",\n     gone AS (DELETE FROM " + path(tables.bridge) +
           " AS b USING s, t WHERE " + linked(relationship, tables, equality) + " RETURNING 1)" + result("gone");
}

}  // namespace relmeta
