// After a few failed attempts, a session publishes its request as another lock that conflicts with nothing. Other sessions use
// it to detect cycles.
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

/// How long to poll for a lock that only strangers hold, in milliseconds.
constexpr long patience_with_strangers = 50;

/// Marks the tag of a published lock. The next bits hold the mode.
constexpr uint16 asks = 0x8000;
constexpr int mode_shift = 8;
constexpr uint16 mode_mask = 0x0F00;

/// The tag that publishes a request for a lock.
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

/// The inverse of published().
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

/// The processes that hold the lock in a conflicting mode; 0 for a prepared transaction.
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

/// Whether only strangers hold the lock: sessions of other roles and, with in_weaker_modes, none with AccessExclusiveLock.
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

/// A snapshot of all locks, for finding out which process waits for which.
class Waits {
public:
    Waits() : locks_(pg::call([] { return GetLockStatusData(); })) {}

    /// Whether the process has published a request.
    bool asks_for_something(int pid) const {
        return std::any_of(locks_->locks, locks_->locks + locks_->nelements,
                           [&](const LockInstanceData &lock) { return lock.pid == pid && is_published(lock.locktag); });
    }

    /// The processes on a wait cycle from a holder of this lock back to this process; empty if there is no cycle.
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

    /// Adds the processes that hold the lock in a conflicting mode, or wait for such a mode in PostgreSQL's queue. This process
    /// counts too, except at the start.
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

/// Whether this process is in a wait cycle and must give up. Of the processes that have published a request, the one with the
/// highest PID gives up.
bool must_give_up(const LOCKTAG &tag, LOCKMODE mode) {
    const Waits waits;
    const std::vector<int> pids = waits.circle(tag, mode);
    return !pids.empty() &&
           std::none_of(pids.begin(), pids.end(), [&](int pid) { return pid > MyProcPid && waits.asks_for_something(pid); });
}

/// Publishes a request for a lock from make() to the end of its scope.
class Publication {
public:
    Publication(const LOCKTAG &tag, LOCKMODE mode) : tag_(published(tag, mode)) {}
    ~Publication() noexcept(false) {
        // On an error of PostgreSQL, the rollback of the subtransaction releases it.
        if (std::uncaught_exceptions() == 0) {
            withdraw();
        }
    }
    Publication(const Publication &) = delete;
    Publication &operator=(const Publication &) = delete;

    void make() {
        is_there_ =
            is_there_ || pg::call([this] { return LockAcquire(&tag_, AccessShareLock, false, true) != LOCKACQUIRE_NOT_AVAIL; });
    }

    void withdraw() {
        if (is_there_) {
            is_there_ = false;
            pg::call([this] { LockRelease(&tag_, AccessShareLock, false); });
        }
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
    // If another session waits for the lock, PostgreSQL would not grant it again without waiting.
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
    // The caller may continue without the lock, and then no rollback would withdraw the request.
    const auto give_up = [&](const char *why) {
        publication.withdraw();
        server::give_up(wanted, why);
    };
    int asked = 1;
    for (long wait = 1; try_lock(wanted.tag, wanted.mode) == Got::no; wait = std::min(2 * wait, 20L)) {
        if (patience.is_over()) {
            give_up("Another transaction must release it first.");
        }
        if (patience.is_over_after(patience_with_strangers) && strangers_hold(wanted)) {
            give_up("A transaction of another role must release it first.");
        }
        if (++asked % 4 == 0) {
            publication.make();
            if (must_give_up(wanted.tag, wanted.mode)) {
                give_up("Another transaction holds it and waits for this one.");
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
    // On a standby only WAL replay can conflict, and PostgreSQL resolves that.
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
