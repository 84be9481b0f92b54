// What of the database uses a column so that its type cannot be changed.
#pragma once

#include <string>

#include "core/model/facts.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

/// What ALTER COLUMN ... TYPE would refuse to change the column for, as a clause; empty where nothing is in the way.
std::string bars_other_type(TableId table, ColumnNumber column);

}  // namespace relmeta::server
