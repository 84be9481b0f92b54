// Derives what one table holds: the relationships its foreign keys and declarations make, the bridge it is, and the
// relationships through it. Everything follows from the facts alone; names are given later, by naming.
#pragma once

#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

struct Derived {
    std::vector<Relationship> relationships;  ///< both directions of every link, unnamed
    std::vector<Bridge> bridges;
};

/// Adds to `into` what `holder` holds. `facts` must hold the tables its foreign keys and declarations refer to; a key to a
/// table that is not among them is no relationship.
void derive(const Table &holder, const Facts &facts, Derived &into);

/// Derives everything.
Derived derive(const Facts &facts);

}  // namespace relmeta
