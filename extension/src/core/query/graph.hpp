// The relationships of a database as a graph to search: a node is a table, an edge a relationship from its source to its target,
// with the cost of walking it. Compact, so that a backend can keep one of a hundred thousand tables: an edge holds the
// number of a row the caller knows, not the relationship.
//
// What a step costs, in hops: 1; against its key (parent to child) or through a bridge +0.1; over a key that may be NULL, or that
// is declared or not enforced, +0.2; and for a hub that is passed, neither end of the search nor asked for,
// log2(1 + degree / median degree).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

using Node = std::uint32_t;       ///< a table's place in the graph
using EdgeIndex = std::uint32_t;  ///< an edge's place in the graph
constexpr Node no_node = UINT32_MAX;

/// A cost in thousandths of a hop, with the number of hops in the low eight bits: of two ways that cost the same, the one with
/// fewer hops is the lesser. Whole numbers, so that sums are exact and ties are ties.
using Cost = std::uint64_t;
constexpr Cost unreachable = UINT64_MAX;
constexpr Cost thousandth = 256;  ///< one thousandth of a hop
/// In thousandths of a hop. What a step against a nullable key costs more than one along a key that is not: no two relationships
/// between the same tables are farther apart, and which of them is meant no cost can tell.
constexpr Cost ambiguity_margin = 300;
/// Whether what costs this much is as good a guess as the best: it costs at most ambiguity_margin more.
inline bool as_good_a_guess(Cost cost, Cost best) { return cost / thousandth <= best / thousandth + ambiguity_margin; }
/// The cost in hops, for people.
inline double in_hops(Cost cost) { return static_cast<double>(cost / thousandth) / 1000.0; }

struct Edge {
    Node target = no_node;
    Node bridge = no_node;  ///< no_node: direct
    std::uint32_t row = 0;  ///< the caller's number of the relationship
    std::uint8_t flags = 0;
};
static_assert(sizeof(Edge) == 16, "a graph of 600,000 edges is to fit in ten megabytes");

/// One relationship walked from its source to its target.
struct Step {
    TableId source = 0;
    TableId target = 0;
    TableId bridge = 0;     ///< 0: direct
    std::uint32_t row = 0;  ///< of the relationship, as given to the graph
};

class Graph {
public:
    std::size_t size() const { return tables_.size(); }
    std::size_t edge_count() const { return edges_.size(); }
    /// The node of a table; none where the table has no relationship to another.
    std::optional<Node> node(TableId table) const;
    TableId table(Node node) const { return tables_[node]; }

    /// The edges that leave a node are those from first_edge(node) to before first_edge(node + 1), in order of name.
    EdgeIndex first_edge(Node node) const { return offsets_[node]; }
    const Edge &edge(EdgeIndex index) const { return edges_[index]; }
    /// The node that an edge leaves.
    Node source(EdgeIndex index) const;

    /// The cost of walking an edge, without that of passing its target.
    Cost cost(const Edge &edge) const;
    /// The cost of walking the same link the other way.
    Cost cost_back(const Edge &edge) const;
    /// The cost of passing a node. 0 unless it is a hub: a table with at least ten links and more than three times the median. So
    /// the centre of a small schema is none. Links through a bridge do not count: the one to the bridge does.
    Cost passing(Node node) const { return passing_[node] * thousandth; }

private:
    friend class GraphBuilder;
    std::vector<TableId> tables_;     ///< ascending
    std::vector<EdgeIndex> offsets_;  ///< one more than tables_
    std::vector<Edge> edges_;
    std::vector<std::uint16_t> passing_;  ///< thousandths of a hop
};

/// What the graph has to know of one relationship. The texts need to live only during GraphBuilder::add().
struct Link {
    TableId source = 0;
    TableId target = 0;
    TableId bridge = 0;
    TableId holder = 0;
    std::string_view constraint;
    std::string_view far_constraint;
    bool reverse = false;  ///< runs against its key; not looked at through a bridge
    bool required = false;
    bool enforced = true;
    bool declared = false;  ///< origin is `declared`
    std::uint32_t row = 0;  ///< what the edge shall carry
};

/// Builds a graph from relationships given in both directions, one by one. Those of one source must come in order of name: that
/// is what decides between equals.
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
        std::uint64_t far_key;  ///< through a bridge, the one to the target
        std::uint8_t flags;
    };
    void mark_nullable();
    void fill(Graph &graph) const;
    std::vector<Entry> entries_;
};

/// The graph of these relationships; the row of an edge is the relationship's place in the vector.
Graph build_graph(const std::vector<Relationship> &relationships);

}  // namespace relmeta
