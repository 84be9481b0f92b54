// Translates a selection into one SQL statement that returns a jsonb object for every row of the root table. A to-many
// relationship becomes an array, which may be empty, a to-one relationship an object or null. Bridges are followed but not shown;
// the relationship to the bridge itself shows its payload.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/model/condition.hpp"
#include "core/model/equality.hpp"
#include "core/model/relationship.hpp"
#include "core/query/selection.hpp"

namespace relmeta {

/// The part of the catalog that a selection needs: tables, and the relationships of their sources.
struct Schema {
    const Facts &facts;
    std::map<TableId, std::vector<Relationship>> relationships;  ///< by source; empty entry for a table without relationships
    Equality equality = plain_equality;
    ConstantWriter constant = plain_constant;
};

/// The tables whose facts and relationships are needed next; empty once `schema` is complete. The caller adds them and calls
/// again: one round per level of the selection, and only tables that the selection reaches are read.
std::set<TableId> missing_tables(TableId root, const Selection &selection, const Schema &schema);

/// The statement. Rows are sorted as requested, then by the readable columns of the primary key and, unless these are a whole
/// key, by the selected columns. With `key`, only the root row with that key, as parsed by read_row_key(). A to-many relationship
/// lists every target row once, however many bridge rows link it. Throws UserError 42703 for an unknown field, with similar
/// names; 42601 for a selection of a column, a relationship without one, or invalid arguments; and the errors of read_row_key().
std::string nested_sql(TableId root, const Selection &selection, const std::optional<std::string> &key, const Schema &schema);

/// Whether the statement reads so few root rows that JIT compilation would not pay.
bool reads_few_rows(const Table &root, const Selection &selection, bool by_key);

}  // namespace relmeta
