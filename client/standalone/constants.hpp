// Whether PostgreSQL would read the constants of a condition.
#pragma once

#include "../connection.hpp"
#include "core/model/condition.hpp"
#include "types.hpp"

namespace relmeta::client {

/// Asks the server, in the open transaction, each question once. The types must outlive it.
ConstantTest constant_test(Connection &connection, const Types &types);

}  // namespace relmeta::client
