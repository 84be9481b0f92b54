// A transaction, rolled back unless it is committed. What it sets ends with it, so that nothing stays behind in a session that a
// pooler gives to somebody else.
#pragma once

#include "connection.hpp"

namespace relmeta::client {

class Transaction {
public:
    enum class Purpose {
        read,   ///< sees one state of the database, and writes nothing
        write,  ///< the same, and may write
        drop    ///< sees what others commit meanwhile
    };
    Transaction(Connection &connection, Purpose purpose);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    /// Has names found in pg_catalog only, until set_path().
    void empty_path();
    void set_path(const std::string &search_path);
    /// Ends it well, once.
    void commit();

private:
    Connection &connection_;
    bool open_ = true;
};

}  // namespace relmeta::client
