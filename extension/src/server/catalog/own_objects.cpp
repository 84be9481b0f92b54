// Indexes and triggers are not members of an extension, but their tables are. After a drop, the old row version still has the
// table's OID.
#include "server/catalog/own_objects.hpp"

#include "core/text/error.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <catalog/dependency.h>
#include <catalog/indexing.h>
#include <catalog/pg_class.h>
#include <catalog/pg_index.h>
#include <catalog/pg_trigger.h>
#include <catalog/pg_type.h>
#include <commands/extension.h>
#include <nodes/parsenodes.h>
#include <utils/lsyscache.h>
}

namespace relmeta::server {

namespace {

bool reshapes(const AlterTableStmt *statement) {
    for (int i = 0; i < list_length(statement->cmds); ++i) {
        switch (static_cast<AlterTableCmd *>(list_nth(statement->cmds, i))->subtype) {
            case AT_AddColumn:
            case AT_DropColumn:
            case AT_AlterColumnType: return true;
            default: break;
        }
    }
    return false;
}

Oid table_of_index(Oid index) {
    Oid table = InvalidOid;
    scan(IndexRelationId, IndexRelidIndexId, SnapshotAny, {oid_equals(Anum_pg_index_indexrelid, index)},
         [&](HeapTuple tuple, TupleDesc) {
             table = reinterpret_cast<Form_pg_index>(GETSTRUCT(tuple))->indrelid;
             return true;
         });
    return table;
}

Oid table_of_trigger(Oid trigger) {
    Oid table = InvalidOid;
    scan(TriggerRelationId, TriggerOidIndexId, SnapshotAny, {oid_equals(Anum_pg_trigger_oid, trigger)},
         [&](HeapTuple tuple, TupleDesc) {
             table = reinterpret_cast<Form_pg_trigger>(GETSTRUCT(tuple))->tgrelid;
             return true;
         });
    return table;
}

bool is_member(Oid catalog, Oid object) {
    return pg::call([&] {
        const Oid extension = getExtensionOfObject(catalog, object);
        return OidIsValid(extension) && extension == get_extension_oid("relmeta", true);
    });
}

}  // namespace

bool can_break(Node *statement) {
    switch (nodeTag(statement)) {
        case T_RenameStmt:
        case T_AlterObjectSchemaStmt: return true;
        case T_AlterTableStmt: return reshapes(reinterpret_cast<AlterTableStmt *>(statement));
        case T_DropStmt: {
            // DROP INDEX CONCURRENTLY has already marked the index as dead and committed. An error now would leave it
            // unmaintained.
            const auto drop = reinterpret_cast<DropStmt *>(statement);
            return (drop->removeType == OBJECT_INDEX && !drop->concurrent) || drop->removeType == OBJECT_TRIGGER;
        }
        default: return false;
    }
}

void refuse_if_own(Oid catalog, Oid object) {
    if (catalog == TriggerRelationId) {
        catalog = RelationRelationId;
        object = table_of_trigger(object);
    } else if (catalog == RelationRelationId) {
        const Oid table = table_of_index(object);
        object = OidIsValid(table) ? table : object;
    }
    // For a composite type, the member is the type, not the relation with its attributes.
    if (is_member(catalog, object) ||
        (catalog == RelationRelationId && is_member(TypeRelationId, pg::call([&] { return get_rel_type_id(object); })))) {
        throw UserError(sqlstate::feature_not_supported,
                        "cannot rename, move, alter or drop the schema or an object of extension relmeta",
                        "Use DROP EXTENSION relmeta to remove the extension. Your tables are kept.");
    }
}

}  // namespace relmeta::server
