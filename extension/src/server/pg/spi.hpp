// Helpers for running SQL through SPI.
#pragma once

#include <string>

#include "server/pg/guard.hpp"

extern "C" {
#include <executor/spi.h>
}

namespace relmeta::server {

/// Raises an error if `result` is an SPI error code. Call it inside pg::call.
inline void require_done(int result) {
    if (result < 0) {
        ereport(ERROR, (errcode(ERRCODE_EXTERNAL_ROUTINE_EXCEPTION), errmsg("could not run an internal statement of relmeta"),
                        errdetail_internal("%s", SPI_result_code_string(result))));
    }
}

/// Replaces a generated statement in the context of an error with `instead`, and truncates the message: the user did not write
/// the statement, and both can be megabytes long.
void hide_statement(ErrorData &error, const std::string &query, const std::string &instead);

}  // namespace relmeta::server
