// Parse the command line with Boost.Program_options, using the commands' entries, and print --help from the same entries.
#include "command_line.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <cctype>
#include <sstream>

namespace relmeta::client {
namespace {

namespace po = boost::program_options;

// clang-format off
po::options_description connection_options() {
    po::options_description options("Connection options (as for psql)");
    options.add_options()
        ("dbname,d", po::value<std::string>()->value_name("DATABASE"), "database name, URI or connection string")
        ("host,h", po::value<std::string>()->value_name("HOST"), "database server host or socket directory")
        ("port,p", po::value<std::string>()->value_name("PORT"), "database server port")
        ("username,U", po::value<std::string>()->value_name("ROLE"), "database role")
        ("no-password,w", "never prompt for a password")
        ("password,W", "always prompt for a password")
        ("standalone", "derive results without the extension")
        ("config", po::value<std::string>()->value_name("FILE"), "file to use instead of the repository's relmeta.toml");
    return options;
}

/// The formats that a command supports, or that all commands support.
std::vector<Format> formats_of(const Command *command) {
    std::vector<Format> formats{Format::table, Format::json, Format::csv};
    if (command) formats.insert(formats.end(), command->more_formats.begin(), command->more_formats.end());
    return formats;
}

/// A list of the formats in English, with a remark after the first.
std::string in_words(const std::vector<Format> &formats, const std::string &remark) {
    std::string words = to_string(formats.front()) + remark;
    for (auto format = formats.begin() + 1; format != formats.end(); ++format) {
        words += (format + 1 == formats.end() ? " or " : ", ") + std::string(to_string(*format));
    }
    return words;
}

po::options_description output_options(const Command *command = nullptr) {
    const std::string formats = in_words(formats_of(command), " (the default)");
    po::options_description options("Output options");
    options.add_options()
        ("format", po::value<std::string>()->value_name("FORMAT"), formats.c_str())
        ("output,o", po::value<std::string>()->value_name("FILE"), "write to FILE")
        ("quiet,q", "print only errors and warnings")
        ("verbose", "show the source of the results")
        ("help,?", "show this help")
        ("version", "show the client version");
    return options;
}
// clang-format on

/// The placeholder for the value of an option in --help.
std::string value_word(const Parameter &parameter) {
    if (parameter.own) return parameter.type;
    if (parameter.type == "regclass") return "TABLE";
    if (parameter.type == "name") return "NAME";
    if (parameter.type == "int4") return "NUMBER";
    return "TEXT";
}

po::options_description own_options(const Command &command) {
    po::options_description options("Options");
    for (const Parameter &parameter : command.parameters) {
        const std::string name = parameter.option_name();
        if (parameter.place == Place::flag) {
            options.add_options()(name.c_str(), parameter.help.c_str());
        } else if (parameter.place == Place::option) {
            options.add_options()(name.c_str(), po::value<std::string>()->value_name(value_word(parameter)),
                                  parameter.help.c_str());
        } else if (parameter.place == Place::list) {
            options.add_options()(name.c_str(),
                                  po::value<std::vector<std::string>>()->composing()->value_name(value_word(parameter)),
                                  (parameter.help + " (repeatable)").c_str());
        }
    }
    if (command.changes) options.add_options()("dry-run", "print the SQL without running it");
    return options;
}

bool by_position(const Parameter &parameter) {
    return parameter.place == Place::argument || parameter.place == Place::optional_argument ||
           parameter.place == Place::arguments;
}

std::string upper_name(const Parameter &parameter) {
    std::string name = parameter.option.empty() ? parameter.name : parameter.option;
    for (char &c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

std::string usage_of(const Command &command) {
    std::string usage = "relmeta [OPTION]... " + command.name;
    for (const Parameter &parameter : command.parameters) {
        const std::string name = upper_name(parameter);
        if (parameter.place == Place::argument) usage += ' ' + name;
        if (parameter.place == Place::optional_argument) usage += " [" + name + ']';
        if (parameter.place == Place::arguments) usage += (parameter.demanded ? ' ' + name : " [" + name + ']') + "...";
        if (parameter.demanded && !by_position(parameter)) usage += " --" + parameter.option_name() + ' ' + value_word(parameter);
    }
    return usage;
}

[[noreturn]] void complain(const Command &command, const std::string &message) {
    throw UsageError(message + "\nusage: " + usage_of(command));
}

/// Parses with the options known so far. The first positional word is the command.
po::variables_map parse_with(const std::vector<std::string> &typed, const po::options_description &options, bool all_known) {
    po::options_description described;
    described.add(options).add_options()("words", po::value<std::vector<std::string>>());
    po::positional_options_description positions;
    positions.add("words", -1);
    po::variables_map found;
    po::command_line_parser parser(typed);
    parser.options(described).positional(positions);
    if (!all_known) parser.allow_unregistered();
    po::store(parser.run(), found);
    return found;
}

std::optional<std::string> text_of(const po::variables_map &found, const char *option) {
    return found.count(option) ? std::optional<std::string>(found[option].as<std::string>()) : std::nullopt;
}

/// The elements of a list of names, separated by commas outside of quotes.
std::vector<std::string> elements_of(const std::vector<std::string> &lists) {
    std::vector<std::string> elements;
    for (const std::string &list : lists) {
        elements.emplace_back();
        bool quoted = false;
        for (const char c : list) {
            quoted = quoted != (c == '"');
            if (c == ',' && !quoted) {
                elements.emplace_back();
            } else {
                elements.back() += c;
            }
        }
    }
    return elements;
}

Arguments arguments_of(const Command &command, const po::variables_map &found, const std::vector<std::string> &words) {
    Arguments arguments;
    auto word = words.begin();
    for (const Parameter &parameter : command.parameters) {
        const std::string option = parameter.option_name();
        const bool given = found.count(option) > 0;
        if (word == words.end() &&
            (parameter.place == Place::argument || (parameter.place == Place::arguments && parameter.demanded))) {
            complain(command, "missing argument " + upper_name(parameter));
        }
        if (parameter.demanded && !by_position(parameter) && !given) complain(command, "missing option --" + option);
        if (parameter.place == Place::argument || parameter.place == Place::optional_argument) {
            if (word != words.end()) arguments[parameter.name] = {*word++};
        } else if (parameter.place == Place::arguments) {
            if (word != words.end()) arguments[parameter.name].assign(word, words.end());
            word = words.end();
        } else if (given && parameter.place == Place::flag) {
            arguments[parameter.name] = {"true"};
        } else if (given && parameter.place == Place::option) {
            arguments[parameter.name] = {found[option].as<std::string>()};
        } else if (given) {
            const auto &values = found[option].as<std::vector<std::string>>();
            arguments[parameter.name] = parameter.commas ? elements_of(values) : values;
        }
    }
    if (word != words.end()) complain(command, "too many arguments (first extra is \"" + *word + "\")");
    return arguments;
}

/// Options of commands whose name is the beginning of a common option's: without these, --for would be read as --format.
po::options_description beginnings(const std::vector<Group> &groups, const po::options_description &common) {
    po::options_description options;
    for (const Group &group : groups) {
        for (const Command &command : group.commands) {
            for (const Parameter &parameter : command.parameters) {
                const std::string name = parameter.option_name();
                const bool begins = std::any_of(common.options().begin(), common.options().end(), [&](const auto &option) {
                    return option->long_name().size() > name.size() && option->long_name().compare(0, name.size(), name) == 0;
                });
                if (!begins || by_position(parameter) || options.find_nothrow(name, false) != nullptr) continue;
                options.add_options()(name.c_str(), po::value<std::vector<std::string>>()->composing());
            }
        }
    }
    return options;
}

const Command &find_command(const std::vector<Group> &groups, const std::string &name) {
    for (const Group &group : groups) {
        for (const Command &command : group.commands) {
            if (command.name == name) return command;
        }
    }
    throw UsageError("unknown command \"" + name + "\"\nTry \"relmeta --help\" for more information.");
}

CommandLine::Wish wish_of(const po::variables_map &found) {
    if (found.count("help")) return CommandLine::Wish::help;
    return found.count("version") ? CommandLine::Wish::version : CommandLine::Wish::run;
}

void fill_in(CommandLine &line, const po::variables_map &found) {
    line.connection.database = text_of(found, "dbname");
    line.connection.host = text_of(found, "host");
    line.connection.port = text_of(found, "port");
    line.connection.user = text_of(found, "username");
    line.connection.never_prompt = found.count("no-password") > 0;
    line.connection.always_prompt = found.count("password") > 0;
    line.settings.quiet = line.connection.quiet = found.count("quiet") > 0;
    line.settings.verbose = found.count("verbose") > 0;
    line.settings.standalone = found.count("standalone") > 0;
    line.settings.config = text_of(found, "config").value_or("");
    line.settings.dry_run = found.count("dry-run") > 0;
    line.file = text_of(found, "output").value_or("");
    if (const auto name = text_of(found, "format")) {
        const std::vector<Format> formats = formats_of(line.command);
        const auto format = std::find_if(formats.begin(), formats.end(), [&](Format each) { return *name == to_string(each); });
        if (format == formats.end()) throw UsageError("invalid format \"" + *name + "\": must be " + in_words(formats, ""));
        line.format = *format;
    }
}

}  // namespace

std::string Parameter::option_name() const {
    std::string text = option.empty() ? name : option;
    std::replace(text.begin(), text.end(), '_', '-');
    return text;
}

CommandLine parse(const std::vector<std::string> &typed, const std::vector<Group> &groups) {
    CommandLine line;
    try {
        po::options_description common;
        common.add(connection_options()).add(output_options());
        po::options_description first;
        first.add(common).add(beginnings(groups, common));
        po::variables_map found = parse_with(typed, first, false);
        if (!found.count("words")) {
            parse_with(typed, common, true);  // reports an unknown option
            line.wish = wish_of(found);
            if (line.wish == CommandLine::Wish::run)
                throw UsageError("no command given\nTry \"relmeta --help\" for more information.");
            return line;
        }
        std::vector<std::string> words = found["words"].as<std::vector<std::string>>();
        if (words.front() == "help") {
            line.wish = CommandLine::Wish::help;
            if (words.size() > 1) line.command = &find_command(groups, words[1]);
            return line;
        }
        const Command &command = find_command(groups, words.front());
        line.command = &command;
        found = parse_with(typed, common.add(own_options(command)), true);
        line.wish = wish_of(found);
        if (line.wish != CommandLine::Wish::run) return line;
        words = found["words"].as<std::vector<std::string>>();
        words.erase(words.begin());
        line.arguments = arguments_of(command, found, words);
        fill_in(line, found);
        if (command.check) command.check(line.arguments);
    } catch (const po::error &error) {
        throw UsageError(error.what());
    }
    return line;
}

std::string help_of(const Command &command) {
    std::ostringstream text;
    text << "relmeta " << command.name << ": " << command.summary << "\n\nUsage:\n  " << usage_of(command) << "\n\n";
    std::size_t width = 0;
    for (const Parameter &parameter : command.parameters) width = std::max(width, upper_name(parameter).size());
    bool any = false;
    for (const Parameter &parameter : command.parameters) {
        if (!by_position(parameter)) continue;
        if (!any) text << "Arguments:\n";
        any = true;
        const std::string name = upper_name(parameter);
        text << "  " << name << std::string(width - name.size() + 2, ' ') << parameter.help << '\n';
    }
    if (any) text << '\n';
    const po::options_description own = own_options(command);
    if (!own.options().empty()) text << own << '\n';
    if (!command.notes.empty()) text << command.notes << '\n';
    text << output_options(&command) << '\n' << connection_options() << "\nExample:\n  relmeta " << command.example << '\n';
    return text.str();
}

std::string help_of(const std::vector<Group> &groups) {
    std::ostringstream text;
    text << "relmeta shows and creates relationships in a PostgreSQL database.\n\n"
            "Usage:\n  relmeta [OPTION]... COMMAND [ARG]...\n\n";
    for (const Group &group : groups) {
        text << group.heading << ":\n";
        for (const Command &command : group.commands) {
            text << "  " << command.name << std::string(std::max<std::size_t>(24 - command.name.size(), 1), ' ')
                 << command.summary << '\n';
        }
        text << '\n';
    }
    text << output_options() << '\n'
         << connection_options()
         << "\nExit status: 0 success, 1 findings or differences, 2 usage error, 3 no connection, 4 server error.\n"
            "\"relmeta COMMAND --help\" shows the options of a command and an example.\n";
    return text.str();
}

}  // namespace relmeta::client
