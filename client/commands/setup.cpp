// Commands for the extension itself: create it, update it, print its version.
#include "../command.hpp"
#include "core/text/error.hpp"

namespace relmeta::client {
namespace {

int set_up(const Context &context) {
    Connection &connection = context.connection;
    const Result versions =
        connection.run({"SELECT a.default_version, a.installed_version FROM pg_catalog.pg_available_extensions a "
                        "WHERE a.name OPERATOR(pg_catalog.=) 'relmeta'",
                        {}});
    if (versions.rows() == 0) {
        throw ServerError("extension \"relmeta\" is not available on the server", sqlstate::undefined_file, "",
                          "Run \"make install\" in the relmeta source tree on the server.");
    }
    const std::string available = versions.value(0, 0), installed = versions.value(0, 1);
    std::string statement;
    if (versions.is_null(0, 1)) {
        statement = "CREATE EXTENSION relmeta";
    } else if (installed != available) {
        statement = "ALTER EXTENSION relmeta UPDATE";
    }
    if (context.settings.dry_run) {
        if (!statement.empty()) context.output.text(statement + ";\n");
        return done;
    }
    if (!statement.empty()) connection.run({statement, {}});
    if (!context.settings.quiet) {
        context.output.note("relmeta " + available + (statement.empty() ? " is already installed" : " is installed") +
                            " in database \"" + connection.database() + "\"");
    }
    return done;
}

}  // namespace

Commands setup_commands() {
    Command setup{"setup", "create or update the extension in the database", "", Shape::nothing, {}, "-d shop setup"};
    setup.changes = true;
    setup.run = set_up;
    setup.sets_up = true;
    Command version{"version",        "show the version of the extension in the database", "version", Shape::value, {},
                    "-d shop version"};
    version.needs_extension = true;
    return {setup, version};
}

}  // namespace relmeta::client
