// What equality of two types is, by their operator families: as foreign keys take it, and whatever search_path says.
#pragma once

#include <string>

#include "core/model/equality.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

bool are_comparable(Oid left, Oid right);

/// The Equality of statements that are run.
std::string equality_of_types(const Operand &left, const Operand &right);

}  // namespace relmeta::server
