// The relationships of a database as a graph. A node is a table; an edge is a relationship from its source to its target, with a
// cost. The graph is compact, so that a backend can cache the graph of 100,000 tables: an edge stores the caller's row number
// instead of the relationship.
//
// The cost of a step, in hops: 1; +0.1 against its foreign key (parent to child) or through a bridge; +0.2 over a key that may be
// NULL, is declared or is not enforced; and for passing a table that is neither an end of the search nor requested, log2(1 +
// degree / median degree) if it is a hub, and 0.5 if it is a view that carries keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

using Node = std::uint32_t;       ///< index of a table in the graph
using EdgeIndex = std::uint32_t;  ///< index of an edge in the graph
constexpr Node no_node = UINT32_MAX;

/// A cost in thousandths of a hop, with the number of hops in the low eight bits: of two paths with the same cost, the one with
/// fewer hops is less. An integer, so that sums are exact and ties are reliable.
using Cost = std::uint64_t;
constexpr Cost unreachable = UINT64_MAX;
constexpr Cost thousandth = 256;  ///< one thousandth of a hop
/// In thousandths of a hop: the difference between a step against a nullable key and a step along a NOT NULL key. Costs of two
/// relationships between the same tables never differ by more, so costs cannot distinguish them.
constexpr Cost ambiguity_margin = 300;
/// Whether `cost` exceeds `best` by at most ambiguity_margin.
inline bool as_good_a_guess(Cost cost, Cost best) { return cost / thousandth <= best / thousandth + ambiguity_margin; }
/// The cost in hops, for display.
inline double in_hops(Cost cost) {
    const Cost thousandths = cost / thousandth;
    return static_cast<double>(thousandths) / 1000.0;
}

struct Edge {
    Node target = no_node;
    Node bridge = no_node;  ///< no_node: direct
    std::uint32_t row = 0;  ///< the caller's row number for the relationship
    /// The costs in thousandths of a hop, without the cost of passing a table: of the edge, and of the same link in the opposite
    /// direction.
    std::uint16_t ahead = 0;
    std::uint16_t back = 0;

    Cost cost() const { return ahead * thousandth + 1; }
    Cost cost_back() const { return back * thousandth + 1; }
};
static_assert(sizeof(Edge) == 16, "a graph of 600,000 edges must fit in ten megabytes");

/// One relationship, from its source to its target.
struct Step {
    TableId source = 0;
    TableId target = 0;
    TableId bridge = 0;     ///< 0: direct
    std::uint32_t row = 0;  ///< the row number given to the graph
};

class Graph {
public:
    std::size_t size() const { return tables_.size(); }
    std::size_t edge_count() const { return edges_.size(); }
    /// The node of a table; nullopt if the table has no relationship to another table.
    std::optional<Node> node(TableId table) const;
    TableId table(Node node) const { return tables_[node]; }

    /// The edges of a node are first_edge(node) up to, but not including, first_edge(node + 1), ordered by name.
    EdgeIndex first_edge(Node node) const { return offsets_[node]; }
    const Edge &edge(EdgeIndex index) const { return edges_[index]; }
    /// The node where an edge starts.
    Node source(EdgeIndex index) const;

    /// The cost of passing a node: 0 unless it is a view that carries keys or a hub, a table with at least ten links and more
    /// than three times the median. So the center of a small schema is not a hub. Links to a bridge count, not links through it.
    Cost passing(Node node) const { return passing_[node] * thousandth; }

private:
    friend class GraphBuilder;
    std::vector<TableId> tables_;     ///< sorted
    std::vector<EdgeIndex> offsets_;  ///< size: that of tables_, plus one
    std::vector<Edge> edges_;
    std::vector<std::uint16_t> passing_;  ///< in thousandths of a hop
};

/// The data about one relationship that the graph needs. GraphBuilder::add() does not keep the strings.
struct Link {
    TableId source = 0;
    TableId target = 0;
    TableId bridge = 0;
    TableId holder = 0;
    std::string_view constraint;
    std::string_view far_constraint;
    bool reverse = false;  ///< against its key; ignored through a bridge
    bool required = false;
    bool enforced = true;
    bool declared = false;  ///< origin is `declared`
    bool of_view = false;   ///< origin is `view`
    std::uint32_t row = 0;  ///< the row number for the edge
};

/// Builds a graph from relationships in both directions, added one at a time. Those with the same source must be added in order
/// of name, which breaks ties.
class GraphBuilder {
public:
    void add(const Link &link);
    Graph finish();

private:
    struct Entry {
        TableId source;
        TableId target;
        TableId bridge;
        std::uint32_t row;
        std::uint64_t key;      ///< identifies the foreign key
        std::uint64_t far_key;  ///< through a bridge, the foreign key to the target
        std::uint8_t flags;
    };
    void mark_nullable();
    void fill(Graph &graph) const;
    std::vector<Entry> entries_;
    std::unordered_set<TableId> views_;
};

/// Builds the graph of these relationships; the row of an edge is an index into `relationships`.
Graph build_graph(const std::vector<Relationship> &relationships);

}  // namespace relmeta
