// The same checks of pg_depend, pg_attribute and pg_class as in ALTER TABLE.
#include "server/catalog/column_uses.hpp"

#include "server/pg/datum.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <catalog/dependency.h>
#include <catalog/objectaddress.h>
#include <catalog/pg_attrdef.h>
#include <catalog/pg_attribute.h>
#include <catalog/pg_depend.h>
#include <catalog/pg_inherits.h>
#include <catalog/pg_policy.h>
#include <catalog/pg_proc.h>
#include <catalog/pg_publication_rel.h>
#include <catalog/pg_rewrite.h>
#include <catalog/pg_trigger.h>
#include <utils/lsyscache.h>
#include <utils/syscache.h>
}

namespace relmeta::server {

namespace {

std::string description(const ObjectAddress &object) {
    char *text = pg::call([&] { return getObjectDescription(&object, true); });
    const std::string described = text != nullptr ? text : "";
    const std::string of_view = "rule _RETURN on ";  // users know it as the view
    return described.compare(0, of_view.size(), of_view) == 0 ? described.substr(of_view.size()) : described;
}

/// ALTER TABLE rebuilds indexes, constraints, statistics and the column's own default, but not these.
bool bars(Oid catalog) {
    return catalog == RewriteRelationId || catalog == TriggerRelationId || catalog == PolicyRelationId ||
           catalog == ProcedureRelationId || catalog == PublicationRelRelationId;
}

/// Whether the expression belongs to a generated column other than `column`.
bool is_generated_from(Oid expression, Oid table, AttrNumber column) {
    bool generated = false;
    scan(AttrDefaultRelationId, AttrDefaultOidIndexId, nullptr, {oid_equals(Anum_pg_attrdef_oid, expression)},
         [&](HeapTuple tuple, TupleDesc) {
             auto form = reinterpret_cast<Form_pg_attrdef>(GETSTRUCT(tuple));
             generated = form->adrelid == table && form->adnum != column;
             return false;
         });
    return generated;
}

/// The first object that uses the column of this table, ignoring child tables.
std::string user_of(Oid table, AttrNumber column) {
    std::string found;
    scan(DependRelationId, DependReferenceIndexId, nullptr,
         {oid_equals(Anum_pg_depend_refclassid, RelationRelationId), oid_equals(Anum_pg_depend_refobjid, table),
          Equals{Anum_pg_depend_refobjsubid, F_INT4EQ, Int32GetDatum(column)}},
         [&](HeapTuple tuple, TupleDesc) {
             auto form = reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
             if (bars(form->classid) ||
                 (form->classid == AttrDefaultRelationId && is_generated_from(form->objid, table, column))) {
                 found = description({form->classid, form->objid, form->objsubid}) + " uses it";
             }
             return found.empty();
         });
    return found;
}

/// Partition key columns depend on their table, so they can only be dropped together.
bool is_partition_key(Oid table, AttrNumber column) {
    bool found = false;
    scan(DependRelationId, DependDependerIndexId, nullptr,
         {oid_equals(Anum_pg_depend_classid, RelationRelationId), oid_equals(Anum_pg_depend_objid, table),
          Equals{Anum_pg_depend_objsubid, F_INT4EQ, Int32GetDatum(column)}},
         [&](HeapTuple tuple, TupleDesc) {
             auto form = reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
             found = form->refclassid == RelationRelationId && form->refobjid == table && form->deptype == DEPENDENCY_INTERNAL;
             return !found;
         });
    return found;
}

/// The reason in pg_attribute or pg_class; empty if there is none.
std::string kind_of_column(Oid table, AttrNumber column) {
    HeapTuple attribute = pg::call([&] { return SearchSysCache2(ATTNUM, ObjectIdGetDatum(table), Int16GetDatum(column)); });
    if (!HeapTupleIsValid(attribute)) {
        return {};
    }
    const bool inherited = reinterpret_cast<Form_pg_attribute>(GETSTRUCT(attribute))->attinhcount > 0;
    pg::call([&] { ReleaseSysCache(attribute); });
    HeapTuple relation = pg::call([&] { return SearchSysCache1(RELOID, ObjectIdGetDatum(table)); });
    if (!HeapTupleIsValid(relation)) {
        return {};
    }
    const bool typed = OidIsValid(reinterpret_cast<Form_pg_class>(GETSTRUCT(relation))->reloftype);
    pg::call([&] { ReleaseSysCache(relation); });
    return typed ? "the table is a typed table" : inherited ? "it is inherited" : "";
}

std::string bars_here(Oid table, AttrNumber column) {
    std::string found = kind_of_column(table, column);
    if (found.empty() && is_partition_key(table, column)) {
        found = "the table is partitioned by it";
    }
    return found.empty() ? user_of(table, column) : found;
}

/// The reason in child tables, whose columns ALTER TABLE changes together with the parent's.
std::string bars_below(Oid table, const char *column) {
    std::vector<Oid> children;
    scan(InheritsRelationId, InheritsParentIndexId, nullptr, {oid_equals(Anum_pg_inherits_inhparent, table)},
         [&](HeapTuple tuple, TupleDesc) {
             children.push_back(reinterpret_cast<Form_pg_inherits>(GETSTRUCT(tuple))->inhrelid);
             return true;
         });
    std::string found;
    for (auto child = children.begin(); found.empty() && child != children.end(); ++child) {
        const AttrNumber number = pg::call([&] { return get_attnum(*child, column); });
        found = number == InvalidAttrNumber        ? ""
                : is_partition_key(*child, number) ? "a partition is partitioned by it"
                                                   : user_of(*child, number);
        if (found.empty()) {
            found = bars_below(*child, column);
        }
    }
    return found;
}

}  // namespace

std::string bars_other_type(TableId table, ColumnNumber column) {
    const std::string found = bars_here(table, column);
    const char *name = pg::call([&] { return get_attname(table, column, true); });
    return found.empty() && name != nullptr ? bars_below(table, name) : found;
}

}  // namespace relmeta::server
