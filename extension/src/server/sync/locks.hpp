// relmeta's locks. Whoever derives what a table holds has locked that table first, so that it sees all that was committed before
// it, and keeps the lock until commit.
#pragma once

#include <vector>

#include "server/pg/ask.hpp"

namespace relmeta::server {

/// Locks the catalog: RowExclusiveLock to change what some tables hold, ShareRowExclusiveLock to change all of it. Until commit.
/// Throws UserError 55P03, as ask().
void lock_catalog(LOCKMODE mode);

/// Locks what these tables hold, until commit, and the catalog against being changed as a whole. They are the tables of a command
/// that PostgreSQL let this transaction change. Throws UserError 55P03, as ask().
void lock_holders(const std::vector<Oid> &tables);

/// The same for tables that only depend on those. Returns the ones that were locked: others that another transaction changes are
/// left out, at once where that is of another role and holds them in the same way, so that no role can hold up another's DDL.
std::vector<Oid> lock_neighbours(const std::vector<Oid> &tables);

/// The same for one table, without asking twice; false where another transaction has it.
bool try_lock_neighbour(Oid table);

/// Locks the giving of names on these sources, for as long as this lives: nobody else gives a name on them meanwhile. Throws
/// UserError 55P03, as ask().
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
