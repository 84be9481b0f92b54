// The command that serves the Model Context Protocol.
#include <charconv>

#include "../command_line.hpp"
#include "../mcp/protocol.hpp"

namespace relmeta::client {
namespace {

constexpr int usual_timeout = 30;
constexpr int longest_timeout = 86'400;

int seconds_of(const Arguments &arguments) {
    const auto given = arguments.find("timeout");
    if (given == arguments.end()) return usual_timeout;
    const std::string &text = given->second.front();
    int seconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || seconds < 1 || seconds > longest_timeout) {
        throw UsageError("invalid timeout \"" + text + "\": must be a number of seconds from 1 to " + std::to_string(longest_timeout));
    }
    return seconds;
}

int serve(const CommandLine &line) {
    setenv("PGCONNECT_TIMEOUT", "10", 0);  // by default, libpq waits for the network timeout
    return McpServer(line.connection, line.settings, seconds_of(line.arguments) * 1000).run();
}

}  // namespace

// clang-format off
Commands machine_commands() {
    Command mcp{"mcp", "serve the Model Context Protocol on standard input and output, read-only", "", Shape::nothing,
                {own_option("timeout", "SECONDS", Place::option, "maximum duration of a statement (default: 30)")}, "-d shop mcp"};
    mcp.check = [](const Arguments &arguments) { seconds_of(arguments); };
    mcp.serve = serve;
    return {mcp};
}
// clang-format on

}  // namespace relmeta::client
