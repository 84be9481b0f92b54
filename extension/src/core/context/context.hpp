// The schema as the shortest text from which a person or a language model can write correct joins.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

constexpr std::size_t default_context_tokens = 16'000;

struct ContextInput {
    const Facts &facts;  ///< about every table; Column::readable tells which columns may be shown
    const std::vector<Relationship> &relationships;
    const std::vector<Bridge> &bridges;
    /// The parent of each partition, which may be a partition too.
    std::map<TableId, TableId> partition_of = {};
    /// Comments on columns, and on tables (column 0).
    std::map<std::pair<TableId, ColumnNumber>, std::string> comments = {};
    /// The tables to show and join, together with those that connect them; by default all except left-out tables, without joins.
    std::optional<std::vector<TableId>> tables = std::nullopt;
    std::size_t tokens = default_context_tokens;  ///< the maximum, by estimated_tokens()
};

/// Converts the parameter tokens. Throws UserError 22023 unless it is positive.
std::size_t context_tokens(int tokens);

/// The text, as whole lines. What does not fit is left out, with a note: comments, to-many links, composite unique keys, other
/// columns, then the tables with the fewest links, but never a bridge. Throws UserError 54000 if that is not enough, and the
/// errors of find_tree() for tables that no tree joins.
std::string context(const ContextInput &input);

}  // namespace relmeta
