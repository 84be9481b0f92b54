#include "transaction.hpp"

namespace relmeta::client {

Transaction::Transaction(Connection &connection, Purpose purpose) : connection_(connection) {
    const char *begin = "BEGIN ISOLATION LEVEL READ COMMITTED";
    if (purpose == Purpose::read) begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    if (purpose == Purpose::write) begin = "BEGIN ISOLATION LEVEL REPEATABLE READ";
    connection_.run({begin, {}});
    if (connection_.statement_limit() == 0) return;
    connection_.run({"SELECT pg_catalog.set_config('statement_timeout', $1, true)", {std::to_string(connection_.statement_limit())}});
}

Transaction::~Transaction() {
    if (!open_) return;
    try {
        connection_.run({"ROLLBACK", {}});
    } catch (const std::exception &) {  // the connection is lost, so the transaction is too
    }
}

void Transaction::empty_path() { set_path(""); }

void Transaction::set_path(const std::string &search_path) {
    connection_.run({"SELECT pg_catalog.set_config('search_path', $1, true)", {search_path}});
}

void Transaction::commit() {
    if (!open_) return;
    open_ = false;
    connection_.run({"COMMIT", {}});
}

}  // namespace relmeta::client
