// The cheapest tree of relationships that joins several tables, rooted at the first. Every step leads away from the root, with
// the same cost as in a path. For two tables, the tree is the cheapest path.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/query/graph.hpp"

namespace relmeta {

constexpr std::size_t most_tables_joined_exactly = 8;
constexpr std::size_t most_tables_joined = 200;

struct TreeStep {
    Step step;
    /// Row numbers of other relationships between the same two tables that cost at most ambiguity_margin more.
    std::vector<std::uint32_t> alternatives;
};

struct Tree {
    std::vector<TreeStep> steps;  ///< each starts at the first table or at the target of an earlier step
    Cost cost = 0;
    bool exact = true;  ///< no tree is cheaper; false for more than most_tables_joined_exactly tables
};

/// Joins `tables`, at least one. Uses the algorithm of Dreyfus and Wagner for up to eight tables, and for more, that of Takahashi
/// and Matsuyama, whose tree costs at most twice the minimum, apart from hubs. Relationships through a bridge in `tables` are not
/// used: the bridge is joined as a table. Tables in `avoid` are not passed and must not be in `tables`. Throws UserError for too
/// many tables, a duplicate or an unreachable table; `facts` must contain `tables`, for their names.
Tree find_tree(const Graph &graph, const std::vector<TableId> &tables, const Facts &facts,
               const std::vector<TableId> &avoid = {});

/// The same for two to most_tables_joined_exactly tables, without duplicates and all in the graph; nullopt if no tree costs at
/// most `most`.
std::optional<Tree> find_tree_within(const Graph &graph, const std::vector<TableId> &tables, const std::vector<TableId> &avoid,
                                     Cost most);

/// Throws UserError 54000 for more than most_tables_joined tables, before any of them is read.
void require_joinable(std::size_t tables);

}  // namespace relmeta
