#include "server/sync/stale.hpp"

#include <algorithm>

#include "server/catalog/store.hpp"
#include "server/pg/datum.hpp"

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

void leave_stale(const std::vector<Oid> &tables) {
    if (tables.empty()) {
        return;
    }
    mark_stale(tables, "another transaction was changing it");
    const std::string first = table_text(tables.front());
    pg::call([&] {
        ereport(WARNING, (errcode(ERRCODE_LOCK_NOT_AVAILABLE),
                          errmsg("relmeta did not update the relationships of %s%s", first.c_str(),
                                 tables.size() > 1 ? " and others" : ""),
                          errdetail("Another transaction is changing them."),
                          errhint("Run SELECT relmeta.refresh() to bring the relationships up to date.")));
    });
}

void leave_views(std::size_t views, std::size_t limit) {
    if (stale_tables().count(everything) > 0) {
        return;
    }
    mark_stale({everything}, "too many views depend on a changed table");
    pg::call([&] {
        ereport(WARNING, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("relmeta did not update the relationships of %zu views", views),
                          errdetail("They depend on a table that this command changed. A command updates at most %zu views.", limit),
                          errhint("Run SELECT relmeta.refresh() to bring the relationships up to date.")));
    });
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
