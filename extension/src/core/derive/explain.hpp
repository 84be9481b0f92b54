// Explains a relationship in sentences: the constraint, the index, each rule applied, and what would change the result.
#pragma once

#include <string>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

/// The explanation, one line each: the first states the relationship, the others give reasons. `facts` must contain its source,
/// its target and, with keys and indexes, its holder.
std::vector<std::string> explain(const Relationship &relationship, const Facts &facts);

/// Why the table is a bridge, with its ends and payload, or why it is not. `facts` must contain it and the tables it references.
std::vector<std::string> explain_bridge(const Table &table, const Facts &facts);

}  // namespace relmeta
