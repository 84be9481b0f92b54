// Finds cycles of foreign keys that demand a row. Their rows cannot be inserted one after the other unless one of the keys is
// deferred until commit.
#pragma once

#include <functional>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// Demanding keys lead from each of `tables` to the next, and `closing`, a key of the last table, leads back to the first.
struct RequiredCycle {
    std::vector<const Table *> tables;
    const ForeignKey *closing;
};

/// Finds cycles of demanding keys that cannot be deferred, such that no cycle remains if all closing keys are made deferrable. A
/// table's key to itself does not count, because a row can reference itself. The closing keys depend only on the keys in cycles
/// and on the order of `tables`, which must be complete: adding a table, or making one closing key deferrable, does not change
/// the others. Calls `tell` for each cycle as it is found, because all cycles together can be far larger than the schema.
void find_required_cycles(const std::vector<const Table *> &tables, const std::function<void(const RequiredCycle &)> &tell);

}  // namespace relmeta
