// Derives relationships from the foreign keys and declarations of one table, its bridge, and relationships through the bridge.
// The result depends only on the facts. Naming is separate.
#pragma once

#include <vector>

#include "core/derive/views.hpp"
#include "core/model/relationship.hpp"
#include "core/model/shared_pool.hpp"

namespace relmeta {

struct Derived {
    std::vector<Relationship> relationships;  ///< both directions of every link, unnamed
    std::vector<Bridge> bridges;
    SharedPool pool;
};

/// Appends the relationships and bridge of `holder` to `into`. `facts` must contain the tables that its foreign keys and
/// declarations reference; a key to a missing table is ignored. `views` must have the same facts.
void derive(const Table &holder, const Facts &facts, Views &views, Derived &into);

/// Derives everything.
Derived derive(const Facts &facts);

}  // namespace relmeta
