// The client relmeta: parses what was typed, connects, runs one command, and turns every failure into its exit status.
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include "call.hpp"
#include "command_line.hpp"
#include "core/text/error.hpp"
#include "text.hpp"

namespace relmeta::client {
namespace {

std::vector<Group> all_commands() {
    return {{"Set up", setup_commands()},   {"Build", build_commands()},   {"Declare", declare_commands()},
            {"Read", read_commands()},      {"Join", join_commands()},     {"Link rows", row_commands()},
            {"Check", findings_commands()}, {"Export", export_commands()}, {"Maintain", upkeep_commands()}};
}

void complain(const std::string &message) {
    std::cerr << (colour_errors() ? "relmeta: \033[1;31merror:\033[0m " : "relmeta: error: ") << printable(message) << '\n';
}

std::string major_of(const std::string &version) { return version.substr(0, version.find('.')); }

/// Refuses a database without the extension, or with one of another major version.
void check_extension(Connection &connection) {
    const std::string database = "\"" + connection.database() + "\"";
    const Result found =
        connection.run({"SELECT extversion FROM pg_catalog.pg_extension WHERE extname OPERATOR(pg_catalog.=) 'relmeta'", {}});
    if (found.rows() == 0) {
        throw ServerError("extension \"relmeta\" is not installed in database " + database, sqlstate::undefined_object, "",
                          "Run \"relmeta -d " + connection.database() + " setup\".");
    }
    const std::string there = found.value(0, 0);
    if (major_of(there) != major_of(RELMETA_VERSION)) {
        throw ServerError("extension \"relmeta\" in database " + database + " has version " + there +
                              ", but this client has version " + RELMETA_VERSION,
                          sqlstate::feature_not_supported, "",
                          std::strtol(there.c_str(), nullptr, 10) < std::strtol(RELMETA_VERSION, nullptr, 10)
                              ? "Run \"relmeta -d " + connection.database() + " setup\" to update the extension."
                              : "Install version " + major_of(there) + " of the client.");
    }
}

int run(const CommandLine &line) {
    const Command &command = *line.command;
    Output output(line.format, line.file, line.settings.quiet);
    Progress progress(command.name, !line.settings.quiet);
    Connection connection(line.connection, progress);
    if (command.needs_extension) check_extension(connection);
    for (const Parameter &parameter : command.parameters) {
        if (!parameter.setting || line.arguments.count(parameter.name) == 0) continue;
        connection.run({"SELECT pg_catalog.set_config($1, $2, false)",
                        {"relmeta." + parameter.name, line.arguments.at(parameter.name).front()}});
    }
    const Context context{command, line.arguments, line.settings, connection, output, progress};
    const int status = command.run ? command.run(context) : run_call(context);
    output.finish();
    return status;
}

int print(const std::string &text) {
    Destination("").write(text);
    return done;
}

int obey(const std::vector<std::string> &typed) {
    try {
        const std::vector<Group> groups = all_commands();
        const CommandLine line = parse(typed, groups);
        switch (line.wish) {
            case CommandLine::Wish::help: return print(line.command ? help_of(*line.command) : help_of(groups));
            case CommandLine::Wish::version: return print(std::string("relmeta ") + RELMETA_VERSION + '\n');
            case CommandLine::Wish::run: break;
        }
        return run(line);
    } catch (const UsageError &error) {
        complain(error.what());
        return usage_error;
    } catch (const OutputError &error) {
        complain(error.what());
        return usage_error;
    } catch (const ConnectionError &error) {
        complain(error.what());
        return no_connection;
    } catch (const ServerError &error) {
        complain(error.what() + (error.sqlstate.empty() ? "" : " (" + error.sqlstate + ")"));
        if (!error.detail.empty()) std::cerr << "DETAIL: " << printable(error.detail) << '\n';
        if (!error.hint.empty()) std::cerr << "HINT: " << printable(error.hint) << '\n';
        return refused;
    }
}

}  // namespace
}  // namespace relmeta::client

int main(int count, char **words) {
    std::setlocale(LC_CTYPE, "");
    std::signal(SIGXFSZ, SIG_IGN);  // a file that grows too large is an error like any other
    return relmeta::client::obey({words + 1, words + count});
}
