// Dijkstra's algorithm, forwards and backwards, and a flow of two units. Backwards it walks the same edges and charges what the
// way back costs, for every link is in the graph in both directions.
#include "core/query/search.hpp"

#include <functional>
#include <queue>
#include <utility>

#include "core/text/poll.hpp"

namespace relmeta {

namespace {

/// `weigh(node, edge)` is the cost of the step that relaxes edge.target from node.
template <typename Weigh>
std::vector<Cost> spread(const Graph &graph, const Terms &terms, Node from, Node stop, Cost farthest, Weigh weigh) {
    using Item = std::pair<Cost, Node>;
    std::vector<Cost> costs(graph.size(), unreachable);
    std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
    costs[from] = 0;
    queue.push({0, from});
    while (!queue.empty()) {
        const auto [cost, node] = queue.top();
        queue.pop();
        if (cost > costs[node]) continue;
        if (node == stop || cost > farthest) break;
        for (EdgeIndex i = graph.first_edge(node); i < graph.first_edge(node + 1); ++i) {
            poll();
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

/// Weighs the steps that lead to a node in the end.
auto back_to(const Graph &graph, const Terms &terms, Node target) {
    return [&graph, &terms, target](Node node, const Edge &edge) {
        return graph.cost_back(edge) + (node == target ? 0 : terms.entering(node));
    };
}

/// Two ways from a node as a flow: a first one is found, then a second one that may undo parts of it (Ford and Fulkerson).
class TwoWays {
public:
    TwoWays(const Graph &graph, const Terms &terms, Node from)
        : graph_(graph), terms_(terms), from_(from), previous_(graph.size(), no_node) {}

    bool exist(Node a, Node b) {
        const Node end = first_way(a, b);
        return end != no_node && second_way(end == a ? b : a);
    }

private:
    /// Calls visit(node, target) for every usable edge out of the nodes of a queue that `visit` may add to, until it returns
    /// true.
    template <typename Visit>
    void search(std::vector<Node> &queue, Visit visit) {
        for (std::size_t next = 0; next < queue.size(); ++next) {
            const Node node = queue[next];
            for (EdgeIndex i = graph_.first_edge(node); i < graph_.first_edge(node + 1); ++i) {
                poll();
                if (terms_.usable(graph_.edge(i)) && visit(node, graph_.edge(i).target)) return;
            }
        }
    }

    /// The end that was reached; leaves in previous_ the way there, and nothing else.
    Node first_way(Node a, Node b) {
        std::vector<Node> parents(graph_.size(), no_node);
        std::vector<Node> queue{from_};
        Node end = no_node;
        search(queue, [&](Node node, Node target) {
            if (target == from_ || parents[target] != no_node) return false;
            parents[target] = node;
            if (target == a || target == b) end = target;
            queue.push_back(target);
            return end != no_node;
        });
        for (Node node = end; node != no_node; node = parents[node]) previous_[node] = parents[node];
        return end;
    }

    /// A node on the first way can be entered only to undo that way from there back; then it goes on from the node before.
    bool second_way(Node end) {
        std::vector<bool> entered(graph_.size(), false);
        std::vector<bool> left(graph_.size(), false);
        std::vector<Node> queue{from_};
        bool arrived = false;
        left[from_] = true;
        search(queue, [&](Node node, Node target) {
            arrived = target == end;
            if (target == from_ || entered[target] || previous_[target] == node) return arrived;
            entered[target] = true;
            Node free = previous_[target] == no_node ? target : previous_[target];
            for (; free != no_node && !left[free]; free = previous_[free]) {
                left[free] = true;
                queue.push_back(free);
            }
            return arrived;
        });
        return arrived;
    }

    const Graph &graph_;
    const Terms &terms_;
    const Node from_;
    std::vector<Node> previous_;  ///< on the first way
};

}  // namespace

std::vector<Cost> costs_to(const Graph &graph, const Terms &terms, Node target, Node stop) {
    return spread(graph, terms, target, stop, unreachable, back_to(graph, terms, target));
}

std::vector<Cost> costs_within(const Graph &graph, const Terms &terms, Node target, Cost farthest) {
    return spread(graph, terms, target, no_node, farthest, back_to(graph, terms, target));
}

std::vector<Cost> costs_from(const Graph &graph, const Terms &terms, Node source) {
    return spread(graph, terms, source, no_node, unreachable, [&](Node, const Edge &edge) { return terms.step(edge); });
}

bool two_ways(const Graph &graph, const Terms &terms, Node from, Node a, Node b) {
    return TwoWays(graph, terms, from).exist(a, b);
}

}  // namespace relmeta
