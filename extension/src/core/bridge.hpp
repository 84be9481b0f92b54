// Which tables are bridges: the user's word first, then recognition from constraints and columns, never from data.
#pragma once

#include <optional>
#include <string>

#include "relationship.hpp"

namespace relmeta {

/// The verdict on one table. `reason` is there either way: why it is a bridge, or why it is none.
struct Recognition {
    std::optional<Bridge> bridge;
    std::string reason;
};

/// Decides whether `table` is a bridge. `facts` must hold the tables its foreign keys refer to.
Recognition recognise(const Table &table, const Facts &facts);

}  // namespace relmeta
