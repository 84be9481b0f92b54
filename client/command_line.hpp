// The command line: relmeta [OPTION]... COMMAND [ARG]... Options may precede or follow the command.
#pragma once

#include <stdexcept>

#include "command.hpp"

namespace relmeta::client {

/// The command line is invalid; exit status 2.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct CommandLine {
    enum class Wish { run, help, version };
    Wish wish = Wish::run;
    const Command *command = nullptr;  ///< for a help request: null means all commands
    Arguments arguments;
    Settings settings;
    ConnectionOptions connection;
    Format format = Format::table;
    std::string file;  ///< -o; empty: standard output
};

/// Commands of one group, under one heading in --help.
struct Group {
    std::string heading;
    Commands commands;
};

/// Throws UsageError.
CommandLine parse(const std::vector<std::string> &typed, const std::vector<Group> &groups);

/// The text of --help, for one command or for all.
std::string help_of(const Command &command);
std::string help_of(const std::vector<Group> &groups);

}  // namespace relmeta::client
