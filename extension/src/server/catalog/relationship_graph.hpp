// The session's cached graph of all relationships. It is built when first needed, and again after any session has changed
// relmeta.relationship.
#pragma once

#include <type_traits>
#include <vector>

#include "core/query/graph.hpp"
#include "server/catalog/store.hpp"

namespace relmeta::server {

/// Thrown if a row of the graph no longer exists, because another transaction has just changed it.
struct OutOfDate {};

class RelationshipGraph {
public:
    /// The graph of the currently stored relationships. Valid until the next call.
    static const RelationshipGraph &current();
    /// Makes the next call of current() build the graph again.
    static void forget();

    const Graph &graph() const { return graph_; }
    /// The relationship of an edge by its row. Throws OutOfDate.
    Relationship relationship(std::uint32_t row) const;

private:
    Graph graph_;
    std::vector<ItemPointerData> rows_;
};

/// Returns search(graph). Repeats it with a new graph if the graph was out of date.
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
