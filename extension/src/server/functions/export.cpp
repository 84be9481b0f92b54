// The SQL function export.
#include <unordered_map>

#include "core/export/exporter.hpp"
#include "server/catalog/whole_catalog.hpp"
#include "server/functions/arguments.hpp"

extern "C" {
#include <catalog/pg_description.h>
}

using namespace relmeta;
using namespace relmeta::server;

namespace {

/// Adds the comments on foreign keys, tables and columns. Reads pg_description once, because few objects have comments.
void read_comments(ExportInput &input) {
    std::unordered_map<Oid, std::pair<TableId, std::string>> keys;
    scan(ConstraintRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc) {
        auto form = reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple));
        if (form->contype == CONSTRAINT_FOREIGN) {
            keys.emplace(form->oid, std::make_pair(form->conrelid, NameStr(form->conname)));
        }
        return true;
    });
    scan(DescriptionRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc descriptor) {
        auto form = reinterpret_cast<Form_pg_description>(GETSTRUCT(tuple));
        const auto key = form->classoid == ConstraintRelationId ? keys.find(form->objoid) : keys.end();
        const bool on_table = form->classoid == RelationRelationId && input.facts.table(form->objoid) != nullptr;
        Datum text = 0;
        if ((key == keys.end() && !on_table) || !get(tuple, descriptor, Anum_pg_description_description, &text)) {
            return true;
        }
        if (on_table && form->objsubid != 0) {
            input.column_comments.emplace(std::make_pair(form->objoid, static_cast<ColumnNumber>(form->objsubid)),
                                          text_from(text));
        } else {
            input.comments.emplace(on_table ? std::make_pair(form->objoid, std::string()) : key->second, text_from(text));
        }
        return true;
    });
}

}  // namespace

RELMETA_FUNCTION(relmeta_export) {
    const std::string format = text_argument(fcinfo, 0, "format");
    const std::string bridges = text_argument(fcinfo, 2, "bridges");
    if (bridges != "tables" && bridges != "edges") {
        throw unknown_way_to_draw(bridges);
    }
    const WholeCatalog catalog = read_whole_catalog();
    ExportInput input{catalog.facts,
                      catalog.relationships,
                      catalog.bridges,
                      catalog.type_names,
                      chosen_tables(fcinfo, 1, "tables", catalog.facts),
                      bridges == "edges"};
    read_comments(input);
    return to_text(export_as(format, input));
}
