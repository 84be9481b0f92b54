// Dijkstra's algorithm in both directions, and a flow of two units. Every link is in the graph in both directions, so the
// backward search follows the same edges with the costs of the opposite direction.
#include "core/query/search.hpp"

#include <algorithm>
#include <functional>
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
        push(0, from);
    }

    /// The nearest unsettled node; no_node if there is none.
    Node next() {
        while (!queue_.empty() && queue_.front().first > costs_[queue_.front().second]) pop();
        return queue_.empty() ? no_node : queue_.front().second;
    }
    /// The cost of that node, which is the minimum of all unsettled nodes.
    Cost next_cost() { return next() == no_node ? unreachable : queue_.front().first; }

    /// Settles the next node and calls reached(node, cost) for every node whose cost decreases. It returns whether to continue
    /// from there.
    template <typename Reached>
    void settle(Reached reached) {
        poll();
        const auto [cost, node] = queue_.front();
        pop();
        for (EdgeIndex i = graph_.first_edge(node); i < graph_.first_edge(node + 1); ++i) {
            const Edge &edge = graph_.edge(i);
            if (!terms_.usable(edge)) continue;
            const Cost sum = cost + weigh_(node, edge);
            if (sum < costs_[edge.target] && reached(edge.target, sum)) push(sum, edge.target);
        }
    }

    /// Forgets the unsettled nodes for which wanted(node, cost) is false.
    template <typename Wanted>
    void keep(Wanted wanted) {
        const auto unwanted = [&](const Item &item) { return !wanted(item.second, item.first); };
        for (const Item &item : queue_) {
            if (item.first == costs_[item.second] && unwanted(item)) costs_[item.second] = unreachable;
        }
        queue_.erase(std::remove_if(queue_.begin(), queue_.end(), unwanted), queue_.end());
        std::make_heap(queue_.begin(), queue_.end(), std::greater<>());
    }

    std::vector<Cost> settle_until(Node stop, Cost farthest) {
        for (Node node = next(); node != no_node && node != stop && next_cost() <= farthest; node = next()) settle(everywhere);
        return std::move(costs_);
    }

    std::size_t waiting() const { return queue_.size(); }
    std::vector<Cost> &costs() { return costs_; }

private:
    using Item = std::pair<Cost, Node>;
    static bool everywhere(Node, Cost) { return true; }

    void push(Cost cost, Node node) {
        costs_[node] = cost;
        queue_.emplace_back(cost, node);
        std::push_heap(queue_.begin(), queue_.end(), std::greater<>());
    }
    void pop() {
        std::pop_heap(queue_.begin(), queue_.end(), std::greater<>());
        queue_.pop_back();
    }

    const Graph &graph_;
    const Terms &terms_;
    const Weigh weigh_;
    std::vector<Cost> costs_;
    std::vector<Item> queue_;  ///< a heap with the nearest first
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
    const auto meet = [&best](const std::vector<Cost> &others) {
        return [&best, &others](Node node, Cost cost) {
            if (others[node] != unreachable) best = std::min(best, cost + others[node]);
            return true;
        };
    };
    while (ahead.next() != no_node && back.next() != no_node && ahead.next_cost() + back.next_cost() < best) {
        if (ahead.waiting() < back.waiting()) {
            ahead.settle(meet(back.costs()));
        } else {
            back.settle(meet(ahead.costs()));
        }
    }
    to_target.radius = std::min(back.next_cost(), best);
    if (best != unreachable) {
        // Continue to the source, but only along paths that cost little more than the best.
        const Cost near_best = (best + ambiguity_margin * thousandth) | (thousandth - 1);
        const Cost radius = std::min(ahead.next_cost(), best);
        const auto is_near_best = [&](Node node, Cost cost) { return cost + std::min(ahead.costs()[node], radius) <= near_best; };
        back.keep(is_near_best);
        while (back.next() != no_node) back.settle(is_near_best);
        to_target.near_best = near_best;
    }
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
