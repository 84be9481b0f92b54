// A command that runs one statement of the extension: its SQL, --dry-run, output and exit status.
#pragma once

#include "command.hpp"

namespace relmeta::client {

/// The statement of the command, with the given arguments as parameters: SELECT relmeta.add_bridge(left_table =>
/// $1::pg_catalog.regclass, …). Other arguments have the function's defaults.
Statement statement_of(const Command &command, const Arguments &arguments);

/// The call of a function of the command, with its arguments as parameters, to embed in a statement.
Statement call_of(const Command &command, const std::string &function, const Arguments &arguments);

/// The statement that returns the DDL the command would run; it calls the command's ddl_function.
Statement ddl_of(const Command &command, const Arguments &arguments);

/// The call of the command's function as text.
std::string call_text(const Command &command, const Arguments &arguments, const Connection &connection);

/// Writes the rows of a command. Returns the exit status.
int write_result(const Context &context, const Result &result);

/// Writes the result of the command, or with --dry-run the SQL that it would run. Returns the exit status.
int run_call(const Context &context);

}  // namespace relmeta::client
