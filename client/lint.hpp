// The command lint: the source of its findings, which of them count, and how they are written.
#pragma once

#include "command.hpp"

namespace relmeta::client {

/// Throws UsageError for an invalid severity, rule or object.
void check_lint(const Arguments &arguments);

/// Writes the findings that count. Exit status 1 if one reaches the severity of --fail-on.
int run_lint(const Context &context);

}  // namespace relmeta::client
