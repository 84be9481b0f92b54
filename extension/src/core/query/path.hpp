// Ranked ways from one table to another along relationships, cheapest first. A path passes no table twice. Between paths that
// cost the same, fewer hops win, then the names of the relationships in order: the answer depends on nothing else.
#pragma once

#include <cstdint>
#include <vector>

#include "core/query/graph.hpp"

namespace relmeta {

struct Path {
    std::vector<Step> steps;
    Cost cost = 0;
    bool ambiguous = false;  ///< among several within ambiguity_margin of the cheapest, this one included
};

struct PathQuery {
    TableId source = 0;
    TableId target = 0;
    std::vector<TableId> via;      ///< tables to pass, in this order; passing them costs nothing extra
    std::vector<TableId> avoid;    ///< tables not to pass, as a bridge neither
    int max_paths = 1;             ///< 1 to 1000
    int max_hops = 8;              ///< 1 to 64
    Cost most_cost = unreachable;  ///< what a path may cost, hops left aside
};

/// The cheapest paths, at most max_paths; none where the tables are not linked within max_hops. A table in `via` is passed as a
/// table: a relationship through it as a bridge does not count, and is not used. Throws UserError for a query that
/// contradicts itself, and where `via` makes the search too large.
std::vector<Path> find_paths(const Graph &graph, const PathQuery &query);

}  // namespace relmeta
