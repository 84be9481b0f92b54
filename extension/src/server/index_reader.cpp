#include "index_reader.hpp"

#include "datum.hpp"
#include "predicate.hpp"
#include "scan.hpp"

extern "C" {
#include <catalog/pg_am.h>
#include <commands/defrem.h>
#include <utils/lsyscache.h>
#include <utils/typcache.h>
}

namespace relmeta::server {

namespace {

/// Whether a key column of a unique index can hold two values that a foreign key takes for one: its operator class has another
/// equality than the column's type, as record_image_ops, or it compares by a collation that is stricter than the column's.
bool compares_otherwise(Oid table, AttrNumber column, Oid operator_class, Oid collation) {
    Oid type = InvalidOid;
    Oid own_collation = InvalidOid;
    int32 modifier = 0;
    get_atttypetypmodcoll(table, column, &type, &modifier, &own_collation);
    if (collation != own_collation && OidIsValid(own_collation) && !get_collation_isdeterministic(own_collation)) {
        return true;
    }
    const Oid input = get_opclass_input_type(operator_class);
    const Oid equality = get_opfamily_member(get_opclass_family(operator_class), input, input, BTEqualStrategyNumber);
    return equality != lookup_type_cache(type, TYPECACHE_EQ_OPR)->eq_opr;
}

/// Whether the planner finds rows by = of the column's type through a column of an index.
bool finds_equal(Oid table, AttrNumber column, Oid operator_class, Oid collation) {
    Oid type = InvalidOid;
    Oid own_collation = InvalidOid;
    int32 modifier = 0;
    get_atttypetypmodcoll(table, column, &type, &modifier, &own_collation);
    const Oid equality = lookup_type_cache(type, TYPECACHE_EQ_OPR)->eq_opr;
    return OidIsValid(equality) && (!OidIsValid(collation) || collation == own_collation) &&
           op_in_opfamily(equality, get_opclass_family(operator_class));
}

bool is_default_class(Oid table, AttrNumber column, Oid operator_class, Oid method) {
    return operator_class == GetDefaultOpClass(get_atttype(table, column), method);
}

bool is_default_collation(Oid table, AttrNumber column, Oid collation) {
    Oid type = InvalidOid;
    Oid own_collation = InvalidOid;
    int32 modifier = 0;
    get_atttypetypmodcoll(table, column, &type, &modifier, &own_collation);
    return collation == own_collation;
}

}  // namespace

bool compares_otherwise(HeapTuple tuple, TupleDesc descriptor, const FormData_pg_index *form) {
    return pg::call([&] {
        auto oids = [&](AttrNumber attribute) {
            bool null = false;
            return reinterpret_cast<oidvector *>(DatumGetPointer(heap_getattr(tuple, attribute, descriptor, &null)));
        };
        const oidvector *classes = oids(Anum_pg_index_indclass);
        const oidvector *collations = oids(Anum_pg_index_indcollation);
        for (int i = 0; i < form->indnkeyatts; ++i) {
            const AttrNumber column = form->indkey.values[i];
            if (column > 0 && compares_otherwise(form->indrelid, column, classes->values[i], collations->values[i])) {
                return true;
            }
        }
        return false;
    });
}

void add_use(HeapTuple tuple, TupleDesc descriptor, Oid method, Index &index) {
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
    index.can_be_primary = method == BTREE_AM_OID && !is_nulls_not_distinct(form);
    for (int i = 0; i < form->indnkeyatts; ++i) {
        const AttrNumber column = form->indkey.values[i];
        const bool found = column > 0 && pg::call([&] {
                               return finds_equal(form->indrelid, column, classes->values[i], collations->values[i]);
                           });
        index.lookup.push_back(found ? column : ColumnNumber{0});
        const Oid operator_class = classes->values[i];
        index.default_classes =
            index.default_classes &&
            (column == 0 || pg::call([&] { return is_default_class(form->indrelid, column, operator_class, method); }));
        index.can_be_primary = index.can_be_primary && column > 0 && options->values[i] == 0 &&
                               pg::call([&] { return is_default_collation(form->indrelid, column, collations->values[i]); });
    }
    index.can_be_primary = index.can_be_primary && index.default_classes;
    Datum expressions = 0;
    if (get(tuple, descriptor, Anum_pg_index_indexprs, &expressions)) {
        index.expression_columns = columns_in(expressions);
    }
}

}  // namespace relmeta::server
