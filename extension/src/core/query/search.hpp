// Common code for path and join tree searches: which tables a search may use, and minimum costs.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/query/graph.hpp"

namespace relmeta {

/// The tables that a search may use. A requested table is passed at no extra cost and is not used as a bridge. A table to avoid
/// is neither passed nor used as a bridge.
class Terms {
public:
    explicit Terms(const Graph &graph) : graph_(&graph), roles_(graph.size(), Role::ordinary) {}

    void ask_for(Node node) { roles_[node] = Role::asked; }
    void avoid(Node node) { roles_[node] = Role::avoided; }

    bool asked(Node node) const { return roles_[node] == Role::asked; }
    bool avoided(Node node) const { return roles_[node] == Role::avoided; }
    bool usable(const Edge &edge) const {
        return !avoided(edge.target) && (edge.bridge == no_node || roles_[edge.bridge] == Role::ordinary);
    }
    /// The extra cost of entering a node.
    Cost entering(Node node) const { return asked(node) ? 0 : graph_->passing(node); }
    /// The cost of a step along an edge, including entering its target.
    Cost step(const Edge &edge) const { return edge.cost() + entering(edge.target); }

private:
    enum class Role : std::uint8_t { ordinary, asked, avoided };
    const Graph *graph_;
    std::vector<Role> roles_;
};

/// The cheapest cost from every node to `target`; `unreachable` if there is no path. The search stops at `stop` (no_node: never).
/// Nodes not settled by then may have a cost that is too high, or `unreachable`, but never less than that of `stop`.
std::vector<Cost> costs_to(const Graph &graph, const Terms &terms, Node target, Node stop);
/// The same, but costs above `farthest` may be too high or `unreachable`.
std::vector<Cost> costs_within(const Graph &graph, const Terms &terms, Node target, Cost farthest);
/// The same from `source` to every node, including the cost of entering that node.
std::vector<Cost> costs_from(const Graph &graph, const Terms &terms, Node source);

/// Lower bounds of the costs to a node: exact near it, and `radius` farther away.
struct Bounds {
    std::vector<Cost> costs;
    Cost radius = 0;
    Cost near_best = 0;  ///< the cost of the cheapest path, plus ambiguity_margin

    Cost at(Node node) const { return std::min(costs[node], radius); }
    /// The exact cost if the node is on a path that costs at most `near_best`; otherwise it may be too high.
    Cost on_near_best(Node node) const { return costs[node]; }
};

/// The cheapest cost from `source` to `target`; `unreachable` if there is no path. A bidirectional search; stores bounds of the
/// costs to `target` in `to_target`.
Cost cheapest_cost(const Graph &graph, const Terms &terms, Node source, Node target, Bounds &to_target);

/// The minimum number of steps from every node to `target`; `most` + 1 if it exceeds `most` or there is no path.
std::vector<std::uint8_t> hops_to(const Graph &graph, const Terms &terms, Node target, std::uint8_t most);

/// Whether there are paths from `from` to `a` and to `b` that have no other table in common. Otherwise no path can pass `from`
/// between `a` and `b`.
bool two_ways(const Graph &graph, const Terms &terms, Node from, Node a, Node b);

}  // namespace relmeta
