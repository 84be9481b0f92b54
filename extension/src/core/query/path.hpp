// Paths from one table to another along relationships, cheapest first. A path visits no table twice. Ties are broken by the
// number of hops, then by the names of the relationships in order.
#pragma once

#include <cstdint>
#include <vector>

#include "core/query/graph.hpp"

namespace relmeta {

struct Path {
    std::vector<Step> steps;
    Cost cost = 0;
    bool ambiguous = false;  ///< one of several paths within ambiguity_margin of the cheapest
};

struct PathQuery {
    TableId source = 0;
    TableId target = 0;
    std::vector<TableId> via;      ///< tables to pass, in this order, at no extra cost
    std::vector<TableId> avoid;    ///< tables that are not used, not even as bridges
    int max_paths = 1;             ///< 1 to 1000
    int max_hops = 8;              ///< 1 to 64
    Cost most_cost = unreachable;  ///< the maximum cost of a path, ignoring hops
};

/// The cheapest paths, at most max_paths; empty if the tables are not connected within max_hops. Tables in `via` are visited as
/// tables, so relationships with such a table as bridge are not used. Throws UserError for a contradictory query, or if `via`
/// makes the search too large.
std::vector<Path> find_paths(const Graph &graph, const PathQuery &query);

}  // namespace relmeta
