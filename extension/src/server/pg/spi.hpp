// Running SQL through PostgreSQL's server programming interface.
#pragma once

#include "server/pg/compat.hpp"

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

}  // namespace relmeta::server
