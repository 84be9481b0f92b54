#include "server/sync/declared_ends.hpp"

#include <algorithm>

namespace relmeta::server {

namespace {

/// The reference with the same link and condition, preferably a foreign key; nullptr if there is none.
const ColumnReference *same_reference(const Table &table, const ColumnReference &gone, const std::string &condition) {
    const ForeignKey *best = nullptr;
    for (const ForeignKey &key : table.foreign_keys) {
        if (condition.empty() && same_link(key, gone) && (best == nullptr || stands_before(table, key, *best))) {
            best = &key;
        }
    }
    const auto declared = std::find_if(table.declared.begin(), table.declared.end(), [&](const RelationshipDeclaration &other) {
        return other.condition == condition && same_link(other, gone);
    });
    return best != nullptr || declared == table.declared.end() ? best : static_cast<const ColumnReference *>(&*declared);
}

/// The name of a reference with the same link that `end` had; empty if `end` still exists, or if there is no such reference.
std::string successor(const Table &table, const std::string &end, const Facts &facts, const StoredCatalog &stored) {
    const auto was = std::find_if(stored.relationships.begin(), stored.relationships.end(), [&](const auto &old) {
        const Relationship &row = old.row;
        const std::string &name = row.origin == Origin::declared ? row.name : row.constraint;
        return row.holder == table.id && row.origin != Origin::bridge && !row.reverse && name == end;
    });
    if (reference(table, end) != nullptr || was == stored.relationships.end() || facts.table(was->row.target) == nullptr) {
        return {};
    }
    ColumnReference gone;
    gone.target = was->row.target;
    gone.columns = table.numbers(was->row.source_columns);
    gone.target_columns = facts.at(gone.target).numbers(was->row.target_columns);
    const ColumnReference *found = same_reference(table, gone, was->row.condition);
    return found != nullptr ? end_name(table, *found) : std::string();
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

void rename_end(TableId bridge, const std::string &from, const std::string &to) {
    StoreTable<DeclaredBridge> bridges(RowExclusiveLock);
    for (auto &row : bridges.by_bridge(bridge)) {
        std::vector<std::string> &ends = row.row.declaration.ends;
        if (std::find(ends.begin(), ends.end(), from) != ends.end()) {
            std::replace(ends.begin(), ends.end(), from, to);
            bridges.update(row.where, row.row);
        }
    }
}

}  // namespace relmeta::server
