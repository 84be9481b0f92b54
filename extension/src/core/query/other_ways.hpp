// Alternatives to parts of a join tree, which the user should know before relying on it.
#pragma once

#include <vector>

#include "core/query/tree.hpp"

namespace relmeta {

struct OtherWay {
    std::vector<Step> part;  ///< of the tree
    std::vector<Step> instead;
};

/// Paths through other tables that cost at most ambiguity_margin more than the part of the tree they replace: a chain between two
/// requested tables or forks, from the same start or, in an exact tree, from elsewhere in it; or a fork at a table that was not
/// requested. `tables` and `avoid` are the arguments of find_tree. TreeStep has the other relationships between the same tables.
std::vector<OtherWay> find_other_ways(const Graph &graph, const Tree &tree, const std::vector<TableId> &tables,
                                      const std::vector<TableId> &avoid = {});

}  // namespace relmeta
