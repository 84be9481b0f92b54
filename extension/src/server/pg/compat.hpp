// PostgreSQL headers for the server layer, and all differences between versions. Standard headers come first, since postgres.h
// redefines names such as snprintf. No other file tests PG_VERSION_NUM.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

extern "C" {
#include <postgres.h>
// These need postgres.h.
#include <access/genam.h>
#include <access/htup_details.h>
#include <access/table.h>
#include <access/xact.h>
#include <catalog/pg_class.h>
#include <catalog/pg_constraint.h>
#include <catalog/pg_database.h>
#include <catalog/pg_index.h>
#include <catalog/pg_namespace.h>
#include <fmgr.h>
#include <miscadmin.h>
#include <storage/lock.h>
#include <storage/proc.h>
#include <storage/procarray.h>
#include <storage/sinvaladt.h>
#include <utils/acl.h>
#include <utils/builtins.h>
#include <utils/elog.h>
#include <utils/guc.h>
#include <utils/memutils.h>
#include <utils/syscache.h>
#include <utils/timeout.h>
#if PG_VERSION_NUM >= 160000
#include <varatt.h>
#endif
}

#if PG_VERSION_NUM < 140000
#error "relmeta needs PostgreSQL 14 or later"
#endif

// Before 16, PGDLLEXPORT is empty on Linux, but -fvisibility=hidden requires the magic block and the SQL functions to be
// exported.
#if PG_VERSION_NUM < 160000
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#endif

/// The magic block. Since 18 it holds the name and version for pg_get_loaded_modules().
#if PG_VERSION_NUM >= 180000
#define RELMETA_MODULE_MAGIC PG_MODULE_MAGIC_EXT(.name = "relmeta", .version = RELMETA_VERSION)
#else
#define RELMETA_MODULE_MAGIC PG_MODULE_MAGIC
#endif

/// Tree walkers take an untyped function before 16, and one of exactly this type since then.
#if PG_VERSION_NUM < 160000
#define RELMETA_WALKER(function) reinterpret_cast<bool (*)()>(reinterpret_cast<void (*)()>(function))
#else
#define RELMETA_WALKER(function) function
#endif

/// Defines an SQL-callable function. The body that follows runs inside pg::entry.
#define RELMETA_FUNCTION(name)                                                        \
    extern "C" {                                                                      \
    PGDLLEXPORT Datum name(PG_FUNCTION_ARGS);                                         \
    PGDLLEXPORT const Pg_finfo_record *pg_finfo_##name(void);                         \
    const Pg_finfo_record *pg_finfo_##name(void) {                                    \
        static const Pg_finfo_record info = {1};                                      \
        return &info;                                                                 \
    }                                                                                 \
    }                                                                                 \
    static Datum name##_body(FunctionCallInfo fcinfo);                                \
    Datum name(PG_FUNCTION_ARGS) { return relmeta::pg::entry(&name##_body, fcinfo); } \
    static Datum name##_body([[maybe_unused]] FunctionCallInfo fcinfo)

namespace relmeta::server {

/// The syscache passed to a callback; an enum since 19.
#if PG_VERSION_NUM >= 190000
using SyscacheId = SysCacheIdentifier;
#else
using SyscacheId = int;
#endif

/// Reserves the prefix: since 15, undefined settings are rejected; before, there is only a warning.
inline void reserve_settings(const char *prefix) {
#if PG_VERSION_NUM >= 150000
    MarkGUCPrefixReserved(prefix);
#else
    EmitWarningsOnPlaceholders(prefix);
#endif
}

inline bool is_database_owner(Oid role) {
#if PG_VERSION_NUM >= 160000
    return object_ownercheck(DatabaseRelationId, MyDatabaseId, role);
#else
    return pg_database_ownercheck(MyDatabaseId, role);
#endif
}

inline bool is_table_owner(Oid table, Oid role) {
#if PG_VERSION_NUM >= 160000
    return object_ownercheck(RelationRelationId, table, role);
#else
    return pg_class_ownercheck(table, role);
#endif
}

inline bool may_use_schema(Oid schema) {
#if PG_VERSION_NUM >= 160000
    return object_aclcheck(NamespaceRelationId, schema, GetUserId(), ACL_USAGE) == ACLCHECK_OK;
#else
    return pg_namespace_aclcheck(schema, GetUserId(), ACL_USAGE) == ACLCHECK_OK;
#endif
}

/// A NOT NULL constraint that is NOT VALID: rows may violate it even though attnotnull is set (18+).
inline bool is_unproven_not_null([[maybe_unused]] const FormData_pg_constraint *constraint) {
#if PG_VERSION_NUM >= 180000
    return constraint->contype == CONSTRAINT_NOTNULL && !constraint->convalidated;
#else
    return false;
#endif
}

/// False for NOT ENFORCED (18+).
inline bool is_enforced([[maybe_unused]] const FormData_pg_constraint *constraint) {
#if PG_VERSION_NUM >= 180000
    return constraint->conenforced;
#else
    return true;
#endif
}

/// A foreign key with PERIOD (18+).
inline bool is_temporal([[maybe_unused]] const FormData_pg_constraint *constraint) {
#if PG_VERSION_NUM >= 180000
    return constraint->conperiod;
#else
    return false;
#endif
}

/// Whether this transaction holds the lock in this mode or a stronger one.
inline bool holds_lock(const LOCKTAG &tag, LOCKMODE mode) {
#if PG_VERSION_NUM >= 170000
    return LockHeldByMe(&tag, mode, true);
#else
    for (LOCKMODE held = mode; held <= AccessExclusiveLock; ++held) {
        if (LockHeldByMe(&tag, held)) {
            return true;
        }
    }
    return false;
#endif
}

/// The timeouts that end a statement.
#if PG_VERSION_NUM >= 170000
constexpr TimeoutId timeouts_of_statements[] = {STATEMENT_TIMEOUT, TRANSACTION_TIMEOUT};
#else
constexpr TimeoutId timeouts_of_statements[] = {STATEMENT_TIMEOUT};
#endif

/// pg_constraint.confdelsetcols: the columns of ON DELETE SET NULL (columns) (15+).
#if PG_VERSION_NUM >= 150000
constexpr AttrNumber on_delete_columns_attribute = Anum_pg_constraint_confdelsetcols;
#else
constexpr AttrNumber on_delete_columns_attribute = InvalidAttrNumber;
#endif

/// NULLS NOT DISTINCT (15+).
inline bool is_nulls_not_distinct([[maybe_unused]] const FormData_pg_index *index) {
#if PG_VERSION_NUM >= 150000
    return index->indnullsnotdistinct;
#else
    return false;
#endif
}

/// The process that runs a transaction; nullptr for a prepared one, whose process may now run another.
inline PGPROC *process_of(const VirtualTransactionId &transaction) {
#if PG_VERSION_NUM >= 170000
    PGPROC *process = ProcNumberGetProc(transaction.procNumber);
    return process != nullptr && process->vxid.lxid == transaction.localTransactionId ? process : nullptr;
#else
    PGPROC *process = BackendIdGetProc(transaction.backendId);
    return process != nullptr && process->lxid == transaction.localTransactionId ? process : nullptr;
#endif
}

}  // namespace relmeta::server
