// The statements that link two rows through a bridge, and unlink them.
#pragma once

#include <string>

#include "core/model/equality.hpp"
#include "core/model/relationship.hpp"

namespace relmeta {

/// The tables of a relationship through a bridge.
struct LinkTables {
    const Table &source;
    const Table &target;
    const Table &bridge;
};

/// The columns that tell the rows of a table apart: its primary key, or, without one, the columns the bridge refers to.
ColumnNumbers row_key(const Table &table, const ColumnNames &referenced);

/// A statement that makes a row of the bridge, unless there is one. Its parameters are the keys (row_key) of the source row, then
/// of the target row. It returns three booleans: is the source row there, is the target row there, was a row made.
std::string link_sql(const Relationship &relationship, const LinkTables &tables, const Equality &equality);

/// A statement that deletes the rows of the bridge that link the two; parameters and result as of link_sql.
std::string unlink_sql(const Relationship &relationship, const LinkTables &tables, const Equality &equality);

}  // namespace relmeta
