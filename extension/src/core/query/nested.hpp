// A selection as one SQL statement that returns a jsonb object for every row of the root table: an array for a relationship to
// many (empty where there is none), an object or null for one to one. Bridges are walked without being shown; the relationship
// to the bridge itself shows its payload.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/model/equality.hpp"
#include "core/model/relationship.hpp"
#include "core/query/selection.hpp"

namespace relmeta {

/// The part of the catalog that a selection is read against: tables, and the relationships of those that it starts from.
struct Schema {
    const Facts &facts;
    std::map<TableId, std::vector<Relationship>> relationships;  ///< by source; a table without any has an empty entry
    Equality equality = plain_equality;
};

/// The tables whose facts and relationships are needed next to read the selection; empty once `schema` has all. The caller adds
/// what is asked for and asks again: one round per level of the selection, and no table is looked at that it does not reach.
std::set<TableId> missing_tables(TableId root, const Selection &selection, const Schema &schema);

/// The statement. Rows come in the order asked for, then in that of the primary key, as far as it is readable; where it is not,
/// or there is none, in that of their selected columns. With `key`, only the root row with that key, as read_row_key() reads it.
/// A relationship to many lists every target row once, however often a bridge links it. Throws UserError: 42703 for an unknown
/// field, with near ones; 42601 for a selection of a column, for a relationship without one, and for arguments that do not apply;
/// and what read_row_key() throws.
std::string nested_sql(TableId root, const Selection &selection, const std::optional<std::string> &key, const Schema &schema);

/// Whether the root of the statement is one row, or limited to few, so that no preparation of its execution pays.
bool reads_few_rows(const Table &root, const Selection &selection, bool by_key);

}  // namespace relmeta
