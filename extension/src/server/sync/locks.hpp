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
/// change the tables. Tables that this transaction created need no lock; otherwise, creating many would need twice the space in
/// PostgreSQL's lock table. Throws UserError 55P03 like ask().
void lock_holders(const std::vector<Oid> &tables);

/// The same for tables that only depend on those. Returns the locked tables, without those that other transactions are changing.
/// Hardly waits for transactions of other roles, so that no role can block another's DDL.
std::vector<Oid> lock_neighbours(const std::vector<Oid> &tables);

/// The same for one table, without waiting. Returns false if another transaction holds it.
bool try_lock_neighbour(Oid table);

/// Until commit, locks the facts that relationships of views depend on, because a transaction does not see the views, keys and
/// indexes that others are adding. Waits like lock_neighbours(), for all of them together, or not at all. Acquire these locks
/// before those of holders, so that all commands wait in the same order.
class ViewLocks {
public:
    explicit ViewLocks(bool wait = true) : wait_(wait) {}

    /// For relations that this transaction has changed, since views may depend on their facts. Returns those it could not lock.
    std::vector<Oid> change(const std::vector<Oid> &relations);

    enum class Read { failed, again, done };
    /// For relations whose facts a view depends on. Returns `again` if they were not locked before, so facts already read may be
    /// out of date.
    Read read(const std::vector<Oid> &relations);

    /// For a change in this schema of a view that shows or refers to the table or, without `view`, of a table that refers to it.
    /// Returns whether the lock was acquired.
    bool meet(Oid schema, Oid table, bool view);

private:
    bool obtain(const LOCKTAG &tag, LOCKMODE mode, const char *what, Oid table) const;

    bool wait_;
    Patience patience_;
};

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

/// Locks enumerated types during its lifetime, so that no other session adds or renames their labels, and sessions that do so
/// later see the rows written meanwhile. Throws UserError 55P03 like ask().
class LabelLocks {
public:
    explicit LabelLocks(const std::vector<Oid> &types);
    ~LabelLocks() noexcept(false);
    LabelLocks(const LabelLocks &) = delete;
    LabelLocks &operator=(const LabelLocks &) = delete;

private:
    std::vector<LOCKTAG> locked_;
};

}  // namespace relmeta::server
