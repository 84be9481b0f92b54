// The tables that lint, exports, paths and joins exclude unless the user names them.
#pragma once

#include <vector>

#include "core/model/facts.hpp"

namespace relmeta::server {

extern bool include_extensions;  ///< the setting relmeta.include_extensions

extern bool exclude_views;       ///< the setting relmeta.exclude_views

/// The tables of other extensions unless include_extensions is on, those of the schemas in relmeta.word and, if exclude_views is
/// on, views without declared relationships. Sorted.
std::vector<TableId> left_out_tables();

/// Marks these tables in the facts.
void mark_left_out(Facts &facts);

}  // namespace relmeta::server
