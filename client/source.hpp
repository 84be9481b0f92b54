// Where the answers of commands come from: the functions of the extension, or, where a database has none, the client's own
// derivation. Both give the same rows, and refuse with the same errors.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "command.hpp"
#include "core/model/declarations.hpp"

namespace relmeta::client {

class Source {
public:
    virtual ~Source() = default;
    /// What the command gives. Throws ServerError or relmeta::UserError where it is refused.
    virtual Result answer(const Command &command, const Arguments &arguments) = 0;
    /// The catalog, or of tables that are named what is between them, as the export json: the same whatever search_path is.
    virtual std::string snapshot(const Arguments &arguments) = 0;
    /// The SQL that a command which changes something would run.
    virtual std::string rehearse(const Command &command, const Arguments &arguments) = 0;
    /// Who answers, as a clause for people.
    virtual std::string name() const = 0;
    /// Whether that is the client itself.
    virtual bool standalone() const = 0;
};

/// The extension's functions; refuses an extension of another major version.
std::unique_ptr<Source> extension_source(Connection &connection, const std::string &version);

/// What users say of a database beside what it holds, for where it has no tables to say it in.
struct UserInput {
    Words words = Words::defaults();
    /// Bridges, relationships and names, once tables can be found by theirs; empty: nothing is said.
    std::function<Declarations(const Facts &)> declarations = {};
    /// Told of what is derived from that; empty: nobody is.
    std::function<void(const std::vector<Relationship> &)> derived = {};
};

/// The client's own derivation.
std::unique_ptr<Source> standalone_source(Connection &connection, UserInput said);

/// The error for a command that takes the extension where there is none.
ServerError needs_extension(const Command &command, const Connection &connection);

/// The extension where the database has it, unless --standalone; the client where it has not, with what relmeta.toml says. Throws
/// ServerError where the server is none that either works with, or where the command takes the extension and there is none.
std::unique_ptr<Source> choose_source(Connection &connection, const Command &command, const Settings &settings);

}  // namespace relmeta::client
