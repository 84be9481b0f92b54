#pragma once

#include <functional>
#include <string>

namespace relmeta::server {

/// Runs DDL as the caller, with the caller's rights; what it made is visible afterwards. Throws pg::Error; an error of
/// PostgreSQL's that comes without a hint gets `hint_for(sqlstate)`, where that is not empty.
void run_ddl(const std::string &ddl, const std::function<std::string(const std::string &sqlstate)> &hint_for);

}  // namespace relmeta::server
