// The tables that a command touched, and those that depend on them.
#pragma once

#include <set>
#include <vector>

#include "server/pg/compat.hpp"

namespace relmeta::server {

/// What a command touched.
struct Touched {
    std::set<Oid> tables;     ///< altered, created or dropped
    bool renamed = false;     ///< names or columns of `tables` changed, and others' relationships are made of them
    bool everything = false;  ///< the tables are not known

    bool nothing() const { return tables.empty() && !everything; }
};

/// The tables of these that relationships can depend on, or whose relationships are stored, declared or marked as stale. Others
/// take no lock of relmeta's: temporary tables, tables of the system, and tables, other than views, without foreign keys that
/// nothing is declared of.
std::vector<Oid> concerned(const std::vector<Oid> &tables, const std::set<Oid> &marked);

/// Locks the catalog against being changed as a whole, unless none of these tables takes part, or did before it was dropped: who
/// loads declarations, as a restore does, has locked all of it.
void lock_catalog_for(const std::vector<Oid> &tables);

/// The tables, other than these, that declare a relationship with one of these, which stand in ascending order.
std::vector<Oid> declarers_of(const std::vector<Oid> &tables);

/// The tables, other than these, whose relationships depend on the names and columns of these.
std::vector<Oid> neighbours_of(const std::set<Oid> &tables);

}  // namespace relmeta::server
