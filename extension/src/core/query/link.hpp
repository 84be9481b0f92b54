// Statements that link and unlink two rows through a bridge.
#pragma once

#include <string>
#include <vector>

#include "core/model/condition.hpp"
#include "core/model/equality.hpp"
#include "core/model/relationship.hpp"
#include "core/text/error.hpp"

namespace relmeta {

/// The tables of a relationship through a bridge.
struct LinkTables {
    const Table &source;
    const Table &target;
    const Table &bridge;
    ConstantWriter constant = plain_constant;
};

/// The columns that identify a row: the primary key, or without one the columns that the bridge references.
ColumnNumbers row_key(const Table &table, const ColumnNames &referenced);

/// Throws UserError 42809 if the relationship has no bridge; `holder` is SQL text.
void require_bridge(const Relationship &relationship, const std::string &holder);
/// Returns row_key(); throws UserError 22023 unless it has `values` columns.
ColumnNumbers row_key_of(const Table &table, const ColumnNames &referenced, std::size_t values);
/// The error for a key without a row.
UserError no_row(const Table &table, const std::vector<std::string> &key);
/// Returns the key; throws UserError 22023 if it is too long for any index, to avoid repeating it in another error.
std::string require_key(std::string key);

/// A statement that inserts a row into the bridge unless one exists. The parameters are the keys (row_key) of the source row and
/// of the target row. It returns three booleans: the source row exists, the target row exists, a row was inserted.
std::string link_sql(const Relationship &relationship, const LinkTables &tables, const Equality &equality);

/// A statement that deletes the rows of the bridge that link the two rows; parameters and result are those of link_sql.
std::string unlink_sql(const Relationship &relationship, const LinkTables &tables, const Equality &equality);

}  // namespace relmeta
