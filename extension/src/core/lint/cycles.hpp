// Foreign keys that demand a row, and the circles they make: rows that require each other cannot be inserted one after the other
// unless one of the keys waits for commit.
#pragma once

#include <functional>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// `tables` lead along demanding keys from the first to the last, and `closing`, a key of the last, back to the first.
struct RequiredCycle {
    std::vector<const Table *> tables;
    const ForeignKey *closing;
};

/// Cycles of demanding keys that cannot be deferred, such that no cycle is left once all the closing keys can be; a table's
/// key to itself is none, as a row can refer to itself. Which keys close cycles depends on the keys that are in cycles and on the
/// order of `tables`, all of them, alone: making one closing key deferrable, or adding a table, leaves the other closing keys as
/// they are. Each is told as it is found: all together they can be far larger than the schema.
void find_required_cycles(const std::vector<const Table *> &tables, const std::function<void(const RequiredCycle &)> &tell);

}  // namespace relmeta
