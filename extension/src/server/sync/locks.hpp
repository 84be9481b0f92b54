// relmeta's locks. A holder is locked before its relationships are derived, so that all committed changes are visible, and stays
// locked until commit.
#pragma once

#include <vector>

#include "server/pg/ask.hpp"

namespace relmeta::server {

/// Locks the catalog until commit: RowExclusiveLock to change some holders, ShareRowExclusiveLock to change everything. Throws
/// UserError 55P03 like ask().
void lock_catalog(LOCKMODE mode);

/// Locks these holders until commit, and the catalog in RowExclusiveLock mode. PostgreSQL must have allowed this transaction to
/// change the tables. Throws UserError 55P03 like ask().
void lock_holders(const std::vector<Oid> &tables);

/// The same for tables that only depend on those. Returns the tables that were locked, without those that other transactions are
/// changing. Hardly waits for transactions of other roles, so that no role can block another's DDL.
std::vector<Oid> lock_neighbours(const std::vector<Oid> &tables);

/// The same for one table, without waiting. Returns false if another transaction holds it.
bool try_lock_neighbour(Oid table);

/// Locks the names of sources during its lifetime, so that no other session assigns names on them. Throws UserError 55P03 like
/// ask().
class NameLocks {
public:
    NameLocks() = default;
    ~NameLocks() noexcept(false);
    NameLocks(const NameLocks &) = delete;
    NameLocks &operator=(const NameLocks &) = delete;
    /// Locks more sources.
    void add(std::vector<Oid> sources);

private:
    std::vector<Oid> locked_;
};

}  // namespace relmeta::server
