#include "server/functions/run_ddl.hpp"

#include "server/pg/guard.hpp"
#include "server/pg/spi.hpp"

extern "C" {
#include <access/xact.h>
}

namespace relmeta::server {

void run_ddl(const std::string &ddl, const std::function<std::string(const std::string &sqlstate)> &hint_for) {
    try {
        pg::call([&] {
            SPI_connect();
            require_done(SPI_execute(ddl.c_str(), false, 0));
            SPI_finish();
            CommandCounterIncrement();
        });
    } catch (const pg::Error &error) {
        const std::string hint = error.data->hint == nullptr ? hint_for(unpack_sql_state(error.data->sqlerrcode)) : std::string();
        if (!hint.empty()) {
            error.data->hint = pg::call([&] { return pstrdup(hint.c_str()); });
        }
        throw;
    }
}

}  // namespace relmeta::server
