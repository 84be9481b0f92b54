// The graph of all relationships that a session keeps for its searches: built when it is first needed, and again when
// relmeta.relationship has changed, here or elsewhere.
#pragma once

#include <type_traits>
#include <vector>

#include "core/query/graph.hpp"
#include "server/catalog/store.hpp"

namespace relmeta::server {

/// Thrown where a row of the graph is no longer there: another transaction has just changed it.
struct OutOfDate {};

class RelationshipGraph {
public:
    /// What the stored relationships are now. Valid until the next call.
    static const RelationshipGraph &current();
    /// Has the next call of current() build it again.
    static void forget();

    const Graph &graph() const { return graph_; }
    /// The relationship of an edge, by the edge's row. Throws OutOfDate.
    Relationship relationship(std::uint32_t row) const;

private:
    Graph graph_;
    std::vector<ItemPointerData> rows_;
};

/// Calls search(graph) and returns what it returns; again with a new graph where it was out of date.
template <class Search>
auto search_graph(Search search) {
    try {
        return search(RelationshipGraph::current());
    } catch (const OutOfDate &) {
        RelationshipGraph::forget();
        return search(RelationshipGraph::current());
    }
}

}  // namespace relmeta::server
