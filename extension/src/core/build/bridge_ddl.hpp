// Generates the DDL for bridges. The same text is shown and executed. All names are qualified, so search_path does not matter. An
// invalid request raises a UserError before any text is generated.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/build/ddl_parts.hpp"
#include "core/text/error.hpp"

namespace relmeta {

/// The error that plan_bridge throws for more than most_bridge_ends ends, for callers that check before describing the tables.
UserError too_many_ends();

struct BridgeOptions {
    std::optional<std::string> name;    ///< default: built from the table names
    std::vector<std::string> roles;     ///< one per end, in order; empty: ends are named after their tables
    std::string key = "surrogate";      ///< or composite: the kind of primary key
    std::string on_delete = "cascade";  ///< or restrict, no action
};

struct BridgePlan {
    std::string schema;
    std::string name;
    bool name_is_cut = false;  ///< the full name exceeds 63 bytes, so another bridge may have the same truncated name
    bool composite_key = false;
    std::string on_delete;  ///< the clause, or empty
    std::vector<PlannedEnd> ends;
};

/// Plans the bridge that connects `ends` (at least two), in the schema of the first.
///
/// The default name consists of the table names joined by underscores. A repeated table is named once, followed by the roles of
/// its ends. A column is named after its end and the referenced key column: account_id. The end's name is its role or the
/// singular of its table. A key column that already contains the name of its end (account_id of account) gets no prefix. If a key
/// column starts with its table's name, the role replaces it (user_id of user as a follower: follower_id). If two ends would have
/// the same column, their tables' names are used unchanged, then with schemas, then with numbers.
///
/// Throws UserError 22023 for an invalid key, on_delete or set of roles; 42809, 42P16, 42704, 55000 or 0A000 for a table that a
/// permanent foreign key cannot reference.
BridgePlan plan_bridge(const std::vector<TableDescription> &ends, const BridgeOptions &options, const Words &words);

/// The foreign keys of `table` that are the planned ends, in order; nullopt if the table is not this bridge. An end is the key on
/// the planned columns or, failing that, the one with the planned role or, without roles, the only key to that target.
std::optional<ColumnNames> ends_in(const Table &table, const BridgePlan &plan, const Words &words);

/// CREATE TABLE, and CREATE INDEX for each end after the first, so that an index starts with every end.
std::string bridge_ddl(const BridgePlan &plan, const Taken &taken);

}  // namespace relmeta
