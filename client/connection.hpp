// One connection to one server, established as in psql. All values are sent as parameters. While a statement runs, Ctrl-C
// cancels it on the server; at any other time Ctrl-C ends the program.
#pragma once

#include <libpq-fe.h>

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "progress.hpp"

namespace relmeta::client {

/// The options -h, -p, -U, -d, -w and -W. For the rest libpq uses PG* variables, service file, .pgpass and defaults.
struct ConnectionOptions {
    std::optional<std::string> host, port, user;
    std::optional<std::string> database;  ///< a name, a URI or a conninfo string
    bool never_prompt = false;            ///< -w
    bool always_prompt = false;           ///< -W
    bool quiet = false;                   ///< show only warnings of the server's messages
};

/// The connection failed or was lost.
struct ConnectionError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The server, or relmeta on its behalf, refused a statement. `what()` is the message without its severity.
struct ServerError : std::runtime_error {
    ServerError(const std::string &message, std::string sqlstate, std::string detail, std::string hint)
        : std::runtime_error(message), sqlstate(std::move(sqlstate)), detail(std::move(detail)), hint(std::move(hint)) {}
    std::string sqlstate, detail, hint;  ///< empty: not set
};

/// A statement with its values, $1 and up. A missing value is NULL.
struct Statement {
    std::string text;
    std::vector<std::optional<std::string>> values;
    std::vector<Oid> types = {};  ///< types of the values; empty: the statement determines them
};

/// The rows that a statement returned.
class Result {
public:
    explicit Result(PGresult *result) : result_(result) {}
    int rows() const { return PQntuples(result_.get()); }
    int columns() const { return PQnfields(result_.get()); }
    std::string column_name(int column) const { return PQfname(result_.get(), column); }
    Oid column_type(int column) const { return PQftype(result_.get(), column); }
    bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
    /// For a result in binary format: the bytes of the value and their number.
    const char *bytes(int row, int column) const { return PQgetvalue(result_.get(), row, column); }
    int length(int row, int column) const { return PQgetlength(result_.get(), row, column); }
    /// The value as text; NULL becomes an empty string.
    std::string value(int row, int column) const { return PQgetvalue(result_.get(), row, column); }

private:
    struct Clear {
        void operator()(PGresult *result) const { PQclear(result); }
    };
    std::unique_ptr<PGresult, Clear> result_;
};

class Connection {
public:
    /// Connects, asking for a password on the terminal when psql would. Throws ConnectionError. Shows `progress` while
    /// statements run.
    Connection(const ConnectionOptions &options, Progress &progress);
    Connection(const Connection &) = delete;  // libpq keeps a pointer to this
    Connection &operator=(const Connection &) = delete;

    /// Runs one statement. Throws ServerError, or ConnectionError when the connection is lost.
    Result run(const Statement &statement) { return run(statement, 0); }
    /// The same, with every value in PostgreSQL's binary format.
    Result run_binary(const Statement &statement) { return run(statement, 1); }
    /// Runs several statements that return no rows.
    void run_all(const std::string &statements);
    /// Prints a message as the server would print a NOTICE.
    void notice(const std::string &message) const;
    /// The value as an SQL literal, for display only; statements take values as parameters.
    std::string literal(const std::string &value) const;
    /// While a statement runs, calls `wanted` several times a second, and cancels the statement if it returns true. Ctrl-C then
    /// does not cancel it.
    void cancel_if(std::function<bool()> wanted) { cancel_wanted_ = std::move(wanted); }
    /// Sets statement_timeout, in milliseconds, in every transaction; 0: the server's setting.
    void limit_statements(int milliseconds) { statement_limit_ = milliseconds; }
    int statement_limit() const { return statement_limit_; }
    /// Whether it is open and not in a transaction.
    bool is_idle() const { return PQtransactionStatus(connection_.get()) == PQTRANS_IDLE; }
    /// The options that it was created with.
    const ConnectionOptions &options() const { return options_; }
    std::string database() const { return PQdb(connection_.get()); }
    /// For example, 150004 for 15.4.
    int server_version() const { return PQserverVersion(connection_.get()); }
    /// Switches to UTF-8 in both directions.
    void use_utf8() { run({"SELECT pg_catalog.set_config('client_encoding', 'UTF8', false)", {}}); }
    /// libpq's number for the client encoding.
    int encoding() const { return PQclientEncoding(connection_.get()); }
    /// Whether the server converts text between its encoding and the client's.
    bool recodes() const;

private:
    struct Finish {
        void operator()(PGconn *connection) const { PQfinish(connection); }
    };
    Result run(const Statement &statement, int format);
    template <class Send>
    Result wait_for(Send send);
    void cancel() const;
    static void show_message(void *connection, const PGresult *result);

    ConnectionOptions options_;
    Progress &progress_;
    std::function<bool()> cancel_wanted_;
    int statement_limit_ = 0;
    std::unique_ptr<PGconn, Finish> connection_;
};

}  // namespace relmeta::client
