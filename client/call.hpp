// A command that is one statement of the extension's: its SQL, its --dry-run, its output and its exit status.
#pragma once

#include "command.hpp"

namespace relmeta::client {

/// The statement of the command, with the arguments that were given as parameters: SELECT relmeta.add_bridge(left_table =>
/// $1::pg_catalog.regclass, …). Whatever was not given is left to the function's defaults.
Statement statement_of(const Command &command, const Arguments &arguments);

/// The call of a function of the command, with its arguments as parameters, for a statement to be made of it.
Statement call_of(const Command &command, const std::string &function, const Arguments &arguments);

/// The statement that gives the DDL which the command would run, by its function for that.
Statement ddl_of(const Command &command, const Arguments &arguments);

/// The call of the command's function as text.
std::string call_text(const Command &command, const Arguments &arguments, const Connection &connection);

/// Writes rows that a command gives. Returns the exit status.
int write_result(const Context &context, const Result &result);

/// Writes what the command gives, or with --dry-run what it would run. Returns the exit status.
int run_call(const Context &context);

}  // namespace relmeta::client
