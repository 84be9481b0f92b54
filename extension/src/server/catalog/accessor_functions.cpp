// Functions are found through the syscache, and changed like PostgreSQL's own catalogs.
#include "server/catalog/accessor_functions.hpp"

#include <cstring>

#include "core/text/quote.hpp"
#include "server/pg/ask.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <catalog/dependency.h>
#include <catalog/indexing.h>
#include <catalog/pg_depend.h>
#include <catalog/pg_extension.h>
#include <catalog/pg_language.h>
#include <catalog/pg_proc.h>
#include <catalog/pg_type.h>
#include <commands/extension.h>
#include <utils/catcache.h>
#include <utils/inval.h>
#include <utils/lsyscache.h>
}

namespace relmeta::server {

namespace {

Oid extension() {
    return pg::call([] { return get_extension_oid("relmeta", true); });
}

/// Visits the functions in the syscache with this name and, unless InvalidOid, this argument.
template <class Visit>
void visit_functions(const std::string &name, Oid row_type, Visit visit) {
    const char *text = name.c_str();
    pg::call([&] {
        oidvector *arguments = buildoidvector(&row_type, 1);
        CatCList *list = OidIsValid(row_type)
                             ? SearchSysCacheList2(PROCNAMEARGSNSP, CStringGetDatum(text), PointerGetDatum(arguments))
                             : SearchSysCacheList1(PROCNAMEARGSNSP, CStringGetDatum(text));
        for (int i = 0; i < list->n_members; ++i) {
            visit(reinterpret_cast<Form_pg_proc>(GETSTRUCT(&list->members[i]->tuple)));
        }
        ReleaseSysCacheList(list);
    });
}

/// Whether dependencies of the function would make DROP TABLE or DROP SCHEMA fail. With `change`, makes them automatic.
bool find_blocking(Oid function, bool change) {
    bool found = false;
    Relation depend = pg::call([&] { return table_open(DependRelationId, change ? RowExclusiveLock : AccessShareLock); });
    scan(depend, DependDependerIndexId, nullptr,
         {oid_equals(Anum_pg_depend_classid, ProcedureRelationId), oid_equals(Anum_pg_depend_objid, function)},
         [&](HeapTuple tuple, TupleDesc) {
             const auto form = reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
             if (form->deptype == DEPENDENCY_NORMAL &&
                 (form->refclassid == TypeRelationId || form->refclassid == NamespaceRelationId)) {
                 found = true;
                 if (change) {
                     pg::call([&] {
                         HeapTuple copy = heap_copytuple(tuple);
                         reinterpret_cast<Form_pg_depend>(GETSTRUCT(copy))->deptype = DEPENDENCY_AUTO;
                         CatalogTupleUpdate(depend, &copy->t_self, copy);
                     });
                 }
             }
             return true;
         });
    pg::call([&] {
        table_close(depend, NoLock);
        if (change) {
            CommandCounterIncrement();
        }
    });
    return found;
}

/// Waits for other sessions that are changing the function.
void lock_function(Oid function, const std::string &name) {
    LOCKTAG tag;
    SET_LOCKTAG_OBJECT(tag, MyDatabaseId, ProcedureRelationId, function, 0);
    ask({tag, AccessExclusiveLock, "function " + in_quotes(name), Strangers::none});
    pg::call([] { AcceptInvalidationMessages(); });
}

/// The function's tuple, changed to match the accessor; nullptr if nothing changes. Sets `other` if the function cannot be
/// changed to match.
HeapTuple changed(HeapTuple tuple, const Accessor &accessor, Oid row_type, bool *other) {
    const auto form = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple));
    const float4 rows = accessor.one_row ? 1 : 1000;
    bool no_body = true;
    bool no_parsed_body = true;
    bool no_settings = true;
    return pg::call([&]() -> HeapTuple {
        const Datum body = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_prosrc, &no_body);
        SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_prosqlbody, &no_parsed_body);
        SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_proconfig, &no_settings);
        *other = form->prorettype != row_type || !form->proretset || form->prolang != SQLlanguageId || !no_parsed_body ||
                 form->prokind != PROKIND_FUNCTION;
        if (*other || (!no_body && accessor.body == TextDatumGetCString(body) && form->prorows == rows && !form->prosecdef &&
                       !form->proisstrict && form->provolatile == PROVOLATILE_STABLE &&
                       form->proparallel == PROPARALLEL_RESTRICTED && no_settings)) {
            return nullptr;
        }
        Datum values[Natts_pg_proc] = {};
        bool nulls[Natts_pg_proc] = {};
        bool replaced[Natts_pg_proc] = {};
        const auto set = [&](AttrNumber column, Datum value, bool null = false) {
            values[column - 1] = value;
            nulls[column - 1] = null;
            replaced[column - 1] = true;
        };
        set(Anum_pg_proc_prosrc, CStringGetTextDatum(accessor.body.c_str()));
        set(Anum_pg_proc_prorows, Float4GetDatum(rows));
        set(Anum_pg_proc_prosecdef, BoolGetDatum(false));
        set(Anum_pg_proc_proisstrict, BoolGetDatum(false));
        set(Anum_pg_proc_provolatile, CharGetDatum(PROVOLATILE_STABLE));
        set(Anum_pg_proc_proparallel, CharGetDatum(PROPARALLEL_RESTRICTED));
        set(Anum_pg_proc_proconfig, 0, true);
        Relation relation = table_open(ProcedureRelationId, AccessShareLock);
        HeapTuple fresh = heap_modify_tuple(tuple, RelationGetDescr(relation), values, nulls, replaced);
        table_close(relation, AccessShareLock);
        return fresh;
    });
}

HeapTuple function_tuple(Oid function) {
    return pg::call([&] { return SearchSysCacheCopy1(PROCOID, ObjectIdGetDatum(function)); });
}

/// The type of the only argument; InvalidOid if there is not exactly one.
Oid argument_of(Oid function) {
    return pg::call([&]() -> Oid {
        HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
        if (!HeapTupleIsValid(tuple)) {
            return InvalidOid;
        }
        const auto form = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple));
        const Oid type = form->pronargs == 1 ? form->proargtypes.values[0] : InvalidOid;
        ReleaseSysCache(tuple);
        return type;
    });
}

/// Whether the function could be an accessor: an SQL function that returns the rows of a query like an accessor's.
bool has_form(Oid function) {
    return pg::call([&] {
        HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
        if (!HeapTupleIsValid(tuple)) {
            return false;
        }
        const auto form = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple));
        bool no_body = true;
        const Datum body = SysCacheGetAttr(PROCOID, tuple, Anum_pg_proc_prosrc, &no_body);
        const bool result = form->prolang == SQLlanguageId && form->proretset && form->pronargs == 1 && !no_body &&
                            std::strncmp(TextDatumGetCString(body), accessor_start, std::strlen(accessor_start)) == 0;
        ReleaseSysCache(tuple);
        return result;
    });
}

std::string name_of(Oid function) {
    const char *name = pg::call([&]() -> const char * { return get_func_name(function); });
    return name != nullptr ? name : "";
}

/// The accessors. Users can also make a function depend on the extension.
std::vector<Oid> every_accessor() {
    std::vector<Oid> functions;
    scan(DependRelationId, DependReferenceIndexId, nullptr,
         {oid_equals(Anum_pg_depend_refclassid, ExtensionRelationId), oid_equals(Anum_pg_depend_refobjid, extension())},
         [&](HeapTuple tuple, TupleDesc) {
             const auto form = reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
             if (form->classid == ProcedureRelationId && form->deptype == DEPENDENCY_AUTO_EXTENSION && has_form(form->objid)) {
                 functions.push_back(form->objid);
             }
             return true;
         });
    return functions;
}

}  // namespace

bool is_accessor(Oid function) {
    return has_form(function) &&
           pg::call([&] { return list_member_oid(getAutoExtensionsOfObject(ProcedureRelationId, function), extension()); });
}

std::vector<RowFunction> functions_named(const std::string &name, Oid row_type) {
    std::vector<RowFunction> functions;
    if (!OidIsValid(row_type)) {
        return functions;
    }
    // A row type rarely has more functions with one name. Any others are not relmeta's.
    constexpr std::size_t most = 256;
    functions.resize(most);
    std::size_t count = 0;
    visit_functions(name, row_type, [&](Form_pg_proc form) {
        if (count < most) {
            functions[count++] = {form->oid, form->pronamespace};
        }
    });
    functions.resize(count);
    return functions;
}

bool hides_function(const std::string &name) {
    bool found = false;
    visit_functions(name, InvalidOid, [&](Form_pg_proc form) {
        if (form->pronamespace != PG_CATALOG_NAMESPACE || form->pronargs < 1 || form->pronargs - form->pronargdefaults > 1) {
            return;
        }
        switch (form->proargtypes.values[0]) {
            case ANYOID:
            case ANYELEMENTOID:
            case ANYNONARRAYOID:
            case ANYCOMPATIBLEOID:
            case ANYCOMPATIBLENONARRAYOID:
            case RECORDOID: found = true; break;
            default: break;
        }
    });
    return found;
}

Oid source_of_accessor(Oid function) {
    const Oid type = argument_of(function);
    return OidIsValid(type) ? pg::call([&] { return get_typ_typrelid(type); }) : InvalidOid;
}

std::map<Oid, std::vector<AccessorFunction>> accessors_from(const std::set<Oid> &sources) {
    std::map<Oid, std::vector<AccessorFunction>> result;
    for (const Oid function : every_accessor()) {
        const Oid source = source_of_accessor(function);
        if (sources.count(source) > 0) {
            result[source].push_back({function, name_of(function)});
        }
    }
    return result;
}

std::vector<AccessorFunction> accessors_of_no_table() {
    std::vector<AccessorFunction> result;
    for (const Oid function : every_accessor()) {
        const Oid type = argument_of(function);
        if (OidIsValid(type) && !pg::call([&] { return SearchSysCacheExists1(TYPEOID, ObjectIdGetDatum(type)); })) {
            result.push_back({function, name_of(function)});
        }
    }
    return result;
}

State state_of(Oid function, const Accessor &accessor, Oid row_type) {
    HeapTuple tuple = function_tuple(function);
    bool other = true;
    const bool changes_it = HeapTupleIsValid(tuple) && changed(tuple, accessor, row_type, &other) != nullptr;
    return other ? State::other : changes_it ? State::outdated : State::same;
}

void mark_accessor(Oid function) {
    pg::call([&] {
        ObjectAddress address;
        ObjectAddress relmeta;
        ObjectAddressSet(address, ProcedureRelationId, function);
        ObjectAddressSet(relmeta, ExtensionRelationId, get_extension_oid("relmeta", false));
        recordDependencyOn(&address, &relmeta, DEPENDENCY_AUTO_EXTENSION);
        CommandCounterIncrement();
    });
    stop_blocking_drops(function);
}

bool blocks_drops(Oid function) { return find_blocking(function, false); }

void stop_blocking_drops(Oid function) { find_blocking(function, true); }

void update_accessor(Oid function, const Accessor &accessor, Oid row_type) {
    if (state_of(function, accessor, row_type) == State::outdated) {
        lock_function(function, accessor.name);
        HeapTuple tuple = function_tuple(function);
        bool other = false;
        HeapTuple fresh = HeapTupleIsValid(tuple) ? changed(tuple, accessor, row_type, &other) : nullptr;
        if (fresh != nullptr) {
            pg::call([&] {
                Relation relation = table_open(ProcedureRelationId, RowExclusiveLock);
                CatalogTupleUpdate(relation, &fresh->t_self, fresh);
                table_close(relation, RowExclusiveLock);
                CommandCounterIncrement();
            });
        }
    }
    stop_blocking_drops(function);
}

void drop_accessor(Oid function, const std::string &name) {
    lock_function(function, name);
    pg::call([&] {
        ObjectAddress address;
        ObjectAddressSet(address, ProcedureRelationId, function);
        if (SearchSysCacheExists1(PROCOID, ObjectIdGetDatum(function))) {
            performDeletion(&address, DROP_RESTRICT, PERFORM_DELETION_INTERNAL);
        }
        CommandCounterIncrement();
    });
}

}  // namespace relmeta::server
