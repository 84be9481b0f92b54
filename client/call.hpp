// Running a command that is one statement: its SQL, its --dry-run, its output and its exit status.
#pragma once

#include "command.hpp"

namespace relmeta::client {

/// The call of a function of the command (`function` or `ddl_function`), with the arguments that were given as parameters:
/// relmeta.add_bridge(left_table => $1::pg_catalog.regclass, …). Whatever was not given is left to the function's defaults.
Statement call_of(const Command &command, const std::string &function, const Arguments &arguments);

/// Runs the command's statement and writes what it gives. Returns the exit status.
int run_call(const Context &context);

}  // namespace relmeta::client
