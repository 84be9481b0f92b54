// The SQL function export.
#include "../core/error.hpp"
#include "../core/export/exporter.hpp"
#include "../core/quote.hpp"
#include "arguments.hpp"
#include "whole_catalog.hpp"

using namespace relmeta;
using namespace relmeta::server;

RELMETA_FUNCTION(relmeta_export) {
    const std::string format = text_argument(fcinfo, 0, "format");
    const std::string bridges = text_argument(fcinfo, 2, "bridges");
    if (bridges != "tables" && bridges != "edges") {
        throw UserError("22023", "unrecognized way to draw bridges: " + in_quotes(bridges), "The ways are tables and edges.");
    }
    const WholeCatalog catalog = read_whole_catalog();
    return to_text(export_as(format, {catalog.facts, catalog.relationships, catalog.bridges, catalog.type_names,
                                      chosen_tables(fcinfo, 1, "tables", catalog.facts), bridges == "edges"}));
}
