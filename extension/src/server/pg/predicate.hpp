// Partial unique indexes: which columns being NOT NULL implies the predicate.
#pragma once

#include "core/model/facts.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

/// The minimal sets of columns whose being NOT NULL implies the predicate that `stored` holds, as pg_index.indpred stores
/// it. One empty set where the predicate is TRUE; none where it is never implied. Only IS NULL, IS NOT NULL, AND, OR, NOT and
/// constants are understood, and nothing is evaluated.
std::vector<ColumnNumbers> implied_by(Datum stored);

/// The columns that an index's expressions, as pg_index stores them, are made of.
ColumnNumbers columns_in(Datum stored);

}  // namespace relmeta::server
