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

/// Whether the rows of a catalog can matter.
bool is_covered_catalog(const FormData_pg_class *form) {
    return form->relnamespace == PG_CATALOG_NAMESPACE && form->relkind == RELKIND_RELATION && !form->relisshared &&
           std::find(std::begin(left_out), std::end(left_out), form->oid) == std::end(left_out);
}

struct Relations {
    std::vector<Oid> catalogs;  ///< without pg_class
    std::vector<Oid> own;       ///< relmeta's tables, without the one for fingerprints
    std::uint64_t sum = 0;      ///< of the versions of the rows of pg_class
};

Relations read_relations(Snapshot snapshot) {
    const Oid own_schema = pg::call([] { return get_namespace_oid("relmeta", false); });
    const Oid verified = relmeta_relation(Codec<Verified>::table);
    Relations relations;
    scan(RelationRelationId, InvalidOid, snapshot, {}, [&](HeapTuple tuple, TupleDesc) {
        const auto form = reinterpret_cast<const FormData_pg_class *>(GETSTRUCT(tuple));
        relations.sum += version(RelationRelationId, tuple);
        if (is_covered_catalog(form) && form->oid != RelationRelationId) {
            relations.catalogs.push_back(form->oid);
        } else if (form->relnamespace == own_schema && form->oid != verified &&
                   (form->relkind == RELKIND_RELATION || form->relkind == RELKIND_MATVIEW)) {
            relations.own.push_back(form->oid);
        }
        return true;
    });
    return relations;
}

/// The sum of the versions of the rows, so that their order does not matter.
std::uint64_t versions(const std::vector<Oid> &relations, Snapshot snapshot) {
    std::uint64_t sum = 0;
    for (Oid relation : relations) {
        scan(relation, InvalidOid, snapshot, {}, [&](HeapTuple tuple, TupleDesc) {
            sum += version(relation, tuple);
            return true;
        });
    }
    return sum;
}

/// Adds the relations that this transaction had not locked before to `locked`. Returns false if another session locks one.
bool lock_at_once(const std::vector<Oid> &relations, std::vector<Oid> &locked) {
    return std::all_of(relations.begin(), relations.end(), [&](Oid relation) {
        LOCKTAG tag;
        SET_LOCKTAG_RELATION(tag, MyDatabaseId, relation);
        const Got got = try_lock(tag, AccessShareLock);
        if (got == Got::yes) {
            locked.push_back(relation);
        }
        return got != Got::no;
    });
}

}  // namespace

std::int64_t fingerprint() {
    Snapshot snapshot = pg::call([] { return RegisterSnapshot(GetLatestSnapshot()); });
    const Relations relations = read_relations(snapshot);
    std::vector<Oid> locked;
    std::uint64_t sum = 0;
    if (lock_at_once(relations.own, locked)) {
        sum = mix(std::hash<std::string_view>()(RELMETA_VERSION)) + relations.sum + versions(relations.catalogs, snapshot) +
              versions(relations.own, snapshot);
    }
    // Locks that are kept could be in the way of a session that this transaction waits for later.
    for (Oid relation : locked) {
        pg::call([&] { UnlockRelationOid(relation, AccessShareLock); });
    }
    pg::call([&] { UnregisterSnapshot(snapshot); });
    return static_cast<std::int64_t>(sum);
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
