#pragma once

#include <functional>
#include <string>

namespace relmeta::server {

/// Runs DDL with the caller's privileges, and makes its effects visible. Throws pg::Error. If an error of PostgreSQL has no
/// hint, adds `hint_for(sqlstate)`, unless that is empty.
void run_ddl(const std::string &ddl, const std::function<std::string(const std::string &sqlstate)> &hint_for);

}  // namespace relmeta::server
