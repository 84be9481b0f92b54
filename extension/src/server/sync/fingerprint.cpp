#include "server/sync/fingerprint.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string_view>
#include <vector>

#include "server/catalog/store.hpp"
#include "server/pg/ask.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <access/htup_details.h>
#include <catalog/namespace.h>
#include <catalog/pg_class.h>
#include <catalog/pg_description.h>
#include <catalog/pg_largeobject.h>
#include <catalog/pg_largeobject_metadata.h>
#include <catalog/pg_namespace.h>
#include <catalog/pg_statistic.h>
#include <catalog/pg_statistic_ext_data.h>
#include <catalog/pg_trigger.h>
#include <storage/lmgr.h>
#include <utils/snapmgr.h>
}

namespace relmeta::server {

namespace {

/// The catalogs that no relationship is derived from, and that are large or change with data.
constexpr Oid left_out[] = {DescriptionRelationId, LargeObjectRelationId,      LargeObjectMetadataRelationId,
                            StatisticRelationId,   StatisticExtDataRelationId, TriggerRelationId};

/// A hash in which all bits of `value` affect all bits (the finalizer of SplitMix64).
std::uint64_t mix(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

std::uint64_t version(Oid relation, HeapTuple tuple) {
    const std::uint64_t block = ItemPointerGetBlockNumberNoCheck(&tuple->t_self);
    const std::uint64_t place = mix(static_cast<std::uint64_t>(relation) << 32 | HeapTupleHeaderGetRawXmin(tuple->t_data));
    return mix(place ^ (block << 16 | ItemPointerGetOffsetNumberNoCheck(&tuple->t_self)));
}

/// Adds the versions of the rows to `sum`, so that their order does not matter, and visits the rows.
void add(Oid relation, Snapshot snapshot, std::uint64_t &sum, const std::function<void(HeapTuple)> &visit = nullptr) {
    scan(relation, InvalidOid, snapshot, {}, [&](HeapTuple tuple, TupleDesc) {
        sum += version(relation, tuple);
        if (visit) {
            visit(tuple);
        }
        return true;
    });
}

}  // namespace

std::int64_t fingerprint() {
    const Oid own_schema = pg::call([] { return get_namespace_oid("relmeta", false); });
    const Oid verified = relmeta_relation(Codec<Verified>::table);
    std::vector<Oid> relations;
    std::vector<Oid> locked;
    bool free = true;
    std::uint64_t sum = mix(std::hash<std::string_view>()(RELMETA_VERSION));
    Snapshot snapshot = pg::call([] { return RegisterSnapshot(GetLatestSnapshot()); });
    add(RelationRelationId, snapshot, sum, [&](HeapTuple tuple) {
        const auto form = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
        const bool catalog = form->relnamespace == PG_CATALOG_NAMESPACE && form->relkind == RELKIND_RELATION &&
                             !form->relisshared && form->oid != RelationRelationId &&
                             std::find(std::begin(left_out), std::end(left_out), form->oid) == std::end(left_out);
        const bool own = form->relnamespace == own_schema && form->oid != verified &&
                         (form->relkind == RELKIND_RELATION || form->relkind == RELKIND_MATVIEW);
        if (own) {
            LOCKTAG tag;
            SET_LOCKTAG_RELATION(tag, MyDatabaseId, form->oid);
            const Got got = free ? try_lock(tag, AccessShareLock) : Got::no;
            free = got != Got::no;
            if (got == Got::yes) {
                locked.push_back(form->oid);
            }
        }
        if (catalog || own) {
            relations.push_back(form->oid);
        }
    });
    for (Oid relation : free ? relations : std::vector<Oid>()) {
        add(relation, snapshot, sum);
    }
    // Otherwise a session that holds one of these tables and waits for another would make a deadlock with what follows.
    for (Oid relation : locked) {
        pg::call([&] { UnlockRelationOid(relation, AccessShareLock); });
    }
    pg::call([&] { UnregisterSnapshot(snapshot); });
    return free ? static_cast<std::int64_t>(sum) : 0;
}

bool is_verified(std::int64_t fingerprint) {
    const auto rows = StoreTable<Verified>(AccessShareLock).read(nullptr, {});
    return std::any_of(rows.begin(), rows.end(), [&](const auto &row) { return row.row.fingerprint == fingerprint; });
}

void keep_verified(std::int64_t fingerprint) {
    LOCKTAG tag;
    SET_LOCKTAG_RELATION(tag, MyDatabaseId, relmeta_relation(Codec<Verified>::table));
    if (try_lock(tag, ShareRowExclusiveLock) == Got::no) {
        return;
    }
    StoreTable<Verified> verified(ShareRowExclusiveLock);
    for (const Stored<Verified> &row : verified.read(nullptr, {})) {
        verified.remove(row.where);
    }
    verified.insert({fingerprint});
}

}  // namespace relmeta::server
