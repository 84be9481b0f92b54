// relmeta's locks. Whoever derives what a table holds has locked that table first, so that it sees all that was committed before
// it, and keeps the lock until commit. No lock is waited for in PostgreSQL's queue: relmeta asks again and again and in the end
// gives up, so that two transactions that PostgreSQL alone would run never meet in a deadlock because of relmeta.
#pragma once

#include <vector>

#include "compat.hpp"

namespace relmeta::server {

/// How long a lock is asked for, in milliseconds: the setting relmeta.lock_timeout.
extern int lock_timeout;

/// Locks the catalog: RowExclusiveLock to change what some tables hold, ShareRowExclusiveLock to change all of it. Until commit.
/// Throws UserError 55P03 after lock_timeout.
void lock_catalog(LOCKMODE mode);

/// ShareRowExclusiveLock on the catalog, without asking twice; false where another transaction changes it.
bool try_lock_catalog();

/// Puts tables into the order in which they are locked, each once.
void sort_unique(std::vector<Oid> &tables);

/// Locks what these tables hold, until commit, and the catalog against being changed as a whole. Throws UserError 55P03 after
/// lock_timeout.
void lock_holders(const std::vector<Oid> &tables);

/// The same for one table, without asking twice; false where another transaction has it.
bool try_lock_holder(Oid table);

/// Locks the giving of names on these sources, for as long as this lives: nobody else gives a name on them meanwhile. Throws
/// UserError 55P03 after lock_timeout.
class NameLocks {
public:
    NameLocks() = default;
    ~NameLocks() noexcept(false);
    NameLocks(const NameLocks &) = delete;
    NameLocks &operator=(const NameLocks &) = delete;
    /// Adds sources; those that are locked already stay so.
    void add(std::vector<Oid> sources);

private:
    std::vector<Oid> locked_;
};

}  // namespace relmeta::server
