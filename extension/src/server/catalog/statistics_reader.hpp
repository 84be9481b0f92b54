// What suggestions are judged by beside the facts: the traits of types, which columns make their own values, and the planner's
// statistics, as far as pg_stats would show them to the caller.
#pragma once

#include "core/suggest/suggest.hpp"

namespace relmeta::server {

/// The traits of the type of every column.
std::map<TypeId, TypeTraits> read_type_traits(const Facts &facts);

/// The columns that make their own values: an identity, a generation expression, a default that is new each time.
std::set<ColumnId> read_generated(const Facts &facts);

/// Whether the caller may read the column, and every row of its table.
bool may_read(ColumnId column);

/// Nothing where there are none or may_read() says no.
std::optional<Statistics> read_statistics(ColumnId column);

/// Whether no code of a user's runs where values of the type are compared.
bool is_safe_to_compare(TypeId type);

}  // namespace relmeta::server
