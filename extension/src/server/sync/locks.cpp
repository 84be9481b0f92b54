#include "server/sync/locks.hpp"

#include <algorithm>
#include <exception>

#include "core/model/sort_unique.hpp"
#include "core/text/error.hpp"
#include "server/catalog/store.hpp"
#include "server/pg/datum.hpp"
#include "server/pg/guard.hpp"

extern "C" {
#include <utils/relcache.h>
#include <utils/timestamp.h>
}

namespace relmeta::server {

namespace {

enum Purpose : uint16 { whole = 0, holding = 1, naming = 2 };

/// The lock modes of a command's own tables and of neighbours. Each conflicts with both; the mode shows how a table is held.
constexpr LOCKMODE as_own = AccessExclusiveLock;
constexpr LOCKMODE as_neighbour = ShareRowExclusiveLock;

/// How long new transactions let a request for the whole catalog go first, in milliseconds.
constexpr long courtesy = 500;

/// `table` is InvalidOid for the whole catalog.
LOCKTAG tag_of(Oid table, Purpose purpose) {
    LOCKTAG tag;
    SET_LOCKTAG_OBJECT(tag, MyDatabaseId, relmeta_relation(Codec<Relationship>::table), table, purpose);
    return tag;
}

/// Only roles that can change a table lock it as their own, and wait for each other. A stranger that holds the table as a
/// neighbour is hardly waited for, and neither is any stranger if the table is wanted as a neighbour.
Wanted holder(Oid table, LOCKMODE mode) {
    return {tag_of(table, holding), mode, "relationships of " + table_text(table),
            mode == as_own ? Strangers::in_weaker_modes : Strangers::all};
}

/// After this many locks in a transaction, check whether it created a table before locking it.
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

/// Whether this transaction created the table. Other transactions cannot see it, so it need not be locked. Otherwise, creating
/// many tables would need twice the space in PostgreSQL's lock table.
bool is_new(Oid table) {
    return pg::call([&] {
        if (!SearchSysCacheExists1(RELOID, ObjectIdGetDatum(table))) {
            return false;
        }
        Relation relation = RelationIdGetRelation(table);
        bool made_here = RelationIsValid(relation) && relation->rd_createSubid != InvalidSubTransactionId;
        if (RelationIsValid(relation)) {
            RelationClose(relation);
        }
        return made_here;
    });
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
    // These come first, because REFRESH also asks for the catalog lock while holding one of them. Tables are locked for writing
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
                ask(holder(table, as_own));
            }
            locked_in_transaction(1);
        }
    }
}

std::vector<Oid> lock_neighbours(const std::vector<Oid> &tables) {
    std::vector<Oid> locked;
    const Patience patience;  // shared by all tables, so that waits do not add up
    for (Oid table : tables) {
        try {
            if (!try_lock_neighbour(table)) {
                ask(holder(table, as_neighbour), patience);
            }
            locked.push_back(table);
        } catch (const UserError &error) {
            if (error.sqlstate != sqlstate::lock_not_available) {
                throw;
            }
        }
    }
    return locked;
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
