// Build one statement from a command's entry and its arguments, run it, and print the result.
#include "call.hpp"

#include "source.hpp"
#include "text.hpp"

namespace relmeta::client {
namespace {

bool is_array(const Parameter &parameter) { return parameter.place == Place::list || parameter.place == Place::arguments; }

/// An array in PostgreSQL's text form. Every element is quoted, so none is read as NULL or as two elements.
std::string array_of(const std::vector<std::string> &elements) {
    std::string text = "{";
    for (const std::string &element : elements) {
        if (text.size() > 1) text += ',';
        text += array_element(element);
    }
    return text + '}';
}

std::optional<std::string> value_of(const Parameter &parameter, const Arguments &arguments) {
    const auto given = arguments.find(parameter.name);
    if (given == arguments.end()) return std::nullopt;
    return is_array(parameter) ? array_of(given->second) : given->second.front();
}

/// The call of a function in named notation with the given arguments. `write` writes the placeholder of a value.
template <typename Write>
std::string write_call(const Command &command, const std::string &function, const Arguments &arguments, Write write) {
    std::string text = "relmeta." + function + "(";
    bool first = true;
    for (const Parameter &parameter : command.parameters) {
        const std::optional<std::string> value = value_of(parameter, arguments);
        if (!value || parameter.setting || parameter.own) continue;
        if (!first) text += ", ";
        first = false;
        if (parameter.variadic) text += "VARIADIC ";
        text += parameter.name + " => " + write(parameter, *value);
    }
    return text + ")";
}

}  // namespace

Statement call_of(const Command &command, const std::string &function, const Arguments &arguments) {
    Statement call;
    call.text = write_call(command, function, arguments, [&](const Parameter &parameter, const std::string &value) {
        call.values.push_back(value);
        return "$" + std::to_string(call.values.size()) + "::pg_catalog." + parameter.type + (is_array(parameter) ? "[]" : "");
    });
    return call;
}

Statement statement_of(const Command &command, const Arguments &arguments) {
    Statement statement;
    if (!command.query.empty()) {
        statement.text = command.query;
        for (const Parameter &parameter : command.parameters) {
            if (!parameter.setting && !parameter.own) statement.values.push_back(value_of(parameter, arguments));
        }
        return statement;
    }
    statement = call_of(command, command.function, arguments);
    switch (command.shape) {
        case Shape::rows: statement.text = "SELECT * FROM " + statement.text; break;
        case Shape::lines: statement.text = "SELECT line FROM " + statement.text + " AS line"; break;
        case Shape::value: statement.text = "SELECT " + statement.text + " AS " + command.function; break;
        case Shape::nothing: statement.text = "SELECT " + statement.text; break;
    }
    return statement;
}

Statement ddl_of(const Command &command, const Arguments &arguments) {
    Statement ddl = call_of(command, command.ddl_function, arguments);
    ddl.text = "SELECT " + ddl.text;
    return ddl;
}

std::string call_text(const Command &command, const Arguments &arguments, const Connection &connection) {
    return "SELECT " +
           write_call(command, command.function, arguments,
                      [&](const Parameter &parameter, const std::string &value) {
                          return parameter.type == "bool" ? value : connection.literal(value);
                      }) +
           ";";
}

int write_result(const Context &context, const Result &result) {
    const Command &command = context.command;
    Output &output = context.output;
    if (command.shape == Shape::nothing) return done;
    if (output.format() == Format::json) {
        output.json(result, command.shape, context.connection.encoding());
    } else if (output.format() == Format::csv) {
        output.csv(result);
    } else if (command.shape == Shape::rows) {
        // A column whose value is given by an argument of the same name is not shown.
        std::vector<std::string> fixed;
        if (!command.query.empty()) {
            for (const auto &[name, values] : context.arguments) fixed.push_back(name);
        }
        output.table(result, command.columns, fixed, context.connection.encoding());
        if (result.rows() == 0 && !command.none.empty()) output.note(command.none);
    } else {
        output.lines(result);
    }
    return command.findings && result.rows() > 0 ? found : done;
}

int run_call(const Context &context) {
    if (!context.settings.dry_run) return write_result(context, context.source.answer(context.command, context.arguments));
    context.output.line(context.source.rehearse(context.command, context.arguments));
    return done;
}

}  // namespace relmeta::client
