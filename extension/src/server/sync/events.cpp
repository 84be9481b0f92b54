// The two event triggers. sql_drop, which fires first, and ddl_command_end collect the tables that a command touched;
// ddl_command_end then updates the catalog. If the update fails, the triggers still succeed.
#include <algorithm>
#include <set>

#include "core/text/error.hpp"
#include "server/catalog/own_objects.hpp"
#include "server/catalog/store.hpp"
#include "server/pg/datum.hpp"
#include "server/sync/accessors.hpp"
#include "server/sync/dropped_views.hpp"
#include "server/sync/follow.hpp"
#include "server/sync/renames.hpp"

extern "C" {
#include <access/heapam.h>
#include <catalog/index.h>
#include <catalog/namespace.h>
#include <catalog/pg_class.h>
#include <catalog/pg_index.h>
#include <catalog/pg_inherits.h>
#include <catalog/pg_namespace.h>
#include <catalog/pg_proc.h>
#include <catalog/pg_rewrite.h>
#include <commands/event_trigger.h>
#include <commands/extension.h>
#include <executor/executor.h>
#include <funcapi.h>
#include <nodes/parsenodes.h>
#include <utils/lsyscache.h>
#include <utils/snapmgr.h>
#include <utils/syscache.h>
#include <utils/tuplestore.h>
}

namespace relmeta::server {

namespace {

/// Objects collected by sql_drop for ddl_command_end. If another trigger fails in between, they remain for the next command, and
/// relmeta only checks more tables than necessary.
Touched *dropped = nullptr;

struct ObjectAddressRow {
    Oid catalog;
    Oid object;
};

/// The first two columns of pg_event_trigger_ddl_commands() or pg_event_trigger_dropped_objects(). Calls the function directly,
/// because a query would cost more than everything else.
std::vector<ObjectAddressRow> event_objects(Oid function) {
    ReturnSetInfo result = {};
    ExprContext *context = nullptr;
    pg::call([&] {
        LOCAL_FCINFO(arguments, 0);
        FmgrInfo info;
        fmgr_info(function, &info);
        context = CreateStandaloneExprContext();
        result.type = T_ReturnSetInfo;
        result.econtext = context;
        result.allowedModes = SFRM_Materialize;
        result.returnMode = SFRM_ValuePerCall;
        InitFunctionCallInfoData(*arguments, &info, 0, InvalidOid, nullptr, reinterpret_cast<Node *>(&result));
        FunctionCallInvoke(arguments);
    });
    TupleTableSlot *slot = pg::call([&] { return MakeSingleTupleTableSlot(result.setDesc, &TTSOpsMinimalTuple); });
    std::vector<ObjectAddressRow> rows;
    while (pg::call([&] { return tuplestore_gettupleslot(result.setResult, true, false, slot); })) {
        bool no_catalog = true;
        bool no_object = true;
        Datum catalog = pg::call([&] { return slot_getattr(slot, 1, &no_catalog); });
        Datum object = pg::call([&] { return slot_getattr(slot, 2, &no_object); });
        if (!no_catalog && !no_object) {  // GRANT has no object
            rows.push_back({DatumGetObjectId(catalog), DatumGetObjectId(object)});
        }
    }
    pg::call([&] {
        ExecDropSingleTupleTableSlot(slot);
        tuplestore_end(result.setResult);
        FreeExprContext(context, true);
    });
    return rows;
}

/// Whether relmeta's own script is running, so some of its tables may not exist.
bool relmeta_is_being_created() {
    return creating_extension && pg::call([] { return CurrentExtensionObject == get_extension_oid("relmeta", true); });
}

bool must_follow() { return !IsBinaryUpgrade && OidIsValid(relmeta_relation("stale")) && !relmeta_is_being_created(); }

/// Calls `visit` with the row that was just deleted from pg_index or pg_constraint. The old row version can still be read.
template <class Form, class Visit>
void read_deleted(Oid catalog, Oid index, AttrNumber key, Oid object, Visit visit) {
    scan(catalog, index, SnapshotAny, {oid_equals(key, object)}, [&](HeapTuple tuple, TupleDesc) {
        visit(reinterpret_cast<Form *>(GETSTRUCT(tuple)));
        return true;
    });
}

void add_dropped(const ObjectAddressRow &row, std::set<Oid> &tables) {
    if (row.catalog == RelationRelationId) {
        tables.insert(row.object);
        // Views on its parent no longer read rows to which the parent's keys do not apply.
        read_deleted<FormData_pg_inherits>(InheritsRelationId, InheritsRelidSeqnoIndexId, Anum_pg_inherits_inhrelid, row.object,
                                           [&](const FormData_pg_inherits *link) { tables.insert(link->inhparent); });
        read_deleted<FormData_pg_index>(IndexRelationId, IndexRelidIndexId, Anum_pg_index_indexrelid, row.object,
                                        [&](const FormData_pg_index *index) { tables.insert(index->indrelid); });
    } else if (row.catalog == ConstraintRelationId) {
        read_deleted<FormData_pg_constraint>(
            ConstraintRelationId, ConstraintOidIndexId, Anum_pg_constraint_oid, row.object,
            [&](const FormData_pg_constraint *constraint) { tables.insert(constraint->conrelid); });
    }
}

void add_relation(Oid relation, std::set<Oid> &tables);

/// Adds the tables of a composite type, because renaming an attribute renames their columns.
void add_typed_tables(Oid composite, std::set<Oid> &tables) {
    Oid type = pg::call([&] { return get_rel_type_id(composite); });
    scan(RelationRelationId, InvalidOid, nullptr, {oid_equals(Anum_pg_class_reloftype, type)}, [&](HeapTuple tuple, TupleDesc) {
        add_relation(reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple))->oid, tables);
        return true;
    });
}

/// Adds a table, or the table of an index, with its partitions and children, which the command may also have changed.
void add_relation(Oid relation, std::set<Oid> &tables) {
    char kind = pg::call([&] { return get_rel_relkind(relation); });
    if (kind == RELKIND_INDEX || kind == RELKIND_PARTITIONED_INDEX) {
        relation = pg::call([&] { return IndexGetRelation(relation, true); });
    } else if (kind == RELKIND_COMPOSITE_TYPE) {
        add_typed_tables(relation, tables);
        return;
    } else if (kind == RELKIND_SEQUENCE || kind == RELKIND_TOASTVALUE) {
        return;
    }
    if (!OidIsValid(relation) || !tables.insert(relation).second) {
        return;
    }
    if (pg::call([&] { return SearchSysCacheExists1(RELOID, ObjectIdGetDatum(relation)) && has_subclass(relation); })) {
        List *children = pg::call([&] { return find_all_inheritors(relation, NoLock, nullptr); });
        for (int i = 0; i < list_length(children); ++i) {
            tables.insert(list_nth_oid(children, i));
        }
    }
}

/// The tables that this one inherits from: views on them read its rows too.
void add_parents(Oid table, std::set<Oid> &tables) {
    scan(InheritsRelationId, InheritsRelidSeqnoIndexId, nullptr, {oid_equals(Anum_pg_inherits_inhrelid, table)},
         [&](HeapTuple tuple, TupleDesc) {
             const Oid parent = reinterpret_cast<Form_pg_inherits>(GETSTRUCT(tuple))->inhparent;
             if (pg::call([&] { return get_rel_relkind(parent); }) == RELKIND_RELATION) {
                 tables.insert(parent);
             }
             return true;
         });
}

void add_tables_of_schema(Oid schema, std::set<Oid> &tables) {
    scan(RelationRelationId, InvalidOid, nullptr, {oid_equals(Anum_pg_class_relnamespace, schema)},
         [&](HeapTuple tuple, TupleDesc) {
             auto form = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
             if (form->relkind != RELKIND_INDEX && form->relkind != RELKIND_PARTITIONED_INDEX &&
                 form->relkind != RELKIND_SEQUENCE) {
                 tables.insert(form->oid);
             }
             return true;
         });
}

void add_command(const ObjectAddressRow &row, bool renaming, Touched &touched) {
    if (row.catalog == RelationRelationId) {
        add_relation(row.object, touched.tables);
        add_parents(row.object, touched.tables);
    } else if (row.catalog == RewriteRelationId) {
        scan(RewriteRelationId, RewriteOidIndexId, nullptr, {oid_equals(Anum_pg_rewrite_oid, row.object)},
             [&](HeapTuple tuple, TupleDesc) {
                 touched.tables.insert(reinterpret_cast<Form_pg_rewrite>(GETSTRUCT(tuple))->ev_class);
                 return false;
             });
    } else if (row.catalog == ConstraintRelationId) {
        HeapTuple tuple = pg::call([&] { return SearchSysCache1(CONSTROID, ObjectIdGetDatum(row.object)); });
        if (HeapTupleIsValid(tuple)) {
            add_relation(reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple))->conrelid, touched.tables);
            pg::call([&] { ReleaseSysCache(tuple); });
        }
    } else if (row.catalog == NamespaceRelationId && renaming) {
        add_tables_of_schema(row.object, touched.tables);
    }
}

/// ATTACH PARTITION and DETACH PARTITION report only the parent, and NO INHERIT only the child. Finds the other table in the
/// statement.
void add_partition(Node *statement, std::set<Oid> &tables) {
    if (!IsA(statement, AlterTableStmt)) {
        return;
    }
    List *commands = reinterpret_cast<AlterTableStmt *>(statement)->cmds;
    for (int i = 0; i < list_length(commands); ++i) {
        auto command = static_cast<AlterTableCmd *>(list_nth(commands, i));
        const bool partition_command = command->def != nullptr && IsA(command->def, PartitionCmd);
        if (partition_command || command->subtype == AT_DropInherit) {
            RangeVar *name = partition_command ? reinterpret_cast<PartitionCmd *>(command->def)->name
                                               : reinterpret_cast<RangeVar *>(command->def);
            Oid partition = name != nullptr ? pg::call([&] { return RangeVarGetRelid(name, NoLock, true); }) : InvalidOid;
            if (OidIsValid(partition)) {
                add_relation(partition, tables);
            }
        }
    }
}

/// Applies a rename to declarations, which refer to columns, constraints and labels by name. This is a separate attempt, because
/// a later command could not find out the new name.
void carry_rename(const RenameStmt *rename) {
    if (rename->renameType == OBJECT_SCHEMA && have_accessors()) {
        attempt(WARNING, "apply this rename to accessors", "Run relmeta.add_accessors() with the new name.",
                [rename] { rename_schema(rename->subname, rename->newname); });
    }
    const bool column = rename->renameType == OBJECT_COLUMN || rename->renameType == OBJECT_ATTRIBUTE;
    if (!column && rename->renameType != OBJECT_TABCONSTRAINT) {
        return;
    }
    attempt(WARNING, "apply this rename to declarations", "Declare it again with the new name.", [&] {
        Touched touched;
        for (const ObjectAddressRow &row : event_objects(F_PG_EVENT_TRIGGER_DDL_COMMANDS)) {
            add_command(row, true, touched);
        }
        (column ? rename_columns : rename_ends)(rename->subname, rename->newname, touched.tables);
    });
}

/// The same for ALTER TYPE ... RENAME VALUE.
void carry_rename(const AlterEnumStmt *alter) {
    if (alter->oldVal == nullptr) {
        return;
    }
    constexpr const char *hint = "Forget the relationships, and declare them again with the new label.";
    attempt(WARNING, "apply this rename to declarations", hint, [alter] {
        for (const ObjectAddressRow &row : event_objects(F_PG_EVENT_TRIGGER_DDL_COMMANDS)) {
            rename_label(row.object, alter->oldVal, alter->newVal);
        }
    });
}

EventTriggerData *event_of(FunctionCallInfo fcinfo) {
    if (!CALLED_AS_EVENT_TRIGGER(fcinfo)) {
        throw UserError(sqlstate::event_trigger_protocol_violated, "function must be called as an event trigger");
    }
    return reinterpret_cast<EventTriggerData *>(fcinfo->context);
}

void collect_dropped() {
    if (dropped == nullptr) {
        dropped = new Touched();
    }
    bool collected = attempt(LOG, "collect the objects dropped by this command, and derives everything instead", nullptr, [] {
        if (waits_for_refresh()) {
            return;
        }
        for (const ObjectAddressRow &row : event_objects(F_PG_EVENT_TRIGGER_DROPPED_OBJECTS)) {
            add_dropped(row, dropped->tables);
            if (row.catalog == RelationRelationId) {
                keep_declarations_of(row.object);
            }
        }
    });
    dropped->everything = dropped->everything || !collected;
}

/// Whether one of these is a table of relmeta. ENABLE TRIGGER follows a restore that disabled all triggers, and REFRESH
/// MATERIALIZED VIEW replaces derived rows, so everything must be derived again.
bool is_about_relmeta(const std::set<Oid> &tables) {
    constexpr const char *own[] = {Codec<Relationship>::table,   Codec<StoredBridge>::table,         Codec<StaleTable>::table,
                                   Codec<DeclaredBridge>::table, Codec<DeclaredRelationship>::table, Codec<NameRecord>::table,
                                   Codec<DumpedName>::table,     Codec<RejectedRelationship>::table, Codec<AccessorSource>::table,
                                   Codec<Verified>::table,       "word"};
    return std::any_of(std::begin(own), std::end(own),
                       [&](const char *name) { return tables.count(relmeta_relation(name)) > 0; });
}

bool is_about_facts(AlterTableType kind) {
    switch (kind) {
        case AT_ChangeOwner:
        case AT_SetStatistics:
        case AT_SetOptions:
        case AT_ResetOptions:
        case AT_SetStorage:
        case AT_SetRelOptions:
        case AT_ResetRelOptions:
        case AT_SetTableSpace:
        case AT_ReplicaIdentity:
        case AT_EnableRowSecurity:
        case AT_DisableRowSecurity: return false;
        default: return true;
    }
}

/// Whether the statement can change facts. The others listed are mostly commands that a dump contains for every table.
bool is_about_facts(Node *statement) {
    switch (nodeTag(statement)) {
        case T_CommentStmt:
        case T_SecLabelStmt:
        case T_GrantStmt:
        case T_AlterOwnerStmt:
        case T_AlterDefaultPrivilegesStmt:
        case T_CreateTrigStmt:
        case T_CreatePolicyStmt:
        case T_CreateStatsStmt: return false;
        case T_IndexStmt: return reinterpret_cast<IndexStmt *>(statement)->unique;
        case T_AlterTableStmt: {
            const List *commands = reinterpret_cast<AlterTableStmt *>(statement)->cmds;
            for (int i = 0; i < list_length(commands); ++i) {
                if (is_about_facts(static_cast<AlterTableCmd *>(list_nth(commands, i))->subtype)) {
                    return true;
                }
            }
            return false;
        }
        default: return true;
    }
}

/// Adds the tables with conditions on values of an enumerated type, one of whose labels was added or renamed.
void add_comparing(Oid type, std::set<Oid> &tables) {
    for (Oid table : tables_comparing(type)) {
        accessors_of_may_change(table);
        tables.insert(table);
    }
}

Touched collect_touched(Node *statement) {
    Touched touched;
    if (dropped != nullptr) {
        std::swap(touched, *dropped);
    }
    touched.renamed = IsA(statement, RenameStmt) || IsA(statement, AlterObjectSchemaStmt);
    for (const ObjectAddressRow &row : event_objects(F_PG_EVENT_TRIGGER_DDL_COMMANDS)) {
        add_command(row, touched.renamed, touched);
        if (row.catalog == RelationRelationId) {
            declare_again(row.object, touched.tables);
        } else if (row.catalog == ProcedureRelationId) {
            accessor_was_altered(row.object);
        }
        if (touched.renamed && (row.catalog == TypeRelationId || row.catalog == NamespaceRelationId)) {
            accessors_under_conditions_may_change();
        } else if (IsA(statement, AlterEnumStmt)) {
            add_comparing(row.object, touched.dependent);
        }
    }
    add_partition(statement, touched.tables);
    touched.everything = touched.everything || is_about_relmeta(touched.tables);
    return touched;
}

/// Raises an error if the command would break relmeta.
void protect_relmeta(Node *statement, Oid objects) {
    if (!IsBinaryUpgrade && can_break(statement) && !relmeta_is_being_created()) {
        for (const ObjectAddressRow &row : event_objects(objects)) {
            refuse_if_own(row.catalog, row.object);
        }
    }
}

}  // namespace

}  // namespace relmeta::server

using namespace relmeta::server;

RELMETA_FUNCTION(relmeta_sql_drop) {
    protect_relmeta(event_of(fcinfo)->parsetree, F_PG_EVENT_TRIGGER_DROPPED_OBJECTS);
    if (must_follow()) {
        collect_dropped();
    }
    return static_cast<Datum>(0);
}

RELMETA_FUNCTION(relmeta_ddl_command_end) {
    EventTriggerData *event = event_of(fcinfo);
    protect_relmeta(event->parsetree, F_PG_EVENT_TRIGGER_DDL_COMMANDS);
    if (must_follow() && is_about_facts(event->parsetree)) {
        if (IsA(event->parsetree, RenameStmt)) {
            carry_rename(reinterpret_cast<RenameStmt *>(event->parsetree));
        } else if (IsA(event->parsetree, AlterEnumStmt)) {
            carry_rename(reinterpret_cast<AlterEnumStmt *>(event->parsetree));
        }
        follow([event] { return collect_touched(event->parsetree); });
    }
    return static_cast<Datum>(0);
}
