// Running SQL through PostgreSQL's server programming interface.
#pragma once

#include <string>

#include "server/pg/guard.hpp"

extern "C" {
#include <executor/spi.h>
}

namespace relmeta::server {

/// Raises an error where SPI says by what it returned that it has done nothing. To be called inside of pg::call.
inline void require_done(int result) {
    if (result < 0) {
        ereport(ERROR, (errcode(ERRCODE_EXTERNAL_ROUTINE_EXCEPTION), errmsg("could not run an internal statement of relmeta"),
                        errdetail_internal("%s", SPI_result_code_string(result))));
    }
}

/// Takes a statement of relmeta's out of an error. Nobody wrote it, and it may be megabytes long, as may be a value in the
/// message: `instead` says what was run.
void hide_statement(ErrorData &error, const std::string &query, const std::string &instead);

}  // namespace relmeta::server
