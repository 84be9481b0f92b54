// Derives everything from current facts and uses only names from stored rows, so relationships always match the facts.
#include "server/catalog/whole_catalog.hpp"

#include <algorithm>

#include "server/catalog/derivation.hpp"
#include "server/catalog/left_out.hpp"
#include "server/catalog/table_description.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <catalog/pg_inherits.h>
#include <utils/lsyscache.h>
#include <utils/syscache.h>
}

namespace relmeta::server {

WholeCatalog read_whole_catalog() {
    Picture picture = take_picture(true);
    WholeCatalog catalog{
        std::move(picture.facts), std::move(picture.derived.relationships), std::move(picture.derived.recognised), {}, {}};
    for (const auto &entry : catalog.facts.tables) {
        for (const Column &column : entry.second.columns) {
            pg::check_interrupts();
            const TypeKey key{column.type, column.type_modifier};
            if (catalog.type_names.count(key) == 0) {
                catalog.type_names.emplace(key, type_text(column.type, column.type_modifier));
                const Oid base = pg::call([&] {
                    return SearchSysCacheExists1(TYPEOID, ObjectIdGetDatum(column.type)) ? getBaseType(column.type) : column.type;
                });
                if (base != column.type) {
                    catalog.base_types.emplace(column.type, base);
                }
            }
        }
    }
    mark_left_out(catalog.facts);
    return catalog;
}

std::map<TableId, std::vector<TableId>> read_parents(const Facts &facts) {
    std::map<TableId, std::vector<TableId>> parents;
    scan(InheritsRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc) {
        const auto form = reinterpret_cast<Form_pg_inherits>(GETSTRUCT(tuple));
        const Table *child = facts.table(form->inhrelid);
        if (child != nullptr && !child->is_partition) {
            parents[child->id].push_back(form->inhparent);
        }
        return true;
    });
    for (auto &entry : parents) {
        std::sort(entry.second.begin(), entry.second.end());
    }
    return parents;
}

}  // namespace relmeta::server
