#include "server/catalog/index_reader.hpp"

#include "core/expression/node.hpp"
#include "server/pg/datum.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <catalog/pg_am.h>
#include <commands/defrem.h>
#include <utils/lsyscache.h>
#include <utils/syscache.h>
#include <utils/typcache.h>
}

namespace relmeta::server {

namespace {

/// The equality operator of a type; InvalidOid if there is none, or if the type no longer exists.
Oid equality_of(Oid type) {
    return SearchSysCacheExists1(TYPEOID, ObjectIdGetDatum(type)) ? lookup_type_cache(type, TYPECACHE_EQ_OPR)->eq_opr
                                                                  : InvalidOid;
}

/// Whether the collation treats only identical values as equal.
bool is_deterministic(Oid collation) {
    return SearchSysCacheExists1(COLLOID, ObjectIdGetDatum(collation)) && get_collation_isdeterministic(collation);
}

/// Whether the operator class has the equality of the type, unlike record_image_ops.
bool has_equality_of(Oid operator_class, TypeId type) {
    Oid family = InvalidOid;
    Oid input = InvalidOid;
    return get_opclass_opfamily_and_input_type(operator_class, &family, &input) &&
           get_opfamily_member(family, input, input, BTEqualStrategyNumber) == equality_of(type);
}

/// Whether the index column supports searches with the equality operator of the column's type.
bool finds_equal(const Column &column, Oid operator_class, Oid collation) {
    const Oid equality = equality_of(column.type);
    Oid family = InvalidOid;
    Oid input = InvalidOid;
    return OidIsValid(equality) && (!OidIsValid(collation) || collation == column.collation) &&
           get_opclass_opfamily_and_input_type(operator_class, &family, &input) && op_in_opfamily(equality, family);
}

bool is_default_class(Oid type, Oid operator_class, Oid method) {
    return SearchSysCacheExists1(TYPEOID, ObjectIdGetDatum(type)) && operator_class == GetDefaultOpClass(type, method);
}

}  // namespace

bool EqualityOfClasses::is_of(Oid operator_class, TypeId type) {
    const auto [place, fresh] = known_.try_emplace({operator_class, type});
    if (fresh) {
        place->second = pg::call([&] { return has_equality_of(operator_class, type); });
    }
    return place->second;
}

bool has_stricter_equality(HeapTuple tuple, TupleDesc descriptor, const Table &table, EqualityOfClasses &equality) {
    auto form = reinterpret_cast<Form_pg_index>(GETSTRUCT(tuple));
    const auto oids = [&](AttrNumber attribute) {
        Datum value = 0;
        get(tuple, descriptor, attribute, &value);
        return reinterpret_cast<const oidvector *>(DatumGetPointer(value));
    };
    const oidvector *classes = oids(Anum_pg_index_indclass);
    const oidvector *collations = oids(Anum_pg_index_indcollation);
    for (int i = 0; i < form->indnkeyatts; ++i) {
        if (form->indkey.values[i] <= 0) {
            continue;
        }
        const Column *column = table.column(form->indkey.values[i]);
        if (column == nullptr || !equality.is_of(classes->values[i], column->type)) {
            return true;
        }
        // The collation is stricter than the column's.
        if (collations->values[i] != column->collation && OidIsValid(column->collation) &&
            !pg::call([&] { return is_deterministic(column->collation); })) {
            return true;
        }
    }
    return false;
}

void add_use(HeapTuple tuple, TupleDesc descriptor, Oid method, const Table &table, Index &index) {
    auto form = reinterpret_cast<Form_pg_index>(GETSTRUCT(tuple));
    const char *name = pg::call([&]() -> const char * { return get_am_name(method); });
    index.method = name != nullptr ? name : "";
    auto vector = [&](AttrNumber attribute) {
        bool null = false;
        return pg::call([&] { return DatumGetPointer(heap_getattr(tuple, attribute, descriptor, &null)); });
    };
    auto classes = reinterpret_cast<const oidvector *>(vector(Anum_pg_index_indclass));
    auto collations = reinterpret_cast<const oidvector *>(vector(Anum_pg_index_indcollation));
    auto options = reinterpret_cast<const int2vector *>(vector(Anum_pg_index_indoption));
    index.covering = form->indnatts > form->indnkeyatts;
    index.can_be_primary = method == BTREE_AM_OID && !is_nulls_not_distinct(form);
    for (int i = 0; i < form->indnkeyatts; ++i) {
        const Column *column = table.column(form->indkey.values[i]);
        const Oid operator_class = classes->values[i];
        const Oid collation = collations->values[i];
        const bool found = column != nullptr && pg::call([&] { return finds_equal(*column, operator_class, collation); });
        index.lookup.push_back(found ? column->number : ColumnNumber{0});
        index.default_classes =
            index.default_classes &&
            (form->indkey.values[i] == 0 ||
             (column != nullptr && pg::call([&] { return is_default_class(column->type, operator_class, method); })));
        index.can_be_primary =
            index.can_be_primary && column != nullptr && options->values[i] == 0 && collation == column->collation;
    }
    index.can_be_primary = index.can_be_primary && index.default_classes;
    Datum expressions = 0;
    if (get(tuple, descriptor, Anum_pg_index_indexprs, &expressions)) {
        index.expression_columns = columns_in(text_from(expressions));
    }
}

}  // namespace relmeta::server
