// Finds branches of a join that multiply each other's rows. If a user has posts and teams, joining both repeats every post for
// every team, so that sums are wrong. At most one to-many branch can be joined as rows; the others become values of those rows.
#pragma once

#include <string>
#include <vector>

#include "core/query/join.hpp"

namespace relmeta {

/// A to-many branch to be aggregated into one value per row.
struct Branch {
    std::vector<const JoinStep *> path;  ///< the steps from the first table of the join to the top table of the branch
    std::size_t start = 0;               ///< the first of them that belongs to the branch; it starts at a table joined as rows
    std::vector<const JoinStep *> more;  ///< to-one steps from the top table
    std::vector<TableId> tables;  ///< the requested tables in the branch: the top table, if requested, and those along `more`
};

struct SplitJoin {
    std::vector<const JoinStep *> rows;      ///< the steps that are joined as rows
    std::vector<const JoinStep *> multiple;  ///< of these, the path to the requested tables beyond a to-many step, if any
    std::vector<Branch> branches;            ///< empty if no branches multiply each other
};

/// Splits the steps of a join of `tables`. Rows follow the tree from the first table to where it forks into several to-many
/// branches, or to the first requested table beyond a to-many step. Beyond that, each group of requested tables connected by
/// to-one steps is a branch. The result points to `steps`.
SplitJoin split_join(const std::vector<TableId> &tables, const std::vector<JoinStep> &steps, const Facts &facts);

/// The path as relationship names: account.users.posts.
std::string path_label(const std::vector<const JoinStep *> &path, const Facts &facts);

/// The error for a join whose branches multiply each other's rows.
UserError branches_multiply(const SplitJoin &split, const Facts &facts);

}  // namespace relmeta
