// Module initialization: the magic block, the settings and the callbacks.
#include <climits>

#include "core/text/poll.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/left_out.hpp"
#include "server/catalog/store.hpp"
#include "server/catalog/view_facts.hpp"
#include "server/catalog/words.hpp"
#include "server/pg/guard.hpp"
#include "server/sync/follow.hpp"
#include "server/sync/locks.hpp"

extern "C" {
#include <access/parallel.h>
#include <catalog/pg_database.h>
#include <utils/acl.h>
#include <utils/guc.h>
}

extern "C" {

RELMETA_MODULE_MAGIC;

PGDLLEXPORT void _PG_init(void);

/// Accepts every value, because it may come from the configuration file or be passed to a parallel worker. Permission to turn
/// sync off is checked when DDL runs; a role without it gets a warning here.
static bool check_sync(bool *value, void **, GucSource source) {
    if (!*value && source >= PGC_S_INTERACTIVE && IsTransactionState() && !IsParallelWorker() && !InitializingParallelWorker &&
        !relmeta::server::may_turn_sync_off()) {
        ereport(WARNING, (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
                          errmsg("relmeta.sync = off has no effect for role \"%s\"", GetUserNameFromId(GetSessionUserId(), true)),
                          errdetail("Only superusers and the owner of the database can turn it off.")));
    }
    return true;
}

void _PG_init(void) {
    DefineCustomBoolVariable("relmeta.sync", "Keeps relationships up to date with every DDL command.",
                             "When off, DDL only marks the affected tables as stale, and refresh() derives them later.",
                             &relmeta::server::sync_enabled, true, PGC_USERSET, 0, check_sync, nullptr, nullptr);
    DefineCustomIntVariable(
        "relmeta.lock_timeout", "Sets the maximum time that DDL waits for relationships that another transaction is changing.",
        "After that, the command continues with a warning, and the affected tables are marked as stale.",
        &relmeta::server::lock_timeout, 10000, 0, 3600000, PGC_USERSET, GUC_UNIT_MS, nullptr, nullptr, nullptr);
    DefineCustomBoolVariable("relmeta.include_extensions",
                             "Includes tables of other extensions in lint, export, path and join_sql.",
                             "When off, such tables are included only if they are named.", &relmeta::server::include_extensions,
                             false, PGC_USERSET, 0, nullptr, nullptr, nullptr);
    DefineCustomBoolVariable("relmeta.exclude_views", "Excludes views from lint, export, path and join_sql.",
                             "When on, a view is included only if it is named, or if a relationship of it is declared.",
                             &relmeta::server::exclude_views, false, PGC_USERSET, 0, nullptr, nullptr, nullptr);
    DefineCustomIntVariable("relmeta.fault", "Makes the n-th call to PostgreSQL in a sync fail, to test relmeta.", nullptr,
                            &relmeta::pg::fault, 0, 0, INT_MAX, PGC_SUSET, GUC_NO_SHOW_ALL | GUC_NOT_IN_SAMPLE, nullptr, nullptr,
                            nullptr);
    relmeta::on_poll = relmeta::pg::check_interrupts;
    relmeta::server::reserve_settings("relmeta");
    relmeta::server::register_relations();
    relmeta::server::register_words();
    relmeta::server::register_rules();
}
}
