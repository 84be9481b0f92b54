#include "server/sync/declared_ends.hpp"

#include <algorithm>

namespace relmeta::server {

namespace {

/// The name of a key with the same link that `end` had; empty if `end` still exists, or if there is no such key.
std::string successor(const Table &table, const std::string &end, const Facts &facts, const StoredCatalog &stored) {
    const auto was = std::find_if(stored.relationships.begin(), stored.relationships.end(), [&](const auto &old) {
        return old.row.holder == table.id && old.row.constraint == end && old.row.origin == Origin::foreign_key &&
               !old.row.reverse;
    });
    if (table.foreign_key(end) != nullptr || was == stored.relationships.end() || facts.table(was->row.target) == nullptr) {
        return {};
    }
    ForeignKey gone;
    gone.target = was->row.target;
    gone.columns = table.numbers(was->row.source_columns);
    gone.target_columns = facts.at(gone.target).numbers(was->row.target_columns);
    const ForeignKey *best = nullptr;
    for (const ForeignKey &key : table.foreign_keys) {
        if (same_link(key, gone) && (best == nullptr || stands_before(table, key, *best))) {
            best = &key;
        }
    }
    return best != nullptr ? best->name : std::string();
}

}  // namespace

void pass_on_ends(Facts &facts, const StoredCatalog &stored) {
    for (auto &entry : facts.tables) {
        Table &table = entry.second;
        bool passed = false;
        for (std::string &end : table.bridge.ends) {
            std::string name = successor(table, end, facts, stored);
            if (!name.empty()) {
                end = std::move(name);
                passed = true;
            }
        }
        if (passed) {
            StoreTable<DeclaredBridge> bridges(RowExclusiveLock);
            for (const auto &row : bridges.by_bridge(table.id)) {
                bridges.update(row.where, {table.id, table.bridge});
            }
        }
    }
}

}  // namespace relmeta::server
