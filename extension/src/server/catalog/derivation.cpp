#include "server/catalog/derivation.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/conditions.hpp"

extern "C" {
#include <utils/snapmgr.h>
}

namespace relmeta::server {

namespace {

StoredBridge with_names(const Bridge &bridge, const Table &table) {
    StoredBridge row;
    row.bridge = bridge.table;
    row.grade = to_string(bridge.grade);
    for (const End &end : bridge.ends) {
        row.ends.push_back({end.target, table.names(end.columns), end.role, end.constraint, end.exclusive});
    }
    row.payload = table.names(bridge.payload);
    row.pair_unique = bridge.pair_unique;
    row.reason = bridge.reason;
    return row;
}

/// The records in the order of the transactions that wrote them.
std::vector<const NameRecord *> in_order(const std::vector<Stored<NameRecord>> &names) {
    std::vector<const Stored<NameRecord> *> rows;
    rows.reserve(names.size());
    for (const Stored<NameRecord> &row : names) {
        rows.push_back(&row);
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto *a, const auto *b) { return TransactionIdPrecedes(a->writer, b->writer); });
    std::vector<const NameRecord *> records;
    records.reserve(rows.size());
    for (const Stored<NameRecord> *row : rows) {
        records.push_back(&row->row);
    }
    return records;
}

}  // namespace

DerivedCatalog derive_catalog(const Facts &facts, const std::vector<Oid> &holders, const StoredCatalog &stored,
                              const Answer &answer) {
    Known known;
    known.relationships.reserve(stored.relationships.size());
    for (const Stored<Relationship> &row : stored.relationships) {
        known.relationships.push_back(&row.row);
    }
    known.names = in_order(stored.names);
    for (const DeclaredRelationship &declared : stored.declared) {
        known.declarations.push_back(&declared);
    }
    NamedCatalog named = derive_named(facts, holders, known, answer);
    DerivedCatalog result{
        std::move(named.relationships), std::move(named.continued), std::move(named.bridges), {}, std::move(named.names)};
    for (const Bridge &bridge : result.recognised) {
        result.bridges.push_back(with_names(bridge, facts.at(bridge.table)));
    }
    return result;
}

Picture take_picture(bool plain_indexes) {
    std::optional<Picture> picture;
    read_steadily([&] {
        Snapshot snapshot = pg::call([] { return RegisterSnapshot(GetLatestSnapshot()); });
        picture.emplace(Picture{read_catalog(snapshot, plain_indexes), read_stored_catalog(snapshot), {}});
        pg::call([&] { UnregisterSnapshot(snapshot); });
        picture->derived = derive_catalog(picture->facts, all_holders(picture->facts), picture->stored);
    });
    return std::move(*picture);
}

StoredCatalog read_stored_catalog(Snapshot snapshot) {
    StoredCatalog stored;
    if (OidIsValid(relmeta_relation(Codec<Relationship>::table))) {
        stored.relationships = StoreTable<Relationship>(AccessShareLock).read(nullptr, {}, snapshot);
    }
    if (OidIsValid(relmeta_relation(Codec<StoredBridge>::table))) {
        stored.bridges = StoreTable<StoredBridge>(AccessShareLock).read(nullptr, {}, snapshot);
    }
    if (OidIsValid(relmeta_relation(Codec<NameRecord>::table))) {
        stored.names = StoreTable<NameRecord>(AccessShareLock).read(nullptr, {}, snapshot);
    }
    if (OidIsValid(relmeta_relation(Codec<DeclaredRelationship>::table))) {
        for (auto &row : StoreTable<DeclaredRelationship>(AccessShareLock).read(nullptr, {}, snapshot)) {
            stored.declared.push_back(std::move(row.row));
        }
        add_conditions(stored.relationships, stored.declared);
    }
    return stored;
}

}  // namespace relmeta::server
