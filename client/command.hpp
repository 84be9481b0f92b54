// What a command of the client is: an entry in a table. The entry names the SQL function and its parameters; parsing, --help,
// quoting, --dry-run and the output formats follow from it. To add a command, add an entry to the list of its group; only a
// command that is more than one statement needs code of its own, in `run`.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "connection.hpp"
#include "output.hpp"

namespace relmeta::client {

/// How a parameter of the SQL function is given in the shell.
enum class Place {
    argument,           ///< by position, demanded
    optional_argument,  ///< by position
    arguments,          ///< all that is left, by position; any number; an array
    option,             ///< --name VALUE
    list,               ///< --name VALUE, again for each element; an array
    flag                ///< --name; true when given
};

struct Parameter {
    std::string name;  ///< as in the SQL function
    std::string type;  ///< as pg_type calls it: regclass, text, name, bool, int4; of lists the element's; of own ones, a word
    Place place;
    std::string help;
    std::string option = {};  ///< what it is called in the shell; empty: the name with hyphens
    bool demanded = false;    ///< of an option or a list; of arguments: one at least
    bool variadic = false;    ///< of arguments: the SQL function says VARIADIC
    bool setting = false;     ///< no parameter of the SQL function, but a setting of relmeta for the session
    bool own = false;         ///< no parameter of the SQL function: for `run`
    std::string option_name() const;
};

struct Settings {
    bool dry_run = false;
    bool quiet = false;
    bool verbose = false;     ///< says who answers
    bool standalone = false;  ///< the client answers even where there is the extension
    std::string config;       ///< what stands in relmeta.toml's place; empty: the one that is found
};

/// The values of one call: by parameter name, each as often as it was given.
using Arguments = std::map<std::string, std::vector<std::string>>;

struct Command;
class Source;

/// What a command that has code of its own works with.
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
    std::string function;  ///< in schema relmeta; empty: `query` or `run` says what to do
    Shape shape = Shape::rows;
    std::vector<Parameter> parameters = {};
    std::string example = {};               ///< what to type, without "relmeta "
    std::string ddl_function = {};          ///< what --dry-run calls, with the same arguments; empty: it prints the call
    bool changes = false;                   ///< takes --dry-run
    std::string query = {};                 ///< a statement that takes the parameters as $1, $2, …, NULL where not given
    std::vector<std::string> columns = {};  ///< of rows: those of the table for people; empty: all
    std::string none = {};                  ///< of rows: what to tell people when there are none
    bool findings = false;                  ///< any row means exit status 1
    std::vector<Format> more_formats = {};  ///< beside those of every command
    std::function<void(const Arguments &)> check = {};  ///< throws UsageError where the arguments make no sense
    std::function<int(const Context &)> run = {};
    std::string notes = {};   ///< what --help says below the options, in whole lines
    bool needs_extension = false;  ///< the client cannot answer it by itself
    bool sets_up = false;          ///< asks nobody: works before there is an extension
};

using Commands = std::vector<Command>;

/// --include-extensions, of the commands that leave the tables of other extensions out.
inline Parameter include_extensions() {
    Parameter parameter{"include_extensions", "bool", Place::flag, "take in the tables of other extensions"};
    parameter.setting = true;
    return parameter;
}

/// An option that no SQL function knows of; `word` stands for its value in --help.
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

Command export_command();

/// Exit statuses.
enum Status { done = 0, found = 1, usage_error = 2, no_connection = 3, refused = 4 };

}  // namespace relmeta::client
