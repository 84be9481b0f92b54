// Chooses the keys that are the ends of a bridge: all except audit keys and keys that repeat part of another key. If more than
// two are left, those that a unique index or the table's name singles out. Here a key is a foreign key, or a declared
// relationship that references one row.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

using Keys = std::vector<const ColumnReference *>;

/// The foreign keys of a table that may connect rows.
struct Connecting {
    Keys keys;                ///< possible ends, ordered by column
    ColumnNumbers set_aside;  ///< columns that do not describe the link: audit, ordering, repeated and scope keys, identifiers
    ColumnNumbers scope;      ///< those set aside as scopes of the link; they may be part of its key
    std::vector<std::string> notes;  ///< why keys were set aside, as clauses
};

/// The keys that may be ends, ordered by column: without duplicates, temporal keys, declarations that reference several rows,
/// declarations with a condition, and declarations of a view that is not declared as a bridge, and only with known targets.
Keys possible_ends(const Table &table, const Facts &facts);
/// Whether the declaration references at most one row of a known target and no foreign key replaces it.
bool may_be_end(const Table &table, const RelationshipDeclaration &declaration, const Facts &facts);

/// Sets aside audit keys and keys that a composite key repeats: tenant_id if (tenant_id, user_id) is also a key.
Connecting connecting(const Table &table, const Facts &facts, const Keys &possible);

/// The keys of which a CHECK constraint over a column of each requires exactly one in every row, and that constraint. Their other
/// columns are NOT NULL. Empty if there is no such constraint.
struct Exclusive {
    Keys keys;
    const std::string *check = nullptr;
};
Exclusive exclusive_keys(const Table &table, const Keys &keys);

/// Chooses the ends. If there are two keys, both; otherwise the first match of: a mandatory key with keys that exclude each
/// other; the two keys that a unique index covers exactly; those that the table is named after; the keys without scopes; the keys
/// without the tenant; three or more keys that a unique index covers exactly, or together with other columns. Empty if nothing
/// matches. A scope is a key to a table that both ends reference. Scopes and tenant keys that were set aside are removed from
/// `connecting`.
Keys choose_ends(const Table &table, const Facts &facts, Connecting &connecting);

/// The columns of all these keys, sorted, without duplicates.
ColumnNumbers columns_of(const Keys &keys);

/// Whether no key's columns are a subset of another's. Composite keys may share a tenant's column.
bool separate(const Keys &keys);

/// A key that is unique by itself, and the index that proves it; both nullptr if there is none.
std::pair<const ColumnReference *, const Index *> unique_by_itself(const Table &table, const Keys &keys);

/// The index that makes these foreign keys together a key, with each key contributing: proof of uniqueness, or a unique index
/// over their columns that is partial or also covers audit columns, as with soft deletion, or columns of `scope`. nullptr if
/// there is none.
const Index *key_over(const Table &table, const Keys &keys, const Words &words, const ColumnNumbers &scope = {});

/// Sorts by column number, then by name.
void sort_by_column(Keys &keys);

/// Whether the table's name is made of the names of these keys, in any order. Each is named by the referenced table or by its
/// column. One word may stand between two names, anything may precede, and words like "map" or "membership" may follow.
bool named_after(const Table &table, const Keys &keys, const Facts &facts);

}  // namespace relmeta
