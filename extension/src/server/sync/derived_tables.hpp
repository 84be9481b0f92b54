// The derived tables of relmeta, and the name records.
#pragma once

#include "server/catalog/derivation.hpp"

namespace relmeta::server {

/// The derived tables and the name records, open for writing.
struct Tables {
    StoreTable<Relationship> relationships{RowExclusiveLock};
    StoreTable<StoredBridge> bridges{RowExclusiveLock};
    StoreTable<NameRecord> names{RowExclusiveLock};

    StoredCatalog read(const std::vector<Oid> &holders) const;
    /// Writes the differences, and the names in declarations. Returns the number of changed relationships and bridges.
    std::int64_t write(const StoredCatalog &stored, const DerivedCatalog &derived, const Facts &facts);
};

}  // namespace relmeta::server
