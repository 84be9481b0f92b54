#include "locks.hpp"

#include <algorithm>

#include "../core/error.hpp"
#include "datum.hpp"
#include "guard.hpp"
#include "store.hpp"

extern "C" {
#include <pgstat.h>
#include <storage/latch.h>
#include <storage/lmgr.h>
#include <storage/lock.h>
#include <storage/proc.h>
#include <utils/inval.h>
#include <utils/timestamp.h>
#include <utils/wait_event.h>
}

namespace relmeta::server {

int lock_timeout = 10000;

namespace {

enum Purpose : uint16 { holding = 1, naming = 2 };

/// More locks than this would fill PostgreSQL's lock table; the whole catalog is locked instead.
constexpr std::size_t max_holder_locks = 1000;

LOCKTAG tag_of(Oid table, Purpose purpose) {
    LOCKTAG tag;
    SET_LOCKTAG_OBJECT(tag, MyDatabaseId, relmeta_relation(Codec<Relationship>::table), table, purpose);
    return tag;
}

bool try_lock(const LOCKTAG &tag) {
    bool got = pg::call([&] { return LockAcquire(&tag, ExclusiveLock, false, true) != LOCKACQUIRE_NOT_AVAIL; });
    if (got) {
        pg::call([] { AcceptInvalidationMessages(); });
    }
    return got;
}

/// Asks until `attempt` says true, at growing intervals of 1 to 20 ms.
template <class Attempt>
void ask(Attempt attempt, Oid table) {
    TimestampTz start = GetCurrentTimestamp();
    for (long pause = 1; !attempt(); pause = std::min(2 * pause, 20L)) {
        if (TimestampDifferenceExceeds(start, GetCurrentTimestamp(), lock_timeout)) {
            throw UserError("55P03", "could not obtain lock on the relationships of " + table_text(table),
                            "Another transaction changes them; it has to end first.");
        }
        pg::call([&] {
            WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, pause, PG_WAIT_EXTENSION);
            ResetLatch(MyLatch);
            CHECK_FOR_INTERRUPTS();
        });
    }
}

}  // namespace

void lock_catalog(LOCKMODE mode) {
    Oid relationship = relmeta_relation(Codec<Relationship>::table);
    ask([&] { return pg::call([&] { return ConditionalLockRelationOid(relationship, mode); }); }, relationship);
}

bool try_lock_catalog() {
    Oid relationship = relmeta_relation(Codec<Relationship>::table);
    return pg::call([&] { return ConditionalLockRelationOid(relationship, ShareRowExclusiveLock); });
}

void lock_holders(const std::vector<Oid> &tables) {
    if (tables.size() > max_holder_locks) {
        lock_catalog(ShareRowExclusiveLock);
        return;
    }
    for (Oid table : tables) {
        LOCKTAG tag = tag_of(table, holding);
        ask([&] { return try_lock(tag); }, table);
    }
}

bool try_lock_holder(Oid table) { return try_lock(tag_of(table, holding)); }

void NameLocks::add(std::vector<Oid> sources) {
    std::sort(sources.begin(), sources.end());
    sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
    for (Oid source : sources) {
        if (std::find(locked_.begin(), locked_.end(), source) == locked_.end()) {
            LOCKTAG tag = tag_of(source, naming);
            ask([&] { return try_lock(tag); }, source);
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
