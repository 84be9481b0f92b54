// Keeps relmeta's tables true: derives again what some tables hold, or everything, and writes only the differences.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "compat.hpp"

namespace relmeta::server {

/// The setting relmeta.sync; false: DDL only marks what it touches as stale.
extern bool sync_enabled;

/// What a command touched.
struct Touched {
    std::set<Oid> tables;     ///< altered, created or dropped
    bool renamed = false;     ///< names or columns of `tables` changed, and others' relationships are made of them
    bool everything = false;  ///< the tables are not known

    bool nothing() const { return tables.empty() && !everything; }
};

/// Derives again what these tables hold, and what follows from that for the tables they refer to. Returns the number of
/// relationships and bridges that changed. Locks before it reads.
std::int64_t recompute(std::vector<Oid> holders);

/// Derives everything again. Nobody else changes the catalog until commit.
std::int64_t recompute_all();

/// Whether the command need not be looked at: relmeta.sync is off, and everything waits for refresh() already. To be asked in
/// attempt().
bool waits_for_refresh();

/// Follows a command of the user's, of which `collect` says what it touched. Never fails because of relmeta: what cannot be
/// followed is undone, reported as a WARNING, and its tables are marked as stale.
void follow(const std::function<Touched()> &collect);

/// Runs a part of following a command; where it fails, a message of that level (WARNING, LOG) says that relmeta could not `what`,
/// with the hint, which may be null. True where it ended well.
bool attempt(int level, const char *what, const char *hint, const std::function<void()> &part);

/// The tables whose relationships depend on the names and columns of these, and these.
std::vector<Oid> with_neighbours(const std::set<Oid> &tables);

}  // namespace relmeta::server
