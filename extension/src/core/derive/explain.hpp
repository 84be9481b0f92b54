// The proof of a relationship in sentences: the constraint, the index, each rule applied, and what would change the answer.
#pragma once

#include <string>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

/// The proof, a line each: the first says what the relationship is, the others why. `facts` must hold its source, its target and,
/// with keys and indexes, its holder.
std::vector<std::string> explain(const Relationship &relationship, const Facts &facts);

/// Why the table is a bridge, with its ends and payload, or why it is none. `facts` must hold it and the tables it refers to.
std::vector<std::string> explain_bridge(const Table &table, const Facts &facts);

}  // namespace relmeta
