// The database of the MCP server: connects on first use, and again after the connection was lost. Every statement runs in a
// READ ONLY transaction with a time limit.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "../command.hpp"
#include "../source.hpp"
#include "../transaction.hpp"

namespace relmeta::client {

class Database {
public:
    /// Calls `cancel_wanted` while a statement runs.
    Database(ConnectionOptions options, const Settings &settings, int milliseconds, std::function<bool()> cancel_wanted);

    /// The result of a command of the client. Throws like Source::answer(), or ConnectionError.
    Result answer(const Command &command, const Arguments &arguments);
    /// At most `most` JSON objects of a nested result. The columns are the text and its length. The text is NULL if the texts up
    /// to this row have more than `longest` bytes.
    Result nested(const Arguments &arguments, int most, int longest);
    /// The names in `tables` of tables that do not exist, each with similar names of tables that the role can read.
    std::string near_tables(const std::vector<std::string> &tables);

private:
    using Use = std::function<Result(Connection &, Source &)>;
    Result ask(const Use &use);
    Result ask_once(const Use &use);

    ConnectionOptions options_;
    const Settings &settings_;
    int milliseconds_;
    std::function<bool()> cancel_wanted_;
    Progress progress_;
    std::unique_ptr<Connection> connection_;
};

/// The command with this name.
const Command &command_named(const Commands &commands, const std::string &name);

}  // namespace relmeta::client
