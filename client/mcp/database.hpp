// The database behind the server: connected when it is first asked, and again after it was lost. Whatever it runs is in a
// transaction that is READ ONLY and has a time limit.
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
    /// `cancel_wanted` is asked while a statement runs.
    Database(ConnectionOptions options, const Settings &settings, int milliseconds, std::function<bool()> cancel_wanted);

    /// What a command of the client answers. Throws as Source::answer(), or ConnectionError.
    Result answer(const Command &command, const Arguments &arguments);
    /// At most `most` JSON objects of a nested result. The columns are the text, NULL once the texts together are longer than
    /// `longest` bytes, and its length.
    Result nested(const Arguments &arguments, int most, int longest);
    /// The names in `tables` that no table has, each with the nearest names of tables that the role can read.
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

/// The command of that name in a group.
const Command &command_named(const Commands &commands, const std::string &name);

}  // namespace relmeta::client
