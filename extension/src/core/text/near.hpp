// Suggestions for a misspelled name.
#pragma once

#include <string>
#include <vector>

namespace relmeta {

/// The number of characters to change, add, remove or swap with the next one to turn one string into the other.
std::size_t edit_distance(const std::string &a, const std::string &b);

/// At most three of `known`, the nearest first, whose distance from `name`, ignoring case, is at most two or a third of its
/// length, whichever is greater. Empty if `name` is too long to be a name.
std::vector<std::string> near_names(const std::string &name, const std::vector<std::string> &known);

/// "Perhaps you meant "a" or "b"."; empty if no name is near.
std::string near_hint(const std::string &name, const std::vector<std::string> &known);

}  // namespace relmeta
