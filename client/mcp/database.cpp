#include "database.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/text/near.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

/// The extension's nested_sql() has no key, so nested() is called for a row with a key.
const char *const one_row = "SELECT line FROM relmeta.nested($1::pg_catalog.regclass, $2, $3) AS line";

/// Cuts the result on the server, so it is never too large to fetch.
std::string limited(const std::string &rows, int most, int longest) {
    return "SELECT CASE WHEN pg_catalog.sum(pg_catalog.octet_length(r.text)) OVER (ROWS UNBOUNDED PRECEDING) "
           "OPERATOR(pg_catalog.<=) " +
           std::to_string(longest) +
           " THEN r.text END, pg_catalog.octet_length(r.text) FROM (SELECT answer.line::pg_catalog.text AS text FROM (" + rows +
           ") AS answer (line) LIMIT " + std::to_string(most) + ") AS r";
}

Command nested_sql_command(const Arguments &arguments) {
    Command command = command_named(join_commands(), "nested-sql");
    if (arguments.count("key") != 0) command.parameters.push_back({"key", "text", Place::option, ""});
    return command;
}

}  // namespace

const Command &command_named(const Commands &commands, const std::string &name) {
    const auto found =
        std::find_if(commands.begin(), commands.end(), [&](const Command &command) { return command.name == name; });
    if (found == commands.end()) throw std::logic_error("no command " + name);
    return *found;
}

Database::Database(ConnectionOptions options, const Settings &settings, int milliseconds, std::function<bool()> cancel_wanted)
    : options_(std::move(options)),
      settings_(settings),
      milliseconds_(milliseconds),
      cancel_wanted_(std::move(cancel_wanted)),
      progress_("mcp", false) {
    options_.never_prompt = true;  // the terminal, if there is one, belongs to the program that runs the server
    options_.always_prompt = false;
}

Result Database::ask_once(const Use &use) {
    if (!connection_) {
        connection_ = std::make_unique<Connection>(options_, progress_);
        connection_->cancel_if(cancel_wanted_);
        connection_->limit_statements(milliseconds_);
    }
    try {
        std::unique_ptr<Source> source;
        {
            // The extension may have been created since the last call.
            Transaction transaction(*connection_, Transaction::Purpose::read);
            connection_->use_utf8();
            source = choose_source(*connection_, Command(), settings_);
            transaction.commit();
        }
        return use(*connection_, *source);
    } catch (...) {
        if (!connection_->is_idle()) connection_.reset();
        throw;
    }
}

/// Reconnects once if the connection was lost since the last call.
Result Database::ask(const Use &use) {
    const bool known = connection_ != nullptr;
    try {
        return ask_once(use);
    } catch (const ConnectionError &) {
        connection_.reset();
        if (!known || cancel_wanted_()) throw;
    }
    try {
        return ask_once(use);
    } catch (const ConnectionError &) {
        connection_.reset();
        throw;
    }
}

Result Database::answer(const Command &command, const Arguments &arguments) {
    return ask([&](Connection &connection, Source &source) {
        if (source.standalone()) return source.answer(command, arguments);  // in its own transaction
        Transaction transaction(connection, Transaction::Purpose::read);
        Result result = source.answer(command, arguments);
        transaction.commit();
        return result;
    });
}

Result Database::nested(const Arguments &arguments, int most, int longest) {
    return ask([&](Connection &connection, Source &source) {
        const bool by_key = arguments.count("key") != 0;
        const auto sql = [&] { return source.answer(nested_sql_command(arguments), arguments).value(0, 0); };
        const std::string derived = source.standalone() ? sql() : "";
        Transaction transaction(connection, Transaction::Purpose::read);
        Statement statement{by_key && !source.standalone() ? one_row : source.standalone() ? derived : sql(), {}};
        if (by_key && !source.standalone()) {
            for (const char *name : {"root", "selection", "key"}) statement.values.emplace_back(arguments.at(name).front());
        }
        statement.text = limited(statement.text, most, longest);
        connection.run({"SELECT pg_catalog.set_config('jit', 'off', true)", {}});
        Result result = connection.run(statement);
        transaction.commit();
        return result;
    });
}

std::string Database::near_tables(const std::vector<std::string> &tables) {
    std::vector<std::string> unknown;
    std::vector<std::string> known;
    ask([&](Connection &connection, Source &) {
        Transaction transaction(connection, Transaction::Purpose::read);
        for (const std::string &table : tables) {
            if (connection.run({"SELECT pg_catalog.to_regclass($1)", {table}}).is_null(0, 0)) unknown.push_back(table);
        }
        Result found = connection.run(
            {"SELECT c.relname, c.oid::pg_catalog.regclass::pg_catalog.text FROM pg_catalog.pg_class AS c JOIN "
             "pg_catalog.pg_namespace AS n "
             "ON n.oid OPERATOR(pg_catalog.=) c.relnamespace WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,m,f}') "
             "AND n.nspname OPERATOR(pg_catalog.!~) '^(pg_|information_schema$|relmeta$)' AND NOT c.relispartition "
             "AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT') ORDER "
             "BY 2",
             {}});
        for (int row = 0; row < found.rows(); ++row) {
            known.push_back(found.value(row, 0));
            if (found.value(row, 1) != found.value(row, 0)) known.push_back(found.value(row, 1));
        }
        transaction.commit();
        return found;
    });
    std::string text;
    for (const std::string &table : unknown) {
        const std::string hint = near_hint(table, known);
        text += "No table " + in_quotes(table) + "." + (hint.empty() ? "" : " " + hint) + "\n";
    }
    return text;
}

}  // namespace relmeta::client
