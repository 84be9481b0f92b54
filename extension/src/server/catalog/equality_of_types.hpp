// The equality operator of two types, from their operator families, as for foreign keys and independent of search_path.
#pragma once

#include <string>

#include "core/model/equality.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

bool are_comparable(Oid left, Oid right);

/// The Equality for statements that relmeta or programs run.
std::string equality_of_types(const Operand &left, const Operand &right);

}  // namespace relmeta::server
