// The cheapest tree of relationships that joins several tables, rooted at the first of them: every step is walked away from the
// root, and costs what it costs in a path. For two tables it is the cheapest path.
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
    /// Rows of the other relationships between the same two tables that are as good a guess.
    std::vector<std::uint32_t> alternatives;
};

struct Tree {
    std::vector<TreeStep> steps;  ///< each starts at the first table or at the target of an earlier step
    Cost cost = 0;
    bool exact = true;  ///< no tree is cheaper; false above most_tables_joined_exactly tables
};

/// Joins `tables`, one or more. Through up to eight tables by the algorithm of Dreyfus and Wagner; above, by that of Takahashi
/// and Matsuyama, where the tree can cost up to twice the cheapest, hubs left aside. A relationship whose bridge is one of the
/// tables is not used: the bridge is passed as a table. Nor are the tables to `avoid` passed, which are none of those. Throws
/// UserError where a table is given twice or cannot be reached, naming it as `facts`, which must hold `tables`, knows it, and
/// where there are too many.
Tree find_tree(const Graph &graph, const std::vector<TableId> &tables, const Facts &facts,
               const std::vector<TableId> &avoid = {});

/// The same for up to most_tables_joined_exactly tables, two or more, that are all in the graph and different; nothing where no
/// tree costs at most `most`.
std::optional<Tree> find_tree_within(const Graph &graph, const std::vector<TableId> &tables, const std::vector<TableId> &avoid,
                                     Cost most);

/// Throws UserError 54000 for more than most_tables_joined tables, so that nothing of them need be read.
void require_joinable(std::size_t tables);

}  // namespace relmeta
