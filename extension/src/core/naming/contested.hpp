// Which names depend on who came first.
#pragma once

#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

/// Of each of these relationships, which are all there are, whether its name is not the first that it could have, or one that
/// another of its source would have had before its own. A candidate that is a column of the source is none. What is declared has
/// the names of its declaration, and contests none.
std::vector<bool> contested(const std::vector<Relationship> &relationships, const Facts &facts);

}  // namespace relmeta
