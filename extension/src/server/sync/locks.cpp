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

/// A table that a command changes is locked so, and a neighbour so: both exclude both, and tell how it is held.
constexpr LOCKMODE as_own = AccessExclusiveLock;
constexpr LOCKMODE as_neighbour = ShareRowExclusiveLock;

/// So long, in milliseconds, newcomers make room for who asks for the whole catalog.
constexpr long courtesy = 500;

/// `table` is InvalidOid where it is about the whole catalog.
LOCKTAG tag_of(Oid table, Purpose purpose) {
    LOCKTAG tag;
    SET_LOCKTAG_OBJECT(tag, MyDatabaseId, relmeta_relation(Codec<Relationship>::table), table, purpose);
    return tag;
}

/// Only a role that may change a table locks it as its own, and is waited for by others that may. Who has a neighbour locked, or
/// wants it for a neighbour, is no reason to wait.
Wanted holder(Oid table, LOCKMODE mode) {
    return {tag_of(table, holding), mode, "relationships of " + table_text(table),
            mode == as_own ? Strangers::in_weaker_modes : Strangers::all};
}

/// From this many locks of one transaction on, it is asked whether a table is its own.
constexpr int many_locks = 100;

/// How many tables the current transaction has locked.
int locked_in_transaction(int more) {
    static TimestampTz transaction = 0;
    static int locked = 0;
    if (GetCurrentTransactionStartTimestamp() != transaction) {
        transaction = GetCurrentTransactionStartTimestamp();
        locked = 0;
    }
    return locked += more;
}

/// A table of this transaction's making: nobody else can see it, so it need not be locked. A transaction that makes very many
/// tables would otherwise need twice the room in PostgreSQL's lock table.
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

/// Short transactions that follow one another would never leave the catalog to who asks for all of it, so the next one lets it go
/// first, if it comes at once.
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
    // First, as REFRESH too comes to ask for the other while it has the first of these. All that may be written is locked for it
    // before it is read: two that read first, and then want to write, would be in each other's way.
    for (const char *table : {Codec<Relationship>::table, Codec<StoredBridge>::table, Codec<NameRecord>::table,
                              Codec<DeclaredBridge>::table, Codec<DeclaredRelationship>::table,
                              Codec<RejectedRelationship>::table}) {
        // The update from a version without one of them makes it as it goes.
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
    const Patience patience;  // one for all: it is not to add up
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
    // Where an exception passes, the subtransaction that it ends releases them.
    if (std::uncaught_exceptions() == 0) {
        for (Oid source : locked_) {
            LOCKTAG tag = tag_of(source, naming);
            pg::call([&] { LockRelease(&tag, ExclusiveLock, false); });
        }
    }
}

}  // namespace relmeta::server
