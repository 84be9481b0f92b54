// CHECK constraints by which a row has a value in exactly one of several columns.
#pragma once

#include <vector>

#include "core/model/facts.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

/// The sets of columns of which the expression, as pg_constraint.conbin stores it, lets exactly one be not null, given the NOT
/// NULL of the table's columns: whatever form it has, num_nonnulls, sums, comparisons and cases of null tests. Runs no function
/// of a user.
std::vector<ColumnNumbers> exclusive_columns(Datum stored, const Table &table);

}  // namespace relmeta::server
