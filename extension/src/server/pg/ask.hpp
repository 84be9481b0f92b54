// Acquires locks by polling, for a limited time. relmeta never waits in PostgreSQL's lock queue, so it cannot deadlock
// transactions that would not deadlock without it, and no session queues behind it.
#pragma once

#include <string>
#include <vector>

#include "server/pg/compat.hpp"

extern "C" {
#include <utils/rel.h>
}

namespace relmeta::server {

/// The setting relmeta.lock_timeout, in milliseconds.
extern int lock_timeout;

/// How long to poll for a lock: until relmeta.lock_timeout or lock_timeout has passed since construction, or half of the time
/// left before a timeout such as statement_timeout, so that the command can still succeed.
class Patience {
public:
    Patience();
    bool is_over() const;
    bool is_over_after(long milliseconds) const;

private:
    TimestampTz start_;
    TimestampTz end_;
};

/// Sessions of other roles that are waited for at most 50 ms.
enum class Strangers { none, in_weaker_modes, all };

struct Wanted {
    LOCKTAG tag;
    LOCKMODE mode;
    std::string what;  ///< for the message: could not obtain lock on ...
    Strangers strangers = Strangers::none;
};

enum class Got { no, yes, before };  ///< before: this transaction already held it

/// Tries once, without waiting.
Got try_lock(const LOCKTAG &tag, LOCKMODE mode);

/// Polls until the lock is granted, and holds it to the end of the transaction. Throws UserError 55P03 when patience runs out, or
/// when a holder waits for this transaction, in PostgreSQL's queue or by polling. If transactions poll for each other's locks in
/// a cycle, one of them gives up.
void ask(const Wanted &wanted, const Patience &patience = Patience());

/// Whether a session requests this lock in this mode and does not hold it yet.
bool is_asked_for(const LOCKTAG &tag, LOCKMODE mode);

/// Sleeps until the time has passed or the latch is set, then throws a pending cancel or shutdown.
void pause(long milliseconds);

/// Acquires the lock and opens the relation. Throws UserError 55P03 like ask(), or 55000 if the relation does not exist.
Relation open_relation(Oid id, LOCKMODE mode);

/// Acquires the lock on a relation that PostgreSQL will open, such as an index.
void lock_relation(Oid id, LOCKMODE mode);

}  // namespace relmeta::server
