// The client relmeta: parse the command line, connect, run one command, and turn every failure into its exit status.
#include <clocale>
#include <csignal>
#include <iostream>
#include <memory>

#include "call.hpp"
#include "command_line.hpp"
#include "config/config.hpp"
#include "core/text/error.hpp"
#include "source.hpp"
#include "text.hpp"

namespace relmeta::client {
namespace {

std::vector<Group> all_commands() {
    return {{"Set up", setup_commands()},       {"Build", build_commands()},   {"Declare", declare_commands()},
            {"Read", read_commands()},          {"Join", join_commands()},     {"Link rows", row_commands()},
            {"Check", findings_commands()},     {"Export", export_commands()}, {"Maintain", upkeep_commands()},
            {"Keep in a file", file_commands()}, {"Serve", machine_commands()}};
}

void complain(const std::string &message) {
    std::cerr << (colour_errors() ? "relmeta: \033[1;31merror:\033[0m " : "relmeta: error: ") << printable(message) << '\n';
}

int run(const CommandLine &line) {
    const Command &command = *line.command;
    if (!line.settings.config.empty()) read_config(line.settings.config);  // reports its errors even if the extension answers
    if (command.serve) return command.serve(line);
    Output output(line.format, line.file, line.settings.quiet);
    Progress progress(command.name, !line.settings.quiet);
    Connection connection(line.connection, progress);
    const std::unique_ptr<Source> source = command.sets_up ? nullptr : choose_source(connection, command, line.settings);
    if (line.settings.verbose && source) std::cerr << "relmeta: answered by " << source->name() << '\n';
    const Context context{command, line.arguments, line.settings, connection, *source, output, progress};
    const int status = command.run ? command.run(context) : run_call(context);
    output.finish();
    return status;
}

int print(const std::string &text) {
    Destination("").write(text);
    return done;
}

/// An error of the server, or of core in standalone mode.
template <class Error>
int refuse(const Error &error) {
    complain(error.what() + (error.sqlstate.empty() ? "" : " (" + error.sqlstate + ")"));
    if (!error.detail.empty()) std::cerr << "DETAIL: " << printable(error.detail) << '\n';
    if (!error.hint.empty()) std::cerr << "HINT: " << printable(error.hint) << '\n';
    return refused;
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
        return refuse(error);
    } catch (const UserError &error) {
        return refuse(error);
    }
}

}  // namespace
}  // namespace relmeta::client

int main(int count, char **words) {
    std::setlocale(LC_CTYPE, "");
    std::signal(SIGXFSZ, SIG_IGN);  // report a file that grows too large as an ordinary error
    return relmeta::client::obey({words + 1, words + count});
}
