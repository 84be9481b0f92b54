// Commands that read the catalog.
#include "command.hpp"

namespace relmeta::client {

// clang-format off
Commands read_commands() {
    Command relationships{"relationships", "list the relationships of a table, or all", "", Shape::rows,
                          {{"source", "regclass", Place::optional_argument, "the table", ""}}, "-d shop relationships account"};
    relationships.query = "SELECT * FROM relmeta.relationships "
                          "WHERE $1::pg_catalog.regclass IS NULL OR source OPERATOR(pg_catalog.=) $1";
    relationships.columns = {"source", "name", "kind", "target", "via"};
    relationships.none = "no relationships";

    Command bridges{"bridges", "list the bridges", "", Shape::rows, {}, "-d shop bridges --format json"};
    bridges.query = "SELECT * FROM relmeta.bridges";
    bridges.columns = {"bridge", "grade", "ends", "payload"};
    bridges.none = "no bridges";

    return {
        relationships,
        bridges,
        {"explain", "the proof of a relationship", "explain", Shape::lines,
         {{"source", "regclass", Place::argument, "the table whose relationship it is", ""},
          {"name", "name", Place::argument, "its name", ""}},
         "explain account users"},
        {"explain-bridge", "why a table is a bridge, or is none", "explain_bridge", Shape::lines,
         {{"bridge", "regclass", Place::argument, "the table", ""}}, "explain-bridge account_user"},
    };
}
// clang-format on

}  // namespace relmeta::client
