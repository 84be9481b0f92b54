// The tables that lint, exports and searches for ways leave out unless they are asked for by name.
#pragma once

#include <vector>

#include "core/model/facts.hpp"

namespace relmeta::server {

extern bool include_extensions;  ///< the setting relmeta.include_extensions

extern bool exclude_views;       ///< the setting relmeta.exclude_views

/// The tables of other extensions, unless include_extensions is on, those of the schemas that relmeta.word names and, if
/// exclude_views is on, the views that nothing is declared of, ascending.
std::vector<TableId> left_out_tables();

/// Marks them in these facts.
void mark_left_out(Facts &facts);

}  // namespace relmeta::server
