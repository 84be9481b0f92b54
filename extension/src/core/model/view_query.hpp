// The lineage of a view's columns, read from the query tree that PostgreSQL stores. Anything that is not understood is left out,
// so that it proves nothing.
#pragma once

#include <memory>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// A column of an item in FROM; `item` is an index into ViewQuery::items.
struct ViewColumn {
    static constexpr int unknown = -1;   ///< an expression, or a column that is not understood
    static constexpr int constant = -2;  ///< the same value in every row
    int item = unknown;
    ColumnNumber column = 0;

    bool known() const { return item >= 0; }
    bool operator==(const ViewColumn &other) const { return item == other.item && column == other.column; }
};

/// A relation or subquery in FROM. If neither is set, a function, a recursive query or anything that is not understood.
struct ViewItem {
    TableId relation = 0;
    bool children = false;                   ///< reads inheriting tables too: without ONLY
    std::shared_ptr<const ViewQuery> query;  ///< a subquery or a CTE
    bool lateral = false;
    bool nullable = false;  ///< on the nullable side of an outer join: its columns can be null
    bool partial = false;   ///< not every row of it is in the result: an inner join, the nullable side, or TABLESAMPLE
};

/// An outer join. Its right side is nullable; in a FULL JOIN, both sides are.
struct ViewOuterJoin {
    bool full = false;
    std::vector<int> left;   ///< items, ascending
    std::vector<int> right;  ///< items, ascending
};

/// A condition that two columns are equal under the default equality of their types, or that `a` equals a constant.
struct ViewEquality {
    ViewColumn a;
    ViewColumn b;
    int join = -1;  ///< index into ViewQuery::joins for a condition of an outer join; -1: it holds in every row
};

/// A column that the query returns, or an expression in GROUP BY or DISTINCT.
struct ViewOutput {
    ColumnNumber number = 0;  ///< of the output column; 0 if it is not returned
    ViewColumn column;
};

struct ViewQuery {
    std::vector<ViewItem> items;
    std::vector<ViewOuterJoin> joins;
    std::vector<ViewEquality> equalities;
    std::vector<ViewOutput> outputs;                ///< all columns, in order
    std::vector<std::vector<ViewOutput>> distinct;  ///< no two rows agree in all of one set: GROUP BY, DISTINCT, DISTINCT ON
    bool one_row = false;                           ///< at most one row: aggregates without GROUP BY, or LIMIT 1
    bool filters = false;                           ///< some rows may be lost: WHERE, HAVING, LIMIT, OFFSET, DISTINCT ON
    bool multiplies = false;                        ///< set-returning functions in the select list
    bool grouping_sets = false;                     ///< grouped columns can be null

    /// The queries that a set operation combines; their outputs have the same numbers, and `items` is empty.
    std::vector<std::shared_ptr<const ViewQuery>> branches;
};

}  // namespace relmeta
