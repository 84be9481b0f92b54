// The exact search computes, for every set of tables and every node, the cost of the cheapest tree that starts at the node and
// contains the set. A node is considered only if the tree below it plus a lower bound for the rest costs no more than a known
// tree, and if the tree below it costs no more than another way to connect its tables with the others. That restricts the
// search to nearby tables without losing the optimum.
#include "core/query/tree.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <set>
#include <string>
#include <utility>

#include "core/query/search.hpp"
#include "core/text/error.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

using Set = std::uint32_t;  ///< a bit for each table except the root

class TreeSearch {
public:
    TreeSearch(const Graph &graph, std::vector<Node> terminals) : graph_(graph), terms_(graph), terminals_(std::move(terminals)) {
        for (const Node node : terminals_) terms_.ask_for(node);
    }

    void avoid(Node node) { terms_.avoid(node); }
    /// The index of a terminal that the root cannot reach; 0 if there is none.
    std::size_t measure();
    std::vector<EdgeIndex> approximate();
    /// nullopt if no tree costs at most `most`.
    std::optional<std::vector<EdgeIndex>> exact(Cost most);
    Cost cost(const std::vector<EdgeIndex> &edges) const;
    TreeStep step(EdgeIndex index) const;

private:
    using Item = std::pair<Cost, Node>;
    using Queue = std::priority_queue<Item, std::vector<Item>, std::greater<>>;

    void walk(Node node, std::size_t terminal, std::vector<EdgeIndex> &edges) const;
    void restrict_to(Cost bound);
    Cost most_below(Set set) const;
    void fill(Set set, Cost bound);
    void collect(Node node, Set set, std::vector<EdgeIndex> &edges) const;
    Cost cost_of(Set set, Node node) const;
    static bool is_single(Set set) { return (set & (set - 1)) == 0; }

    const Graph &graph_;
    Terms terms_;
    const std::vector<Node> terminals_;           ///< the root first
    std::vector<std::vector<Cost>> to_terminal_;  ///< costs from every node, per terminal except the root
    std::vector<Cost> from_root_;
    std::vector<Node> place_;               ///< per node, its index in part_, or no_node
    std::vector<Node> part_;                ///< the nodes under consideration
    std::vector<std::vector<Cost>> below_;  ///< per set and index in part_, the cost of the cheapest tree from there
};

std::size_t TreeSearch::measure() {
    for (std::size_t i = 1; i < terminals_.size(); ++i) {
        const Node stop = terminals_.size() == 2 ? terminals_.front() : no_node;
        to_terminal_.push_back(costs_to(graph_, terms_, terminals_[i], stop));
        if (to_terminal_.back()[terminals_.front()] == unreachable) return i;
    }
    return 0;
}

/// Adds the cheapest path from a node to a terminal; of several, the first by name.
void TreeSearch::walk(Node node, std::size_t terminal, std::vector<EdgeIndex> &edges) const {
    const std::vector<Cost> &costs = to_terminal_[terminal];
    while (costs[node] != 0) {
        for (EdgeIndex i = graph_.first_edge(node); i < graph_.first_edge(node + 1); ++i) {
            poll();
            const Edge &edge = graph_.edge(i);
            if (!terms_.usable(edge) || costs[edge.target] == unreachable) continue;
            if (terms_.step(edge) + costs[edge.target] != costs[node]) continue;
            edges.push_back(i);
            node = edge.target;
            break;
        }
    }
}

/// The heuristic of Takahashi and Matsuyama: repeatedly adds the cheapest path from the tree to another terminal. The nearest
/// node of the tree is kept per terminal and updated only for new nodes.
std::vector<EdgeIndex> TreeSearch::approximate() {
    std::vector<EdgeIndex> edges;
    std::vector<Item> nearest(to_terminal_.size(), {unreachable, no_node});
    std::vector<bool> joined(to_terminal_.size(), false);
    const auto add = [&](Node node) {
        for (std::size_t terminal = 0; terminal < to_terminal_.size(); ++terminal) {
            poll();
            const Cost cost = to_terminal_[terminal][node];
            if (cost < nearest[terminal].first) nearest[terminal] = {cost, node};
        }
    };
    add(terminals_.front());
    for (std::size_t round = 0; round < to_terminal_.size(); ++round) {
        std::size_t next = 0;
        Cost least = unreachable;
        for (std::size_t terminal = 0; terminal < to_terminal_.size(); ++terminal) {
            if (joined[terminal] || nearest[terminal].first >= least) continue;
            least = nearest[terminal].first;
            next = terminal;
        }
        const std::size_t known = edges.size();
        walk(nearest[next].second, next, edges);
        for (std::size_t i = known; i < edges.size(); ++i) add(graph_.edge(edges[i]).target);
        joined[next] = true;
    }
    return edges;
}

Cost TreeSearch::cost(const std::vector<EdgeIndex> &edges) const {
    Cost sum = 0;
    for (const EdgeIndex index : edges) sum += terms_.step(graph_.edge(index));
    return sum;
}

void TreeSearch::restrict_to(Cost bound) {
    from_root_ = costs_from(graph_, terms_, terminals_.front());
    place_.assign(graph_.size(), no_node);
    for (Node node = 0; node < graph_.size(); ++node) {
        poll();
        Cost nearest = unreachable;
        for (const std::vector<Cost> &costs : to_terminal_) nearest = std::min(nearest, costs[node]);
        if (from_root_[node] == unreachable || nearest == unreachable || from_root_[node] + nearest > bound) continue;
        place_[node] = static_cast<Node>(part_.size());
        part_.push_back(node);
    }
}

Cost TreeSearch::cost_of(Set set, Node node) const {
    if (is_single(set)) return to_terminal_[static_cast<std::size_t>(__builtin_ctz(set))][node];
    return place_[node] == no_node ? unreachable : below_[set][place_[node]];
}

/// The cost of some tree from a table outside the set to all tables in it. This tree is better than one whose part below a node
/// costs more.
Cost TreeSearch::most_below(Set set) const {
    Cost least = unreachable;
    for (std::size_t start = 0; start < terminals_.size(); ++start) {
        if (start > 0 && (set >> (start - 1) & 1U) != 0) continue;
        std::vector<Cost> nearest(to_terminal_.size());
        for (std::size_t i = 0; i < nearest.size(); ++i) nearest[i] = to_terminal_[i][terminals_[start]];
        Cost sum = 0;
        for (Set left = set; left != 0;) {
            poll();
            std::size_t next = static_cast<std::size_t>(__builtin_ctz(left));
            for (std::size_t i = next; i < nearest.size(); ++i) {
                if ((left >> i & 1U) != 0 && nearest[i] < nearest[next]) next = i;
            }
            sum += nearest[next];
            left &= ~(Set{1} << next);
            for (std::size_t i = 0; i < nearest.size(); ++i) nearest[i] = std::min(nearest[i], to_terminal_[i][terminals_[next + 1]]);
        }
        least = std::min(least, sum);
    }
    return least;
}

void TreeSearch::fill(Set set, Cost bound) {
    std::vector<Cost> &costs = below_[set];
    costs.assign(part_.size(), unreachable);
    const Set lowest = set & (~set + 1);
    Cost others = 0;  // the farthest table not below it: a lower bound for the rest of the tree
    for (std::size_t i = 0; i < to_terminal_.size(); ++i) {
        if ((set >> i & 1U) == 0) others = std::max(others, to_terminal_[i][terminals_.front()]);
    }
    const Cost most = most_below(set);
    const auto too_dear = [&](Node node, Cost cost) { return cost > most || std::max(others, from_root_[node]) + cost > bound; };
    Queue queue;
    for (const Node node : part_) {
        poll();
        Cost least = unreachable;
        for (Set one = (set - 1) & set; one != 0; one = (one - 1) & set) {
            if ((one & lowest) == 0) continue;
            const Cost left = cost_of(one, node);
            const Cost right = cost_of(set ^ one, node);
            if (left != unreachable && right != unreachable) least = std::min(least, left + right);
        }
        if (least == unreachable || too_dear(node, least)) continue;
        costs[place_[node]] = least;
        queue.push({least, node});
    }
    while (!queue.empty()) {
        const auto [cost, node] = queue.top();
        queue.pop();
        if (cost > costs[place_[node]]) continue;
        for (EdgeIndex i = graph_.first_edge(node); i < graph_.first_edge(node + 1); ++i) {
            const Edge &edge = graph_.edge(i);
            const Node place = place_[edge.target];
            poll();
            if (place == no_node || !terms_.usable(edge)) continue;
            const Cost sum = cost + edge.cost_back() + terms_.entering(node);
            if (sum >= costs[place] || too_dear(edge.target, sum)) continue;
            costs[place] = sum;
            queue.push({sum, edge.target});
        }
    }
}

/// Adds the edges of the cheapest tree from a node; of several, the first in the order of sets and names.
void TreeSearch::collect(Node node, Set set, std::vector<EdgeIndex> &edges) const {
    while (!is_single(set)) {
        const Cost cost = cost_of(set, node);
        const Set lowest = set & (~set + 1);
        for (Set one = lowest; one != set; one = (one - set) & set) {
            if ((one & lowest) == 0) continue;
            const Cost left = cost_of(one, node);
            const Cost right = cost_of(set ^ one, node);
            if (left == unreachable || right == unreachable || left + right != cost) continue;
            collect(node, one, edges);
            collect(node, set ^ one, edges);
            return;
        }
        for (EdgeIndex i = graph_.first_edge(node); i < graph_.first_edge(node + 1); ++i) {
            poll();
            const Edge &edge = graph_.edge(i);
            const Cost rest = terms_.usable(edge) ? cost_of(set, edge.target) : unreachable;
            if (rest == unreachable || terms_.step(edge) + rest != cost) continue;
            edges.push_back(i);
            node = edge.target;
            break;
        }
    }
    walk(node, static_cast<std::size_t>(__builtin_ctz(set)), edges);
}

std::optional<std::vector<EdgeIndex>> TreeSearch::exact(Cost most) {
    std::vector<EdgeIndex> edges;
    const Set all = (Set{1} << to_terminal_.size()) - 1;
    if (all == 0) return edges;
    if (!is_single(all)) {
        const Cost bound = std::min(cost(approximate()), most);
        restrict_to(bound);
        below_.resize(all + 1);
        for (Set set = 1; set <= all; ++set) {
            if (!is_single(set)) fill(set, bound);
        }
    }
    if (cost_of(all, terminals_.front()) > most) return std::nullopt;
    collect(terminals_.front(), all, edges);
    return edges;
}

TreeStep TreeSearch::step(EdgeIndex index) const {
    const Node source = graph_.source(index);
    const Edge &edge = graph_.edge(index);
    TreeStep result;
    result.step = {graph_.table(source), graph_.table(edge.target), edge.bridge == no_node ? 0 : graph_.table(edge.bridge),
                   edge.row};
    for (EdgeIndex i = graph_.first_edge(source); i < graph_.first_edge(source + 1); ++i) {
        poll();
        const Edge &other = graph_.edge(i);
        if (i == index || other.target != edge.target || !terms_.usable(other)) continue;
        if (as_good_a_guess(other.cost(), edge.cost())) result.alternatives.push_back(other.row);
    }
    return result;
}

/// All tables must be in the graph.
TreeSearch search_between(const Graph &graph, const std::vector<TableId> &tables, const std::vector<TableId> &avoid) {
    std::vector<Node> terminals;
    terminals.reserve(tables.size());
    for (const TableId table : tables) terminals.push_back(*graph.node(table));
    TreeSearch search(graph, std::move(terminals));
    for (const TableId table : avoid) {
        if (const auto node = graph.node(table)) search.avoid(*node);
    }
    return search;
}

Tree tree_of(const TreeSearch &search, const std::vector<EdgeIndex> &edges, bool exact) {
    Tree tree;
    tree.cost = search.cost(edges);
    tree.exact = exact;
    for (const EdgeIndex index : edges) tree.steps.push_back(search.step(index));
    return tree;
}

std::string name_of(TableId table, const Facts &facts) {
    const Table *known = facts.table(table);
    return in_quotes(known == nullptr ? std::to_string(table) : known->name);
}

void refuse_unreachable(const std::vector<TableId> &tables, std::size_t place, const Facts &facts) {
    throw UserError(sqlstate::invalid_parameter_value,
                    "table " + name_of(tables[place], facts) + " cannot be joined with table " + name_of(tables[0], facts),
                    "No path of relationships connects them. Declare a relationship with relmeta.declare_relationship.");
}

}  // namespace

void require_joinable(std::size_t tables) {
    if (tables <= most_tables_joined) return;
    throw UserError(sqlstate::program_limit_exceeded, "cannot join more than " + std::to_string(most_tables_joined) + " tables",
                    "Join fewer tables, then join the results.");
}

Tree find_tree(const Graph &graph, const std::vector<TableId> &tables, const Facts &facts, const std::vector<TableId> &avoid) {
    require_joinable(tables.size());
    std::set<TableId> seen;
    for (const TableId table : tables) {
        if (!seen.insert(table).second)
            throw UserError(sqlstate::duplicate_alias, "table " + name_of(table, facts) + " specified more than once");
    }
    if (tables.size() < 2) return {};
    for (std::size_t i = 0; i < tables.size(); ++i) {
        if (!graph.node(tables[i])) refuse_unreachable(tables, i == 0 ? 1 : i, facts);
    }
    TreeSearch search = search_between(graph, tables, avoid);
    if (const std::size_t place = search.measure()) refuse_unreachable(tables, place, facts);
    const bool exact = tables.size() <= most_tables_joined_exactly;
    return tree_of(search, exact ? *search.exact(unreachable) : search.approximate(), exact);
}

std::optional<Tree> find_tree_within(const Graph &graph, const std::vector<TableId> &tables, const std::vector<TableId> &avoid,
                                     Cost most) {
    TreeSearch search = search_between(graph, tables, avoid);
    if (search.measure() != 0) return std::nullopt;
    const auto edges = search.exact(most);
    if (!edges) return std::nullopt;
    return tree_of(search, *edges, true);
}

}  // namespace relmeta
