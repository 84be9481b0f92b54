// Matches derived relationships with stored ones, so that a relationship keeps its name when keys, columns and tables are renamed
// or recreated.
#pragma once

#include <cstddef>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

constexpr std::size_t no_place = static_cast<std::size_t>(-1);

/// For every fresh relationship, the index of the stored one that it continues, or no_place if it is new. Each stored one is used
/// at most once. A relationship continues one with the same holder, source, target and direction if both have the same
/// constraints and at least one list of columns in common; failing that, the same constraints and kind; failing that, the same
/// constraints; failing that, the same columns. One ALTER TABLE command changes no more than that.
std::vector<std::size_t> match(const std::vector<Relationship> &fresh, const std::vector<const Relationship *> &stored);

}  // namespace relmeta
