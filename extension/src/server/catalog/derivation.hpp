// What relmeta's tables hold of some tables, or of all, beside what they should hold.
#pragma once

#include <vector>

#include "core/derive/named.hpp"
#include "server/catalog/store.hpp"

namespace relmeta::server {

/// What is stored about what some tables hold.
struct StoredCatalog {
    std::vector<Stored<Relationship>> relationships;
    std::vector<Stored<StoredBridge>> bridges;
    std::vector<Stored<NameRecord>> names;
    std::vector<DeclaredRelationship> declared;  ///< by any table

    /// Whether anything was derived.
    bool empty() const { return relationships.empty() && bridges.empty(); }
};

/// What is derived about the same tables, with names.
struct DerivedCatalog {
    std::vector<Relationship> relationships;
    std::vector<std::size_t> continued;  ///< per relationship its place in StoredCatalog, or no_place
    std::vector<Bridge> recognised;
    std::vector<StoredBridge> bridges;  ///< the same, as they are stored
    std::vector<NameRecord> names;      ///< every record of StoredCatalog that stays
};

/// Derives what `holders` hold, and names it. `stored` is what is stored of the same holders. `answer` is asked about names of
/// other holders' relationships; without it, `holders` are all there are.
DerivedCatalog derive_catalog(const Facts &facts, const std::vector<Oid> &holders, const StoredCatalog &stored,
                              const Answer &answer = nullptr);

/// Everything, stored and derived, as one snapshot sees it.
struct Picture {
    Facts facts;
    StoredCatalog stored;
    DerivedCatalog derived;
};

/// Takes a fresh one; `plain_indexes` as for read_catalog.
Picture take_picture(bool plain_indexes = false);

/// Every bridge that there is now. Recognising them takes no names.
std::vector<StoredBridge> recognised_bridges();

/// Reads what is stored, as `snapshot` sees it. Nothing while the extension is being created.
StoredCatalog read_stored_catalog(Snapshot snapshot);

}  // namespace relmeta::server
