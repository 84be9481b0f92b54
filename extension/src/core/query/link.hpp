// The statements that link two rows through a bridge, and unlink them.
#pragma once

#include <string>
#include <vector>

#include "core/model/equality.hpp"
#include "core/model/relationship.hpp"
#include "core/text/error.hpp"

namespace relmeta {

/// The tables of a relationship through a bridge.
struct LinkTables {
    const Table &source;
    const Table &target;
    const Table &bridge;
};

/// The columns that tell the rows of a table apart: its primary key, or, without one, the columns the bridge refers to.
ColumnNumbers row_key(const Table &table, const ColumnNames &referenced);

/// Throws UserError 42809 for a relationship that leads through no bridge; `holder` is its holder, as SQL text.
void require_bridge(const Relationship &relationship, const std::string &holder);
/// The row_key of a table whose key has `values`; throws UserError 22023 where it has as many columns not.
ColumnNumbers row_key_of(const Table &table, const ColumnNames &referenced, std::size_t values);
/// The error for a key that no row has.
UserError no_row(const Table &table, const std::vector<std::string> &key);
/// The key of a row. Throws UserError 22023 for one that no index could hold, rather than repeat it in an error.
std::string require_key(std::string key);

/// A statement that makes a row of the bridge, unless there is one. Its parameters are the keys (row_key) of the source row, then
/// of the target row. It returns three booleans: is the source row there, is the target row there, was a row made.
std::string link_sql(const Relationship &relationship, const LinkTables &tables, const Equality &equality);

/// A statement that deletes the rows of the bridge that link the two; parameters and result as of link_sql.
std::string unlink_sql(const Relationship &relationship, const LinkTables &tables, const Equality &equality);

}  // namespace relmeta
