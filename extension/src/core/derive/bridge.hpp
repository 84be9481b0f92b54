// Which tables are bridges: the user's word first, then recognition from constraints and columns, never from data.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/model/relationship.hpp"

namespace relmeta {

/// No more columns fit into an index, and so into a key over the ends; and every pair of ends makes two relationships.
constexpr std::size_t most_bridge_ends = 32;

/// The verdict on one table. `reason` is there either way: why it is a bridge, or why it is none, as a clause to stand behind
/// "bridge, pure: " or "no bridge: ".
struct Recognition {
    std::optional<Bridge> bridge;
    std::string reason;
};

/// Decides whether `table` is a bridge. `facts` must hold the tables its foreign keys refer to; of these only the names are read,
/// and, where it has three keys or more, which tables they refer to themselves. So the verdict can change with the table itself,
/// with the name of a table it refers to, with the keys of such a table, with the words, and with whether any refers to it.
Recognition recognise(const Table &table, const Facts &facts);

}  // namespace relmeta
