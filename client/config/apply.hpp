// relmeta save and relmeta apply: from a database to relmeta.toml, and back.
#pragma once

#include "../command.hpp"

namespace relmeta::client {

/// Writes the file that says what is said of the database. What lint is told to ignore it takes over from the file that there is.
int run_save(const Context &context);

/// Calls what it takes to have the database be as the file says, in one transaction. What it does not say is taken back.
int run_apply(const Context &context);

}  // namespace relmeta::client
