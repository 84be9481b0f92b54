// Connect as psql does, run statements, and convert the server's errors and notices.
#include "connection.hpp"

#include <termios.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "text.hpp"

namespace relmeta::client {
namespace {

/// Asks for a password on the terminal itself, so redirected input and output do not matter.
std::string ask_password(const char *user) {
    std::ifstream in("/dev/tty");
    std::ofstream out("/dev/tty");
    if (!in || !out) throw ConnectionError("password required, but there is no terminal to prompt for it");
    std::unique_ptr<FILE, int (*)(FILE *)> terminal(std::fopen("/dev/tty", "r+"), std::fclose);
    termios shown{};
    const bool hide = terminal && tcgetattr(fileno(terminal.get()), &shown) == 0;
    if (hide) {
        termios hidden = shown;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(fileno(terminal.get()), TCSAFLUSH, &hidden);  // before the prompt: discards typeahead
    }
    out << (user && *user ? "Password for user " + std::string(user) + ": " : "Password: ") << std::flush;
    std::string password;
    std::getline(in, password);
    if (hide) tcsetattr(fileno(terminal.get()), TCSAFLUSH, &shown);
    out << std::endl;
    return password;
}

PGconn *connect(const ConnectionOptions &options, const std::optional<std::string> &password) {
    const auto text = [](const std::optional<std::string> &value) { return value ? value->c_str() : nullptr; };
    // As in psql, a conninfo string given as the database overrides the keywords before it.
    const std::array<const char *, 8> keywords{
        "host", "port", "user", "password", "dbname", "fallback_application_name", "client_encoding", nullptr};
    const std::array<const char *, 8> values{text(options.host),
                                             text(options.port),
                                             text(options.user),
                                             text(password),
                                             text(options.database),
                                             "relmeta",
                                             std::getenv("PGCLIENTENCODING") ? nullptr : "auto",
                                             nullptr};
    return PQconnectdbParams(keywords.data(), values.data(), 1);
}

std::string without_line_end(std::string text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.pop_back();
    return text;
}

/// libpq's message for a failed connection. If libpq cannot parse a string, the message quotes parts of it, which may be the
/// password.
std::string why_not(PGconn *connection, const ConnectionOptions &options) {
    std::string message = without_line_end(PQerrorMessage(connection));
    const std::string text = options.database.value_or("");
    const bool string = text.find('=') != std::string::npos || text.find("://") != std::string::npos;
    const bool secret = text.find("password") != std::string::npos || text.find('@') != std::string::npos;
    if (!string || !secret) return message;
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption *)> parsed(PQconninfoParse(text.c_str(), nullptr),
                                                                                 PQconninfoFree);
    const std::size_t first = message.find('"'), last = message.rfind('"');
    if (!parsed && first != last) message.replace(first + 1, last - first - 1, "...");
    return message;
}

std::string field(const PGresult *result, int code) {
    const char *text = PQresultErrorField(result, code);
    return text ? text : "";
}

PGcancel *running = nullptr;  // connection that the signal handler cancels; changed only while SIGINT has its default action

extern "C" void cancel_running(int) {
    char message[256];
    PQcancel(running, message, sizeof message);  // documented to be safe in a signal handler
}

/// While it exists, Ctrl-C cancels the running statement.
class CancelOnInterrupt {
public:
    CancelOnInterrupt(PGconn *connection, bool wanted) : cancel_(wanted ? PQgetCancel(connection) : nullptr) {
        if (!cancel_) return;
        running = cancel_;
        struct sigaction action {};
        action.sa_handler = cancel_running;
        action.sa_flags = SA_RESTART;
        sigaction(SIGINT, &action, &before_);
    }
    ~CancelOnInterrupt() {
        if (!cancel_) return;
        sigaction(SIGINT, &before_, nullptr);
        running = nullptr;
        PQfreeCancel(cancel_);
    }
    CancelOnInterrupt(const CancelOnInterrupt &) = delete;
    CancelOnInterrupt &operator=(const CancelOnInterrupt &) = delete;

private:
    PGcancel *cancel_;
    struct sigaction before_ {};
};

}  // namespace

void Connection::show_message(void *connection, const PGresult *result) {
    const Connection &self = *static_cast<Connection *>(connection);
    const std::string severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity != "WARNING" && self.options_.quiet) return;
    self.progress_.wipe();
    std::string word = severity;
    for (char &c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    std::cerr << "relmeta: " << word << ": " << printable(field(result, PG_DIAG_MESSAGE_PRIMARY)) << '\n';
    const std::string detail = field(result, PG_DIAG_MESSAGE_DETAIL), hint = field(result, PG_DIAG_MESSAGE_HINT);
    if (!detail.empty()) std::cerr << "DETAIL: " << printable(detail) << '\n';
    if (!hint.empty()) std::cerr << "HINT: " << printable(hint) << '\n';
}

Connection::Connection(const ConnectionOptions &options, Progress &progress) : options_(options), progress_(progress) {
    std::optional<std::string> password;
    if (options.always_prompt) password = ask_password(options.user ? options.user->c_str() : nullptr);
    connection_.reset(connect(options, password));
    if (PQstatus(connection_.get()) == CONNECTION_BAD && PQconnectionNeedsPassword(connection_.get()) && !password &&
        !options.never_prompt) {
        password = ask_password(PQuser(connection_.get()));
        connection_.reset(connect(options, password));
    }
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        throw ConnectionError(why_not(connection_.get(), options));
    }
    PQsetNoticeReceiver(connection_.get(), show_message, this);
}

bool Connection::recodes() const {
    const char *server = PQparameterStatus(connection_.get(), "server_encoding");
    const char *client = PQparameterStatus(connection_.get(), "client_encoding");
    const std::string from = server == nullptr ? "" : server, to = client == nullptr ? "" : client;
    return from != to && from != "SQL_ASCII" && to != "SQL_ASCII";
}

void Connection::notice(const std::string &message) const {
    if (options_.quiet) return;
    progress_.wipe();
    std::cerr << "relmeta: notice: " << printable(message) << '\n';
}

Result Connection::run(const Statement &statement, int format) {
    std::vector<const char *> values;
    for (const auto &value : statement.values) values.push_back(value ? value->c_str() : nullptr);
    return wait_for([&] {
        return PQsendQueryParams(connection_.get(), statement.text.c_str(), static_cast<int>(values.size()),
                                 statement.types.empty() ? nullptr : statement.types.data(), values.data(), nullptr, nullptr,
                                 format);
    });
}

void Connection::run_all(const std::string &statements) {
    wait_for([&] { return PQsendQuery(connection_.get(), statements.c_str()); });
}

void Connection::cancel() const {
    const std::unique_ptr<PGcancel, void (*)(PGcancel *)> request(PQgetCancel(connection_.get()), PQfreeCancel);
    char message[256];
    if (request) PQcancel(request.get(), message, sizeof message);
}

/// The last result of a statement, or the one that failed.
template <class Send>
Result Connection::wait_for(Send send) {
    PGresult *raw = nullptr;
    {
        const CancelOnInterrupt cancel_on_interrupt(connection_.get(), !cancel_wanted_);
        if (send() != 0) {
            do {
                while (PQisBusy(connection_.get()) != 0) {
                    const bool waits = !progress_.wait_for(PQsocket(connection_.get()));
                    if (waits && cancel_wanted_ && cancel_wanted_()) cancel();
                    if (PQconsumeInput(connection_.get()) == 0) break;
                }
                PGresult *next = PQgetResult(connection_.get());
                if (next == nullptr) break;
                PQclear(raw);
                raw = next;
            } while (PQresultStatus(raw) != PGRES_FATAL_ERROR);
            while (PGresult *more = PQgetResult(connection_.get())) PQclear(more);
        }
    }
    progress_.wipe();
    Result result(raw);
    const ExecStatusType status = PQresultStatus(raw);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return result;
    if (PQstatus(connection_.get()) == CONNECTION_BAD) {
        throw ConnectionError(without_line_end(PQerrorMessage(connection_.get())));
    }
    std::string message = field(raw, PG_DIAG_MESSAGE_PRIMARY);
    if (message.empty()) message = without_line_end(PQerrorMessage(connection_.get()));
    throw ServerError(message, field(raw, PG_DIAG_SQLSTATE), field(raw, PG_DIAG_MESSAGE_DETAIL),
                      field(raw, PG_DIAG_MESSAGE_HINT));
}

std::string Connection::literal(const std::string &value) const {
    const std::unique_ptr<char, void (*)(void *)> text(PQescapeLiteral(connection_.get(), value.c_str(), value.size()),
                                                       PQfreemem);
    if (!text) throw ConnectionError(without_line_end(PQerrorMessage(connection_.get())));
    return text.get();
}

}  // namespace relmeta::client
