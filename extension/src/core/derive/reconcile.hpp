// Which stored relationship each derived one continues, so that it keeps its name while keys, columns and tables are renamed
// or made anew.
#pragma once

#include <cstddef>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

constexpr std::size_t no_place = static_cast<std::size_t>(-1);

/// For every fresh relationship the place of the stored one that it continues, no_place where it is new; no stored one is given
/// twice. One relationship continues another of the same holder, source, target and direction that has its constraints and at
/// least one of its lists of columns; failing that its constraints and its kind; failing that all its columns. One command of
/// ALTER TABLE changes no more than that.
std::vector<std::size_t> match(const std::vector<Relationship> &fresh, const std::vector<const Relationship *> &stored);

}  // namespace relmeta
