// A command of the client is an entry in a table. The entry names the SQL function and its parameters; parsing, --help,
// quoting, --dry-run and the output formats follow from it. To add a command, add an entry to the list of its group. Only a
// command that needs more than one statement needs its own code, in `run`.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "connection.hpp"
#include "output.hpp"

namespace relmeta::client {

/// How a parameter of the SQL function is passed in the shell.
enum class Place {
    argument,           ///< by position, required
    optional_argument,  ///< by position
    arguments,          ///< all remaining, by position; any number; an array
    option,             ///< --name VALUE
    list,               ///< --name VALUE, repeated for each element; an array
    flag                ///< --name; true when given
};

struct Parameter {
    std::string name;  ///< as in the SQL function
    std::string type;  ///< name in pg_type, such as int4; for a list, the element type; for an own parameter, a word
    Place place;
    std::string help;
    std::string option = {};  ///< name in the shell; empty: the name with hyphens
    bool demanded = false;    ///< option or list: required; arguments: at least one
    bool variadic = false;    ///< arguments: the SQL function declares VARIADIC
    bool setting = false;     ///< not a parameter of the SQL function, but a setting of relmeta for the session
    bool own = false;         ///< not a parameter of the SQL function; read by `run`
    bool commas = false;      ///< list: one value can hold several elements, separated by commas
    std::string option_name() const;
};

struct Settings {
    bool dry_run = false;
    bool quiet = false;
    bool verbose = false;     ///< print the source of the result
    bool standalone = false;  ///< derive in the client even if the extension is installed
    std::string config;       ///< file to read instead of relmeta.toml; empty: search for it
};

/// The values of one call, by parameter name, each as often as it was given.
using Arguments = std::map<std::string, std::vector<std::string>>;

struct Command;
struct CommandLine;
class Source;

/// The context of a command that has its own code.
struct Context {
    const Command &command;
    const Arguments &arguments;
    const Settings &settings;
    Connection &connection;
    Source &source;
    Output &output;
    Progress &progress;
};

struct Command {
    std::string name;      ///< as typed
    std::string summary;   ///< one line, lower case, for --help
    std::string function;  ///< in schema relmeta; empty: `query` or `run` is used
    Shape shape = Shape::rows;
    std::vector<Parameter> parameters = {};
    std::string example = {};               ///< a command line, without "relmeta "
    std::string ddl_function = {};          ///< called by --dry-run with the same arguments; empty: it prints the call
    bool changes = false;                   ///< supports --dry-run
    std::string query = {};                 ///< a statement with the parameters as $1, $2, …, NULL if not given
    std::vector<std::string> columns = {};  ///< for rows: columns of the text table; empty: all
    std::string none = {};                  ///< for rows: message if there are none
    bool findings = false;                  ///< any row means exit status 1
    std::vector<Format> more_formats = {};  ///< in addition to those of every command
    std::function<void(const Arguments &)> check = {};  ///< throws UsageError if the arguments are invalid
    std::function<int(const Context &)> run = {};
    std::function<int(const CommandLine &)> serve = {};  ///< replaces everything else, and connects by itself
    std::string notes = {};        ///< complete lines, printed below the options by --help
    bool needs_extension = false;  ///< not possible without the extension
    bool sets_up = false;          ///< works before the extension is installed
};

using Commands = std::vector<Command>;

/// --include-extensions, for commands that by default omit the tables of other extensions.
inline Parameter include_extensions() {
    Parameter parameter{"include_extensions", "bool", Place::flag, "include tables of other extensions"};
    parameter.setting = true;
    return parameter;
}

/// --exclude-views, for commands that by default include the relationships of views.
inline Parameter exclude_views() {
    Parameter parameter{"exclude_views", "bool", Place::flag, "omit views without declared relationships"};
    parameter.setting = true;
    return parameter;
}

/// An option that no SQL function has; `word` stands for its value in --help.
inline Parameter own_option(const std::string &name, const std::string &word, Place place, const std::string &help) {
    Parameter parameter{name, word, place, help};
    parameter.own = true;
    return parameter;
}

/// The groups, each in its own file.
Commands setup_commands();
Commands build_commands();
Commands declare_commands();
Commands read_commands();
Commands join_commands();
Commands findings_commands();
Commands export_commands();
Commands row_commands();
Commands upkeep_commands();
Commands file_commands();
Commands machine_commands();

Command export_command();

/// Exit statuses.
enum Status { done = 0, found = 1, usage_error = 2, no_connection = 3, refused = 4 };

}  // namespace relmeta::client
