// The command lint: where its findings come from, which of them count, and how they are written.
#pragma once

#include "command.hpp"

namespace relmeta::client {

/// Throws UsageError for a severity, a rule or an object that makes no sense.
void check_lint(const Arguments &arguments);

/// Writes the findings that count. Exit status 1 where one is as severe as --fail-on says.
int run_lint(const Context &context);

}  // namespace relmeta::client
