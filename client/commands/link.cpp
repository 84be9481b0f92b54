// Commands that link rows through a bridge.
#include "../call.hpp"
#include "../command.hpp"
#include "../text.hpp"

namespace relmeta::client {

namespace {

bool is_array(const std::string &key) { return !key.empty() && key.front() == '{' && key.back() == '}'; }

/// A composite key is given as a PostgreSQL array, {1,EUR}; the other key is then also read as an array.
int run_with_keys(const Context &context) {
    Command command = context.command;
    Arguments arguments = context.arguments;
    std::string &source_key = arguments.at("source_key").front();
    std::string &target_key = arguments.at("target_key").front();
    if (is_array(source_key) || is_array(target_key)) {
        for (std::string *key : {&source_key, &target_key}) {
            *key = is_array(*key) ? *key : "{" + array_element(*key) + "}";
        }
        for (Parameter &parameter : command.parameters) {
            parameter.type = parameter.type == "text" ? "_text" : parameter.type;
        }
    }
    return run_call({command, arguments, context.settings, context.connection, context.source, context.output, context.progress});
}

// clang-format off
Command row_command(const std::string &name, const std::string &summary, const std::string &example) {
    Command command{name, summary, name, Shape::value,
                    {{"source", "regclass", Place::argument, "the source table", ""},
                     {"relationship", "name", Place::argument, "the relationship, which must use a bridge", ""},
                     {"source_key", "text", Place::argument, "primary key of the source row; a composite key as in {1,EUR}", ""},
                     {"target_key", "text", Place::argument, "primary key of the target row", ""}},
                    example};
    command.changes = true;
    command.run = run_with_keys;
    return command;
}
// clang-format on

}  // namespace

Commands row_commands() {
    return {row_command("link", "link two rows through a bridge", "link account users 1 7"),
            row_command("unlink", "unlink two rows", "unlink account users 1 7")};
}

}  // namespace relmeta::client
