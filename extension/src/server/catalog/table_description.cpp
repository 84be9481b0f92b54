// Reads the properties of a table that DDL generation needs.
#include "server/catalog/table_description.hpp"

#include "core/text/error.hpp"
#include "core/text/quote.hpp"
#include "server/pg/guard.hpp"
#include "server/pg/spi.hpp"

extern "C" {
#include <access/relation.h>
#include <catalog/namespace.h>
#include <catalog/partition.h>
#include <catalog/pg_am.h>
#include <catalog/pg_class.h>
#include <catalog/pg_collation.h>
#include <catalog/pg_index.h>
#include <catalog/pg_namespace.h>
#include <catalog/pg_type.h>
#include <utils/lsyscache.h>
#include <utils/rel.h>
#include <utils/relcache.h>
#include <utils/syscache.h>
}

namespace relmeta::server {

namespace {

/// Converts a name from PostgreSQL, which is null if the object no longer exists.
std::string text_of(const char *name) { return name != nullptr ? name : ""; }

std::string schema_name(Oid schema) {
    return text_of(pg::call([&]() -> const char * { return get_namespace_name(schema); }));
}

/// A copy of the catalog tuple with this OID; nullptr if there is none.
HeapTuple catalog_tuple(SysCacheIdentifier cache, Oid oid) {
    return pg::call([&] { return SearchSysCacheCopy1(cache, ObjectIdGetDatum(oid)); });
}

/// The collation as SQL text; empty if it is the default of the type.
std::string collation_text(Oid collation, Oid type) {
    if (!OidIsValid(collation) || collation == pg::call([&] { return get_typcollation(type); })) {
        return {};
    }
    HeapTuple tuple = catalog_tuple(COLLOID, collation);
    if (!HeapTupleIsValid(tuple)) {
        return {};
    }
    auto form = reinterpret_cast<Form_pg_collation>(GETSTRUCT(tuple));
    return quote_qualified(schema_name(form->collnamespace), NameStr(form->collname));
}

void add_primary_key(const FormData_pg_index *index, TupleDesc columns, TableDescription &table) {
    using Key = TableDescription::Key;
    table.primary_key = index->indisexclusion ? Key::temporal : index->indimmediate ? Key::usable : Key::deferrable;
    for (int i = 0; i < index->indnkeyatts; ++i) {
        const FormData_pg_attribute *column = TupleDescAttr(columns, index->indkey.values[i] - 1);
        table.key.push_back({NameStr(column->attname), type_text(column->atttypid, column->atttypmod),
                             collation_text(column->attcollation, column->atttypid)});
    }
}

/// Whether the index finds all rows by the values of its first columns, and so supports a foreign key.
bool finds_all_rows(HeapTuple tuple) {
    auto index = reinterpret_cast<Form_pg_index>(GETSTRUCT(tuple));
    HeapTuple relation = catalog_tuple(RELOID, index->indexrelid);
    if (!HeapTupleIsValid(relation)) {
        return false;
    }
    const Oid method = reinterpret_cast<Form_pg_class>(GETSTRUCT(relation))->relam;
    return index->indisvalid && index->indisready && heap_attisnull(tuple, Anum_pg_index_indpred, nullptr) &&
           (method == BTREE_AM_OID || method == HASH_AM_OID);
}

void add_index(const FormData_pg_index *index, TupleDesc columns, TableDescription &table) {
    ColumnNames names;
    for (int i = 0; i < index->indnkeyatts && index->indkey.values[i] > 0; ++i) {
        names.emplace_back(NameStr(TupleDescAttr(columns, index->indkey.values[i] - 1)->attname));
    }
    table.indexes.push_back(std::move(names));
}

TableDescription description_of(Relation relation) {
    const FormData_pg_class *form = relation->rd_rel;
    TableDescription table;
    table.id = RelationGetRelid(relation);
    table.schema = schema_name(form->relnamespace);
    table.name = NameStr(form->relname);
    table.kind = form->relkind;
    table.persistence = form->relpersistence;
    table.system = form->relpersistence != RELPERSISTENCE_TEMP &&
                   (table.schema == "information_schema" || table.schema == "relmeta" || table.schema.compare(0, 3, "pg_") == 0);
    if (form->relispartition) {
        table.partition_of =
            text_of(pg::call([&]() -> const char * { return get_rel_name(get_partition_parent(table.id, true)); }));
    }
    List *indexes = pg::call([&] { return RelationGetIndexList(relation); });
    for (int i = 0; i < list_length(indexes); ++i) {
        HeapTuple tuple = catalog_tuple(INDEXRELID, list_nth_oid(indexes, i));
        if (!HeapTupleIsValid(tuple)) {
            continue;
        }
        auto index = reinterpret_cast<Form_pg_index>(GETSTRUCT(tuple));
        if (index->indisprimary) {
            add_primary_key(index, RelationGetDescr(relation), table);
        }
        if (finds_all_rows(tuple)) {
            add_index(index, RelationGetDescr(relation), table);
        }
    }
    return table;
}

}  // namespace

std::string type_text(Oid type, std::int32_t modifier) {
    HeapTuple tuple = catalog_tuple(TYPEOID, type);
    const bool built_in =
        HeapTupleIsValid(tuple) && reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple))->typnamespace == PG_CATALOG_NAMESPACE;
    const uint16 flags = FORMAT_TYPE_TYPEMOD_GIVEN | FORMAT_TYPE_ALLOW_INVALID | (built_in ? 0 : FORMAT_TYPE_FORCE_QUALIFY);
    return text_of(pg::call([&]() -> const char * { return format_type_extended(type, modifier, flags); }));
}

TableDescription describe(Oid id) {
    Relation relation = pg::call([&] { return try_relation_open(id, AccessShareLock); });
    if (relation == nullptr) {
        throw UserError(sqlstate::undefined_table, "relation with OID " + std::to_string(id) + " does not exist",
                        "Give the name of a table, as in 'account'.");
    }
    TableDescription table = description_of(relation);
    pg::call([&] { relation_close(relation, AccessShareLock); });
    return table;
}

Oid relation_in(const std::string &schema, const std::string &name) {
    return pg::call([&] {
        const Oid schema_id = get_namespace_oid(schema.c_str(), true);
        return OidIsValid(schema_id) ? get_relname_relid(name.c_str(), schema_id) : InvalidOid;
    });
}

Taken taken_in(const std::string &schema) {
    return [schema](const std::string &name) { return OidIsValid(relation_in(schema, name)); };
}

std::string collation_text(CollationId collation) {
    HeapTuple tuple = pg::call([&] { return SearchSysCacheCopy1(COLLOID, ObjectIdGetDatum(collation)); });
    if (!HeapTupleIsValid(tuple)) {
        throw UserError(sqlstate::undefined_object, "collation with OID " + std::to_string(collation) + " does not exist", "");
    }
    const auto form = reinterpret_cast<Form_pg_collation>(GETSTRUCT(tuple));
    const char *schema = pg::call([&]() -> const char * { return get_namespace_name(form->collnamespace); });
    return quote_qualified(schema != nullptr ? schema : "", NameStr(form->collname));
}

}  // namespace relmeta::server
