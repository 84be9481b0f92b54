#include "server/catalog/statistics_reader.hpp"

#include <algorithm>

#include "core/expression/listed_values.hpp"
#include "server/pg/datum.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <access/stratnum.h>
#include <catalog/pg_attrdef.h>
#include <catalog/pg_constraint.h>
#include <catalog/pg_enum.h>
#include <catalog/pg_statistic.h>
#include <catalog/pg_type.h>
#include <nodes/nodes.h>
#include <optimizer/optimizer.h>
#include <utils/builtins.h>
#include <utils/fmgrprotos.h>
#include <utils/lsyscache.h>
#include <utils/rls.h>
#include <utils/typcache.h>
}

namespace relmeta::server {

namespace {

Nature nature_of(Oid type) {
    char category = 0;
    bool preferred = false;
    get_type_category_preferred(type, &category, &preferred);
    return relmeta::nature_of(type, category);
}

/// Polymorphic and record classes have no family here, because all arrays, rows or ranges share one, and they are rarely keys.
TypeTraits traits_of(Oid type) {
    if (!SearchSysCacheExists1(TYPEOID, ObjectIdGetDatum(type))) {
        return {};
    }
    const Oid base = getBaseType(type);
    const TypeCacheEntry *entry = lookup_type_cache(base, TYPECACHE_BTREE_OPFAMILY);
    if (!OidIsValid(entry->btree_opf)) {
        return {};
    }
    if (entry->typtype == TYPTYPE_ENUM) {
        return {base, Nature::text};
    }
    return {IsPolymorphicType(entry->btree_opintype) || entry->btree_opintype == RECORDOID ? InvalidOid : entry->btree_opf,
            nature_of(base)};
}

/// Converts a value of a type for which nature_of() returns number.
double number_from(Datum value, Oid type) {
    switch (type) {
        case INT2OID: return DatumGetInt16(value);
        case INT4OID: return DatumGetInt32(value);
        case INT8OID: return static_cast<double>(DatumGetInt64(value));
        case OIDOID: return DatumGetObjectId(value);
        default: return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, value));
    }
}

struct Bounds {
    bool there = false;
    double low = 0;
    double high = 0;
};

/// The minimum and maximum of the most common values and the histogram bounds.
Bounds bounds_of(HeapTuple tuple, Oid type) {
    Bounds bounds;
    for (int kind : {STATISTIC_KIND_MCV, STATISTIC_KIND_HISTOGRAM}) {
        AttStatsSlot slot;
        if (!get_attstatsslot(&slot, tuple, kind, InvalidOid, ATTSTATSSLOT_VALUES)) {
            continue;
        }
        // If the column's type has changed since ANALYZE, statistics still have the old type.
        for (int i = 0; slot.valuetype == type && i < slot.nvalues; ++i) {
            const double value = number_from(slot.values[i], type);
            bounds.low = bounds.there ? std::min(bounds.low, value) : value;
            bounds.high = bounds.there ? std::max(bounds.high, value) : value;
            bounds.there = true;
        }
        free_attstatsslot(&slot);
    }
    return bounds;
}

void add_labels(Oid type, std::vector<std::string> &values) {
    scan(EnumRelationId, EnumTypIdLabelIndexId, nullptr, {oid_equals(Anum_pg_enum_enumtypid, type)}, [&](HeapTuple tuple, TupleDesc) {
        values.emplace_back(NameStr(reinterpret_cast<Form_pg_enum>(GETSTRUCT(tuple))->enumlabel));
        return true;
    });
}

void add_listed(ColumnId column, std::vector<std::string> &values) {
    scan(ConstraintRelationId, ConstraintRelidTypidNameIndexId, nullptr, {oid_equals(Anum_pg_constraint_conrelid, column.first)},
         [&](HeapTuple tuple, TupleDesc descriptor) {
             Datum expression = 0;
             if (reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple))->contype == CONSTRAINT_CHECK &&
                 get(tuple, descriptor, Anum_pg_constraint_conbin, &expression)) {
                 for (std::string &value : listed_values(text_from(expression), column.second)) {
                     values.push_back(std::move(value));
                 }
             }
             return true;
         });
}

/// C strings.
List *most_common_values(ColumnId column) {
    const bool whole = get_rel_relkind(column.first) == RELKIND_PARTITIONED_TABLE;
    HeapTuple tuple =
        SearchSysCache3(STATRELATTINH, ObjectIdGetDatum(column.first), Int16GetDatum(column.second), BoolGetDatum(whole));
    AttStatsSlot slot;
    List *values = NIL;
    if (!HeapTupleIsValid(tuple)) {
        return values;
    }
    if (get_attstatsslot(&slot, tuple, STATISTIC_KIND_MCV, InvalidOid, ATTSTATSSLOT_VALUES)) {
        const Oid base = getBaseType(get_atttype(column.first, column.second));
        Oid output = InvalidOid;
        bool varlena = false;
        getTypeOutputInfo(base, &output, &varlena);
        for (int i = 0; getBaseType(slot.valuetype) == base && i < slot.nvalues; ++i) {
            // Trailing blanks of a char(n) are insignificant.
            values = lappend(values, base == BPCHAROID ? TextDatumGetCString(DirectFunctionCall1(rtrim1, slot.values[i]))
                                                       : OidOutputFunctionCall(output, slot.values[i]));
        }
        free_attstatsslot(&slot);
    }
    ReleaseSysCache(tuple);
    return values;
}

/// Whether the default expression is volatile or uses other columns.
bool makes_values(Datum tree) {
    char *stored = TextDatumGetCString(tree);
    Node *expression = static_cast<Node *>(stringToNode(stored));
    return contain_volatile_functions(expression) || contain_var_clause(expression);
}

}  // namespace

std::map<TypeId, TypeTraits> read_type_traits(const Facts &facts) {
    std::map<TypeId, TypeTraits> types;
    for (const auto &entry : facts.tables) {
        pg::check_interrupts();
        for (const Column &column : entry.second.columns) {
            if (types.count(column.type) == 0) {
                types.emplace(column.type, pg::call([&] { return traits_of(column.type); }));
            }
        }
    }
    return types;
}

std::set<ColumnId> read_generated(const Facts &facts) {
    std::set<ColumnId> generated;
    for (const auto &[id, table] : facts.tables) {
        pg::check_interrupts();
        for (const Column &column : table.columns) {
            if (column.has_default) {
                generated.insert({id, column.number});
            }
        }
    }
    // A default without an expression is an identity. Memory of expressions is freed after each one.
    MemoryContext context = pg::call([] { return AllocSetContextCreate(CurrentMemoryContext, "defaults", ALLOCSET_DEFAULT_SIZES); });
    scan(AttrDefaultRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc descriptor) {
        auto form = reinterpret_cast<Form_pg_attrdef>(GETSTRUCT(tuple));
        const auto found = generated.find({form->adrelid, form->adnum});
        Datum expression = 0;
        if (found != generated.end() && get(tuple, descriptor, Anum_pg_attrdef_adbin, &expression)) {
            const bool makes = pg::call([&] {
                MemoryContext previous = MemoryContextSwitchTo(context);
                const bool result = makes_values(expression);
                MemoryContextSwitchTo(previous);
                MemoryContextReset(context);
                return result;
            });
            if (!makes) {
                generated.erase(found);
            }
        }
        return true;
    });
    pg::call([&] { MemoryContextDelete(context); });
    return generated;
}

bool may_read(ColumnId column) {
    return pg::call([&] {
        bool gone = false;
        const Oid schema = get_rel_namespace(column.first);
        return OidIsValid(schema) && may_use_schema(schema) &&
               (pg_class_aclcheck_ext(column.first, GetUserId(), ACL_SELECT, &gone) == ACLCHECK_OK ||
                pg_attribute_aclcheck(column.first, column.second, GetUserId(), ACL_SELECT) == ACLCHECK_OK) &&
               check_enable_rls(column.first, InvalidOid, true) != RLS_ENABLED;
    });
}

std::optional<Statistics> read_statistics(ColumnId column) {
    if (!may_read(column)) {
        return std::nullopt;
    }
    Statistics statistics;
    const bool there = pg::call([&] {
        HeapTuple table = SearchSysCache1(RELOID, ObjectIdGetDatum(column.first));
        if (!HeapTupleIsValid(table)) {
            return false;
        }
        auto relation = reinterpret_cast<Form_pg_class>(GETSTRUCT(table));
        const bool whole = relation->relkind == RELKIND_PARTITIONED_TABLE;
        statistics.rows = std::max(0.0, static_cast<double>(relation->reltuples));
        ReleaseSysCache(table);
        HeapTuple tuple = SearchSysCache3(STATRELATTINH, ObjectIdGetDatum(column.first), Int16GetDatum(column.second),
                                          BoolGetDatum(whole));
        if (!HeapTupleIsValid(tuple)) {
            return false;
        }
        auto form = reinterpret_cast<Form_pg_statistic>(GETSTRUCT(tuple));
        statistics.null_fraction = form->stanullfrac;
        statistics.distinct = form->stadistinct >= 0 ? form->stadistinct : -form->stadistinct * statistics.rows;
        const Oid type = getBaseType(get_atttype(column.first, column.second));
        if (nature_of(type) == Nature::number) {
            const Bounds bounds = bounds_of(tuple, type);
            if (bounds.there) {
                statistics.low = bounds.low;
                statistics.high = bounds.high;
            }
        }
        ReleaseSysCache(tuple);
        return true;
    });
    return there ? std::optional<Statistics>(statistics) : std::nullopt;
}

std::vector<std::string> read_values(ColumnId column, bool statistics) {
    const Oid type = pg::call([&] { return getBaseType(get_atttype(column.first, column.second)); });
    std::vector<std::string> values;
    if (!OidIsValid(type) || !is_safe_to_compare(type)) {
        return values;
    }
    add_labels(type, values);
    add_listed(column, values);
    if (statistics && may_read(column)) {
        const List *common = pg::call([&] { return most_common_values(column); });
        for (int i = 0; i < list_length(common); ++i) {
            values.emplace_back(static_cast<const char *>(list_nth(common, i)));
        }
    }
    return values;
}

bool is_safe_to_compare(TypeId type) {
    return pg::call([&] {
        const Oid base = getBaseType(type);
        return base < FirstNormalObjectId || get_typtype(base) == TYPTYPE_ENUM;
    });
}

}  // namespace relmeta::server
