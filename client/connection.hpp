// One connection to one server, made the way psql makes it. Every statement is sent with its values as parameters. While a
// statement runs, Ctrl-C cancels it on the server; at any other time Ctrl-C ends the program.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "progress.hpp"

namespace relmeta::client {

/// What -h, -p, -U, -d, -w and -W said. What is not said is libpq's to find: PG* variables, service file, .pgpass, defaults.
struct ConnectionOptions {
    std::optional<std::string> host, port, user;
    std::optional<std::string> database;  ///< a name, a URI or a conninfo string
    bool never_prompt = false;            ///< -w
    bool always_prompt = false;           ///< -W
    bool quiet = false;                   ///< of the server's messages show warnings only
};

/// There is no connection, or it broke.
struct ConnectionError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The server, or relmeta in the name of the server, refused a statement. `what()` is the message without its severity.
struct ServerError : std::runtime_error {
    ServerError(const std::string &message, std::string sqlstate, std::string detail, std::string hint)
        : std::runtime_error(message), sqlstate(std::move(sqlstate)), detail(std::move(detail)), hint(std::move(hint)) {}
    std::string sqlstate, detail, hint;  ///< empty: there is none
};

/// A statement with its values, $1 and up. A value that is not there is NULL.
struct Statement {
    std::string text;
    std::vector<std::optional<std::string>> values;
    std::vector<Oid> types = {};  ///< of the values; none: the statement says
};

/// The rows that a statement gave.
class Result {
public:
    explicit Result(PGresult *result) : result_(result) {}
    int rows() const { return PQntuples(result_.get()); }
    int columns() const { return PQnfields(result_.get()); }
    std::string column_name(int column) const { return PQfname(result_.get(), column); }
    Oid column_type(int column) const { return PQftype(result_.get(), column); }
    bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
    /// Of a result in binary: the bytes of the value, and how many.
    const char *bytes(int row, int column) const { return PQgetvalue(result_.get(), row, column); }
    int length(int row, int column) const { return PQgetlength(result_.get(), row, column); }
    /// The value as text; NULL is the empty string.
    std::string value(int row, int column) const { return PQgetvalue(result_.get(), row, column); }

private:
    struct Clear {
        void operator()(PGresult *result) const { PQclear(result); }
    };
    std::unique_ptr<PGresult, Clear> result_;
};

class Connection {
public:
    /// Connects, asking for a password on the terminal where psql would. Throws ConnectionError. While statements run,
    /// `progress` is shown.
    Connection(const ConnectionOptions &options, Progress &progress);
    Connection(const Connection &) = delete;  // libpq keeps a pointer to this
    Connection &operator=(const Connection &) = delete;

    /// Runs one statement. Throws ServerError, or ConnectionError when the connection is lost.
    Result run(const Statement &statement) { return run(statement, 0); }
    /// The same with every value in PostgreSQL's binary format.
    Result run_binary(const Statement &statement) { return run(statement, 1); }
    /// Runs several statements that give no rows.
    void run_all(const std::string &statements);
    /// Tells people what the server would say in a NOTICE.
    void notice(const std::string &message) const;
    /// The value as an SQL literal, for text that people read; what is run takes its values as parameters.
    std::string literal(const std::string &value) const;
    /// What it was made with.
    const ConnectionOptions &options() const { return options_; }
    std::string database() const { return PQdb(connection_.get()); }
    /// As in 150004 for 15.4.
    int server_version() const { return PQserverVersion(connection_.get()); }
    /// Has text arrive, and takes it, in UTF-8 from now on.
    void use_utf8() { run({"SELECT pg_catalog.set_config('client_encoding', 'UTF8', false)", {}}); }
    /// libpq's number of the encoding that text arrives in.
    int encoding() const { return PQclientEncoding(connection_.get()); }

private:
    struct Finish {
        void operator()(PGconn *connection) const { PQfinish(connection); }
    };
    Result run(const Statement &statement, int format);
    template <class Send>
    Result wait_for(Send send);
    static void show_message(void *connection, const PGresult *result);

    ConnectionOptions options_;
    Progress &progress_;
    std::unique_ptr<PGconn, Finish> connection_;
};

}  // namespace relmeta::client
