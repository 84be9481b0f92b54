#include "locks.hpp"

#include <algorithm>

#include "../core/error.hpp"
#include "datum.hpp"
#include "guard.hpp"
#include "scan.hpp"
#include "store.hpp"

extern "C" {
#include <pgstat.h>
#include <storage/latch.h>
#include <storage/lmgr.h>
#include <utils/fmgrprotos.h>
#include <utils/inval.h>
#include <utils/rel.h>
#include <utils/relcache.h>
#include <utils/syscache.h>
#include <utils/timestamp.h>
#include <utils/wait_event.h>
}

namespace relmeta::server {

int lock_timeout = 10000;

namespace {

enum Purpose : uint16 { whole = 0, holding = 1, naming = 2 };

/// More locks than this would fill PostgreSQL's lock table; the whole catalog is locked instead.
constexpr std::size_t max_holder_locks = 1000;

/// `table` is InvalidOid where it is about the whole catalog.
LOCKTAG tag_of(Oid table, Purpose purpose) {
    LOCKTAG tag;
    SET_LOCKTAG_OBJECT(tag, MyDatabaseId, relmeta_relation(Codec<Relationship>::table), table, purpose);
    return tag;
}

bool try_lock(const LOCKTAG &tag, LOCKMODE mode = ExclusiveLock) {
    bool got = pg::call([&] { return LockAcquire(&tag, mode, false, true) != LOCKACQUIRE_NOT_AVAIL; });
    if (got) {
        pg::call([] { AcceptInvalidationMessages(); });
    }
    return got;
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

/// The backends whose locks keep us from this one.
std::vector<int> pids_of_conflicts(const LOCKTAG &tag, LOCKMODE mode) {
    std::vector<int> pids;
    int count = 0;
    const VirtualTransactionId *conflicts = pg::call([&] { return GetLockConflicts(&tag, mode, &count); });
    for (int i = 0; i < count; ++i) {
        const PGPROC *process = pg::call([&] { return process_of(conflicts[i]); });
        if (process != nullptr && process->pid != 0) {
            pids.push_back(process->pid);
        }
    }
    return pids;
}

/// Whether a transaction that keeps us from this lock waits in PostgreSQL's queue, maybe through others, for us: it will not end
/// first. What other transactions ask for without queueing is not seen.
bool held_by_one_that_waits_for_us(const LOCKTAG &tag, LOCKMODE mode) {
    std::vector<int> pids = pids_of_conflicts(tag, mode);
    for (std::size_t i = 0; i < pids.size(); ++i) {
        Datum blockers = pg::call([&] { return DirectFunctionCall1(pg_blocking_pids, Int32GetDatum(pids[i])); });
        for (int blocker : elements<int>(blockers)) {
            if (blocker == MyProcPid) {
                return true;
            }
            if (std::find(pids.begin(), pids.end(), blocker) == pids.end()) {
                pids.push_back(blocker);
            }
        }
    }
    return false;
}

/// `table` is InvalidOid where it is about the whole catalog.
std::string could_not_lock(Oid table) {
    return "could not obtain lock on " + (OidIsValid(table) ? "the relationships of " + table_text(table) : "all relationships");
}

/// Asks until `attempt` says true, at growing intervals of 1 to 20 ms. Every 100 ms or so it looks whether there is any hope.
template <class Attempt>
void ask(Attempt attempt, const LOCKTAG &tag, LOCKMODE mode, Oid table) {
    TimestampTz start = GetCurrentTimestamp();
    int asked = 0;
    for (long pause = 1; !attempt(); pause = std::min(2 * pause, 20L)) {
        if (++asked % 8 == 0 && held_by_one_that_waits_for_us(tag, mode)) {
            throw UserError("55P03", could_not_lock(table), "", "Another transaction changes them, and waits for this one.");
        }
        if (TimestampDifferenceExceeds(start, GetCurrentTimestamp(), lock_timeout)) {
            throw UserError("55P03", could_not_lock(table), "Another transaction changes them; it has to end first.");
        }
        pg::call([&] {
            WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, pause, PG_WAIT_EXTENSION);
            ResetLatch(MyLatch);
            CHECK_FOR_INTERRUPTS();
        });
    }
}

}  // namespace

void sort_unique(std::vector<Oid> &tables) {
    std::sort(tables.begin(), tables.end());
    tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
}

void lock_catalog(LOCKMODE mode) {
    const Oid relationship = relmeta_relation(Codec<Relationship>::table);
    // REFRESH MATERIALIZED VIEW locks the table so that opening it would wait in the queue: what it is opened with is asked for
    // here. First, as REFRESH too comes to ask for the other while it has this one.
    LOCKTAG table;
    SET_LOCKTAG_RELATION(table, MyDatabaseId, relationship);
    ask([&] { return pg::call([&] { return ConditionalLockRelationOid(relationship, RowExclusiveLock); }); }, table,
        RowExclusiveLock, InvalidOid);
    const LOCKTAG whole_catalog = tag_of(InvalidOid, whole);
    ask([&] { return try_lock(whole_catalog, mode); }, whole_catalog, mode, InvalidOid);
}

bool try_lock_catalog() { return try_lock(tag_of(InvalidOid, whole), ShareRowExclusiveLock); }

void lock_holders(const std::vector<Oid> &tables) {
    if (tables.size() > max_holder_locks) {
        lock_catalog(ShareRowExclusiveLock);
        return;
    }
    lock_catalog(RowExclusiveLock);
    for (Oid table : tables) {
        if (locked_in_transaction(0) < many_locks || !is_new(table)) {
            LOCKTAG tag = tag_of(table, holding);
            ask([&] { return try_lock(tag); }, tag, ExclusiveLock, table);
            locked_in_transaction(1);
        }
    }
}

bool try_lock_holder(Oid table) { return try_lock(tag_of(table, holding)); }

void NameLocks::add(std::vector<Oid> sources) {
    sort_unique(sources);
    for (Oid source : sources) {
        if (std::find(locked_.begin(), locked_.end(), source) == locked_.end()) {
            LOCKTAG tag = tag_of(source, naming);
            ask([&] { return try_lock(tag); }, tag, ExclusiveLock, source);
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
