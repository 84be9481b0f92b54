// CHECK constraints by which a row has a value in exactly one of several columns.
#pragma once

#include <string_view>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// The sets of columns of which the expression, as pg_constraint.conbin stores it, lets exactly one be not null, given the NOT
/// NULL of the table's columns: whatever form it has, num_nonnulls, sums, comparisons and cases of null tests.
std::vector<ColumnNumbers> exclusive_columns(std::string_view check, const Table &table);

}  // namespace relmeta
