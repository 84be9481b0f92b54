// Which foreign keys of a table could be the ends of a bridge: every key that is one, less those that only say who touched the
// row or repeat what another key says, and of more than two, the ones that a key or the table's name singles out.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

using Keys = std::vector<const ForeignKey *>;

/// What of a table may connect rows.
struct Connecting {
    Keys keys;                ///< what may be an end, in order of column
    ColumnNumbers set_aside;  ///< columns that say nothing about the link: audit, ordering, repeated and scope keys, identifiers
    ColumnNumbers scope;      ///< those of them that say within what the link is; they may take part in its key
    std::vector<std::string> notes;  ///< why keys were set aside, a clause each
};

/// The foreign keys that may be ends at all, in order of column: one of those with the same columns and target, none that is
/// temporal (it refers to several rows at once), and none whose target is unknown.
Keys possible_ends(const Table &table, const Facts &facts);

/// Of the possible ends, leaves aside audit keys, and keys that a composite key repeats: tenant_id where (tenant_id, user_id) is
/// a key too.
Connecting connecting(const Table &table, const Facts &facts, const Keys &possible);

/// Those of these keys of which a row has exactly one, by a CHECK constraint over a column of each, and that constraint. The
/// other columns of the keys are NOT NULL. None where nothing says so.
struct Exclusive {
    Keys keys;
    const std::string *check = nullptr;
};
Exclusive exclusive_keys(const Table &table, const Keys &keys);

/// The ends: all keys where there are two; of more, one that is mandatory and those that exclude each other, else the two that a
/// unique index covers exactly, else those the table is named after, else what is left without scopes, else what is left without
/// the tenant, else the three and more that a unique index covers exactly, or all that it covers with others. Empty where nothing
/// tells. A scope, a key to a table that both ends refer to themselves, and a tenant key that was left aside are taken out of
/// `connecting`.
Keys choose_ends(const Table &table, const Facts &facts, Connecting &connecting);

/// The columns of all these keys, each once, ascending.
ColumnNumbers columns_of(const Keys &keys);

/// Whether each of these keys has a column of its own beside every other one: composite keys may share a tenant's column.
bool separate(const Keys &keys);

/// The key that is unique by itself and the index that proves it; both nullptr where none is.
std::pair<const ForeignKey *, const Index *> unique_by_itself(const Table &table, const Keys &keys);

/// The index that makes these foreign keys together a key, each taking part in it: proof, or a unique index over just their
/// columns for the rows that count, being partial or having audit columns beside them, as soft deletion makes it, or columns of
/// `scope`. nullptr where there is none.
const Index *key_over(const Table &table, const Keys &keys, const Words &words, const ColumnNumbers &scope = {});

/// Orders by the columns of the table, then by name.
void sort_by_column(Keys &keys);

/// Whether the table's name is made of the names of these keys, in any order: each named by the referenced table or by its
/// column, one word may stand between two of them, words like "map" or "membership" may follow, anything may precede.
bool named_after(const Table &table, const Keys &keys, const Facts &facts);

}  // namespace relmeta
