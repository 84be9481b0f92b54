#include "server/sync/touched.hpp"

#include <algorithm>

#include "core/model/sort_unique.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/store.hpp"
#include "server/pg/datum.hpp"
#include "server/sync/locks.hpp"
#include "server/sync/views.hpp"

namespace relmeta::server {

namespace {

/// Looks up tables without foreign keys in relmeta's tables.
class Mentions {
public:
    bool mention(Oid table) const {
        return !relationships_.by_holder(table).empty() || !bridges_.by_bridge(table).empty() ||
               !names_.by_holder(table).empty() || !declared_bridges_.by_bridge(table).empty() ||
               !declared_.by_source(table).empty();
    }
    /// The same for a dropped table, including rows that must be removed with it.
    bool mention_gone(Oid table) const {
        return mention(table) || !declared_.by_target(table).empty() || !names_.by_source(table).empty();
    }

private:
    StoreTable<Relationship> relationships_{AccessShareLock};
    StoreTable<StoredBridge> bridges_{AccessShareLock};
    StoreTable<NameRecord> names_{AccessShareLock};
    StoreTable<DeclaredBridge> declared_bridges_{AccessShareLock};
    StoreTable<DeclaredRelationship> declared_{AccessShareLock};
};

}  // namespace

/// Needs no locks: PostgreSQL's locks on the tables of a command, and those of declare_relationship, prevent other sessions from
/// adding keys or declarations.
std::vector<Oid> concerned(const std::vector<Oid> &tables, const std::set<Oid> &marked) {
    std::vector<Oid> result;
    std::vector<Oid> without_key;
    for (Oid table : tables) {
        const bool stays =
            marked.count(table) > 0 || ((is_view(table) || !referenced_tables(table).empty()) && takes_part(table));
        (stays ? result : without_key).push_back(table);
    }
    if (!without_key.empty()) {
        const Mentions mentions;
        for (Oid table : without_key) {
            if (exists(table) ? mentions.mention(table) : mentions.mention_gone(table)) {
                result.push_back(table);
            }
        }
    }
    sort_unique(result);
    return result;
}

void lock_catalog_for(const std::vector<Oid> &tables) {
    if (std::any_of(tables.begin(), tables.end(), [](Oid table) { return takes_part(table) || !exists(table); })) {
        lock_catalog(RowExclusiveLock);
    }
}

std::vector<Oid> declarers_of(const std::vector<Oid> &tables) {
    std::vector<Oid> result;
    for (const auto &row : StoreTable<DeclaredRelationship>(AccessShareLock).read(nullptr, {})) {
        if (std::binary_search(tables.begin(), tables.end(), row.row.target) &&
            !std::binary_search(tables.begin(), tables.end(), row.row.source)) {
            result.push_back(row.row.source);
        }
    }
    sort_unique(result);
    return result;
}

std::vector<Oid> neighbours_of(const std::set<Oid> &tables) {
    std::vector<Oid> result;
    StoreTable<Relationship> relationships(AccessShareLock);
    for (Oid table : tables) {
        for (const Stored<Relationship> &row : relationships.by_source(table)) {
            if (tables.count(row.row.holder) == 0) {
                result.push_back(row.row.holder);
            }
        }
    }
    sort_unique(result);
    return result;
}

}  // namespace relmeta::server
