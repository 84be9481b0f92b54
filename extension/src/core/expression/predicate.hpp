// Partial unique indexes: the columns whose NOT NULL implies the predicate.
#pragma once

#include <string_view>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// The minimal sets of columns whose NOT NULL implies the predicate, stored as in pg_index.indpred. One empty set if the
/// predicate is TRUE; none if nothing implies it or it cannot be parsed. Only IS NULL, IS NOT NULL, AND, OR, NOT and constants
/// are recognized.
std::vector<ColumnNumbers> implied_by(std::string_view predicate);

/// The predicate as Condition::text() if it only compares columns with text or tests them for null or truth; otherwise empty.
std::string condition_from(std::string_view predicate, const Table &table);

}  // namespace relmeta
