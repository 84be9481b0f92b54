// Evidence for suggestions besides facts: traits of types, columns that generate their own values, and the planner's
// statistics, if pg_stats would show them to the caller.
#pragma once

#include "core/suggest/suggest.hpp"

namespace relmeta::server {

/// The traits of the types of all columns.
std::map<TypeId, TypeTraits> read_type_traits(const Facts &facts);

/// The columns that generate their own values: an identity, a generation expression, a volatile default.
std::set<ColumnId> read_generated(const Facts &facts);

/// Whether the caller may read the column, and every row of its table.
bool may_read(ColumnId column);

/// Returns nullopt if there are none, or if may_read() is false.
std::optional<Statistics> read_statistics(ColumnId column);

/// The known values of a text column: all labels of its enumerated type, those that a CHECK constraint lists and, with
/// `statistics` and if may_read(), the most common ones. Empty if a condition could not compare values of the type.
std::vector<std::string> read_values(ColumnId column, bool statistics);

/// Whether comparing values of the type runs no user-defined code.
bool is_safe_to_compare(TypeId type);

}  // namespace relmeta::server
