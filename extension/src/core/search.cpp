// Dijkstra's algorithm, forwards and backwards. Backwards it walks the same edges and charges what the way back costs, for every
// link is in the graph in both directions.
#include "search.hpp"

#include <functional>
#include <queue>
#include <utility>

#include "error.hpp"

namespace relmeta {

namespace {

constexpr unsigned calls_between_polls = 1000;

/// `weigh(node, edge)` is the cost of the step that relaxes edge.target from node.
template <typename Weigh>
std::vector<Cost> spread(const Graph &graph, const Terms &terms, Node from, Node stop, Patience &patience, Weigh weigh) {
    using Item = std::pair<Cost, Node>;
    std::vector<Cost> costs(graph.size(), unreachable);
    std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
    costs[from] = 0;
    queue.push({0, from});
    while (!queue.empty()) {
        const auto [cost, node] = queue.top();
        queue.pop();
        if (cost > costs[node]) continue;
        if (node == stop) break;
        patience.poll();
        for (EdgeIndex i = graph.first_edge(node); i < graph.first_edge(node + 1); ++i) {
            const Edge &edge = graph.edge(i);
            if (!terms.usable(edge)) continue;
            const Cost sum = cost + weigh(node, edge);
            if (sum >= costs[edge.target]) continue;
            costs[edge.target] = sum;
            queue.push({sum, edge.target});
        }
    }
    return costs;
}

}  // namespace

void Patience::poll() {
    if (++calls_ % calls_between_polls == 0 && cancel_ && cancel_()) throw cancelled{};
}

std::vector<Cost> costs_to(const Graph &graph, const Terms &terms, Node target, Node stop, Patience &patience) {
    return spread(graph, terms, target, stop, patience, [&](Node node, const Edge &edge) {
        return graph.cost_back(edge) + (node == target ? 0 : terms.entering(node));
    });
}

std::vector<Cost> costs_from(const Graph &graph, const Terms &terms, Node source, Patience &patience) {
    return spread(graph, terms, source, no_node, patience, [&](Node, const Edge &edge) { return terms.step(edge); });
}

}  // namespace relmeta
