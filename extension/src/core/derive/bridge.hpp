// Decides which tables are bridges: from the user's declarations, then from constraints and columns, never from data.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/model/relationship.hpp"

namespace relmeta {

/// The maximum number of columns in an index, and so in a key over the ends. Also, each pair of ends has two relationships.
constexpr std::size_t most_bridge_ends = 32;

/// The verdict on one table. `reason` is always set and explains the verdict, as a clause to follow "bridge, pure: " or "no
/// bridge: ".
struct Recognition {
    std::optional<Bridge> bridge;
    std::string reason;
};

/// Decides whether `table` is a bridge. `facts` must contain the tables that its foreign keys reference. Only their names are
/// read and, if `table` has three or more keys, the tables that they reference. So the verdict depends on the table itself, the
/// names of the tables it references, the foreign keys of those tables, the words, and whether any table references it.
Recognition recognise(const Table &table, const Facts &facts);

/// Only the bridge, without the cost of writing reasons against one.
std::optional<Bridge> bridge_of(const Table &table, const Facts &facts);

}  // namespace relmeta
