// Converts rows to tuples and back, column by column in the order of the SQL script.
#include "server/catalog/store.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "core/model/shared_pool.hpp"
#include "server/pg/datum.hpp"

extern "C" {
#include <access/tableam.h>
#include <catalog/index.h>
#include <catalog/namespace.h>
#include <catalog/pg_type.h>
#include <executor/executor.h>
#include <funcapi.h>
#include <utils/inval.h>
#include <utils/lsyscache.h>
#include <utils/syscache.h>
#include <utils/typcache.h>
}

namespace relmeta::server {

namespace {

/// The relations of schema relmeta by name, cached because a command looks up more than twenty. Names are literals.
using KnownRelations = std::unordered_map<std::string_view, Oid>;
KnownRelations *known_relations = nullptr;
bool relations_are_known = false;  ///< false if one of them, or the schema, has been dropped or created since

/// Called for every invalidated relation, when reading catalogs and raising errors are not allowed.
void forget_relations(Datum, Oid relation) {
    relations_are_known = relations_are_known && relation != InvalidOid && known_relations != nullptr &&
                          std::none_of(known_relations->begin(), known_relations->end(),
                                       [relation](const auto &known) { return known.second == relation; });
}

void forget_schema(Datum, SyscacheId, uint32) { relations_are_known = false; }

/// Reads the columns of a tuple in order.
class Fields {
public:
    Fields(HeapTuple tuple, TupleDesc descriptor) {
        if (descriptor->natts > max_columns) {
            throw other_version();
        }
        pg::call([&] { heap_deform_tuple(tuple, descriptor, values_, nulls_); });
    }

    TableId table() { return next() ? DatumGetObjectId(value()) : 0; }
    bool boolean() { return next() && DatumGetBool(value()); }
    std::string name() { return next() ? name_from(value()) : std::string(); }
    ColumnNames names() { return next() ? names_from(value()) : ColumnNames(); }
    SharedName shared_name() { return next() ? pool.name(NameStr(*DatumGetName(value()))) : SharedName(); }
    SharedColumns shared_names() {
        if (!next()) {
            return {};
        }
        const Elements<NameData> from(value());
        return pool.columns(from.size(), [&](std::size_t i) { return std::string_view(from.data(i)); });
    }
    std::string text() { return next() ? text_from(value()) : std::string(); }
    bool next() { return !nulls_[++column_]; }
    Datum value() const { return values_[column_]; }

private:
    static constexpr int max_columns = Codec<Relationship>::columns;  // the maximum of all tables
    static SharedPool pool;

    Datum values_[max_columns];
    bool nulls_[max_columns];
    int column_ = -1;
};

SharedPool Fields::pool;

/// Writes the columns of a new tuple in order. Empty values and table 0 become null in nullable columns.
class Cells {
public:
    Cells(Datum *values, bool *nulls) : values_(values), nulls_(nulls) {}

    void table(TableId id) { put(id != 0, ObjectIdGetDatum(id)); }
    void boolean(bool flag) { put(true, BoolGetDatum(flag)); }
    void name(const std::string &text) { put(true, to_name(text)); }
    void name_or_null(const std::string &text) { text.empty() ? put(false, 0) : name(text); }
    void names(const ColumnNames &texts) { put(true, to_names(texts)); }
    void names_or_null(const ColumnNames &texts) { texts.empty() ? put(false, 0) : names(texts); }
    void text(const std::string &text) { put(true, to_text(text)); }
    void text_or_null(const std::string &value) { value.empty() ? put(false, 0) : text(value); }
    void put(bool there, Datum value) {
        values_[at_] = value;
        nulls_[at_++] = !there;
    }

private:
    Datum *values_;
    bool *nulls_;
    int at_ = 0;
};

Origin origin_from(const std::string &text) {
    return text == to_string(Origin::bridge)     ? Origin::bridge
           : text == to_string(Origin::declared) ? Origin::declared
           : text == to_string(Origin::view)     ? Origin::view
                                                 : Origin::foreign_key;
}

const char *text_of(BridgeDeclaration::Verdict verdict) {
    switch (verdict) {
        case BridgeDeclaration::Verdict::made: return "made";
        case BridgeDeclaration::Verdict::rejected: return "rejected";
        default: return "declared";
    }
}

BridgeDeclaration::Verdict verdict_from(const std::string &text) {
    return text == "made"       ? BridgeDeclaration::Verdict::made
           : text == "rejected" ? BridgeDeclaration::Verdict::rejected
                                : BridgeDeclaration::Verdict::declared;
}

/// The row type relmeta.bridge_end.
TupleDesc end_descriptor() {
    return pg::call([] {
        Oid type = GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid, CStringGetDatum("bridge_end"),
                                   ObjectIdGetDatum(get_namespace_oid("relmeta", false)));
        return lookup_rowtype_tupdesc_copy(type, -1);
    });
}

}  // namespace

bool operator==(const Relationship &a, const Relationship &b) {
    auto key = [](const Relationship &r) {
        return std::tie(r.source, r.target, r.name, r.kind, r.source_columns, r.target_columns, r.bridge, r.bridge_source_columns,
                        r.bridge_target_columns, r.holder, r.constraint, r.far_constraint, r.inverse, r.required, r.enforced,
                        r.pair_unique, r.reverse, r.origin);
    };
    return key(a) == key(b);
}

bool operator==(const NameRecord &a, const NameRecord &b) {
    auto key = [](const NameRecord &r) {
        return std::tie(r.source, r.holder, r.constraint, r.far_constraint, r.reverse, r.name, r.chosen);
    };
    return key(a) == key(b);
}

bool operator==(const StoredBridge &a, const StoredBridge &b) {
    auto same_end = [](const StoredBridge::End &x, const StoredBridge::End &y) {
        return std::tie(x.target, x.columns, x.role, x.constraint, x.exclusive) ==
               std::tie(y.target, y.columns, y.role, y.constraint, y.exclusive);
    };
    return std::tie(a.bridge, a.grade, a.payload, a.pair_unique, a.reason) ==
               std::tie(b.bridge, b.grade, b.payload, b.pair_unique, b.reason) &&
           std::equal(a.ends.begin(), a.ends.end(), b.ends.begin(), b.ends.end(), same_end);
}

void insert_unpublished(Relation relation, HeapTuple tuple, CatalogIndexState indexes) {
    TupleTableSlot *slot = MakeSingleTupleTableSlot(RelationGetDescr(relation), &TTSOpsHeapTuple);
    ExecStoreHeapTuple(tuple, slot, false);
    table_tuple_insert(relation, slot, GetCurrentCommandId(true), TABLE_INSERT_NO_LOGICAL, nullptr);
    for (int i = 0; i < indexes->ri_NumIndices; ++i) {
        if (!indexes->ri_IndexRelationInfo[i]->ii_ReadyForInserts) {  // REINDEX CONCURRENTLY will build it
            continue;
        }
        Datum values[INDEX_MAX_KEYS];
        bool nulls[INDEX_MAX_KEYS];
        FormIndexDatum(indexes->ri_IndexRelationInfo[i], slot, nullptr, values, nulls);
        Relation index = indexes->ri_IndexRelationDescs[i];
        IndexUniqueCheck check = index->rd_index->indisunique ? UNIQUE_CHECK_YES : UNIQUE_CHECK_NO;
        index_insert(index, values, nulls, &slot->tts_tid, relation, check, false, indexes->ri_IndexRelationInfo[i]);
    }
    ExecDropSingleTupleTableSlot(slot);
}

UserError other_version() {
    return UserError(sqlstate::object_not_in_prerequisite_state,
                     "tables and library of extension relmeta have different versions", "Run ALTER EXTENSION relmeta UPDATE.");
}

Oid relmeta_relation(const char *name) {
    if (known_relations == nullptr) {
        known_relations = new KnownRelations();
    }
    if (!relations_are_known) {
        known_relations->clear();
        relations_are_known = true;
    }
    auto known = known_relations->find(name);
    if (known != known_relations->end()) {
        return known->second;
    }
    Oid relation = pg::call([&] {
        Oid schema = get_namespace_oid("relmeta", true);
        return OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;
    });
    if (OidIsValid(relation) && name != std::string_view(relationships_view)) {  // which is invalidated with every row
        known_relations->emplace(name, relation);
    }
    return relation;
}

void register_relations() {
    CacheRegisterRelcacheCallback(forget_relations, 0);
    CacheRegisterSyscacheCallback(NAMESPACEOID, forget_schema, 0);
}

Relationship Codec<Relationship>::decode(HeapTuple tuple, TupleDesc descriptor) {
    Fields fields(tuple, descriptor);
    Relationship row;
    row.source = fields.table();
    row.name = fields.shared_name();
    row.kind = kind_from(fields.text());
    row.target = fields.table();
    row.source_columns = fields.shared_names();
    row.target_columns = fields.shared_names();
    row.bridge = fields.table();
    row.bridge_source_columns = fields.shared_names();
    row.bridge_target_columns = fields.shared_names();
    row.holder = fields.table();
    row.constraint = fields.shared_name();
    row.far_constraint = fields.shared_name();
    row.inverse = fields.shared_name();
    row.required = fields.boolean();
    row.enforced = fields.boolean();
    row.pair_unique = fields.boolean();
    row.reverse = fields.boolean();
    row.origin = origin_from(fields.text());
    return row;
}

void Codec<Relationship>::encode(const Relationship &row, Datum *values, bool *nulls) {
    Cells cells(values, nulls);
    cells.table(row.source);
    cells.name(row.name);
    cells.text(to_string(row.kind));
    cells.table(row.target);
    cells.names(row.source_columns);
    cells.names(row.target_columns);
    cells.table(row.bridge);
    cells.names_or_null(row.bridge_source_columns);
    cells.names_or_null(row.bridge_target_columns);
    cells.table(row.holder);
    cells.name_or_null(row.constraint);
    cells.name_or_null(row.far_constraint);
    cells.name(row.inverse);
    cells.boolean(row.required);
    cells.boolean(row.enforced);
    cells.boolean(row.pair_unique);
    cells.boolean(row.reverse);
    cells.text(to_string(row.origin));
}

StoredBridge Codec<StoredBridge>::decode(HeapTuple tuple, TupleDesc descriptor) {
    Fields fields(tuple, descriptor);
    StoredBridge row;
    row.bridge = fields.table();
    row.grade = fields.text();
    Datum *ends = nullptr;
    bool *nulls = nullptr;
    int count = 0;
    if (fields.next()) {
        Datum array = fields.value();
        pg::call([&] {
            ArrayType *plain = DatumGetArrayTypeP(array);
            deconstruct_array(plain, ARR_ELEMTYPE(plain), -1, false, TYPALIGN_DOUBLE, &ends, &nulls, &count);
        });
    }
    TupleDesc end_columns = end_descriptor();
    for (int i = 0; i < count; ++i) {
        HeapTupleHeader header = pg::call([&] { return DatumGetHeapTupleHeader(ends[i]); });
        HeapTupleData end_tuple = {};
        end_tuple.t_len = HeapTupleHeaderGetDatumLength(header);
        end_tuple.t_data = header;
        Fields end_fields(&end_tuple, end_columns);
        StoredBridge::End end;
        end.target = end_fields.table();
        end.columns = end_fields.names();
        end.role = end_fields.name();
        end.constraint = end_fields.name();
        end.exclusive = end_fields.boolean();
        row.ends.push_back(std::move(end));
    }
    pg::call([&] { FreeTupleDesc(end_columns); });
    row.payload = fields.names();
    row.pair_unique = fields.boolean();
    row.reason = fields.text();
    return row;
}

void Codec<StoredBridge>::encode(const StoredBridge &row, Datum *values, bool *nulls) {
    Cells cells(values, nulls);
    cells.table(row.bridge);
    cells.text(row.grade);
    TupleDesc end_columns = end_descriptor();
    std::vector<Datum> ends;
    for (const StoredBridge::End &end : row.ends) {
        Datum end_values[5] = {};
        bool end_nulls[5] = {};
        Cells end_cells(end_values, end_nulls);
        end_cells.table(end.target);
        end_cells.names(end.columns);
        end_cells.name(end.role);
        end_cells.name(end.constraint);
        end_cells.boolean(end.exclusive);
        ends.push_back(pg::call([&] { return HeapTupleGetDatum(heap_form_tuple(end_columns, end_values, end_nulls)); }));
    }
    cells.put(true, pg::call([&] {
                  return PointerGetDatum(construct_array(ends.data(), static_cast<int>(ends.size()), end_columns->tdtypeid, -1,
                                                         false, TYPALIGN_DOUBLE));
              }));
    pg::call([&] { FreeTupleDesc(end_columns); });
    cells.names(row.payload);
    cells.boolean(row.pair_unique);
    cells.text(row.reason);
}

NameRecord Codec<NameRecord>::decode(HeapTuple tuple, TupleDesc descriptor) {
    Fields fields(tuple, descriptor);
    NameRecord row;
    row.source = fields.table();
    row.holder = fields.table();
    row.constraint = fields.name();
    row.far_constraint = fields.name();
    row.reverse = fields.boolean();
    row.name = fields.name();
    row.chosen = fields.boolean();
    return row;
}

void Codec<NameRecord>::encode(const NameRecord &row, Datum *values, bool *nulls) {
    Cells cells(values, nulls);
    cells.table(row.source);
    cells.table(row.holder);
    cells.name(row.constraint);
    cells.name(row.far_constraint);
    cells.boolean(row.reverse);
    cells.name(row.name);
    cells.boolean(row.chosen);
}

DumpedName Codec<DumpedName>::decode(HeapTuple tuple, TupleDesc descriptor) {
    Fields fields(tuple, descriptor);
    DumpedName row;
    row.source = fields.text();
    row.holder = fields.text();
    row.record.constraint = fields.name();
    row.record.far_constraint = fields.name();
    row.record.reverse = fields.boolean();
    row.record.name = fields.name();
    row.record.chosen = fields.boolean();
    return row;
}

DeclaredBridge Codec<DeclaredBridge>::decode(HeapTuple tuple, TupleDesc descriptor) {
    Fields fields(tuple, descriptor);
    DeclaredBridge row;
    row.bridge = fields.table();
    row.declaration.verdict = verdict_from(fields.text());
    row.declaration.ends = fields.names();
    return row;
}

void Codec<DeclaredBridge>::encode(const DeclaredBridge &row, Datum *values, bool *nulls) {
    Cells cells(values, nulls);
    cells.table(row.bridge);
    cells.text(text_of(row.declaration.verdict));
    cells.names_or_null(row.declaration.ends);
}

DeclaredRelationship Codec<DeclaredRelationship>::decode(HeapTuple tuple, TupleDesc descriptor) {
    Fields fields(tuple, descriptor);
    DeclaredRelationship row;
    row.source = fields.table();
    row.source_columns = fields.names();
    row.target = fields.table();
    row.target_columns = fields.names();
    row.kind = fields.text();
    row.name = fields.name();
    row.inverse_name = fields.name();
    row.inverse_yields = fields.boolean();
    row.condition = fields.text();
    return row;
}

void Codec<DeclaredRelationship>::encode(const DeclaredRelationship &row, Datum *values, bool *nulls) {
    Cells cells(values, nulls);
    cells.table(row.source);
    cells.names(row.source_columns);
    cells.table(row.target);
    cells.names(row.target_columns);
    cells.text_or_null(row.kind);
    cells.name_or_null(row.name);
    cells.name_or_null(row.inverse_name);
    cells.boolean(row.inverse_yields);
    cells.text_or_null(row.condition);
}

RejectedRelationship Codec<RejectedRelationship>::decode(HeapTuple tuple, TupleDesc descriptor) {
    Fields fields(tuple, descriptor);
    RejectedRelationship row;
    row.source = fields.table();
    row.source_columns = fields.names();
    row.target = fields.table();
    return row;
}

void Codec<RejectedRelationship>::encode(const RejectedRelationship &row, Datum *values, bool *nulls) {
    Cells cells(values, nulls);
    cells.table(row.source);
    cells.names(row.source_columns);
    cells.table(row.target);
}

AccessorSource Codec<AccessorSource>::decode(HeapTuple tuple, TupleDesc descriptor) {
    Fields fields(tuple, descriptor);
    AccessorSource row;
    row.source = fields.table();
    row.schema = fields.name();
    return row;
}

void Codec<AccessorSource>::encode(const AccessorSource &row, Datum *values, bool *nulls) {
    Cells cells(values, nulls);
    cells.table(row.source);
    cells.name_or_null(row.schema);
}

StaleTable Codec<StaleTable>::decode(HeapTuple tuple, TupleDesc descriptor) {
    Fields fields(tuple, descriptor);
    StaleTable row;
    row.table = fields.table();
    row.reason = fields.text();
    return row;
}

void Codec<StaleTable>::encode(const StaleTable &row, Datum *values, bool *nulls) {
    Cells cells(values, nulls);
    cells.table(row.table);
    cells.text(row.reason);
}

Verified Codec<Verified>::decode(HeapTuple tuple, TupleDesc descriptor) {
    Datum value = 0;
    get(tuple, descriptor, 1, &value);
    return {DatumGetInt64(value)};
}

void Codec<Verified>::encode(const Verified &row, Datum *values, bool *) { values[0] = Int64GetDatum(row.fingerprint); }

}  // namespace relmeta::server
