// relmeta save and relmeta apply: write the declarations of a database to relmeta.toml, and apply them.
#pragma once

#include "../command.hpp"

namespace relmeta::client {

/// Writes the declarations of the database to the file. Keeps the lint ignores of an existing file.
int run_save(const Context &context);

/// Makes the database match the file, in one transaction. Declarations that the file omits are removed.
int run_apply(const Context &context);

}  // namespace relmeta::client
