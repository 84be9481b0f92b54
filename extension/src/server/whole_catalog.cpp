// Derives from fresh facts and takes only names from what is stored, so that what is derived always fits the facts beside it.
#include "whole_catalog.hpp"

#include "../core/error.hpp"
#include "arguments.hpp"
#include "catalog_reader.hpp"
#include "derivation.hpp"
#include "left_out.hpp"
#include "table_description.hpp"

extern "C" {
#include <utils/snapmgr.h>
}

namespace relmeta::server {

WholeCatalog read_whole_catalog() {
    Snapshot snapshot = pg::call([] { return RegisterSnapshot(GetLatestSnapshot()); });
    WholeCatalog catalog{read_catalog(snapshot, true), {}, {}, {}};
    DerivedCatalog derived = derive_catalog(catalog.facts, all_holders(catalog.facts), read_stored_catalog(snapshot));
    pg::call([&] { UnregisterSnapshot(snapshot); });
    catalog.relationships = std::move(derived.relationships);
    catalog.bridges = std::move(derived.recognised);
    for (const auto &entry : catalog.facts.tables) {
        for (const Column &column : entry.second.columns) {
            const TypeKey key{column.type, column.type_modifier};
            if (catalog.type_names.count(key) == 0) {
                catalog.type_names.emplace(key, type_text(column.type, column.type_modifier));
            }
        }
    }
    for (TableId id : left_out_tables()) {
        const auto found = catalog.facts.tables.find(id);
        if (found != catalog.facts.tables.end()) {
            found->second.left_out = true;
        }
    }
    return catalog;
}

std::optional<std::vector<TableId>> chosen_tables(FunctionCallInfo fcinfo, int number, const char *name, const Facts &facts) {
    if (PG_ARGISNULL(number)) {
        return std::nullopt;
    }
    std::vector<TableId> tables = tables_argument(fcinfo, number, name);
    for (TableId table : tables) {
        if (facts.table(table) == nullptr) {
            throw takes_no_part(table);
        }
    }
    return tables;
}

}  // namespace relmeta::server
