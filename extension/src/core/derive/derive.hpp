// Derives what one table holds: relationships from its foreign keys and declarations, its bridge, and relationships through the
// bridge. The result depends only on the facts. Naming follows separately.
#pragma once

#include <vector>

#include "core/derive/views.hpp"
#include "core/model/relationship.hpp"

namespace relmeta {

struct Derived {
    std::vector<Relationship> relationships;  ///< both directions of every link, unnamed
    std::vector<Bridge> bridges;
};

/// Appends what `holder` holds to `into`. `facts` must contain the tables that its foreign keys and declarations reference; a key
/// to a missing table is ignored. `views` is made from the same facts.
void derive(const Table &holder, const Facts &facts, Views &views, Derived &into);

/// Derives everything.
Derived derive(const Facts &facts);

}  // namespace relmeta
