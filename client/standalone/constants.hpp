// Whether PostgreSQL would accept the constants of a condition.
#pragma once

#include "../connection.hpp"
#include "core/model/condition.hpp"
#include "types.hpp"

namespace relmeta::client {

/// Tests constants on the server, in the open transaction, each once. The types must outlive it.
ConstantTest constant_test(Connection &connection, const Types &types);

}  // namespace relmeta::client
