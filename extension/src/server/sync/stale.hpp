// The table relmeta.stale: tables whose relationships a command could not bring up to date.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Marks everything as stale, for unknown tables; null in relmeta.stale. Only refresh() brings everything up to date.
constexpr Oid everything = InvalidOid;

/// With relmeta.sync off, more marks than this become a mark for everything, so a load of thousands of tables stays cheap.
constexpr std::size_t max_stale = 100;

/// The marked tables, which may include `everything`. Locks relmeta.stale for writing, because callers write to it later, and
/// upgrading the lock could deadlock with REINDEX.
std::set<Oid> stale_tables();

/// The same, but empty if relmeta.stale is locked, for example by VACUUM FULL, so that commands do not wait.
std::set<Oid> stale_tables_at_hand();

/// Marks the tables that are not marked yet.
void mark_stale(const std::vector<Oid> &tables, const std::string &reason);

/// Marks tables that another transaction is changing, with a WARNING.
void leave_stale(const std::vector<Oid> &tables);

/// Marks everything, with a WARNING unless it is already marked, because a command does not update so many views.
void leave_views(std::size_t views, std::size_t limit);

/// Removes the marks of these tables, which are sorted, or all marks if null.
void remove_stale_marks(const std::vector<Oid> *tables);

}  // namespace relmeta::server
