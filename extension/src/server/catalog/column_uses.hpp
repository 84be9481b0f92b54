// Uses of a column that prevent changing its type.
#pragma once

#include <string>

#include "core/model/facts.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

/// The reason why ALTER COLUMN ... TYPE would fail, as a clause; empty if there is none.
std::string bars_other_type(TableId table, ColumnNumber column);

}  // namespace relmeta::server
