// The tables that a command touched, and those that depend on them.
#pragma once

#include <set>
#include <vector>

#include "server/pg/compat.hpp"

namespace relmeta::server {

/// The tables that a command touched.
struct Touched {
    std::set<Oid> tables;     ///< altered, created or dropped
    std::set<Oid> dependent;  ///< not altered themselves; other roles may own them
    bool renamed = false;     ///< names or columns of `tables` changed, which other holders' relationships use
    bool everything = false;  ///< the tables are not known

    bool nothing() const { return tables.empty() && dependent.empty() && !everything; }
};

/// The tables that are views, have foreign keys, stored rows or declarations, or are marked as stale. Others need no locks:
/// temporary tables, system tables, and tables without foreign keys and declarations.
std::vector<Oid> concerned(const std::vector<Oid> &tables, const std::set<Oid> &marked);

/// Locks the catalog in RowExclusiveLock mode, unless all tables are excluded, now or before they were dropped. A session that
/// loads declarations, such as a restore, has locked the whole catalog.
void lock_catalog_for(const std::vector<Oid> &tables);

/// Other tables that declare a relationship with one of these, which are sorted.
std::vector<Oid> declarers_of(const std::vector<Oid> &tables);

/// Other tables whose relationships depend on the names and columns of these.
std::vector<Oid> neighbours_of(const std::set<Oid> &tables);

}  // namespace relmeta::server
