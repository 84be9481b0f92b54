// Yen's algorithm with Lawler's modification: every further path leaves an earlier one at some step, over an edge not yet used
// there. Each search is A*, guided by the costs to the target, which a bidirectional search determines near the target. If there
// are tables to pass, a label also counts those already passed, and a cheaper label at the same table does not dominate, because
// its path may contain a table that the rest of the path needs.
#include "core/query/path.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <queue>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "core/query/search.hpp"
#include "core/text/error.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

namespace {

constexpr int most_paths = 1000;
constexpr int most_hops = 64;
constexpr std::size_t most_labels_with_via = 2'000'000;

using Label = std::uint32_t;
constexpr Label no_label = UINT32_MAX;

struct LabelData {
    Cost cost;
    Node node;
    EdgeIndex edge;  ///< the edge to this node
    Label parent;
    Label sibling;  ///< the next label at the same node
    std::uint16_t hops;
    std::uint16_t leg;  ///< the number of tables to pass that have been passed
    bool dead;          ///< dominated by another label at the node
};

/// A path as edges, and the position where it leaves the path it was derived from.
struct Way {
    Cost cost = 0;
    std::vector<EdgeIndex> edges;
    std::size_t deviation = 0;

    bool operator<(const Way &other) const { return std::tie(cost, edges) < std::tie(other.cost, other.edges); }
};

class PathSearch {
public:
    PathSearch(const Graph &graph, Terms terms, std::vector<Node> stops, const PathQuery &query)
        : graph_(graph),
          terms_(std::move(terms)),
          stops_(std::move(stops)),
          max_hops_(query.max_hops),
          most_cost_(query.most_cost | (thousandth - 1)) {}

    /// The `wanted` cheapest paths; if one is wanted, also a second one within ambiguity_margin.
    std::vector<Way> best(std::size_t wanted);

private:
    bool prepare();
    void count_hops();
    Cost known_cost() const;
    Terms terms_between(std::size_t first_stop, std::size_t last_stop) const;
    static Cost limit(const std::vector<Way> &ways, const std::set<Way> &candidates, std::size_t wanted);
    bool spur(const Way &base, std::size_t at, const std::set<EdgeIndex> &banned, Cost limit, Way &found);
    void expand(Label label, const std::set<EdgeIndex> &banned);
    void offer(Label parent, EdgeIndex index, Node node, std::uint16_t leg, Cost cost);
    bool dominated(const LabelData &fresh);
    bool visited(Label label, Node node) const;
    bool before(Label a, Label b) const;
    Cost estimate(Node node, std::size_t leg) const;
    bool too_far(Node node, int hops) const { return !hops_left_.empty() && hops + hops_left_[node] > max_hops_; }
    void restart();
    Way trace(const Way &base, std::size_t at, Label goal) const;

    /// Orders labels by estimate, then by names.
    struct Later {
        const PathSearch *search;
        bool operator()(const std::pair<Cost, Label> &a, const std::pair<Cost, Label> &b) const {
            return a.first != b.first ? a.first > b.first : search->before(b.second, a.second);
        }
    };
    using Queue = std::priority_queue<std::pair<Cost, Label>, std::vector<std::pair<Cost, Label>>, Later>;

    const Graph &graph_;
    const Terms terms_;
    const std::vector<Node> stops_;  ///< source, the tables to pass, target
    const int max_hops_;
    const Cost most_cost_;                 ///< the maximum cost of any path
    Cost limit_ = unreachable;             ///< the maximum cost of the path in the current search
    std::vector<Bounds> to_stop_;          ///< per leg, bounds of the costs to its end
    std::vector<Cost> legs_;               ///< per leg, its cost
    std::vector<Cost> rest_;               ///< per leg, the total cost of the legs after it
    std::vector<std::uint8_t> hops_left_;  ///< per node, the fewest to the target; empty if the cheapest path is short enough
    std::vector<LabelData> labels_;
    std::vector<Label> first_at_;  ///< per node
    std::vector<bool> in_prefix_;  ///< per node
    Queue queue_{Later{this}};
};

/// The terms for some legs: only the stops from `first_stop` to `last_stop` may be used.
Terms PathSearch::terms_between(std::size_t first_stop, std::size_t last_stop) const {
    Terms terms = terms_;
    for (std::size_t i = 0; i < stops_.size(); ++i) {
        if (i < first_stop || i > last_stop) terms.avoid(stops_[i]);
    }
    return terms;
}

/// False if there is certainly no path.
bool PathSearch::prepare() {
    first_at_.assign(graph_.size(), no_label);
    in_prefix_.assign(graph_.size(), false);
    for (std::size_t leg = 0; leg + 1 < stops_.size(); ++leg) {
        to_stop_.emplace_back();
        legs_.push_back(cheapest_cost(graph_, terms_between(leg, leg + 1), stops_[leg], stops_[leg + 1], to_stop_.back()));
        if (legs_.back() == unreachable) return false;
    }
    for (std::size_t i = 1; i + 1 < stops_.size(); ++i) {
        const Terms terms = terms_between(i - 1, i + 1);
        if (!two_ways(graph_, terms, stops_[i], stops_[i - 1], stops_[i + 1])) return false;
    }
    rest_.assign(legs_.size(), 0);
    for (std::size_t leg = legs_.size() - 1; leg > 0; --leg) rest_[leg - 1] = rest_[leg] + legs_[leg];
    count_hops();
    return true;
}

/// If the cheapest path has too many hops, costs mislead the search, so it must know which nodes are too far from the target.
/// Half of max_hops is enough for that.
void PathSearch::count_hops() {
    const Cost hops = std::accumulate(legs_.begin(), legs_.end(), Cost{0}) % thousandth;
    if (hops > static_cast<Cost>(max_hops_)) {
        hops_left_ = hops_to(graph_, terms_, stops_.back(), static_cast<std::uint8_t>(max_hops_ / 2));
    }
}

/// The cost of the cheapest path, if it is known before the search; otherwise `unreachable`.
Cost PathSearch::known_cost() const { return legs_.size() == 1 && hops_left_.empty() ? legs_.front() : unreachable; }

/// A lower bound of the cost from a node to the target; `unreachable` if all paths through it cost more than the limit.
Cost PathSearch::estimate(Node node, std::size_t leg) const {
    if (legs_.size() > 1 || limit_ > to_stop_[leg].near_best) return to_stop_[leg].at(node) + rest_[leg];
    return to_stop_[leg].on_near_best(node);
}

/// Whether the path to `a` precedes the path to `b` in the order of their edges, that is, of relationship names.
bool PathSearch::before(Label a, Label b) const {
    const bool shorter = labels_[a].hops < labels_[b].hops;
    while (labels_[a].hops > labels_[b].hops) a = labels_[a].parent;
    while (labels_[b].hops > labels_[a].hops) b = labels_[b].parent;
    if (a == b) return shorter;
    while (labels_[a].parent != labels_[b].parent) {
        a = labels_[a].parent;
        b = labels_[b].parent;
    }
    return labels_[a].edge < labels_[b].edge;
}

bool PathSearch::visited(Label label, Node node) const {
    for (; label != no_label; label = labels_[label].parent) {
        if (labels_[label].node == node) return true;
    }
    return false;
}

/// Whether another label at the node is as good as `fresh`, the last of labels_. Marks labels that `fresh` dominates as dead.
bool PathSearch::dominated(const LabelData &fresh) {
    const Label last = static_cast<Label>(labels_.size() - 1);
    for (Label at = first_at_[fresh.node]; at != no_label; at = labels_[at].sibling) {
        poll();
        LabelData &other = labels_[at];
        if (other.dead) continue;
        const bool same = other.cost == fresh.cost && other.hops == fresh.hops;
        if (same ? before(at, last) : (other.cost <= fresh.cost && other.hops <= fresh.hops)) return true;
        if (same || (fresh.cost <= other.cost && fresh.hops <= other.hops)) other.dead = true;
    }
    return false;
}

void PathSearch::offer(Label parent, EdgeIndex index, Node node, std::uint16_t leg, Cost cost) {
    const auto hops = static_cast<std::uint16_t>(labels_[parent].hops + 1);
    const Cost rest = node == stops_.back() ? 0 : estimate(node, leg);
    if (rest > limit_ || cost + rest > limit_ || too_far(node, hops)) return;
    const Cost estimated = cost + rest;
    labels_.push_back({cost, node, index, parent, no_label, hops, leg, false});
    const Label label = static_cast<Label>(labels_.size() - 1);
    if (stops_.size() == 2) {
        if (dominated(labels_[label])) {
            labels_.pop_back();
            return;
        }
        labels_[label].sibling = first_at_[node];
        first_at_[node] = label;
    } else if (labels_.size() > most_labels_with_via) {
        throw UserError(sqlstate::program_limit_exceeded, "too many paths through the given tables",
                        "Lower max_hops, or list more tables in via.");
    }
    queue_.push({estimated, label});
}

void PathSearch::expand(Label label, const std::set<EdgeIndex> &banned) {
    const LabelData from = labels_[label];
    if (from.hops >= max_hops_) return;
    for (EdgeIndex i = graph_.first_edge(from.node); i < graph_.first_edge(from.node + 1); ++i) {
        const Edge &edge = graph_.edge(i);
        if (!terms_.usable(edge) || in_prefix_[edge.target]) continue;
        if (from.parent == no_label && banned.count(i) != 0) continue;
        std::uint16_t leg = from.leg;
        if (terms_.asked(edge.target)) {
            if (edge.target != stops_[leg + 1U]) continue;
            ++leg;
        }
        // With no table to pass, the label of an earlier visit dominates.
        if (stops_.size() > 2 && visited(label, edge.target)) continue;
        offer(label, i, edge.target, leg, from.cost + terms_.step(edge));
    }
}

void PathSearch::restart() {
    for (const LabelData &label : labels_) first_at_[label.node] = no_label;
    labels_.clear();
    queue_ = Queue{Later{this}};
}

Way PathSearch::trace(const Way &base, std::size_t at, Label goal) const {
    Way way;
    way.cost = labels_[goal].cost;
    way.deviation = at;
    for (Label label = goal; labels_[label].parent != no_label; label = labels_[label].parent) {
        way.edges.push_back(labels_[label].edge);
    }
    way.edges.insert(way.edges.end(), base.edges.rend() - static_cast<std::ptrdiff_t>(at), base.edges.rend());
    std::reverse(way.edges.begin(), way.edges.end());
    return way;
}

/// The best path that starts with the first `at` edges of `base`, does not continue with one of `banned`, and costs at most
/// `limit`.
bool PathSearch::spur(const Way &base, std::size_t at, const std::set<EdgeIndex> &banned, Cost limit, Way &found) {
    restart();
    limit_ = std::min(limit, most_cost_);
    LabelData start{0, stops_.front(), 0, no_label, no_label, static_cast<std::uint16_t>(at), 0, false};
    for (std::size_t i = 0; i < at; ++i) {
        const Edge &edge = graph_.edge(base.edges[i]);
        in_prefix_[start.node] = true;
        start.node = edge.target;
        start.cost += terms_.step(edge);
        if (terms_.asked(edge.target)) ++start.leg;
    }
    labels_.push_back(start);
    first_at_[start.node] = 0;
    queue_.push({start.cost, 0});
    bool arrived = false;
    while (!queue_.empty() && !arrived) {
        const Label label = queue_.top().second;
        queue_.pop();
        poll();
        if (labels_[label].dead) continue;
        if (labels_[label].node == stops_.back()) {
            found = trace(base, at, label);
            arrived = true;
        } else {
            expand(label, banned);
        }
    }
    Node node = stops_.front();
    for (std::size_t i = 0; i < at; ++i) {
        in_prefix_[node] = false;
        node = graph_.edge(base.edges[i]).target;
    }
    return arrived;
}

/// The maximum cost of a further useful path.
Cost PathSearch::limit(const std::vector<Way> &ways, const std::set<Way> &candidates, std::size_t wanted) {
    const Cost as_good = (ways.front().cost + ambiguity_margin * thousandth) | (thousandth - 1);
    const std::size_t missing = ways.size() < wanted ? wanted - ways.size() : 1;
    const Cost last =
        candidates.size() < missing ? unreachable : std::next(candidates.begin(), static_cast<std::ptrdiff_t>(missing - 1))->cost;
    return ways.size() < wanted ? last : std::min(last, as_good);
}

std::vector<Way> PathSearch::best(std::size_t wanted) {
    std::vector<Way> ways;
    Way found;
    if (!prepare() || !spur(Way{}, 0, {}, known_cost(), found)) return ways;
    ways.push_back(found);
    std::set<Way> candidates;
    while (ways.size() < std::max<std::size_t>(2, wanted)) {
        const Way &last = ways.back();
        for (std::size_t at = last.deviation; at < last.edges.size(); ++at) {
            std::set<EdgeIndex> banned;
            for (const Way &way : ways) {
                poll();
                const auto prefix_end = last.edges.begin() + static_cast<std::ptrdiff_t>(at);
                if (way.edges.size() > at && std::equal(last.edges.begin(), prefix_end, way.edges.begin())) {
                    banned.insert(way.edges[at]);
                }
            }
            if (spur(last, at, banned, limit(ways, candidates, wanted), found)) candidates.insert(found);
        }
        if (candidates.empty()) break;
        ways.push_back(*candidates.begin());
        candidates.erase(candidates.begin());
    }
    return ways;
}

void check(const PathQuery &query) {
    if (query.max_paths < 1 || query.max_paths > most_paths) {
        throw UserError(sqlstate::invalid_parameter_value, "max_paths must be between 1 and " + std::to_string(most_paths));
    }
    if (query.max_hops < 1 || query.max_hops > most_hops) {
        throw UserError(sqlstate::invalid_parameter_value, "max_hops must be between 1 and " + std::to_string(most_hops));
    }
    std::set<TableId> stops{query.source};
    if (!stops.insert(query.target).second) {
        throw UserError(sqlstate::invalid_parameter_value, "a path cannot end at the table where it starts",
                        "The view relmeta.relationships shows the relationships of a table to itself.");
    }
    for (const TableId table : query.via) {
        poll();
        if (!stops.insert(table).second) {
            throw UserError(sqlstate::invalid_parameter_value, "a path cannot pass through a table twice",
                            "List each table once in via, and omit the ends of the path.");
        }
    }
    for (const TableId table : query.avoid) {
        poll();
        if (stops.count(table) != 0)
            throw UserError(sqlstate::invalid_parameter_value, "a path cannot both pass through and avoid the same table");
    }
}

Path path_of(const Graph &graph, TableId source, const Way &way) {
    Path path;
    path.cost = way.cost;
    for (const EdgeIndex index : way.edges) {
        const Edge &edge = graph.edge(index);
        const TableId target = graph.table(edge.target);
        path.steps.push_back({source, target, edge.bridge == no_node ? 0 : graph.table(edge.bridge), edge.row});
        source = target;
    }
    return path;
}

}  // namespace

std::vector<Path> find_paths(const Graph &graph, const PathQuery &query) {
    check(query);
    if (query.via.size() >= static_cast<std::size_t>(query.max_hops)) return {};
    std::vector<TableId> tables{query.source};
    tables.insert(tables.end(), query.via.begin(), query.via.end());
    tables.push_back(query.target);

    Terms terms(graph);
    std::vector<Node> stops;
    for (const TableId table : tables) {
        const auto node = graph.node(table);
        if (!node) return {};
        terms.ask_for(*node);
        stops.push_back(*node);
    }
    for (const TableId table : query.avoid) {
        if (const auto node = graph.node(table)) terms.avoid(*node);
    }

    const auto wanted = static_cast<std::size_t>(query.max_paths);
    PathSearch search(graph, std::move(terms), std::move(stops), query);
    const std::vector<Way> ways = search.best(wanted);
    std::vector<Path> paths;
    const auto near_best = [&ways](const Way &way) { return as_good_a_guess(way.cost, ways.front().cost); };
    const bool several = ways.size() > 1 && near_best(ways[1]);
    for (std::size_t i = 0; i < std::min(wanted, ways.size()); ++i) {
        paths.push_back(path_of(graph, query.source, ways[i]));
        paths.back().ambiguous = several && near_best(ways[i]);
    }
    return paths;
}

}  // namespace relmeta
