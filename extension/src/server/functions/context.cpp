// The SQL function context.
#include "core/context/context.hpp"

#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/whole_catalog.hpp"
#include "server/functions/arguments.hpp"

extern "C" {
#include <catalog/pg_description.h>
#include <catalog/pg_inherits.h>
}

using namespace relmeta;
using namespace relmeta::server;

namespace {

decltype(ContextInput::comments) read_comments() {
    decltype(ContextInput::comments) comments;
    scan(DescriptionRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc descriptor) {
        auto form = reinterpret_cast<Form_pg_description>(GETSTRUCT(tuple));
        Datum text = 0;
        if (form->classoid == RelationRelationId && get(tuple, descriptor, Anum_pg_description_description, &text)) {
            comments.emplace(std::make_pair(form->objoid, static_cast<ColumnNumber>(form->objsubid)), text_from(text));
        }
        return true;
    });
    return comments;
}

std::map<TableId, TableId> read_partitions(const Facts &facts) {
    std::map<TableId, TableId> parents;
    scan(InheritsRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc) {
        auto form = reinterpret_cast<Form_pg_inherits>(GETSTRUCT(tuple));
        const Table *table = facts.table(form->inhrelid);
        if (table != nullptr && table->is_partition) {
            parents.emplace(form->inhrelid, form->inhparent);
        }
        return true;
    });
    return parents;
}

}  // namespace

RELMETA_FUNCTION(relmeta_context) {
    const std::size_t tokens = context_tokens(integer_argument(fcinfo, 1, "tokens"));
    const bool comments = flag_argument(fcinfo, 2, "comments");
    WholeCatalog catalog = read_whole_catalog();
    for (auto &entry : catalog.facts.tables) {
        pg::check_interrupts();
        read_privileges(entry.second);
    }
    ContextInput input{catalog.facts, catalog.relationships, catalog.bridges};
    input.partition_of = read_partitions(catalog.facts);
    if (comments) {
        input.comments = read_comments();
    }
    input.tables = chosen_tables(fcinfo, 0, "tables", catalog.facts);
    input.tokens = tokens;
    return to_text(context(input));
}
