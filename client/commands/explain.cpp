// Commands that read the catalog.
#include "../command.hpp"

namespace relmeta::client {

// clang-format off
Commands read_commands() {
    // Until a function of relmeta is called, the setting has the value of the server's configuration.
    // NULLIF would use an operator = found through search_path.
    const auto is_on = [](const std::string &setting) {
        const std::string value = "pg_catalog.current_setting('relmeta." + setting + "', true)";
        return "CASE WHEN " + value + " OPERATOR(pg_catalog.<>) '' THEN " + value + "::pg_catalog.bool ELSE false END";
    };
    const std::string is_shown = "(extension IS NULL OR " + is_on("include_extensions") + ")";
    Command relationships{"relationships", "list the relationships of one table or of all tables", "", Shape::rows,
                          {{"source", "regclass", Place::optional_argument, "the table", ""}, include_extensions(), exclude_views()},
                          "-d shop relationships account"};
    relationships.query = "SELECT * FROM relmeta.relationships "
                          "WHERE source OPERATOR(pg_catalog.=) $1::pg_catalog.regclass OR $1 IS NULL AND " + is_shown +
                          " AND NOT (" + is_on("exclude_views") + " "
                          "AND EXISTS (SELECT FROM relmeta.relationship AS r WHERE r.source OPERATOR(pg_catalog.=) relationships.source "
                          "AND r.name OPERATOR(pg_catalog.=) relationships.name AND r.origin OPERATOR(pg_catalog.=) 'view'))";
    relationships.columns = {"source", "name", "kind", "target", "via"};
    relationships.none = "no relationships";

    Command bridges{"bridges", "list the bridges", "", Shape::rows, {include_extensions()}, "-d shop bridges --format json"};
    bridges.query = "SELECT * FROM relmeta.bridges WHERE " + is_shown;
    bridges.columns = {"bridge", "grade", "ends", "payload"};
    bridges.none = "no bridges";

    return {
        relationships,
        bridges,
        {"explain", "show the proof of a relationship", "explain", Shape::lines,
         {{"source", "regclass", Place::argument, "the source table of the relationship", ""},
          {"name", "name", Place::argument, "the name of the relationship", ""}},
         "explain account users"},
        {"explain-bridge", "show why a table is or is not a bridge", "explain_bridge", Shape::lines,
         {{"bridge", "regclass", Place::argument, "the table", ""}}, "explain-bridge account_user"},
    };
}
// clang-format on

}  // namespace relmeta::client
