// Names that may have been meant where one is unknown.
#pragma once

#include <string>
#include <vector>

namespace relmeta {

/// How many single characters must be changed, added, removed or swapped with the next to make one of the other.
std::size_t edit_distance(const std::string &a, const std::string &b);

/// At most three of `known` that are within a third of the name's length (and two) of it, capitals aside, the nearest first. Text
/// that is too long to be a name is near to none.
std::vector<std::string> near_names(const std::string &name, const std::vector<std::string> &known);

/// "Perhaps you meant "a" or "b"."; empty where nothing is near.
std::string near_hint(const std::string &name, const std::vector<std::string> &known);

}  // namespace relmeta
