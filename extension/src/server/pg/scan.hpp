// Scans a system catalog or one of relmeta's tables: without SQL or search_path, as any role, with a snapshot taken after
// locking. If a visit throws, the scan is left open, and the rollback closes it.
#pragma once

#include <cstring>
#include <initializer_list>

#include "server/pg/guard.hpp"

extern "C" {
#include <access/relscan.h>
#include <access/skey.h>
#include <access/stratnum.h>
#include <access/tableam.h>
#include <access/transam.h>
#include <access/xact.h>
#include <utils/array.h>
#include <utils/fmgroids.h>
#include <utils/rel.h>
#include <utils/snapmgr.h>
#include <utils/snapshot.h>
}

namespace relmeta::server {

/// A scan key "column = value".
struct Equals {
    AttrNumber column;
    RegProcedure comparison;  ///< F_OIDEQ, F_NAMEEQ, ...
    Datum value;
};

inline Equals oid_equals(AttrNumber column, Oid value) { return {column, F_OIDEQ, ObjectIdGetDatum(value)}; }

/// Hides relmeta's reads of its own tables from SERIALIZABLE, because they would make unrelated transactions conflict. PostgreSQL
/// records reads under an MVCC snapshot, so relmeta scans with SnapshotAny and checks visibility itself.
class UnrecordedRead {
public:
    UnrecordedRead(Relation relation, Snapshot snapshot) : relation_(relation) {
        bool recorded = IsolationIsSerializable() && RelationGetRelid(relation) >= FirstNormalObjectId &&
                        (snapshot == nullptr || IsMVCCSnapshot(snapshot));
        if (recorded) {
            seen_ = pg::call([&] {
                return RegisterSnapshot(snapshot != nullptr ? snapshot : GetCatalogSnapshot(RelationGetRelid(relation)));
            });
        }
    }

    Snapshot snapshot(Snapshot otherwise) const { return seen_ != nullptr ? SnapshotAny : otherwise; }
    bool sees(TupleTableSlot *slot) const {
        return seen_ == nullptr || pg::call([&] { return table_tuple_satisfies_snapshot(relation_, slot, seen_); });
    }
    void end() {
        if (seen_ != nullptr) {
            pg::call([&] { UnregisterSnapshot(seen_); });
        }
    }

private:
    Relation relation_;
    Snapshot seen_ = nullptr;
};

/// Visits the tuples of `relation` that satisfy `keys`, using `index` unless it is InvalidOid. A visit takes (HeapTuple,
/// TupleDesc) and returns whether to continue. A null snapshot means a new one.
template <class Visit>
void scan(Relation relation, Oid index, Snapshot snapshot, std::initializer_list<Equals> keys, Visit visit) {
    ScanKeyData scan_keys[4];
    int count = 0;
    for (const Equals &key : keys) {
        ScanKeyData *entry = &scan_keys[count++];
        pg::call([&] { ScanKeyInit(entry, key.column, BTEqualStrategyNumber, key.comparison, key.value); });
    }
    UnrecordedRead read(relation, snapshot);
    SysScanDesc cursor = pg::call(
        [&] { return systable_beginscan(relation, index, OidIsValid(index), read.snapshot(snapshot), count, scan_keys); });
    for (;;) {
        HeapTuple tuple = pg::call([&] { return systable_getnext(cursor); });
        if (!HeapTupleIsValid(tuple) || (read.sees(cursor->slot) && !visit(tuple, RelationGetDescr(relation)))) {
            break;
        }
        pg::check_interrupts();
    }
    pg::call([&] { systable_endscan(cursor); });
    read.end();
}

/// The same, but opens and closes the relation.
template <class Visit>
void scan(Oid relation_id, Oid index, Snapshot snapshot, std::initializer_list<Equals> keys, Visit visit) {
    Relation relation = pg::call([&] { return table_open(relation_id, AccessShareLock); });
    scan(relation, index, snapshot, keys, visit);
    pg::call([&] { table_close(relation, AccessShareLock); });
}

/// Fetches an attribute. Returns false if it is null.
inline bool get(HeapTuple tuple, TupleDesc descriptor, AttrNumber column, Datum *value) {
    bool is_null = true;
    *value = pg::call([&] { return heap_getattr(tuple, column, descriptor, &is_null); });
    return !is_null;
}

/// The payload of a varlena value, valid as long as this object. Copied only if the value is compressed or out of line.
class Unpacked {
public:
    explicit Unpacked(Datum value)
        : original_(DatumGetPointer(value)), packed_(reinterpret_cast<varlena *>(DatumGetPointer(value))) {
        if (VARATT_IS_COMPRESSED(packed_) || VARATT_IS_EXTERNAL(packed_)) {
            packed_ = pg::call([&] { return PG_DETOAST_DATUM_PACKED(value); });
        }
    }
    ~Unpacked() {
        if (packed_ != original_) {
            pfree(packed_);
        }
    }
    Unpacked(const Unpacked &) = delete;
    Unpacked &operator=(const Unpacked &) = delete;

    const char *data() const { return VARDATA_ANY(packed_); }
    std::size_t size() const { return VARSIZE_ANY_EXHDR(packed_); }

private:
    const void *original_;
    varlena *packed_;
};

/// The elements of an array without nulls of a fixed-length type such as int2, oid or name; none if it has another dimension.
/// Valid as long as the array.
template <class Element>
class Elements {
public:
    explicit Elements(Datum array) : array_(array) {
        ArrayType header;
        std::memcpy(reinterpret_cast<char *>(&header) + VARHDRSZ, array_.data(), sizeof(header) - VARHDRSZ);
        if (header.ndim == 1 && header.dataoffset == 0) {
            int count = 0;
            std::memcpy(&count, array_.data() + sizeof(header) - VARHDRSZ, sizeof(count));
            size_ = static_cast<std::size_t>(count);
        }
    }

    std::size_t size() const { return size_; }
    /// An element in place: an array with a short header is not aligned.
    const char *data(std::size_t place) const {
        return array_.data() + ARR_OVERHEAD_NONULLS(1) - VARHDRSZ + place * sizeof(Element);
    }
    Element operator[](std::size_t place) const {
        Element element;
        std::memcpy(&element, data(place), sizeof(element));
        return element;
    }

private:
    Unpacked array_;
    std::size_t size_ = 0;
};

template <class Element>
std::vector<Element> elements(Datum array) {
    const Elements<Element> from(array);
    std::vector<Element> result;
    result.reserve(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
        result.push_back(from[i]);
    }
    return result;
}

}  // namespace relmeta::server
