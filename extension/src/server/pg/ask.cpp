// Whoever has asked in vain for a while publishes what it asks for, as a lock that conflicts with nothing, so that others find
// circles.
#include "server/pg/ask.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/text/error.hpp"
#include "core/text/quote.hpp"
#include "server/pg/datum.hpp"
#include "server/pg/guard.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <access/relation.h>
#include <access/xlog.h>
#include <pgstat.h>
#include <storage/latch.h>
#include <storage/lmgr.h>
#include <utils/fmgrprotos.h>
#include <utils/inval.h>
#include <utils/timeout.h>
#include <utils/timestamp.h>
#include <utils/wait_event.h>
}

namespace relmeta::server {

int lock_timeout = 10000;

namespace {

/// A lock that only strangers hold is asked for so long, in milliseconds.
constexpr long patience_with_strangers = 50;

/// Marks the tag by which a transaction publishes what it asks for; the mode stands beside it.
constexpr uint16 asks = 0x8000;
constexpr int mode_shift = 8;
constexpr uint16 mode_mask = 0x0F00;

/// What publishes that somebody asks for a lock.
LOCKTAG published(const LOCKTAG &tag, LOCKMODE mode) {
    const auto asked = static_cast<uint16>(asks | (mode << mode_shift) | tag.locktag_field4);
    LOCKTAG result;
    if (tag.locktag_type == LOCKTAG_RELATION) {
        SET_LOCKTAG_OBJECT(result, tag.locktag_field1, RelationRelationId, tag.locktag_field2, asked);
    } else {
        SET_LOCKTAG_OBJECT(result, tag.locktag_field1, tag.locktag_field2, tag.locktag_field3, asked);
    }
    return result;
}

bool is_published(const LOCKTAG &tag) {
    return tag.locktag_type == LOCKTAG_OBJECT && (tag.locktag_field4 & asks) != 0 && tag.locktag_field1 == MyDatabaseId;
}

/// The lock that somebody publishes to ask for, and its mode.
std::pair<LOCKTAG, LOCKMODE> asked_by(const LOCKTAG &tag) {
    LOCKTAG asked;
    if (tag.locktag_field2 == RelationRelationId) {
        SET_LOCKTAG_RELATION(asked, tag.locktag_field1, tag.locktag_field3);
    } else {
        SET_LOCKTAG_OBJECT(asked, tag.locktag_field1, tag.locktag_field2, tag.locktag_field3,
                           static_cast<uint16>(tag.locktag_field4 & ~(asks | mode_mask)));
    }
    return {asked, (tag.locktag_field4 & mode_mask) >> mode_shift};
}

/// Who holds the lock in a mode that conflicts with this one: processes, 0 for a prepared transaction.
std::vector<int> holders_of(const LOCKTAG &tag, LOCKMODE mode) {
    std::vector<int> pids;
    int count = 0;
    const VirtualTransactionId *conflicts = pg::call([&] { return GetLockConflicts(&tag, mode, &count); });
    for (int i = 0; i < count; ++i) {
        const PGPROC *process = pg::call([&] { return process_of(conflicts[i]); });
        pids.push_back(process != nullptr ? process->pid : 0);
    }
    return pids;
}

/// Whether only strangers hold the lock: sessions of other roles, and where the weaker modes are asked for none that has
/// AccessExclusiveLock.
bool strangers_hold(const Wanted &wanted) {
    int count = 0;
    pg::call([&] { GetLockConflicts(&wanted.tag, AccessShareLock, &count); });
    if (wanted.strangers == Strangers::none || (wanted.strangers == Strangers::in_weaker_modes && count > 0)) {
        return false;
    }
    const VirtualTransactionId *conflicts = pg::call([&] { return GetLockConflicts(&wanted.tag, wanted.mode, &count); });
    for (int i = 0; i < count; ++i) {
        const PGPROC *process = pg::call([&] { return process_of(conflicts[i]); });
        if (process != nullptr && process->roleId == GetSessionUserId()) {
            return false;
        }
    }
    return true;
}

/// All locks as they are now, and who waits for whom by them.
class Waits {
public:
    Waits() : locks_(pg::call([] { return GetLockStatusData(); })) {}

    /// Whether this process publishes something.
    bool asks_for_something(int pid) const {
        return std::any_of(locks_->locks, locks_->locks + locks_->nelements,
                           [&](const LockInstanceData &lock) { return lock.pid == pid && is_published(lock.locktag); });
    }

    /// The processes on the way from a holder of this lock back to this process, where there is such a way: they wait for each
    /// other.
    std::vector<int> circle(const LOCKTAG &tag, LOCKMODE mode) const {
        std::vector<Step> steps;
        add_holders(tag, mode, start, steps);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const int pid = steps[i].pid;
            if (pid == MyProcPid) {
                std::vector<int> pids;
                for (std::size_t at = steps[i].from; at != start; at = steps[at].from) {
                    pids.push_back(steps[at].pid);
                }
                return pids;
            }
            const Datum blockers = pg::call([&] { return DirectFunctionCall1(pg_blocking_pids, Int32GetDatum(pid)); });
            for (int blocker : elements<int>(blockers)) {
                add(blocker, i, steps);
            }
            for (int j = 0; j < locks_->nelements; ++j) {
                if (locks_->locks[j].pid == pid && is_published(locks_->locks[j].locktag)) {
                    const auto [asked, asked_mode] = asked_by(locks_->locks[j].locktag);
                    add_holders(asked, asked_mode, i, steps);
                }
            }
        }
        return {};
    }

private:
    struct Step {
        int pid;
        std::size_t from;
    };
    static constexpr std::size_t start = static_cast<std::size_t>(-1);

    static void add(int pid, std::size_t from, std::vector<Step> &steps) {
        if (pid > 0 && std::none_of(steps.begin(), steps.end(), [pid](const Step &step) { return step.pid == pid; })) {
            steps.push_back({pid, from});
        }
    }

    /// Those who hold a lock in a mode that conflicts with this one, this process too, or wait for it in PostgreSQL's queue.
    void add_holders(const LOCKTAG &tag, LOCKMODE mode, std::size_t from, std::vector<Step> &steps) const {
        for (int i = 0; i < locks_->nelements; ++i) {
            const LockInstanceData &lock = locks_->locks[i];
            if (std::memcmp(&lock.locktag, &tag, sizeof(tag)) != 0 || (from == start && lock.pid == MyProcPid)) {
                continue;
            }
            if (lock.waitLockMode != NoLock && DoLockModesConflict(lock.waitLockMode, mode)) {
                add(lock.pid, from, steps);
            }
            for (LOCKMODE held = AccessShareLock; held <= AccessExclusiveLock; ++held) {
                if ((lock.holdMask & LOCKBIT_ON(held)) != 0 && DoLockModesConflict(held, mode)) {
                    add(lock.pid, from, steps);
                }
            }
        }
    }

    const LockData *locks_;
};

/// Whether this process waits in a circle, and is the one to give up: nobody else in it asks as relmeta does and has a higher
/// number.
bool must_give_up(const LOCKTAG &tag, LOCKMODE mode) {
    const Waits waits;
    const std::vector<int> pids = waits.circle(tag, mode);
    return !pids.empty() &&
           std::none_of(pids.begin(), pids.end(), [&](int pid) { return pid > MyProcPid && waits.asks_for_something(pid); });
}

/// Publishes, for as long as this lives, that a lock is asked for.
class Publication {
public:
    Publication(const LOCKTAG &tag, LOCKMODE mode) : tag_(published(tag, mode)) {}
    ~Publication() noexcept(false) {
        // Where an exception passes, the subtransaction that it ends releases it.
        if (is_there_ && std::uncaught_exceptions() == 0) {
            pg::call([this] { LockRelease(&tag_, AccessShareLock, false); });
        }
    }
    Publication(const Publication &) = delete;
    Publication &operator=(const Publication &) = delete;

    void make() {
        is_there_ =
            is_there_ || pg::call([this] { return LockAcquire(&tag_, AccessShareLock, false, true) != LOCKACQUIRE_NOT_AVAIL; });
    }

private:
    LOCKTAG tag_;
    bool is_there_ = false;
};

[[noreturn]] void give_up(const Wanted &wanted, const char *why) {
    const std::string holders = join(holders_of(wanted.tag, wanted.mode), ", ", [](int pid) {
        return pid == 0 ? std::string("a prepared transaction") : "process " + std::to_string(pid);
    });
    throw UserError(sqlstate::lock_not_available, "could not obtain lock on " + wanted.what, "",
                    why + (holders.empty() ? std::string() : " It is held by " + holders + "."));
}

}  // namespace

Patience::Patience() : start_(GetCurrentTimestamp()) {
    const int limit = LockTimeout > 0 ? std::min(lock_timeout, LockTimeout) : lock_timeout;
    end_ = TimestampTzPlusMilliseconds(start_, limit);
    for (TimeoutId timeout : timeouts_of_statements) {
        if (get_timeout_active(timeout)) {
            end_ = std::min(end_, start_ + std::max<TimestampTz>(get_timeout_finish_time(timeout) - start_, 0) / 2);
        }
    }
}

bool Patience::is_over() const { return GetCurrentTimestamp() >= end_; }

bool Patience::is_over_after(long milliseconds) const {
    return is_over() || GetCurrentTimestamp() >= TimestampTzPlusMilliseconds(start_, milliseconds);
}

Got try_lock(const LOCKTAG &tag, LOCKMODE mode) {
    // PostgreSQL would not give it again without waiting where somebody waits for it.
    if (pg::call([&] { return holds_lock(tag, mode); })) {
        return Got::before;
    }
    const LockAcquireResult result = pg::call([&] { return LockAcquire(&tag, mode, false, true); });
    if (result == LOCKACQUIRE_NOT_AVAIL) {
        return Got::no;
    }
    pg::call([] { AcceptInvalidationMessages(); });
    return result == LOCKACQUIRE_OK ? Got::yes : Got::before;
}

void pause(long milliseconds) {
    pg::call([&] {
        WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, milliseconds, PG_WAIT_EXTENSION);
        ResetLatch(MyLatch);
        CHECK_FOR_INTERRUPTS();
    });
}

void ask(const Wanted &wanted, const Patience &patience) {
    if (try_lock(wanted.tag, wanted.mode) != Got::no) {
        return;
    }
    Publication publication(wanted.tag, wanted.mode);
    int asked = 1;
    for (long wait = 1; try_lock(wanted.tag, wanted.mode) == Got::no; wait = std::min(2 * wait, 20L)) {
        if (patience.is_over()) {
            give_up(wanted, "Another transaction must release it first.");
        }
        if (patience.is_over_after(patience_with_strangers) && strangers_hold(wanted)) {
            give_up(wanted, "A transaction of another role must release it first.");
        }
        if (++asked % 4 == 0) {
            publication.make();
            if (must_give_up(wanted.tag, wanted.mode)) {
                give_up(wanted, "Another transaction holds it and waits for this one.");
            }
        }
        pause(wait);
    }
}

bool is_asked_for(const LOCKTAG &tag, LOCKMODE mode) {
    const LOCKTAG asked = published(tag, mode);
    int count = 0;
    pg::call([&] { GetLockConflicts(&asked, AccessExclusiveLock, &count); });
    return count > 0;
}

void lock_relation(Oid id, LOCKMODE mode) {
    // On a standby it is the replay of the primary's commands that has a lock or wants it, and PostgreSQL says who gives way.
    if (pg::call([] { return RecoveryInProgress(); })) {
        pg::call([&] { LockRelationOid(id, mode); });
        return;
    }
    LOCKTAG tag;
    SET_LOCKTAG_RELATION(tag, MyDatabaseId, id);
    if (try_lock(tag, mode) == Got::no) {
        ask({tag, mode, "relation " + table_text(id), Strangers::none});
    }
}

Relation open_relation(Oid id, LOCKMODE mode) {
    lock_relation(id, mode);
    Relation relation = pg::call([&] { return try_relation_open(id, NoLock); });
    if (relation == nullptr) {
        throw UserError(sqlstate::object_not_in_prerequisite_state, "a relation of extension relmeta was dropped",
                        "Run the command again.");
    }
    return relation;
}

}  // namespace relmeta::server
