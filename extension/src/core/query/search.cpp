// Dijkstra's algorithm in both directions, and a flow of two units. The backward search follows the same edges and uses the cost
// of the opposite direction, because every link is in the graph in both directions.
#include "core/query/search.hpp"

#include <functional>
#include <queue>
#include <utility>

#include "core/text/poll.hpp"

namespace relmeta {

namespace {

/// Dijkstra's algorithm from one node, one node at a time. `weigh(node, edge)` is the cost of the step between node and
/// edge.target.
template <typename Weigh>
class Spread {
public:
    Spread(const Graph &graph, const Terms &terms, Node from, Weigh weigh)
        : graph_(graph), terms_(terms), weigh_(weigh), costs_(graph.size(), unreachable) {
        costs_[from] = 0;
        queue_.push({0, from});
    }

    /// The nearest unsettled node; no_node if there is none.
    Node next() {
        while (!queue_.empty() && queue_.top().first > costs_[queue_.top().second]) queue_.pop();
        return queue_.empty() ? no_node : queue_.top().second;
    }
    /// The cost of that node, which is the minimum of all unsettled nodes.
    Cost next_cost() { return next() == no_node ? unreachable : queue_.top().first; }

    /// Settles the next node, and calls reached(node) for every node whose cost decreases.
    template <typename Reached>
    void settle(Reached reached) {
        poll();
        const auto [cost, node] = queue_.top();
        queue_.pop();
        for (EdgeIndex i = graph_.first_edge(node); i < graph_.first_edge(node + 1); ++i) {
            const Edge &edge = graph_.edge(i);
            if (!terms_.usable(edge)) continue;
            const Cost sum = cost + weigh_(node, edge);
            if (sum >= costs_[edge.target]) continue;
            costs_[edge.target] = sum;
            queue_.push({sum, edge.target});
            reached(edge.target);
        }
    }

    std::vector<Cost> settle_until(Node stop, Cost farthest) {
        for (Node node = next(); node != no_node && node != stop && next_cost() <= farthest; node = next()) settle([](Node) {});
        return std::move(costs_);
    }

    std::size_t waiting() const { return queue_.size(); }
    std::vector<Cost> &costs() { return costs_; }

private:
    using Item = std::pair<Cost, Node>;
    const Graph &graph_;
    const Terms &terms_;
    const Weigh weigh_;
    std::vector<Cost> costs_;
    std::priority_queue<Item, std::vector<Item>, std::greater<>> queue_;
};

auto backwards(const Graph &graph, const Terms &terms, Node target) {
    const auto weigh = [&terms, target](Node node, const Edge &edge) {
        return edge.cost_back() + (node == target ? 0 : terms.entering(node));
    };
    return Spread(graph, terms, target, weigh);
}

auto forwards(const Graph &graph, const Terms &terms, Node source) {
    return Spread(graph, terms, source, [&terms](Node, const Edge &edge) { return terms.step(edge); });
}

/// Two disjoint paths from a node as a flow: finds a first path, then a second one that may undo parts of it (Ford-Fulkerson).
class TwoWays {
public:
    TwoWays(const Graph &graph, const Terms &terms, Node from)
        : graph_(graph), terms_(terms), from_(from), previous_(graph.size(), no_node) {}

    bool exist(Node a, Node b) {
        const Node end = first_way(a, b);
        return end != no_node && second_way(end == a ? b : a);
    }

private:
    /// Calls visit(node, target) for every usable edge from the nodes in the queue, until `visit` returns true. It may append to
    /// the queue.
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

    /// Returns the end that was reached, and stores the path to it in previous_.
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

    /// Entering a node of the first path undoes that path from there backward, then continues from the preceding nodes.
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
    std::vector<Node> previous_;  ///< the preceding node on the first path
};

}  // namespace

std::vector<Cost> costs_to(const Graph &graph, const Terms &terms, Node target, Node stop) {
    return backwards(graph, terms, target).settle_until(stop, unreachable);
}

std::vector<Cost> costs_within(const Graph &graph, const Terms &terms, Node target, Cost farthest) {
    return backwards(graph, terms, target).settle_until(no_node, farthest);
}

std::vector<Cost> costs_from(const Graph &graph, const Terms &terms, Node source) {
    return forwards(graph, terms, source).settle_until(no_node, unreachable);
}

Cost cheapest_cost(const Graph &graph, const Terms &terms, Node source, Node target, Bounds &to_target) {
    auto ahead = forwards(graph, terms, source);
    auto back = backwards(graph, terms, target);
    Cost best = unreachable;
    const auto meet = [&](Node node) {
        if (ahead.costs()[node] != unreachable && back.costs()[node] != unreachable)
            best = std::min(best, ahead.costs()[node] + back.costs()[node]);
    };
    while (ahead.next() != no_node && back.next() != no_node && ahead.next_cost() + back.next_cost() < best) {
        if (ahead.waiting() < back.waiting()) {
            ahead.settle(meet);
        } else {
            back.settle(meet);
        }
    }
    to_target.radius = std::min(back.next_cost(), best);
    to_target.costs = std::move(back.costs());
    return best;
}

std::vector<std::uint8_t> hops_to(const Graph &graph, const Terms &terms, Node target, std::uint8_t most) {
    std::vector<std::uint8_t> hops(graph.size(), static_cast<std::uint8_t>(most + 1));
    std::vector<Node> queue{target};
    hops[target] = 0;
    for (std::size_t next = 0; next < queue.size() && hops[queue[next]] < most; ++next) {
        poll();
        const Node node = queue[next];
        for (EdgeIndex i = graph.first_edge(node); i < graph.first_edge(node + 1); ++i) {
            const Edge &edge = graph.edge(i);
            if (!terms.usable(edge) || hops[edge.target] <= most) continue;
            hops[edge.target] = static_cast<std::uint8_t>(hops[node] + 1);
            queue.push_back(edge.target);
        }
    }
    return hops;
}

bool two_ways(const Graph &graph, const Terms &terms, Node from, Node a, Node b) {
    return TwoWays(graph, terms, from).exist(a, b);
}

}  // namespace relmeta
