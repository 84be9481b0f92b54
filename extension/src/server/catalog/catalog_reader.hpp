// Reads pg_catalog and the user's declarations into core's facts.
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
    names,         ///< its names, and whether it is inherited or has row-level security
    foreign_keys,  ///< also its foreign keys
    columns,       ///< its names and columns
    all,           ///< also its foreign keys and unique indexes
};

/// Reads all facts of every table that is not excluded. With `plain_indexes`, also non-unique indexes and the uses of each index.
/// If `snapshot` is null, each catalog is read with a new snapshot.
Facts read_catalog(Snapshot snapshot, bool plain_indexes = false);

/// Runs `read` in a subtransaction. Retries it up to ten times if it fails because another session has just dropped an object: a
/// snapshot may show an object that system caches no longer have.
void read_steadily(const std::function<void()> &read);

/// With this many foreign keys, the ends of a bridge must be chosen. The facts for the choice are read only for such tables.
constexpr std::size_t many_keys = 3;

/// Reads these tables, sorted by OID, with everything that derivation needs: keys, declarations, whether other tables reference
/// them, and the columns of referenced tables; for a table with many keys, also the tables that those reference.
Facts read_holders(const std::vector<Oid> &holders);

/// Adds a table to `facts`, or reads more about it. Returns false if it does not exist or is excluded: system tables, temporary
/// tables, relmeta's tables, Citus shards.
bool read_table(Oid table, Depth depth, Facts &facts);

/// Sets whether the current role may read each column.
void read_privileges(Table &table);

/// Whether the table exists and is not excluded. Does not check for Citus shards.
bool takes_part(Oid table);

/// The tables that the foreign keys of `table` reference.
std::vector<Oid> referenced_tables(Oid table);

/// Whether a table other than itself and `holders`, which are sorted, references it. Reads relmeta.relationship, because
/// pg_constraint has no index on confrelid.
bool is_referenced_by_others(Oid table, const std::vector<Oid> &holders);

}  // namespace relmeta::server
