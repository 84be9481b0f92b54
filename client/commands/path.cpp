// Commands that find paths between tables and turn them into queries.
#include "../call.hpp"
#include "../command.hpp"
#include "../command_line.hpp"

namespace relmeta::client {
namespace {

/// No parameter can follow a VARIADIC one, so another SQL function has fan_out.
int run_join(const Context &context) {
    Command command = context.command;
    Arguments arguments = context.arguments;
    if (arguments.count("aggregate") != 0) arguments["fan_out"] = {"aggregate"};
    if (arguments.count("fan_out") != 0) {
        command.function = "join_sql_with";
        command.parameters.front().variadic = false;
    }
    return run_call({command, arguments, context.settings, context.connection, context.source, context.output, context.progress});
}

void check_join(const Arguments &arguments) {
    if (arguments.count("aggregate") != 0 && arguments.count("fan_out") != 0) {
        throw UsageError("--aggregate means --fan-out aggregate; give only one of them");
    }
}

}  // namespace

// clang-format off
Commands join_commands() {
    Command path{"path", "find the cheapest paths from one table to another", "path", Shape::rows,
                 {{"source", "regclass", Place::argument, "the table to start from"},
                  {"target", "regclass", Place::argument, "the table to reach"},
                  {"via", "regclass", Place::list, "a table to pass through; several are passed in the given order"},
                  {"avoid", "regclass", Place::list, "a table to avoid"},
                  {"max_paths", "int4", Place::option, "maximum number of paths, cheapest first (default: 1)"},
                  {"max_hops", "int4", Place::option, "maximum number of relationships in a path (default: 8)"}},
                 "path scheduled_post account --max-paths 3"};
    path.columns = {"path", "step", "source", "relationship", "target", "kind", "via", "cost", "ambiguous"};
    path.none = "no path";

    const std::vector<Parameter> nested{
        {"root", "regclass", Place::argument, "the table of the outermost objects"},
        {"selection", "text", Place::argument, "columns, and relationships with a selection of their own"}};
    Command of_rows{"nested", "show rows with their related rows, as JSON objects", "nested", Shape::lines, nested,
                    "nested account '{ username users { email } }' --key 1"};
    of_rows.parameters.push_back({"key", "text", Place::option,
                                  "only the row with this primary key; a composite key is an array, as in [1, \"EUR\"]"});
    Parameter asked{"tables", "regclass", Place::list, "only these tables and the tables that join them, separated by commas", "for"};
    asked.commas = true;
    const Command context{"context", "print the schema as short text for writing joins, for people and language models", "context", Shape::value,
                          {asked,
                           {"tokens", "int4", Place::option, "maximum length in tokens, estimated (default: 16000)"},
                           {"comments", "bool", Place::flag, "include comments on tables and columns"},
                           include_extensions()},
                          "-d shop context --for account,scheduled_post"};
    Command join{"join", "print a SELECT that joins tables along the cheapest relationships", "join_sql", Shape::value,
                 {{"tables", "regclass", Place::arguments, "the tables; all rows of the first are kept", "table", true, true},
                  {"fan_out", "text", Place::option,
                   "if branches multiply each other's rows: comment (default), aggregate or error"},
                  own_option("aggregate", "", Place::flag, "the same as --fan-out aggregate")},
                 "join account user scheduled_post"};
    join.check = check_join;
    join.run = run_join;
    return {
        context,
        path,
        join,
        of_rows,
        {"nested-sql", "print the SELECT that nested runs", "nested_sql", Shape::value, nested,
         "nested-sql account '{ username users { email } }'"},
    };
}
// clang-format on

}  // namespace relmeta::client
