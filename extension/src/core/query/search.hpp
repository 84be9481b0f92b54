// What the searches for paths and for join trees share: what a search may use, and the cheapest costs to one table.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/query/graph.hpp"

namespace relmeta {

/// What a search may use. A table that was asked for is passed at no extra cost, and no relationship goes through it as a bridge:
/// it is to be passed as a table. A table to avoid is neither passed nor a bridge.
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
    /// What entering a node costs on top of the edge.
    Cost entering(Node node) const { return asked(node) ? 0 : graph_->passing(node); }
    /// What a step along an edge costs, entering its target included.
    Cost step(const Edge &edge) const { return graph_->cost(edge) + entering(edge.target); }

private:
    enum class Role : std::uint8_t { ordinary, asked, avoided };
    const Graph *graph_;
    std::vector<Role> roles_;
};

/// The cheapest cost from every node to `target`; `unreachable` where there is none. The search ends once `stop` is reached
/// (no_node: never): what is left then has a cost that is too high, or `unreachable`, but none below that of `stop`.
std::vector<Cost> costs_to(const Graph &graph, const Terms &terms, Node target, Node stop);
/// The same, but `unreachable`, or too high, where it is more than `farthest`.
std::vector<Cost> costs_within(const Graph &graph, const Terms &terms, Node target, Cost farthest);
/// The same from `source` to every node, entering that node included.
std::vector<Cost> costs_from(const Graph &graph, const Terms &terms, Node source);

/// Lower bounds of the costs to a node: the very costs near it, and farther away no more than `radius`.
struct Bounds {
    std::vector<Cost> costs;
    Cost radius = 0;

    Cost at(Node node) const { return std::min(costs[node], radius); }
};

/// The cheapest cost from `source` to `target`, `unreachable` where there is none. Searches from both ends until the searches
/// have met, and leaves in `to_target` what that has told of the costs to `target`.
Cost cheapest_cost(const Graph &graph, const Terms &terms, Node source, Node target, Bounds &to_target);

/// The fewest steps from every node to `target`, counted up to `most`; more than that, or no way at all, is `most` + 1.
std::vector<std::uint8_t> hops_to(const Graph &graph, const Terms &terms, Node target, std::uint8_t most);

/// Whether two ways lead from `from`, one to `a` and one to `b`, that share no other table. No path can pass `from` between them
/// where there are none.
bool two_ways(const Graph &graph, const Terms &terms, Node from, Node a, Node b);

}  // namespace relmeta
