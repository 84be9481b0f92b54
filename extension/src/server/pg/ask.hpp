// Asking for locks. relmeta waits for no lock in PostgreSQL's queue: it asks again and again, and in the end gives up, so that
// two transactions that PostgreSQL alone would run never meet in a deadlock because of relmeta, and nobody queues behind it.
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

/// How long a lock is asked for: until relmeta.lock_timeout or lock_timeout has passed, or half of what is left of
/// statement_timeout and its like, so that the command can still end well. Counted from when this is made.
class Patience {
public:
    Patience();
    bool is_over() const;
    bool is_over_after(long milliseconds) const;

private:
    TimestampTz start_;
    TimestampTz end_;
};

/// Who, of another role than this session's, is not waited for longer than 50 ms.
enum class Strangers { none, in_weaker_modes, all };

/// A lock to ask for.
struct Wanted {
    LOCKTAG tag;
    LOCKMODE mode;
    std::string what;  ///< for the message: could not obtain lock on ...
    Strangers strangers = Strangers::none;
};

enum class Got { no, yes, before };  ///< before: this transaction had it already

/// Asks once.
Got try_lock(const LOCKTAG &tag, LOCKMODE mode);

/// Asks until the lock is there, which is then held to the end of the transaction. Throws UserError 55P03 when patience ends, or
/// where waiting is hopeless: those who hold the lock wait for this transaction, in PostgreSQL's queue or by asking as it does.
/// Of those who ask for each other's locks in a circle, one gives up.
void ask(const Wanted &wanted, const Patience &patience = Patience());

/// Whether somebody asks for this lock in this mode, without having it.
bool is_asked_for(const LOCKTAG &tag, LOCKMODE mode);

/// Sleeps for so many milliseconds, unless interrupted. Throws what is pending then.
void pause(long milliseconds);

/// The relation, opened with a lock that is asked for. Throws UserError 55P03 as ask(), 55000 where there is no such relation.
Relation open_relation(Oid id, LOCKMODE mode);

/// Asks for the lock on a relation, an index say, that PostgreSQL will open then.
void lock_relation(Oid id, LOCKMODE mode);

}  // namespace relmeta::server
