// Writes the DDL that makes bridges, as text that is both shown and executed. Every name in it is qualified, so that
// search_path does not matter. What the user asked for and cannot have is a UserError before any text is written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/build/ddl_parts.hpp"
#include "core/text/error.hpp"

namespace relmeta {

/// What plan_bridge throws for more than most_bridge_ends ends, for a caller who need not describe them first.
UserError too_many_ends();

struct BridgeOptions {
    std::optional<std::string> name;    ///< none: made of the names of the tables
    std::vector<std::string> roles;     ///< one an end, in order; empty: the tables name the ends
    std::string key = "surrogate";      ///< or composite: what the primary key is
    std::string on_delete = "cascade";  ///< or restrict, no action
};

struct BridgePlan {
    std::string schema;
    std::string name;
    bool name_is_cut = false;  ///< the full name would be longer than 63 bytes, so that another bridge may have the same
    bool composite_key = false;
    std::string on_delete;  ///< the clause, or empty
    std::vector<PlannedEnd> ends;
};

/// Plans the bridge that connects `ends`, two or more, in the schema of the first.
///
/// Its name is the tables' names joined by underscores; a table that recurs is named once and followed by the roles of its ends.
/// A column is named by its end and the key column it refers to: account_id. The end is called by its role, else by the singular
/// of its table; a key column that carries the name of its end already (account_id of account) is not prefixed again, and of
/// one that carries its table's name the role takes that place (user_id of user, as a follower: follower_id). Where two ends
/// would give the same column, the names of their tables are taken as they are, then with their schemas, then numbers.
///
/// Throws UserError 22023 for a wrong key, on_delete or set of roles, 42809, 42P16, 42704, 55000 or 0A000 for a table that no
/// permanent foreign key can refer to.
BridgePlan plan_bridge(const std::vector<TableDescription> &ends, const BridgeOptions &options, const Words &words);

/// The names of the foreign keys of `table` that are the planned ends, in their order; none where it is not this bridge. An end
/// is the key on the planned columns, or the one whose column names the role, or, without roles, the table's only key to that
/// target.
std::optional<ColumnNames> ends_in(const Table &table, const BridgePlan &plan, const Words &words);

/// CREATE TABLE and an index for each end after the first, so that every end leads one.
std::string bridge_ddl(const BridgePlan &plan, const Taken &taken);

}  // namespace relmeta
