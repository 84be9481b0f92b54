// The schema as the shortest text from which a person or a language model writes right joins.
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
    const Facts &facts;  ///< about every table; Column::readable says what the reader may know of
    const std::vector<Relationship> &relationships;
    const std::vector<Bridge> &bridges;
    /// For each partition its table, which may be a partition too.
    std::map<TableId, TableId> partition_of = {};
    /// Comments on columns, and on tables, with column 0.
    std::map<std::pair<TableId, ColumnNumber>, std::string> comments = {};
    /// These tables, joined, and those that connect them; by default all but left-out ones.
    std::optional<std::vector<TableId>> tables = std::nullopt;
    std::size_t tokens = default_context_tokens;  ///< at most, by estimated_tokens()
};

/// The parameter tokens as a number. Throws UserError 22023 unless it is positive.
std::size_t context_tokens(int tokens);

/// The text, in whole lines. What does not fit is left out, and that is said: comments, ways that multiply, unique keys of
/// several columns, other columns, tables with the fewest links, but never a bridge. Throws UserError 54000 if that is not
/// enough, and the errors of find_tree() for tables that no tree joins.
std::string context(const ContextInput &input);

}  // namespace relmeta
