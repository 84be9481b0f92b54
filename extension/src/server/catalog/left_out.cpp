// Reads pg_depend each time, because sessions receive no invalidation when a table is added to or removed from an extension.
#include "server/catalog/left_out.hpp"

#include <set>

#include "core/model/sort_unique.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/store.hpp"
#include "server/catalog/words.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <catalog/dependency.h>
#include <catalog/namespace.h>
#include <catalog/pg_class.h>
#include <catalog/pg_depend.h>
#include <catalog/pg_extension.h>
}

namespace relmeta::server {

bool include_extensions = false;
bool exclude_views = false;

namespace {

/// Adds the relations that belong to the extension.
void add_members(Oid extension, std::vector<TableId> &tables) {
    scan(DependRelationId, DependReferenceIndexId, nullptr,
         {oid_equals(Anum_pg_depend_refclassid, ExtensionRelationId), oid_equals(Anum_pg_depend_refobjid, extension)},
         [&](HeapTuple tuple, TupleDesc) {
             auto form = reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
             if (form->classid == RelationRelationId && form->deptype == DEPENDENCY_EXTENSION) {
                 tables.push_back(form->objid);
             }
             return true;
         });
}

/// The views without declared relationships.
void add_views(std::vector<TableId> &tables) {
    std::set<Oid> declared;
    for (const auto &row : StoreTable<DeclaredRelationship>(AccessShareLock).read(nullptr, {})) {
        declared.insert({row.row.source, row.row.target});
    }
    scan(RelationRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc) {
        auto form = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
        if ((form->relkind == RELKIND_VIEW || form->relkind == RELKIND_MATVIEW) && declared.count(form->oid) == 0) {
            tables.push_back(form->oid);
        }
        return true;
    });
}

}  // namespace

std::vector<TableId> left_out_tables() {
    std::vector<TableId> tables;
    if (!include_extensions) {
        std::vector<Oid> extensions;
        scan(ExtensionRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc) {
            extensions.push_back(reinterpret_cast<Form_pg_extension>(GETSTRUCT(tuple))->oid);
            return true;
        });
        for (Oid extension : extensions) {
            add_members(extension, tables);
        }
    }
    std::set<Oid> schemas;
    for (const std::string &name : words().schemas) {
        schemas.insert(pg::call([&] { return get_namespace_oid(name.c_str(), true); }));
    }
    if (!schemas.empty()) {
        scan(RelationRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc) {
            auto form = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
            if (schemas.count(form->relnamespace) > 0) {
                tables.push_back(form->oid);
            }
            return true;
        });
    }
    if (exclude_views) {
        add_views(tables);
    }
    sort_unique(tables);
    return tables;
}

void mark_left_out(Facts &facts) {
    for (TableId id : left_out_tables()) {
        const auto found = facts.tables.find(id);
        if (found != facts.tables.end()) {
            found->second.left_out = true;
        }
    }
}

}  // namespace relmeta::server
