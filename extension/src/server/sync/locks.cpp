#include "server/sync/locks.hpp"

#include <algorithm>
#include <exception>

#include "core/model/sort_unique.hpp"
#include "core/text/error.hpp"
#include "server/catalog/store.hpp"
#include "server/catalog/table_description.hpp"
#include "server/pg/datum.hpp"
#include "server/pg/guard.hpp"

extern "C" {
#include <catalog/partition.h>
#include <catalog/pg_type.h>
#include <utils/lsyscache.h>
#include <utils/relcache.h>
#include <utils/timestamp.h>
}

namespace relmeta::server {

namespace {

enum Purpose : uint16 { whole = 0, holding = 1, naming = 2, depending = 3, meeting = 4 };

/// The lock modes for a command's own tables and for neighbours. Each conflicts with both; the mode shows how a table is held.
constexpr LOCKMODE as_own = AccessExclusiveLock;
constexpr LOCKMODE as_neighbour = ShareRowExclusiveLock;

/// Transactions that change facts of a relation exclude those that derive views from it, but not each other.
constexpr LOCKMODE to_change = RowExclusiveLock;
constexpr LOCKMODE to_read = ShareLock;

/// In a schema, views that show or refer to a table exclude each other and tables that refer to it. Such tables share the lock.
constexpr LOCKMODE as_view = ShareRowExclusiveLock;
constexpr LOCKMODE as_table = RowExclusiveLock;

/// Conflicts with ALTER TYPE ... ADD VALUE and RENAME VALUE.
constexpr LOCKMODE to_name_labels = RowShareLock;

/// How long new transactions give priority to a request for the whole catalog, in milliseconds.
constexpr long courtesy = 500;

/// `table` is InvalidOid for the whole catalog.
LOCKTAG tag_of(Oid table, Purpose purpose) {
    LOCKTAG tag;
    SET_LOCKTAG_OBJECT(tag, MyDatabaseId, relmeta_relation(Codec<Relationship>::table), table, purpose);
    return tag;
}

/// Partitions share the lock of the root, because commands on the root change all of them.
LOCKTAG facts_of(Oid relation) {
    const Oid root = pg::call([&] {
        return get_rel_relispartition(relation) ? llast_oid(get_partition_ancestors(relation)) : relation;
    });
    return tag_of(root, depending);
}

/// Only roles that can change a table lock it as their own, and they wait for each other. They hardly wait for a stranger that
/// holds the table as a neighbour.
Wanted own_holder(Oid table) {
    return {tag_of(table, holding), as_own, "relationships of " + table_text(table), Strangers::in_weaker_modes};
}

/// After this many locks in a transaction, tables are locked only if it did not create them.
constexpr int many_locks = 100;

/// Adds to the number of tables that the current transaction has locked, and returns it.
int locked_in_transaction(int more) {
    static TimestampTz transaction = 0;
    static int locked = 0;
    if (GetCurrentTransactionStartTimestamp() != transaction) {
        transaction = GetCurrentTransactionStartTimestamp();
        locked = 0;
    }
    return locked += more;
}

/// Polls for a lock, but not long if other roles hold it. Returns false instead of throwing 55P03.
bool obtain(const LOCKTAG &tag, LOCKMODE mode, const char *what, Oid table, const Patience &patience) {
    if (try_lock(tag, mode) != Got::no) {
        return true;
    }
    try {
        ask({tag, mode, what + table_text(table), Strangers::all}, patience);
        return true;
    } catch (const UserError &error) {
        if (error.sqlstate != sqlstate::lock_not_available) {
            throw;
        }
        return false;
    }
}

/// Releases the lock if another session waits for the whole catalog, and acquires it again afterwards. Otherwise overlapping
/// short transactions could make that session wait forever.
void make_room(const LOCKTAG &catalog) {
    if (!is_asked_for(catalog, ShareRowExclusiveLock)) {
        return;
    }
    pg::call([&] { LockRelease(&catalog, RowExclusiveLock, false); });
    for (const Patience patience; is_asked_for(catalog, ShareRowExclusiveLock) && !patience.is_over_after(courtesy);) {
        pause(5);
    }
    ask({catalog, RowExclusiveLock, "all relationships", Strangers::none});
}

}  // namespace

void lock_catalog(LOCKMODE mode) {
    // These come first, because REFRESH also requests the catalog lock while holding one of them. Tables are locked for writing
    // before they are read, because two transactions that read first and then lock for writing could deadlock.
    for (const char *table : {Codec<Relationship>::table, Codec<StoredBridge>::table, Codec<NameRecord>::table,
                              Codec<DeclaredBridge>::table, Codec<DeclaredRelationship>::table,
                              Codec<RejectedRelationship>::table}) {
        // A table may not exist yet during an update from an earlier version.
        if (const Oid relation = relmeta_relation(table); OidIsValid(relation)) {
            lock_relation(relation, RowExclusiveLock);
        }
    }
    const LOCKTAG catalog = tag_of(InvalidOid, whole);
    const Got got = try_lock(catalog, mode);
    if (got == Got::no) {
        ask({catalog, mode, "all relationships", Strangers::none});
    } else if (got == Got::yes && mode == RowExclusiveLock) {
        make_room(catalog);
    }
}

void lock_holders(const std::vector<Oid> &tables) {
    lock_catalog(RowExclusiveLock);
    for (Oid table : tables) {
        if (locked_in_transaction(0) < many_locks || !is_new(table)) {
            if (try_lock(tag_of(table, holding), as_own) == Got::no) {
                ask(own_holder(table));
            }
            locked_in_transaction(1);
        }
    }
}

std::vector<Oid> lock_neighbours(const std::vector<Oid> &tables) {
    std::vector<Oid> locked;
    const Patience patience;  // shared by all tables, so that the waits do not add up
    for (Oid table : tables) {
        if (obtain(tag_of(table, holding), as_neighbour, "relationships of ", table, patience)) {
            locked.push_back(table);
        }
    }
    return locked;
}

std::vector<Oid> ViewLocks::change(const std::vector<Oid> &relations) {
    std::vector<Oid> missed;
    for (Oid relation : relations) {
        if (!is_new(relation) && !obtain(facts_of(relation), to_change, "views on ", relation)) {
            missed.push_back(relation);
        }
    }
    return missed;
}

ViewLocks::Read ViewLocks::read(const std::vector<Oid> &relations) {
    Read result = Read::done;
    for (Oid relation : relations) {
        const LOCKTAG tag = facts_of(relation);
        if (pg::call([&] { return holds_lock(tag, to_read); }) || is_new(relation)) {
            continue;
        }
        if (!obtain(tag, to_read, "views on ", relation)) {
            return Read::failed;
        }
        result = Read::again;
    }
    return result;
}

bool ViewLocks::meet(Oid schema, Oid table, bool view) {
    LOCKTAG tag;
    SET_LOCKTAG_OBJECT(tag, MyDatabaseId, schema, table, meeting);
    return is_new(table) || obtain(tag, view ? as_view : as_table, "views of ", table);
}

bool ViewLocks::obtain(const LOCKTAG &tag, LOCKMODE mode, const char *what, Oid table) const {
    return wait_ ? server::obtain(tag, mode, what, table, patience_) : try_lock(tag, mode) != Got::no;
}

bool try_lock_neighbour(Oid table) { return try_lock(tag_of(table, holding), as_neighbour) != Got::no; }

void NameLocks::add(std::vector<Oid> sources) {
    sort_unique(sources);
    for (Oid source : sources) {
        if (std::find(locked_.begin(), locked_.end(), source) == locked_.end()) {
            const LOCKTAG tag = tag_of(source, naming);
            if (try_lock(tag, ExclusiveLock) == Got::no) {
                ask({tag, ExclusiveLock, "relationship names of " + table_text(source), Strangers::none});
            }
            locked_.push_back(source);
        }
    }
}

LabelLocks::LabelLocks(const std::vector<Oid> &types) {
    for (Oid type : types) {
        LOCKTAG tag;
        SET_LOCKTAG_OBJECT(tag, MyDatabaseId, TypeRelationId, type, 0);
        if (!pg::call([&] { return holds_lock(tag, to_name_labels); })) {
            ask({tag, to_name_labels, "type " + type_text(type, -1), Strangers::none});
            locked_.push_back(tag);
        }
    }
}

LabelLocks::~LabelLocks() noexcept(false) {
    if (std::uncaught_exceptions() == 0) {
        for (const LOCKTAG &tag : locked_) {
            pg::call([&] { LockRelease(&tag, to_name_labels, false); });
        }
    }
}

NameLocks::~NameLocks() noexcept(false) {
    // After an exception, the end of the subtransaction releases them.
    if (std::uncaught_exceptions() == 0) {
        for (Oid source : locked_) {
            LOCKTAG tag = tag_of(source, naming);
            pg::call([&] { LockRelease(&tag, ExclusiveLock, false); });
        }
    }
}

}  // namespace relmeta::server
