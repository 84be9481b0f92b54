// CHECK constraints that list the values of a column.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// The strings that the expression, stored as in pg_constraint.conbin, allows in a column, as in type IN ('a', 'b'), in order.
/// Empty if the expression has any other form or tests any other column.
std::vector<std::string> listed_values(std::string_view check, ColumnNumber column);

}  // namespace relmeta
