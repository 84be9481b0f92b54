// Derives again what some tables hold, or everything, and writes only the differences. Locks before it reads.
#pragma once

#include <cstdint>
#include <vector>

#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Derives again what these tables and their neighbours hold, and what follows from that for the tables they refer to; with them
/// a few tables of the current role's that are stale. Returns the number of relationships and bridges that changed. A neighbour
/// that another transaction changes is left alone, reported as a WARNING, and marked as stale. `moved` says that names or schemas of
/// the tables have changed.
std::int64_t recompute(std::vector<Oid> tables, std::vector<Oid> neighbours = {}, bool moved = false);

/// Derives everything again while nobody else changes any of it, as a change of the words takes that all rules know.
std::int64_t recompute_everything();

/// Finds the tables that hold something else than is stored of them, or are stale, and derives those again. Waits only for
/// transactions that change tables that differ, or for all that change anything where very many do.
std::int64_t recompute_all();

/// Puts the names that a dump has loaded on record, and derives again the tables that these concern.
void follow_dumped_names();

}  // namespace relmeta::server
