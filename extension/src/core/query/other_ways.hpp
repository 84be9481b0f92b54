// The ways that would do as well as a part of a join tree: what its writer should know before the tree is taken for the answer.
#pragma once

#include <vector>

#include "core/query/tree.hpp"

namespace relmeta {

struct OtherWay {
    std::vector<Step> part;  ///< of the tree
    std::vector<Step> instead;
};

/// The ways through other tables that are as good a guess as parts of the tree: instead of a chain between two tables that were
/// asked for, or where the tree forks, from the same start or, in an exact tree, from elsewhere in it; and instead of a table
/// that nobody asked for, where the tree forks. `tables` and `avoid` are those that find_tree made the tree of. Relationships
/// between the same two tables are not among them: TreeStep has these.
std::vector<OtherWay> find_other_ways(const Graph &graph, const Tree &tree, const std::vector<TableId> &tables,
                                      const std::vector<TableId> &avoid = {});

}  // namespace relmeta
