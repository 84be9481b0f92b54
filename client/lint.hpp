// The command lint: get findings, remove ignored ones, and write the rest.
#pragma once

#include "command.hpp"

namespace relmeta::client {

/// Throws UsageError for an invalid severity, rule or object.
void check_lint(const Arguments &arguments);

/// Writes the findings that are not ignored. Returns exit status 1 if one has the severity of --fail-on or higher.
int run_lint(const Context &context);

}  // namespace relmeta::client
