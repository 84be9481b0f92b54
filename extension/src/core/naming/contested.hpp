// Names that depend on the order in which relationships were created.
#pragma once

#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

/// For each relationship, whether its name is not its first possible candidate, or whether another relationship of its source
/// would prefer that name to its own. `relationships` must be complete. Candidates that are columns of the source do not count.
/// Declared relationships have the names of their declarations and are never contested.
std::vector<bool> contested(const std::vector<Relationship> &relationships, const Facts &facts);

}  // namespace relmeta
