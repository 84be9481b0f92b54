// Derives the relationships of some or all holders again, and writes only the differences. Locks before it reads.
#pragma once

#include <cstdint>
#include <vector>

#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Derives these tables and their neighbours again, tables that they reference if verdicts may change, and a few stale tables of
/// the current role. Returns the number of changed relationships and bridges. If another transaction is changing a neighbour,
/// leaves the neighbour unchanged, issues a WARNING, and marks it as stale. `moved`: the tables were renamed or moved to another
/// schema.
std::int64_t recompute(const std::vector<Oid> &tables, std::vector<Oid> neighbours = {}, bool moved = false);

/// Locks the whole catalog and derives everything again, for example after a change of the words.
std::int64_t recompute_everything();

/// Derives the tables again that are stale or whose stored rows differ from the derived ones. Waits only for transactions that
/// change these tables, or for all transactions that change relationships if the tables are very many.
std::int64_t recompute_all();

/// Converts names loaded from a dump to name records and derives the affected tables again.
void follow_dumped_names();

}  // namespace relmeta::server
