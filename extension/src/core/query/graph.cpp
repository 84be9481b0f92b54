// Edges are sorted by source into one array with an offset per node (CSR). Only the relationship in the direction of a key tells
// whether the key may be NULL; that is copied to the opposite direction and to relationships through a bridge.
#include "core/query/graph.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "core/text/poll.hpp"

namespace relmeta {

namespace {

enum Flag : std::uint8_t { reverse = 1, bridged = 2, nullable_key = 4, unenforced = 8 };

constexpr unsigned hop = 1000;
constexpr unsigned against_the_key = 100;
constexpr unsigned doubtful = 200;
/// More than ambiguity_margin, because the tables below a view are linked without the view.
constexpr std::uint16_t view_penalty = 500;
constexpr std::uint32_t least_hub_degree = 10;
constexpr std::uint32_t hub_factor = 3;

std::uint16_t cost(std::uint8_t flags, bool along_the_key) {
    const unsigned doubt = (flags & (nullable_key | unenforced)) != 0 ? doubtful : 0;
    return static_cast<std::uint16_t>(hop + doubt + (along_the_key ? 0 : against_the_key));
}

/// FNV-1a hash of the holder and the constraint name.
std::uint64_t key_id(TableId holder, std::string_view constraint) {
    std::uint64_t hash = 14695981039346656037ULL;
    const auto mix = [&hash](unsigned char byte) { hash = (hash ^ byte) * 1099511628211ULL; };
    for (int shift = 0; shift < 32; shift += 8) mix(static_cast<unsigned char>(holder >> shift));
    for (const char c : constraint) mix(static_cast<unsigned char>(c));
    return hash;
}

std::uint16_t hub_penalty(std::uint32_t degree, std::uint32_t median) {
    if (degree < least_hub_degree || degree <= hub_factor * median) return 0;
    return static_cast<std::uint16_t>(std::lround(1000.0 * std::log2(1.0 + static_cast<double>(degree) / median)));
}

}  // namespace

std::optional<Node> Graph::node(TableId table) const {
    const auto found = std::lower_bound(tables_.begin(), tables_.end(), table);
    if (found == tables_.end() || *found != table) return std::nullopt;
    return static_cast<Node>(found - tables_.begin());
}

Node Graph::source(EdgeIndex index) const {
    return static_cast<Node>(std::upper_bound(offsets_.begin(), offsets_.end(), index) - offsets_.begin() - 1);
}

void GraphBuilder::add(const Link &link) {
    if (link.source == link.target) return;
    Entry entry{link.source, link.target, link.bridge, link.row, key_id(link.holder, link.constraint), 0, 0};
    if (link.bridge != 0) {
        entry.flags |= bridged;
        entry.far_key = key_id(link.holder, link.far_constraint);
    } else if (link.reverse) {
        entry.flags |= reverse;
    }
    if (link.declared || !link.enforced) {
        entry.flags |= unenforced;
    } else if (entry.flags == 0 && !link.required) {
        entry.flags |= nullable_key;
    }
    entries_.push_back(entry);
    if (link.of_view) views_.insert(link.holder);
}

void GraphBuilder::mark_nullable() {
    std::unordered_set<std::uint64_t> keys;
    for (const Entry &entry : entries_) {
        if ((entry.flags & nullable_key) != 0) keys.insert(entry.key);
    }
    for (Entry &entry : entries_) {
        poll();
        const bool through_bridge = (entry.flags & bridged) != 0;
        if (keys.count(entry.key) != 0 || (through_bridge && keys.count(entry.far_key) != 0)) entry.flags |= nullable_key;
    }
}

void GraphBuilder::fill(Graph &graph) const {
    const auto place = [&graph](TableId table) {
        return static_cast<Node>(std::lower_bound(graph.tables_.begin(), graph.tables_.end(), table) - graph.tables_.begin());
    };
    graph.offsets_.assign(graph.tables_.size() + 1, 0);
    for (const Entry &entry : entries_) {
        poll();
        ++graph.offsets_[place(entry.source) + 1];
    }
    std::partial_sum(graph.offsets_.begin(), graph.offsets_.end(), graph.offsets_.begin());

    graph.edges_.resize(entries_.size());
    std::vector<EdgeIndex> next(graph.offsets_.begin(), graph.offsets_.end() - 1);
    std::vector<std::uint32_t> degree(graph.tables_.size(), 0);
    for (const Entry &entry : entries_) {
        poll();
        const Node source = place(entry.source);
        const Node bridge = entry.bridge == 0 ? no_node : place(entry.bridge);
        graph.edges_[next[source]++] =
            Edge{place(entry.target), bridge, entry.row, cost(entry.flags, (entry.flags & (reverse | bridged)) == 0),
                 cost(entry.flags, (entry.flags & reverse) != 0)};
        if (bridge == no_node) ++degree[source];
    }

    std::vector<std::uint32_t> sorted = degree;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const std::uint32_t median = sorted.empty() ? 1 : std::max<std::uint32_t>(1, *middle);
    graph.passing_.resize(degree.size());
    std::transform(degree.begin(), degree.end(), graph.passing_.begin(),
                   [median](std::uint32_t links) { return hub_penalty(links, median); });
    for (const TableId view : views_) {
        std::uint16_t &passing = graph.passing_[place(view)];
        passing = std::max(passing, view_penalty);
    }
}

Graph GraphBuilder::finish() {
    mark_nullable();
    Graph graph;
    graph.tables_.reserve(entries_.size());
    for (const Entry &entry : entries_) {
        if (graph.tables_.empty() || graph.tables_.back() != entry.source) graph.tables_.push_back(entry.source);
    }
    for (const Entry &entry : entries_) {
        graph.tables_.push_back(entry.target);
        if (entry.bridge != 0) graph.tables_.push_back(entry.bridge);
    }
    std::sort(graph.tables_.begin(), graph.tables_.end(), [](TableId a, TableId b) {
        poll();
        return a < b;
    });
    graph.tables_.erase(std::unique(graph.tables_.begin(), graph.tables_.end()), graph.tables_.end());
    graph.tables_.shrink_to_fit();
    fill(graph);
    entries_.clear();
    entries_.shrink_to_fit();
    return graph;
}

Graph build_graph(const std::vector<Relationship> &relationships) {
    std::vector<std::uint32_t> order(relationships.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&relationships](std::uint32_t a, std::uint32_t b) {
        const Relationship &left = relationships[a];
        const Relationship &right = relationships[b];
        return std::tie(left.source, left.name) < std::tie(right.source, right.name);
    });
    GraphBuilder builder;
    for (const std::uint32_t row : order) {
        const Relationship &r = relationships[row];
        builder.add({r.source, r.target, r.bridge, r.holder, r.constraint, r.far_constraint, r.reverse, r.required, r.enforced,
                     r.origin == Origin::declared, r.origin == Origin::view, row});
    }
    return builder.finish();
}

}  // namespace relmeta
