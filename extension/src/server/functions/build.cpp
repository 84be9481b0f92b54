// The SQL functions add_bridge, bridge_ddl, drop_bridge, add_reference and reference_ddl. They change tables only by DDL that the
// caller could run, with the caller's privileges. An error undoes all of it.
#include <algorithm>
#include <optional>

#include "core/build/requests.hpp"
#include "core/derive/bridge.hpp"
#include "core/text/error.hpp"
#include "core/text/quote.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/table_description.hpp"
#include "server/catalog/words.hpp"
#include "server/functions/arguments.hpp"
#include "server/functions/run_ddl.hpp"
#include "server/pg/guard.hpp"
#include "server/pg/scan.hpp"
#include "server/pg/spi.hpp"
#include "server/sync/declarations.hpp"

extern "C" {
#include <storage/lmgr.h>
#include <utils/guc.h>
#include <utils/snapmgr.h>
}

using namespace relmeta;
using namespace relmeta::server;

namespace {

// Bridges

/// The existing relation, if it equals the planned bridge; otherwise nullopt.
std::optional<ExistingBridge> as_bridge(Oid relation, const BridgePlan &plan) {
    const Facts facts = read_holders({relation});
    const Table *table = facts.table(relation);
    return table != nullptr ? relmeta::as_bridge(*table, plan, words()) : std::nullopt;
}

Namesake namesake_of(const BridgePlan &plan) {
    const Oid relation = relation_in(plan.schema, plan.name);
    return OidIsValid(relation) ? Namesake{true, as_bridge(relation, plan)} : Namesake();
}

BridgeRequest bridge_request(FunctionCallInfo fcinfo) {
    std::vector<Oid> tables = {table_argument(fcinfo, 0, "left_table"), table_argument(fcinfo, 1, "right_table")};
    if (has_elements(fcinfo, 2, "more")) {
        const std::vector<Oid> more = elements<Oid>(PG_GETARG_DATUM(2));
        tables.insert(tables.end(), more.begin(), more.end());
    }
    if (tables.size() > most_bridge_ends) {
        throw too_many_ends();
    }
    BridgeOptions options;
    if (!PG_ARGISNULL(3)) {
        options.name = text_from(PG_GETARG_DATUM(3));
    }
    if (has_elements(fcinfo, 4, "roles")) {
        options.roles = texts_from(PG_GETARG_DATUM(4));
    }
    options.key = text_argument(fcinfo, 5, "key");
    options.on_delete = text_argument(fcinfo, 6, "on_delete");
    BridgeRequest request;
    request.if_not_exists = flag_argument(fcinfo, 7, "if_not_exists");

    std::vector<TableDescription> ends;
    ends.reserve(tables.size());
    for (Oid table : tables) {
        ends.push_back(describe(table));
    }
    request.plan = plan_bridge(ends, options, words());
    find_existing(request, namesake_of);
    return request;
}

std::string ddl_of(const BridgeRequest &request) { return bridge_ddl(request.plan, taken_in(request.plan.schema)); }

void make(BridgeRequest &request) {
    run_ddl(ddl_of(request), [&](const std::string &sqlstate) { return bridge_hint(request.plan, sqlstate); });
    request.existing = as_bridge(relation_in(request.plan.schema, request.plan.name), request.plan);
    if (!request.existing) {
        throw changed_while_made(request.plan.name);
    }
    record_bridge(request.existing->table, {BridgeDeclaration::Verdict::made, request.existing->constraints});
}

/// Declares an existing table as created by add_bridge.
void adopt(const ExistingBridge &bridge, const std::string &name) {
    if (bridge.declaration.verdict == BridgeDeclaration::Verdict::rejected) {
        throw rejected_bridge(name, table_text(bridge.table));
    }
    if (bridge.declaration.verdict == BridgeDeclaration::Verdict::none) {
        require_owner(bridge.table);
        record_bridge(bridge.table, {BridgeDeclaration::Verdict::made, bridge.constraints});
    }
    pg::call([&] {
        ereport(NOTICE, (errcode(ERRCODE_DUPLICATE_TABLE), errmsg("bridge \"%s\" already exists, skipping", name.c_str())));
    });
}

/// Whether the table contains any committed row. The table must be locked.
bool has_rows(const std::string &table) {
    const std::string query = "SELECT FROM " + table + " LIMIT 1";
    return pg::call([&] {
        const int level = NewGUCNestLevel();
        // Rows hidden by a policy also count, so raise an error instead of hiding them.
        set_config_option("row_security", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
        SPI_connect();
        SPIPlanPtr plan = SPI_prepare(query.c_str(), 0, nullptr);
        require_done(plan == nullptr
                         ? SPI_result
                         : SPI_execute_snapshot(plan, nullptr, nullptr, GetLatestSnapshot(), InvalidSnapshot, true, false, 1));
        const bool found = SPI_processed > 0;
        SPI_finish();
        AtEOXact_GUC(true, level);
        return found;
    });
}

// References

ReferenceRequest reference_request(FunctionCallInfo fcinfo) {
    const Oid source = table_argument(fcinfo, 0, "source");
    const Oid target = table_argument(fcinfo, 1, "target");
    ReferenceOptions options;
    if (!PG_ARGISNULL(2)) {
        options.role = text_from(PG_GETARG_DATUM(2));
    }
    options.columns = names_argument(fcinfo, 3, "columns");
    options.required = flag_argument(fcinfo, 4, "required");
    options.one_to_one = flag_argument(fcinfo, 5, "one_to_one");
    options.on_delete = text_argument(fcinfo, 6, "on_delete");
    ReferenceRequest request;
    request.if_not_exists = flag_argument(fcinfo, 7, "if_not_exists");
    request.source = describe(source);
    request.target = describe(target);
    const Facts facts = read_holders({source});
    // An excluded table has no facts; planning raises the right error.
    const Table *table = facts.table(source);
    request.plan = plan_reference(request.source, table != nullptr ? *table : Table(), request.target, options, words(),
                                  taken_in(request.source.schema));
    require_new(request);
    return request;
}

/// The name of the relationship for a foreign key on these columns; empty if the catalog does not have it because relmeta.sync
/// is off.
std::string relationship_name(const ReferenceRequest &request) {
    StoreTable<Relationship> relationships(AccessShareLock);
    for (const Stored<Relationship> &row : relationships.by_holder(request.source.id)) {
        if (is_made_by(request, row.row)) {
            return row.row.name;
        }
    }
    return {};
}

}  // namespace

/// add_bridge(left_table, right_table, more, bridge, roles, key, on_delete, if_not_exists) RETURNS regclass
RELMETA_FUNCTION(relmeta_add_bridge) {
    require_writable("add_bridge");
    BridgeRequest request = bridge_request(fcinfo);
    if (request.existing) {
        adopt(*request.existing, request.plan.name);
    } else {
        make(request);
    }
    PG_RETURN_OID(request.existing->table);
}

/// bridge_ddl(the same) RETURNS text: empty if add_bridge would find an existing bridge.
RELMETA_FUNCTION(relmeta_bridge_ddl) {
    const BridgeRequest request = bridge_request(fcinfo);
    return to_text(request.existing ? std::string() : ddl_of(request));
}

/// drop_bridge(bridge, force) RETURNS void
RELMETA_FUNCTION(relmeta_drop_bridge) {
    require_writable("drop_bridge");
    const Oid bridge = table_argument(fcinfo, 0, "bridge");
    const bool force = flag_argument(fcinfo, 1, "force");
    require_owner(bridge);
    pg::call([&] { LockRelationOid(bridge, AccessExclusiveLock); });
    const TableDescription table = describe(bridge);
    const Facts facts = read_holders({bridge});
    const Recognition recognition = facts.table(bridge) != nullptr ? recognise(facts.at(bridge), facts) : Recognition();
    if (!recognition.bridge) {
        throw not_a_bridge(table.name, recognition.reason);
    }
    const std::string name = quote_qualified(table.schema, table.name);
    if (!force && has_rows(name)) {
        throw holds_rows(table.name);
    }
    run_ddl("DROP TABLE " + name + ";", [](const std::string &) { return std::string(); });
    PG_RETURN_VOID();
}

/// add_reference(source, target, role, columns, required, one_to_one, on_delete, if_not_exists) RETURNS name: null if
/// relmeta.sync is off
RELMETA_FUNCTION(relmeta_add_reference) {
    require_writable("add_reference");
    ReferenceRequest request = reference_request(fcinfo);
    if (request.plan.constraint.empty()) {
        run_ddl(request.plan.ddl, [&](const std::string &sqlstate) { return reference_hint(request, sqlstate); });
    }
    const std::string name = relationship_name(request);
    if (name.empty()) {
        PG_RETURN_NULL();
    }
    return to_name(name);
}

/// reference_ddl(the same) RETURNS text: empty if add_reference would find an existing key.
RELMETA_FUNCTION(relmeta_reference_ddl) { return to_text(reference_request(fcinfo).plan.ddl); }
