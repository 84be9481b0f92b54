// Reads and writes the tables of schema relmeta as C++ rows. Rows are written like those of PostgreSQL's catalogs, so DDL of any
// role can update them, and SQL cannot write to the derived tables.
#pragma once

#include <algorithm>
#include <optional>
#include <type_traits>
#include <vector>

#include "core/model/declarations.hpp"
#include "core/text/error.hpp"
#include "server/pg/ask.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <access/htup_details.h>
#include <catalog/indexing.h>
#include <storage/bufmgr.h>
#include <storage/itemptr.h>
#include <utils/inval.h>
}

namespace relmeta::server {

/// A row of relmeta.dumped_name: a row of relmeta.relationship_name with tables as text, because a dump can name tables that are
/// not restored.
struct DumpedName {
    std::string source;
    std::string holder;
    NameRecord record;  ///< without its tables
};

/// A row of relmeta.declared_bridge.
struct DeclaredBridge {
    TableId bridge = 0;
    BridgeDeclaration declaration;
};

/// A row of relmeta.accessor_source: a table whose relationships have accessors.
struct AccessorSource {
    TableId source = 0;
    std::string schema;  ///< of the functions; empty: that of the source
};

/// A row of relmeta.bridge: core's Bridge with names instead of numbers.
struct StoredBridge {
    struct End {
        TableId target = 0;
        ColumnNames columns;
        std::string role;
        std::string constraint;
        bool exclusive = false;
    };
    TableId bridge = 0;
    std::string grade;
    std::vector<End> ends;
    ColumnNames payload;
    bool pair_unique = false;
    std::string reason;
};

/// A row of relmeta.stale: a table that is out of date, and the reason.
struct StaleTable {
    TableId table = 0;
    std::string reason;
};

/// The row of relmeta.verified: see sync/fingerprint.hpp.
struct Verified {
    std::int64_t fingerprint = 0;
};

bool operator==(const Relationship &a, const Relationship &b);
bool operator==(const NameRecord &a, const NameRecord &b);
bool operator==(const StoredBridge &a, const StoredBridge &b);

/// Converts between rows and tuples; one specialization per table.
template <class Row>
struct Codec;

template <>
struct Codec<Relationship> {
    static constexpr const char *table = "relationship";
    static constexpr int columns = 18;
    static constexpr const char *source_index = "relationship_source_name_idx";
    static constexpr const char *holder_index = "relationship_holder_idx";
    enum {
        source = 1,
        name = 2,
        target = 4,
        bridge = 7,
        holder = 10,
        constraint = 11,
        far_constraint = 12,
        required = 14,
        enforced = 15,
        reverse = 17,
        origin = 18
    };
    static Relationship decode(HeapTuple tuple, TupleDesc descriptor);
    static void encode(const Relationship &row, Datum *values, bool *nulls);
};

template <>
struct Codec<StoredBridge> {
    static constexpr const char *table = "bridge";
    static constexpr int columns = 6;
    static constexpr const char *bridge_index = "bridge_bridge_idx";
    enum { bridge = 1 };
    static StoredBridge decode(HeapTuple tuple, TupleDesc descriptor);
    static void encode(const StoredBridge &row, Datum *values, bool *nulls);
};

template <>
struct Codec<NameRecord> {
    static constexpr const char *table = "relationship_name";
    static constexpr int columns = 7;
    static constexpr const char *holder_index = "relationship_name_holder_idx";
    static constexpr const char *source_index = "relationship_name_source_name_idx";
    enum { source = 1, holder = 2, name = 6 };
    static NameRecord decode(HeapTuple tuple, TupleDesc descriptor);
    static void encode(const NameRecord &row, Datum *values, bool *nulls);
};

template <>
struct Codec<DumpedName> {
    static constexpr const char *table = "dumped_name";
    static constexpr int columns = 7;
    static DumpedName decode(HeapTuple tuple, TupleDesc descriptor);
};

template <>
struct Codec<DeclaredBridge> {
    static constexpr const char *table = "declared_bridge";
    static constexpr int columns = 3;
    static constexpr const char *bridge_index = "declared_bridge_bridge_idx";
    enum { bridge = 1 };
    static DeclaredBridge decode(HeapTuple tuple, TupleDesc descriptor);
    static void encode(const DeclaredBridge &row, Datum *values, bool *nulls);
};

template <>
struct Codec<DeclaredRelationship> {
    static constexpr const char *table = "declared_relationship";
    static constexpr int columns = 9;
    static constexpr const char *source_index = "declared_relationship_source_idx";
    static constexpr const char *target_index = "declared_relationship_target_idx";
    enum { source = 1, target = 3 };
    static DeclaredRelationship decode(HeapTuple tuple, TupleDesc descriptor);
    static void encode(const DeclaredRelationship &row, Datum *values, bool *nulls);
};

template <>
struct Codec<RejectedRelationship> {
    static constexpr const char *table = "rejected_relationship";
    static constexpr int columns = 3;
    static constexpr const char *source_index = "rejected_relationship_source_idx";
    static constexpr const char *target_index = "rejected_relationship_target_idx";
    enum { source = 1, target = 3 };
    static RejectedRelationship decode(HeapTuple tuple, TupleDesc descriptor);
    static void encode(const RejectedRelationship &row, Datum *values, bool *nulls);
};

template <>
struct Codec<AccessorSource> {
    static constexpr const char *table = "accessor_source";
    static constexpr int columns = 2;
    static constexpr const char *source_index = "accessor_source_source_idx";
    enum { source = 1 };
    static AccessorSource decode(HeapTuple tuple, TupleDesc descriptor);
    static void encode(const AccessorSource &row, Datum *values, bool *nulls);
};

template <>
struct Codec<StaleTable> {
    static constexpr const char *table = "stale";
    static constexpr int columns = 2;
    enum { table_id = 1 };
    static StaleTable decode(HeapTuple tuple, TupleDesc descriptor);
    static void encode(const StaleTable &row, Datum *values, bool *nulls);
};

template <>
struct Codec<Verified> {
    static constexpr const char *table = "verified";
    static constexpr int columns = 1;
    static Verified decode(HeapTuple tuple, TupleDesc descriptor);
    static void encode(const Verified &row, Datum *values, bool *nulls);
};

/// Whether FOR ALL TABLES publications include the table of these rows. relmeta's own changes to such tables must not be
/// published.
template <class Row>
constexpr bool is_publishable =
    std::is_same_v<Row, NameRecord> || std::is_same_v<Row, DeclaredBridge> || std::is_same_v<Row, DeclaredRelationship> ||
    std::is_same_v<Row, RejectedRelationship> || std::is_same_v<Row, AccessorSource>;

/// Whether the table of these rows is empty in most databases.
template <class Row>
constexpr bool is_mostly_empty =
    std::is_same_v<Row, DeclaredBridge> || std::is_same_v<Row, DeclaredRelationship> || std::is_same_v<Row, NameRecord> ||
    std::is_same_v<Row, DumpedName> || std::is_same_v<Row, StaleTable> || std::is_same_v<Row, RejectedRelationship> ||
    std::is_same_v<Row, AccessorSource>;

/// The error to throw if a table of relmeta does not have the columns of this library's version.
UserError other_version();

/// Like CatalogTupleInsertWithInfo, but invisible to logical decoding. Raises PostgreSQL errors.
void insert_unpublished(Relation relation, HeapTuple tuple, CatalogIndexState indexes);

/// The OID of a relation in schema relmeta; InvalidOid if it does not exist. `name` must be a literal.
Oid relmeta_relation(const char *name);

/// Registers invalidation callbacks for these OIDs. Called once, when the library is loaded.
void register_relations();

/// A row, its location, and the transaction that wrote it.
template <class Row>
struct Stored {
    Stored(HeapTuple tuple, TupleDesc descriptor)
        : row(Codec<Row>::decode(tuple, descriptor)), where(tuple->t_self), writer(HeapTupleHeaderGetXmin(tuple->t_data)) {}

    Row row;
    ItemPointerData where;
    TransactionId writer;
};

/// The view whose invalidation signals changed relationships.
constexpr const char *relationships_view = "relationships";

/// An open table of schema relmeta. The locks of the table and its indexes are acquired by ask(), and held until the end of the
/// transaction.
template <class Row>
class StoreTable {
public:
    explicit StoreTable(LOCKMODE mode) : relation_(open(mode)) {}
    /// May throw, because it calls PostgreSQL.
    ~StoreTable() noexcept(false) {
        if (std::uncaught_exceptions() == 0) {
            pg::call([this] {
                if (indexes_ != nullptr) {
                    CatalogCloseIndexes(indexes_);
                }
                table_close(relation_, NoLock);
            });
        }
    }
    StoreTable(const StoreTable &) = delete;
    StoreTable &operator=(const StoreTable &) = delete;

    /// The rows that satisfy `keys`, using the index with that name; all rows if it is null.
    std::vector<Stored<Row>> read(const char *index, std::initializer_list<Equals> keys, Snapshot snapshot = nullptr) const {
        std::vector<Stored<Row>> rows;
        if (is_mostly_empty<Row> && pg::call([this] { return RelationGetNumberOfBlocks(relation_); }) == 0) {
            return rows;
        }
        if (index == nullptr) {
            const double most =
                MaxHeapTuplesPerPage * static_cast<double>(pg::call([this] { return RelationGetNumberOfBlocks(relation_); }));
            rows.reserve(static_cast<std::size_t>(std::clamp(static_cast<double>(relation_->rd_rel->reltuples), 0.0, most)));
        }
        visit(index, keys, snapshot, [&](Stored<Row> row) {
            rows.push_back(std::move(row));
            return true;
        });
        return rows;
    }

    std::vector<Stored<Row>> by_source(Oid source) const { return by(Codec<Row>::source_index, Codec<Row>::source, source); }
    std::vector<Stored<Row>> by_target(Oid target) const { return by(Codec<Row>::target_index, Codec<Row>::target, target); }
    std::vector<Stored<Row>> by_holder(Oid holder) const { return by(Codec<Row>::holder_index, Codec<Row>::holder, holder); }
    std::vector<Stored<Row>> by_bridge(Oid bridge) const { return by(Codec<Row>::bridge_index, Codec<Row>::bridge, bridge); }

    /// Calls `visit` with each row until it returns false.
    template <class Visit>
    void visit(const char *index, std::initializer_list<Equals> keys, Snapshot snapshot, Visit visit) const {
        const Oid index_id = index != nullptr ? relmeta_relation(index) : InvalidOid;
        if (OidIsValid(index_id)) {
            lock_relation(index_id, AccessShareLock);
        }
        scan(relation_, index_id, snapshot, keys,
             [&](HeapTuple tuple, TupleDesc descriptor) { return visit(Stored<Row>(tuple, descriptor)); });
    }

    void insert(const Row &row) {
        pg::check_interrupts();
        announce();
        HeapTuple tuple = form(row);
        CatalogIndexState indexes = open_indexes();
        pg::call([&] {
            is_publishable<Row> ? insert_unpublished(relation_, tuple, indexes)
                                : CatalogTupleInsertWithInfo(relation_, tuple, indexes);
        });
        pg::call([&] { heap_freetuple(tuple); });
    }

    void update(ItemPointerData where, const Row &row) {
        if (is_publishable<Row>) {
            remove(where);
            insert(row);
            return;
        }
        pg::check_interrupts();
        announce();
        HeapTuple tuple = form(row);
        CatalogIndexState indexes = open_indexes();
        pg::call([&] { CatalogTupleUpdateWithInfo(relation_, &where, tuple, indexes); });
        pg::call([&] { heap_freetuple(tuple); });
    }

    void remove(ItemPointerData where) {
        pg::check_interrupts();
        announce();
        pg::call([&] { CatalogTupleDelete(relation_, &where); });
    }

    Relation relation() const { return relation_; }

private:
    std::vector<Stored<Row>> by(const char *index, AttrNumber column, Oid table) const {
        return read(index, {oid_equals(column, table)});
    }

    static Relation open(LOCKMODE mode) {
        const Oid id = relmeta_relation(Codec<Row>::table);
        if (!OidIsValid(id)) {
            throw other_version();
        }
        Relation relation = open_relation(id, mode);
        if (RelationGetNumberOfAttributes(relation) != Codec<Row>::columns) {
            throw other_version();
        }
        return relation;
    }

    /// Invalidates the cached relationships of all sessions at commit by invalidating the view. Invalidating the table itself
    /// would make every session that runs DDL rebuild its relcache entry.
    void announce() {
        if (std::is_same_v<Row, Relationship> && !announced_) {
            Oid view = relmeta_relation(relationships_view);
            pg::call([view] { CacheInvalidateRelcacheByRelid(view); });
            announced_ = true;
        }
    }

    CatalogIndexState open_indexes() {
        if (indexes_ == nullptr) {
            const List *ids = pg::call([this] { return RelationGetIndexList(relation_); });
            for (int i = 0; i < list_length(ids); ++i) {
                lock_relation(list_nth_oid(ids, i), RowExclusiveLock);
            }
            indexes_ = pg::call([this] { return CatalogOpenIndexes(relation_); });
        }
        return indexes_;
    }

    HeapTuple form(const Row &row) const {
        Datum values[Codec<Row>::columns] = {};
        bool nulls[Codec<Row>::columns] = {};
        Codec<Row>::encode(row, values, nulls);
        return pg::call([&] { return heap_form_tuple(RelationGetDescr(relation_), values, nulls); });
    }

    Relation relation_;
    CatalogIndexState indexes_ = nullptr;
    bool announced_ = false;
};

}  // namespace relmeta::server
