#include "server/catalog/equality_of_types.hpp"

#include "core/text/quote.hpp"
#include "server/catalog/table_description.hpp"
#include "server/pg/guard.hpp"

extern "C" {
#include <access/stratnum.h>
#include <catalog/pg_namespace.h>
#include <catalog/pg_operator.h>
#include <parser/parse_coerce.h>
#include <utils/lsyscache.h>
#include <utils/syscache.h>
#include <utils/typcache.h>
}

namespace relmeta::server {

namespace {

/// The relevant properties of a default operator class.
struct Class {
    Oid family;
    Oid input;
    StrategyNumber equal;
};

Class btree_class(Oid type) {
    const TypeCacheEntry *entry = lookup_type_cache(type, TYPECACHE_BTREE_OPFAMILY);
    return {entry->btree_opf, entry->btree_opintype, BTEqualStrategyNumber};
}

Class hash_class(Oid type) {
    const TypeCacheEntry *entry = lookup_type_cache(type, TYPECACHE_HASH_OPFAMILY);
    return {entry->hash_opf, entry->hash_opintype, HTEqualStrategyNumber};
}

/// The equality operator of `family`, the family of one type's default class: for both types, or for the input type of that class
/// if both types can be coerced to it implicitly.
Oid equality_in(const Class &family, const Class &left, const Class &right, Oid left_type, Oid right_type) {
    if (!OidIsValid(family.family)) {
        return InvalidOid;
    }
    if (left.family == right.family) {
        const Oid across = get_opfamily_member(family.family, left.input, right.input, family.equal);
        if (OidIsValid(across) && (left.input != right.input || !IsPolymorphicType(left.input))) {
            return across;
        }
    }
    const Oid types[] = {left_type, right_type};
    const Oid inputs[] = {family.input, family.input};
    return can_coerce_type(2, types, inputs, COERCION_IMPLICIT)
               ? get_opfamily_member(family.family, family.input, family.input, family.equal)
               : InvalidOid;
}

Oid equality(Oid left, Oid right) {
    for (const auto class_of : {btree_class, hash_class}) {
        const Class one = class_of(left);
        const Class other = class_of(right);
        for (const Class &family : {one, other}) {
            const Oid found = equality_in(family, one, other, left, right);
            if (OidIsValid(found)) {
                return found;
            }
        }
    }
    return InvalidOid;
}

/// The operand, with a cast to the operator's input type if it differs, so that no other operator is a better match.
std::string as_input(const Operand &operand, Oid input) {
    return operand.type == input || IsPolymorphicType(input) ? operand.text : operand.text + "::" + type_text(input, -1);
}

}  // namespace

bool are_comparable(Oid left, Oid right) {
    return pg::call([&] { return OidIsValid(equality(left, right)); });
}

std::string equality_of_types(const Operand &left, const Operand &right) {
    HeapTuple tuple = pg::call([&]() -> HeapTuple {
        const Oid found = OidIsValid(left.type) && OidIsValid(right.type) ? equality(left.type, right.type) : InvalidOid;
        return OidIsValid(found) ? SearchSysCacheCopy1(OPEROID, ObjectIdGetDatum(found)) : nullptr;
    });
    // Only superusers can create operators in pg_catalog. If there is no operator, PostgreSQL raises the error.
    if (tuple == nullptr || reinterpret_cast<Form_pg_operator>(GETSTRUCT(tuple))->oprnamespace == PG_CATALOG_NAMESPACE) {
        return left.text + " OPERATOR(pg_catalog.=) " + right.text;
    }
    const auto form = reinterpret_cast<Form_pg_operator>(GETSTRUCT(tuple));
    const char *schema = pg::call([&]() -> const char * { return get_namespace_name(form->oprnamespace); });
    return as_input(left, form->oprleft) + " OPERATOR(" + quote_identifier(schema != nullptr ? schema : "") + "." +
           NameStr(form->oprname) + ") " + as_input(right, form->oprright);
}

}  // namespace relmeta::server
