// Commands that find ways between tables and turn them into queries.
#include "../command.hpp"

namespace relmeta::client {

// clang-format off
Commands join_commands() {
    Command path{"path", "the cheapest ways from one table to another", "path", Shape::rows,
                 {{"source", "regclass", Place::argument, "the table to start from"},
                  {"target", "regclass", Place::argument, "the table to reach"},
                  {"via", "regclass", Place::list, "a table to pass; several are passed in that order"},
                  {"avoid", "regclass", Place::list, "a table not to pass"},
                  {"max_paths", "int4", Place::option, "how many ways to tell, the cheapest first; by default 1"},
                  {"max_hops", "int4", Place::option, "how many relationships a way may take; by default 8"}},
                 "path scheduled_post account --max-paths 3"};
    path.columns = {"path", "step", "source", "relationship", "target", "kind", "via", "cost", "ambiguous"};
    path.none = "no path";

    const std::vector<Parameter> nested{
        {"root", "regclass", Place::argument, "the table whose rows are the outermost objects"},
        {"selection", "text", Place::argument, "columns, and relationships with what to take of their targets"}};
    Command of_rows{"nested", "rows with the rows related to them, as JSON objects", "nested", Shape::lines, nested,
                    "nested account '{ username users { email } }' --key 1"};
    of_rows.parameters.push_back({"key", "text", Place::option,
                                  "only the row with this primary key; a composite one as in [1, \"EUR\"]"});
    return {
        path,
        {"join", "print a SELECT that joins tables along the cheapest relationships", "join_sql", Shape::value,
         {{"tables", "regclass", Place::arguments, "the tables; every row of the first is kept", "table", true, true}},
         "join account user scheduled_post"},
        of_rows,
        {"nested-sql", "print the SELECT that nested would run", "nested_sql", Shape::value, nested,
         "nested-sql account '{ username users { email } }'"},
    };
}
// clang-format on

}  // namespace relmeta::client
