// A transaction, rolled back unless committed. Its settings end with it, so nothing is left in a session that a pooler passes
// on to another client.
#pragma once

#include "connection.hpp"

namespace relmeta::client {

class Transaction {
public:
    enum class Purpose {
        read,   ///< sees one snapshot of the database, and writes nothing
        write,  ///< the same, and may write
        drop    ///< sees concurrent commits
    };
    Transaction(Connection &connection, Purpose purpose);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    /// Resolves names only in pg_catalog, until set_path().
    void empty_path();
    void set_path(const std::string &search_path);
    /// Commits, once.
    void commit();

private:
    Connection &connection_;
    bool open_ = true;
};

}  // namespace relmeta::client
