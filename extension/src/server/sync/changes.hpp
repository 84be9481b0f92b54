// The differences between the stored rows of one of relmeta's tables and the derived rows. Deletes run before inserts, so a name
// can move from one relationship to another.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "core/derive/reconcile.hpp"
#include "server/catalog/derivation.hpp"
#include "server/catalog/store.hpp"

namespace relmeta::server {

template <class Row>
struct Changes {
    std::vector<const Stored<Row> *> removed;
    std::vector<std::pair<const Stored<Row> *, const Row *>> updated;
    std::vector<const Row *> inserted;

    /// Returns the number of changed rows. A row that is removed and inserted counts once.
    std::int64_t write(StoreTable<Row> &table) const {
        for (const Stored<Row> *old : removed) {
            table.remove(old->where);
        }
        for (const auto &[old, fresh] : updated) {
            table.update(old->where, *fresh);
        }
        for (const Row *fresh : inserted) {
            table.insert(*fresh);
        }
        return static_cast<std::int64_t>(std::max(removed.size(), inserted.size()) + updated.size());
    }

    /// Calls `visit` with every removed, inserted or updated row.
    template <class Visit>
    void visit(Visit visit) const {
        for (const Stored<Row> *old : removed) {
            visit(old->row);
        }
        for (const auto &[old, fresh] : updated) {
            visit(*fresh);
        }
        for (const Row *fresh : inserted) {
            visit(*fresh);
        }
    }
};

inline Changes<Relationship> relationship_changes(const StoredCatalog &stored, const DerivedCatalog &derived) {
    Changes<Relationship> changes;
    std::vector<bool> goes_on(stored.relationships.size());
    for (std::size_t i = 0; i < derived.relationships.size(); ++i) {
        const Relationship &fresh = derived.relationships[i];
        if (derived.continued[i] == no_place) {
            changes.inserted.push_back(&fresh);
            continue;
        }
        const Stored<Relationship> &old = stored.relationships[derived.continued[i]];
        goes_on[derived.continued[i]] = true;
        if (old.row == fresh) {
            continue;
        }
        if (old.row.name == fresh.name) {
            changes.updated.emplace_back(&old, &fresh);
        } else {
            changes.removed.push_back(&old);
            changes.inserted.push_back(&fresh);
        }
    }
    for (std::size_t i = 0; i < goes_on.size(); ++i) {
        if (!goes_on[i]) {
            changes.removed.push_back(&stored.relationships[i]);
        }
    }
    return changes;
}

/// The changes of rows that `key` identifies.
template <class Row, class Key>
Changes<Row> keyed_changes(const std::vector<Stored<Row>> &stored, const std::vector<Row> &derived, Key key) {
    Changes<Row> changes;
    std::map<decltype(key(derived[0])), const Stored<Row> *> old;
    for (const Stored<Row> &row : stored) {
        if (!old.emplace(key(row.row), &row).second) {
            changes.removed.push_back(&row);
        }
    }
    for (const Row &fresh : derived) {
        auto found = old.find(key(fresh));
        if (found == old.end()) {
            changes.inserted.push_back(&fresh);
            continue;
        }
        if (!(found->second->row == fresh)) {
            changes.updated.emplace_back(found->second, &fresh);
        }
        old.erase(found);
    }
    for (const auto &gone : old) {
        changes.removed.push_back(gone.second);
    }
    return changes;
}

inline Changes<StoredBridge> bridge_changes(const StoredCatalog &stored, const DerivedCatalog &derived) {
    return keyed_changes(stored.bridges, derived.bridges, [](const StoredBridge &row) { return row.bridge; });
}

/// Identifies a relationship of a foreign key or bridge independently of its name.
inline auto identity(const NameRecord &record) {
    return std::make_tuple(record.holder, record.constraint, record.far_constraint, record.reverse);
}

inline Changes<NameRecord> name_changes(const StoredCatalog &stored, const DerivedCatalog &derived) {
    return keyed_changes(stored.names, derived.names, [](const NameRecord &record) { return identity(record); });
}

}  // namespace relmeta::server
