// The stored and the newly derived catalog of some or all tables.
#pragma once

#include <vector>

#include "core/derive/named.hpp"
#include "server/catalog/store.hpp"

namespace relmeta::server {

/// The stored rows of some holders.
struct StoredCatalog {
    std::vector<Stored<Relationship>> relationships;
    std::vector<Stored<StoredBridge>> bridges;
    std::vector<Stored<NameRecord>> names;
    std::vector<DeclaredRelationship> declared;  ///< of all tables

    /// Whether there are no derived rows.
    bool empty() const { return relationships.empty() && bridges.empty(); }
};

/// The derived relationships, with names, and bridges of the same holders.
struct DerivedCatalog {
    std::vector<Relationship> relationships;
    std::vector<std::size_t> continued;  ///< for each relationship, its place in StoredCatalog or no_place
    std::vector<Bridge> recognised;
    std::vector<StoredBridge> bridges;  ///< the same, in stored form
    std::vector<NameRecord> names;      ///< the records of StoredCatalog to keep
};

/// Derives and names the relationships of `holders`. `stored` has the stored rows of the same holders. `answer` answers questions
/// about names of other holders' relationships. Without it, `holders` must contain all holders.
DerivedCatalog derive_catalog(const Facts &facts, const std::vector<Oid> &holders, const StoredCatalog &stored,
                              const Answer &answer = nullptr);

/// The whole stored and derived catalog in the same snapshot.
struct Picture {
    Facts facts;
    StoredCatalog stored;
    DerivedCatalog derived;
};

/// `plain_indexes`: see read_catalog().
Picture take_picture(bool plain_indexes = false);

/// Reads the stored rows with `snapshot`. Empty while the extension is being created.
StoredCatalog read_stored_catalog(Snapshot snapshot);

}  // namespace relmeta::server
