// Partial unique indexes: which columns being NOT NULL implies the predicate.
#pragma once

#include <string_view>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// The minimal sets of columns whose being NOT NULL implies the predicate, as pg_index.indpred stores it. One empty set where it
/// is TRUE; none where it is never implied, or cannot be read. Only IS NULL, IS NOT NULL, AND, OR, NOT and constants are
/// understood, and nothing is evaluated.
std::vector<ColumnNumbers> implied_by(std::string_view predicate);

}  // namespace relmeta
