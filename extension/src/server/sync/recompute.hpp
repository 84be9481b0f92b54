// Derives again what some tables hold, or everything, and writes only the differences. Locks before it reads.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Derives again what these tables and their neighbours hold, and what follows from that for the tables they refer to; with them
/// a few tables of the current role's that are stale. Returns the number of relationships and bridges that changed. A neighbour
/// that another transaction changes is left alone, reported as a WARNING, and marked as stale.
std::int64_t recompute(std::vector<Oid> tables, std::vector<Oid> neighbours = {});

/// Derives everything again while nobody else changes any of it, as a change of the words takes that all rules know.
std::int64_t recompute_everything();

/// Finds the tables that hold something else than is stored of them, or are stale, and derives those again. Waits only for
/// transactions that change tables that differ, or for all that change anything where very many do.
std::int64_t recompute_all();

/// The tables of these that relationships can depend on, or whose relationships are stored, declared or marked as stale. Others
/// take no lock of relmeta's: temporary tables, tables of the system, and tables without foreign keys that nothing is declared
/// of.
std::vector<Oid> concerned(const std::vector<Oid> &tables, const std::set<Oid> &marked);

/// Locks the catalog against being changed as a whole, unless none of these tables takes part, or did before it was dropped: who
/// loads declarations, as a restore does, has locked all of it.
void lock_catalog_for(const std::vector<Oid> &tables);

/// The tables, other than these, that declare a relationship with one of these, which stand in ascending order.
std::vector<Oid> declarers_of(const std::vector<Oid> &tables);

/// The tables, other than these, whose relationships depend on the names and columns of these.
std::vector<Oid> neighbours_of(const std::set<Oid> &tables);

}  // namespace relmeta::server
