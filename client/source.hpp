// The source of a command's answers: the functions of the extension or, in a database without it, the client's own derivation.
// Both return the same rows and raise the same errors.
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
    /// The result of the command. Throws ServerError or relmeta::UserError if it fails.
    virtual Result answer(const Command &command, const Arguments &arguments) = 0;
    /// The catalog as a json export, limited to the named tables if any. It does not depend on search_path.
    virtual std::string snapshot(const Arguments &arguments) = 0;
    /// The SQL that a command would run to make its changes.
    virtual std::string rehearse(const Command &command, const Arguments &arguments) = 0;
    /// A description of the source, for people.
    virtual std::string name() const = 0;
    /// Whether the client itself derives the results.
    virtual bool standalone() const = 0;
};

/// The extension's functions. Rejects an extension of another major version.
std::unique_ptr<Source> extension_source(Connection &connection, const std::string &version);

/// The user's declarations, for a database without the extension's tables.
struct UserInput {
    Words words = Words::defaults();
    /// Bridges, relationships and names, resolved once tables can be found by name; empty: no declarations.
    std::function<Declarations(const Facts &, const ConstantTest &)> declarations = {};
    /// Called with the derived relationships; may be empty.
    std::function<void(const std::vector<Relationship> &)> derived = {};
};

/// The client's own derivation.
std::unique_ptr<Source> standalone_source(Connection &connection, UserInput input);

/// The error for a command that needs the extension when it is not installed.
ServerError needs_extension(const Command &command, const Connection &connection);

/// The extension if the database has it and --standalone is not given; otherwise the client, with the declarations of
/// relmeta.toml. Throws ServerError if the server is not supported, or if the command needs the extension and it is not
/// installed.
std::unique_ptr<Source> choose_source(Connection &connection, const Command &command, const Settings &settings);

}  // namespace relmeta::client
