// Each tool is a command of the client with some of its parameters. The list of inputs generates the JSON schema and checks the
// arguments. Texts from the database are cut, and control characters in them are escaped.
#include "tools.hpp"

#include <algorithm>
#include <array>

#include "core/context/context.hpp"
#include "core/context/names.hpp"
#include "core/query/join.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

constexpr std::size_t longest_answer = 100'000;  ///< in bytes
constexpr int most_listed = 1000;                ///< relationships, or findings
constexpr int most_rows = 1000;
constexpr int usual_rows = 100;
constexpr std::size_t most_elements = 1000;

enum class Type { text, texts, number, flag };

struct Input {
    const char *name;  ///< as in the command
    Type type;
    bool required;
    const char *description;
    int least = 0, most = 0;                ///< for numbers
    std::vector<std::string> choices = {};  ///< for text; empty: any
    bool is_table = false;
};

struct Tool {
    const char *name;
    const char *description;
    std::vector<Input> inputs;
    ToolAnswer (*call)(Database &, const Arguments &);
};

ToolAnswer one_text(const std::string &text) { return {{text}, false}; }

/// Cuts the text to longest_answer at the end of a line. A second text reports the cut.
ToolAnswer cut_text(std::string text) {
    text = show_unseen(text);
    if (text.size() <= longest_answer) return one_text(text);
    const std::size_t whole = text.size();
    text = cut(text, longest_answer);
    const std::size_t line = text.rfind('\n');
    if (line != std::string::npos) text.resize(line + 1);
    return {{text, "The answer was cut after " + std::to_string(text.size()) + " of " + std::to_string(whole) + " bytes."},
            false};
}

/// A value on one line.
std::string cell(const std::string &text) {
    std::string line;
    for (const char c : show_unseen(text)) line += c == '\n' ? "\\u000A" : c == '\t' ? "\\u0009" : std::string(1, c);
    return line;
}

/// At most most_listed rows as comma-separated values, with a header.
ToolAnswer as_csv(const Result &result, const std::string &none) {
    if (result.rows() == 0) return one_text(none);
    std::vector<std::optional<std::string>> cells;
    cells.reserve(static_cast<std::size_t>(result.columns()));
    for (int column = 0; column < result.columns(); ++column) cells.emplace_back(result.column_name(column));
    std::string text = csv_line(cells);
    const int rows = std::min(result.rows(), most_listed);
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < result.columns(); ++column) {
            cells[static_cast<std::size_t>(column)] =
                result.is_null(row, column) ? std::nullopt : std::optional<std::string>(cell(result.value(row, column)));
        }
        text += csv_line(cells);
    }
    ToolAnswer answer = cut_text(text);
    if (rows < result.rows()) {
        answer.texts.push_back("Only the first " + std::to_string(rows) + " of " + std::to_string(result.rows()) +
                               " rows are listed.");
    }
    return answer;
}

std::string lines_of(const Result &result) {
    std::string text;
    for (int row = 0; row < result.rows(); ++row) text += result.value(row, 0) + '\n';
    return text;
}

ToolAnswer answer_context(Database &database, const Arguments &arguments) {
    return cut_text(database.answer(command_named(join_commands(), "context"), arguments).value(0, 0));
}

ToolAnswer answer_relationships(Database &database, const Arguments &arguments) {
    return as_csv(database.answer(command_named(read_commands(), "relationships"), arguments), "No relationships.");
}

ToolAnswer answer_path(Database &database, const Arguments &arguments) {
    return as_csv(database.answer(command_named(join_commands(), "path"), arguments), "No path.");
}

ToolAnswer answer_join(Database &database, const Arguments &arguments) {
    Command command = command_named(join_commands(), "join");
    if (arguments.count("fan_out") != 0) {
        command.function = "join_sql_with";
        command.parameters.front().variadic = false;
    }
    return cut_text(database.answer(command, arguments).value(0, 0));
}

ToolAnswer answer_nested(Database &database, const Arguments &arguments) {
    Arguments given = arguments;
    const auto limit = given.find("limit");
    const int wanted = limit == given.end() ? usual_rows : std::stoi(limit->second.front());
    given.erase("limit");
    const Result result = database.nested(given, wanted + 1, static_cast<int>(longest_answer));
    std::string text;
    int shown = 0;
    while (shown < std::min(result.rows(), wanted) && !result.is_null(shown, 0)) text += result.value(shown++, 0) + '\n';
    ToolAnswer answer{{text}, false};
    if (shown == 0) answer.texts = {"No rows."};
    if (shown < std::min(result.rows(), wanted)) {
        answer.texts.push_back("The next row has " + result.value(shown, 1) + " bytes, and an answer at most " +
                               std::to_string(longest_answer) + ": the result was cut after " + std::to_string(shown) +
                               " rows. Select fewer fields, or add limits to relationships.");
    } else if (result.rows() > wanted) {
        answer.texts.push_back("The result was cut after " + std::to_string(wanted) + " rows; there are more.");
    }
    return answer;
}

ToolAnswer answer_proof(Database &database, const Arguments &arguments) {
    const bool relationship = arguments.count("name") != 0;
    Arguments given = arguments;
    if (!relationship) {
        given["bridge"] = given.at("source");
        given.erase("source");
    }
    return cut_text(
        lines_of(database.answer(command_named(read_commands(), relationship ? "explain" : "explain-bridge"), given)));
}

ToolAnswer answer_findings(Database &database, const Arguments &arguments) {
    return as_csv(database.answer(command_named(findings_commands(), "lint"), arguments), "No findings.");
}

Input table(const char *name, const char *description) { return {name, Type::text, true, description, 0, 0, {}, true}; }
Input tables(const char *name, bool required, const char *description) {
    return {name, Type::texts, required, description, 0, 0, {}, true};
}

const std::vector<Tool> &all_tools() {
    static const std::vector<Tool> tools{
        {"context",
         "The schema as short text for writing joins: tables, columns, keys, references, bridges between tables, and where a "
         "join multiplies rows. With tables: only these, the tables that connect them, and the join.",
         {tables("tables", false, "only these tables and the tables that join them"),
          {"tokens", Type::number, false, "maximum length in tokens (default: 16000)", 1, 1'000'000},
          {"comments", Type::flag, false, "include comments on tables and columns"}},
         answer_context},
        {"relationships",
         "The named relationships between tables, as CSV: source, name, kind, target, the bridge between them, and the join "
         "condition.",
         {{"source", Type::text, false, "only the relationships of this table", 0, 0, {}, true}},
         answer_relationships},
        {"path",
         "The cheapest paths from one table to another along relationships, as CSV with one row for each step.",
         {table("source", "the table to start from"),
          table("target", "the table to reach"),
          tables("via", false, "tables to pass through, in this order"),
          tables("avoid", false, "tables to avoid"),
          {"max_paths", Type::number, false, "maximum number of paths (default: 1)", 1, 1000},
          {"max_hops", Type::number, false, "maximum number of steps (default: 8)", 1, 64}},
         answer_path},
        {"join",
         "A SELECT that joins tables along the cheapest relationships and keeps all rows of the first. Comments in it show where "
         "rows can multiply and which other relationships fit.",
         {tables("tables", true, "the tables to join"),
          {"fan_out",
           Type::text,
           false,
           "if branches multiply each other's rows: add a comment (the default), aggregate each branch before the join, or raise "
           "an error",
           0,
           0,
           {"comment", "aggregate", "error"}}},
         answer_join},
        {"nested",
         "Rows of a table with their related rows, as JSON objects, one on each line. Read-only.",
         {table("root", "the table of the outermost objects"),
          {"selection", Type::text, true,
           "columns and relationships as in GraphQL: (order_by: username) { username users(limit: 5, where: {active: true}) { "
           "email } }"},
          {"key", Type::text, false,
           "only the row with this primary key, a JSON array if it is composite, or a JSON object with any unique key"},
          {"limit", Type::number, false, "maximum number of rows (default: 100)", 1, most_rows}},
         answer_nested},
        {"explain",
         "The keys and indexes that prove the kind of a relationship; without a name, why a table is or is not a bridge.",
         {table("source", "the table"), {"name", Type::text, false, "the name of one of its relationships"}},
         answer_proof},
        {"lint",
         "Problems in keys and bridges, as CSV, each with the SQL that fixes it.",
         {tables("tables", false, "only these tables")},
         answer_findings},
    };
    return tools;
}

const Tool *find(const std::string &name) {
    const std::vector<Tool> &tools = all_tools();
    const auto found = std::find_if(tools.begin(), tools.end(), [&](const Tool &tool) { return name == tool.name; });
    return found == tools.end() ? nullptr : &*found;
}

Json schema_of(const Input &input) {
    Json schema{{"description", input.description}};
    switch (input.type) {
        case Type::text: schema["type"] = "string"; break;
        case Type::texts:
            schema["type"] = "array";
            schema["items"] = {{"type", "string"}};
            if (input.required) schema["minItems"] = 1;
            schema["maxItems"] = most_elements;
            break;
        case Type::number:
            schema["type"] = "integer";
            schema["minimum"] = input.least;
            schema["maximum"] = input.most;
            break;
        case Type::flag: schema["type"] = "boolean"; break;
    }
    if (!input.choices.empty()) schema["enum"] = input.choices;
    return schema;
}

/// A string without zero bytes, which PostgreSQL does not accept.
std::string text_of(const Json &value, const Input &input) {
    if (!value.is_string()) throw InvalidArguments(std::string(input.name) + " must be a string");
    std::string text = value.get<std::string>();
    if (text.find('\0') != std::string::npos)
        throw InvalidArguments(std::string(input.name) + " must not contain the character \\u0000");
    if (!input.choices.empty() && std::find(input.choices.begin(), input.choices.end(), text) == input.choices.end()) {
        throw InvalidArguments(std::string(input.name) + " must be " + join(input.choices, " or "));
    }
    return text;
}

std::vector<std::string> values_of(const Json &value, const Input &input) {
    std::vector<std::string> values;
    switch (input.type) {
        case Type::text: return {text_of(value, input)};
        case Type::texts:
            if (!value.is_array()) throw InvalidArguments(std::string(input.name) + " must be an array of strings");
            if (value.size() > most_elements) throw InvalidArguments(std::string(input.name) + " has too many elements");
            for (const Json &element : value) values.push_back(text_of(element, input));
            return values;
        case Type::number: {
            const bool good = value.is_number_integer() && value >= input.least && value <= input.most;
            if (good) return {std::to_string(value.get<int>())};
            throw InvalidArguments(std::string(input.name) + " must be an integer from " + std::to_string(input.least) + " to " +
                                   std::to_string(input.most));
        }
        case Type::flag:
            if (!value.is_boolean()) throw InvalidArguments(std::string(input.name) + " must be true or false");
            if (value.get<bool>()) values.emplace_back("true");
            return values;
    }
    return values;
}

Arguments arguments_of(const Tool &tool, const Json &given) {
    Arguments arguments;
    for (const auto &[name, value] : given.items()) {
        const auto input = std::find_if(tool.inputs.begin(), tool.inputs.end(),
                                        [&, &wanted = name](const Input &each) { return wanted == each.name; });
        if (input == tool.inputs.end()) throw InvalidArguments("unknown argument " + in_quotes(name));
        if (value.is_null() && !input->required) continue;
        std::vector<std::string> values = values_of(value, *input);
        if (!values.empty()) arguments[name] = std::move(values);
    }
    for (const Input &input : tool.inputs) {
        if (input.required && arguments.count(input.name) == 0)
            throw InvalidArguments("missing argument " + in_quotes(input.name));
    }
    return arguments;
}

template <class Error>
std::string text_of(const Error &error) {
    std::string text = error.what();
    if (!error.sqlstate.empty()) text += " (" + error.sqlstate + ")";
    if (!error.detail.empty()) text += "\nDETAIL: " + error.detail;
    if (!error.hint.empty()) text += "\nHINT: " + error.hint;
    return text;
}

/// Suggestions for arguments that may be misspelled table names.
std::string near(Database &database, const Tool &tool, const Arguments &arguments) {
    std::vector<std::string> names;
    for (const Input &input : tool.inputs) {
        const auto given = input.is_table ? arguments.find(input.name) : arguments.end();
        if (given != arguments.end()) names.insert(names.end(), given->second.begin(), given->second.end());
    }
    if (names.size() > 20) names.resize(20);
    try {
        return database.near_tables(names);
    } catch (const std::exception &) {
        return "";
    }
}

ToolAnswer failed_with(const std::string &text) {
    ToolAnswer answer = cut_text(text);
    answer.is_error = true;
    return answer;
}

}  // namespace

Json list_of_tools() {
    Json tools = Json::array();
    for (const Tool &tool : all_tools()) {
        Json properties = Json::object();
        Json required = Json::array();
        for (const Input &input : tool.inputs) {
            properties[input.name] = schema_of(input);
            if (input.required) required.push_back(input.name);
        }
        Json schema{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
        if (!required.empty()) schema["required"] = required;
        tools.push_back(
            {{"name", tool.name},
             {"description", tool.description},
             {"inputSchema", schema},
             {"annotations",
              {{"readOnlyHint", true}, {"destructiveHint", false}, {"idempotentHint", true}, {"openWorldHint", false}}}});
    }
    return tools;
}

bool is_tool(const std::string &name) { return find(name) != nullptr; }

ToolAnswer call_tool(Database &database, const std::string &name, const Json &given) {
    const Tool &tool = *find(name);
    Arguments arguments;
    try {
        arguments = arguments_of(tool, given);
        return tool.call(database, arguments);
    } catch (const InvalidArguments &error) {
        return failed_with(error.what());
    } catch (const ServerError &error) {
        const bool unknown = error.sqlstate == sqlstate::undefined_table || error.sqlstate == "3F000";
        return failed_with(text_of(error) + (unknown ? "\n" + near(database, tool, arguments) : ""));
    } catch (const UserError &error) {
        return failed_with(text_of(error));
    } catch (const ConnectionError &error) {
        return failed_with(std::string("no connection to the database: ") + error.what());
    } catch (const std::exception &error) {
        return failed_with(error.what());
    }
}

}  // namespace relmeta::client
