// Marks of staleness: the tables whose relationships a command could not bring up to date, as relmeta.stale holds them.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Stands in relmeta.stale, as a null, where the tables are not known. Only refresh() brings everything up to date.
constexpr Oid everything = InvalidOid;

/// With relmeta.sync off, so many marks become one for everything: a load of thousands of tables is not followed table by table.
constexpr std::size_t max_stale = 100;

/// The tables that are marked, `everything` among them where that is. The marks are locked for writing, since whoever reads them
/// here comes to change them: asking for more later could end in a circle with REINDEX.
std::set<Oid> stale_tables();

/// The same; none where somebody rewrites the marks, as VACUUM FULL does, so that no command waits for that.
std::set<Oid> stale_tables_at_hand();

/// Marks tables that are not marked yet.
void mark_stale(const std::vector<Oid> &tables, const std::string &reason);

/// Removes the marks of these tables, in ascending order, or all marks where it is null.
void remove_stale_marks(const std::vector<Oid> *tables);

}  // namespace relmeta::server
