#include "transaction.hpp"

namespace relmeta::client {

Transaction::Transaction(Connection &connection, Purpose purpose) : connection_(connection) {
    connection_.run(
        {purpose == Purpose::read ? "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY" : "BEGIN ISOLATION LEVEL REPEATABLE READ",
         {}});
}

Transaction::~Transaction() {
    if (!open_) return;
    try {
        connection_.run({"ROLLBACK", {}});
    } catch (const std::exception &) {  // the connection is lost, and with it the transaction
    }
}

void Transaction::empty_path() { set_path(""); }

void Transaction::set_path(const std::string &search_path) {
    connection_.run({"SELECT pg_catalog.set_config('search_path', $1, true)", {search_path}});
}

void Transaction::commit() {
    open_ = false;
    connection_.run({"COMMIT", {}});
}

}  // namespace relmeta::client
