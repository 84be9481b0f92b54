// CHECK constraints that require exactly one of several columns to be not null.
#pragma once

#include <string_view>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// The sets of columns of which the expression, stored as in pg_constraint.conbin, allows exactly one to be not null, given the
/// table's NOT NULL columns. It may use num_nonnulls, sums, comparisons and CASE over null tests.
std::vector<ColumnNumbers> exclusive_columns(std::string_view check, const Table &table);

}  // namespace relmeta
