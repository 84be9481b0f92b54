// Reads pg_catalog, and what the user declared, into core's facts.
#pragma once

#include <functional>

#include "core/model/facts.hpp"
#include "server/pg/compat.hpp"

extern "C" {
#include <utils/snapshot.h>
}

namespace relmeta::server {

/// How much of a table to read.
enum class Depth {
    columns,  ///< its names and columns
    all,      ///< its foreign keys and unique indexes too
};

/// Reads every table that takes part, with everything but the indexes that are not unique; those too, and what each is good
/// for, where `plain_indexes` is set. All of it as `snapshot` sees it; a null snapshot is a fresh one for each catalog.
Facts read_catalog(Snapshot snapshot, bool plain_indexes = false);

/// Runs `read` in a subtransaction, and again where it met something that another session has just dropped: what a snapshot lists
/// is looked up as it is now. Ten times at most.
void read_steadily(const std::function<void()> &read);

/// From so many foreign keys on, the ends of a bridge have to be chosen. What helps with it is read of such tables only.
constexpr std::size_t many_keys = 3;

/// Reads these tables, ascending by OID, with all that derivation takes: their keys, what is declared about them, whether others
/// refer to them, and the columns of the tables they refer to; for a table of many keys, what those refer to themselves.
Facts read_holders(const std::vector<Oid> &holders);

/// Adds one table to `facts`, or reads it deeper. False where there is no such table or it takes no part: a system table, a
/// temporary one, relmeta's own, a shard of Citus.
bool read_table(Oid table, Depth depth, Facts &facts);

/// Says of each column whether the current role may read it.
void read_privileges(Table &table);

/// Whether there is such a table and it takes part, shards of Citus aside.
bool takes_part(Oid table);

/// The table that each foreign key of `table` refers to.
std::vector<Oid> referenced_tables(Oid table);

/// Whether a table other than itself and `holders`, ascending, refers to it. relmeta's own rows say so, since pg_constraint has
/// no index that would.
bool is_referenced_by_others(Oid table, const std::vector<Oid> &holders);

}  // namespace relmeta::server
