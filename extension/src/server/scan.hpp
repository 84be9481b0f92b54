// Reading a catalog, or a table of relmeta's own, tuple by tuple: no SQL, no search_path, any role, and a snapshot taken
// after the locks. Where a visit throws, nothing is closed by hand: the transaction that ends then closes it.
#pragma once

#include <initializer_list>

#include "guard.hpp"

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

/// One "column = value" of a scan.
struct Equals {
    AttrNumber column;
    RegProcedure comparison;  ///< F_OIDEQ, F_NAMEEQ, ...
    Datum value;
};

inline Equals oid_equals(AttrNumber column, Oid value) { return {column, F_OIDEQ, ObjectIdGetDatum(value)}; }

/// What relmeta reads of its own tables is no reading of the transaction's: under SERIALIZABLE it would make transactions conflict that
/// have nothing to do with each other. PostgreSQL records what is read under an MVCC snapshot, so there relmeta reads every version
/// of a row and asks which of them that snapshot sees.
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

/// Visits the tuples of `relation` that satisfy `keys`, through `index` unless that is InvalidOid. A visit gets (HeapTuple, TupleDesc) and
/// returns whether to go on. A null snapshot is a fresh one.
template <class Visit>
void scan(Relation relation, Oid index, Snapshot snapshot, std::initializer_list<Equals> keys, Visit visit) {
    ScanKeyData scan_keys[4];
    int count = 0;
    for (const Equals &key : keys) {
        ScanKeyData *entry = &scan_keys[count++];
        pg::call([&] { ScanKeyInit(entry, key.column, BTEqualStrategyNumber, key.comparison, key.value); });
    }
    UnrecordedRead read(relation, snapshot);
    SysScanDesc cursor = pg::call([&] {
        return systable_beginscan(relation, index, OidIsValid(index), read.snapshot(snapshot), count, scan_keys);
    });
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

/// The same for a relation by its OID, opened and closed here.
template <class Visit>
void scan(Oid relation_id, Oid index, Snapshot snapshot, std::initializer_list<Equals> keys, Visit visit) {
    Relation relation = pg::call([&] { return table_open(relation_id, AccessShareLock); });
    scan(relation, index, snapshot, keys, visit);
    pg::call([&] { table_close(relation, AccessShareLock); });
}

/// An attribute of a tuple; false where it is null.
inline bool get(HeapTuple tuple, TupleDesc descriptor, AttrNumber column, Datum *value) {
    bool is_null = true;
    *value = pg::call([&] { return heap_getattr(tuple, column, descriptor, &is_null); });
    return !is_null;
}

/// The elements of an array without nulls whose elements are plain fixed-length values: int2, oid, name.
template <class Element>
std::vector<Element> elements(Datum array) {
    ArrayType *plain = pg::call([&] { return DatumGetArrayTypeP(array); });
    int count = ARR_NDIM(plain) == 1 && !ARR_HASNULL(plain) ? ARR_DIMS(plain)[0] : 0;
    const Element *first = reinterpret_cast<const Element *>(ARR_DATA_PTR(plain));
    return std::vector<Element>(first, first + count);
}

}  // namespace relmeta::server
