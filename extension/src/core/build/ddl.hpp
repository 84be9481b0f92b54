// Writes the DDL that makes bridges and references: CREATE TABLE, ALTER TABLE and CREATE INDEX, as text that is both shown and
// executed. Every name in it is qualified, so that search_path does not matter. What the user asked for and cannot have is a
// UserError before any text is written.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/model/facts.hpp"
#include "core/text/error.hpp"

namespace relmeta {

/// A column of a primary key, as a column that refers to it has to be declared.
struct KeyColumn {
    std::string name;
    std::string type;       ///< SQL text with its modifier: character varying(20), other.email
    std::string collation;  ///< SQL text, qualified; empty: the type's own
};

/// What DDL has to know of a table that it refers to or changes.
struct TableDescription {
    enum class Key { missing, usable, deferrable, temporal };

    TableId id = 0;
    std::string schema;
    std::string name;
    char kind = 'r';           ///< pg_class.relkind
    char persistence = 'p';    ///< pg_class.relpersistence: p, u (unlogged) or t (temporary)
    bool system = false;       ///< PostgreSQL's own, or relmeta's
    std::string partition_of;  ///< the partitioned table that it is a partition of; empty: it is none
    Key primary_key = Key::missing;
    std::vector<KeyColumn> key;  ///< of the primary key, in its order
    /// Of a table to be changed: the columns that each valid, complete index starts with, up to an expression.
    std::vector<ColumnNames> indexes;
};

/// Whether a relation of that name is already in the schema in question.
using Taken = std::function<bool(const std::string &name)>;

// Bridges

/// What plan_bridge throws for more than most_bridge_ends ends, for a caller who need not describe them first.
UserError too_many_ends();

struct BridgeOptions {
    std::optional<std::string> name;    ///< none: made of the names of the tables
    std::vector<std::string> roles;     ///< one an end, in order; empty: the tables name the ends
    std::string key = "surrogate";      ///< or composite: what the primary key is
    std::string on_delete = "cascade";  ///< or restrict, no action
};

struct PlannedEnd {
    TableDescription target;
    std::string role;     ///< empty: the table names the end
    ColumnNames columns;  ///< of the bridge, in the order of the target's key
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

// References

struct ReferenceOptions {
    std::optional<std::string> role;  ///< none: the singular of the target's name
    ColumnNames columns;              ///< existing ones, in the order of the target's primary key; empty: they are added
    bool required = false;
    bool one_to_one = false;
    std::string on_delete = "no action";  ///< or restrict, cascade, set null, set default
};

struct ReferencePlan {
    ColumnNames columns;     ///< of the source
    std::string constraint;  ///< the foreign key that is there already; empty: none, and ddl makes it
    std::string ddl;         ///< ALTER TABLE and, unless an index serves, CREATE INDEX
};

/// Plans a foreign key from `source` to the primary key of `target`. `facts` are those of the source, with all of its indexes.
///
/// Throws UserError as plan_bridge does for the tables and options; 42701 where a column to add is there already, 42703 where one
/// of `columns` is missing, 42830 where they are not as many as the primary key has.
ReferencePlan plan_reference(const TableDescription &source, const Table &facts, const TableDescription &target,
                             const ReferenceOptions &options, const Words &words, const Taken &taken);

/// Joins the parts by underscores and cuts the longest, on character boundaries, until the whole fits into 63 bytes; the label,
/// if any, is kept. Of two parts PostgreSQL's makeObjectName (indexcmds.c) makes the same.
std::string object_name(const std::vector<std::string> &parts, const std::string &label = {});

}  // namespace relmeta
