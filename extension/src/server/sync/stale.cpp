#include "server/sync/stale.hpp"

#include <algorithm>

#include "server/catalog/store.hpp"

namespace relmeta::server {

std::set<Oid> stale_tables() {
    std::set<Oid> tables;
    for (const Stored<StaleTable> &mark : StoreTable<StaleTable>(RowExclusiveLock).read(nullptr, {})) {
        tables.insert(mark.row.table);
    }
    return tables;
}

std::set<Oid> stale_tables_at_hand() {
    LOCKTAG tag;
    SET_LOCKTAG_RELATION(tag, MyDatabaseId, relmeta_relation(Codec<StaleTable>::table));
    return try_lock(tag, RowExclusiveLock) == Got::no ? std::set<Oid>() : stale_tables();
}

void mark_stale(const std::vector<Oid> &tables, const std::string &reason) {
    StoreTable<StaleTable> stale(RowExclusiveLock);
    std::set<Oid> marked = stale_tables();
    for (Oid table : tables) {
        if (marked.insert(table).second) {
            stale.insert({table, reason});
        }
    }
    pg::call([] { CommandCounterIncrement(); });
}

void remove_stale_marks(const std::vector<Oid> *tables) {
    StoreTable<StaleTable> stale(RowExclusiveLock);
    for (const Stored<StaleTable> &mark : stale.read(nullptr, {})) {
        if (tables == nullptr || std::binary_search(tables->begin(), tables->end(), mark.row.table)) {
            stale.remove(mark.where);
        }
    }
}

}  // namespace relmeta::server
