// Bridges and references: the extension's DDL, run in the transaction that read the tables, with the privileges of the caller.
#include "answers.hpp"
#include "core/build/requests.hpp"
#include "core/derive/bridge.hpp"
#include "core/text/quote.hpp"
#include "descriptions.hpp"

namespace relmeta::client {
namespace {

/// Runs DDL. Adds one of these hints to a PostgreSQL error without a hint.
template <class Hint>
void run_ddl(const Question &question, const std::string &ddl, Hint hint_for) {
    question.transaction.set_path(question.catalog.session.search_path);
    try {
        question.connection.run_all(ddl);
    } catch (const ServerError &error) {
        throw ServerError(error.what(), error.sqlstate, error.detail, error.hint.empty() ? hint_for(error.sqlstate) : error.hint);
    }
    question.transaction.empty_path();
}

/// The catalog after the DDL of this transaction.
Catalog after(const Question &question) {
    question.transaction.set_path(question.catalog.session.search_path);
    return read_catalog(question.connection, question.catalog.facts.words, Wanted());
}

BridgeRequest bridge_request(const Question &question) {
    const Values &values = question.values;
    std::vector<TableId> tables{values.table("left_table"), values.table("right_table")};
    const std::vector<TableId> more = values.tables("more");
    tables.insert(tables.end(), more.begin(), more.end());
    if (tables.size() > most_bridge_ends) throw too_many_ends();
    BridgeOptions options;
    options.name = values.text("bridge");
    options.roles = values.texts("roles");
    options.key = values.text("key", options.key);
    options.on_delete = values.text("on_delete", options.on_delete);
    BridgeRequest request;
    request.if_not_exists = values.flag("if_not_exists");
    const Words &words = question.catalog.facts.words;
    request.plan = plan_bridge(describe(question.connection, tables), options, words);
    find_existing(request, [&](const BridgePlan &plan) {
        const TableId relation = relation_in(question.connection, plan.schema, plan.name);
        const Table *table = question.catalog.facts.table(relation);
        return Namesake{relation != 0, table != nullptr ? as_bridge(*table, plan, words) : std::nullopt};
    });
    return request;
}

std::string ddl_of(const Question &question, const BridgeRequest &request) {
    return bridge_ddl(request.plan, taken_in(question.connection, request.plan.schema));
}

ReferenceRequest reference_request(const Question &question) {
    const Values &values = question.values;
    ReferenceOptions options;
    options.role = values.text("role");
    options.columns = values.texts("columns");
    options.required = values.flag("required");
    options.one_to_one = values.flag("one_to_one");
    options.on_delete = values.text("on_delete", options.on_delete);
    ReferenceRequest request;
    request.if_not_exists = values.flag("if_not_exists");
    const std::vector<TableDescription> described =
        describe(question.connection, {values.table("source"), values.table("target")});
    request.source = described[0];
    request.target = described[1];
    // A table that relmeta does not cover has no facts; the error says why.
    const Table *table = question.catalog.facts.table(request.source.id);
    request.plan = plan_reference(request.source, table != nullptr ? *table : Table(), request.target, options,
                                  question.catalog.facts.words, taken_in(question.connection, request.source.schema));
    require_new(request);
    return request;
}

/// The table to drop; throws if it is not a bridge.
TableDescription bridge_to_drop(const Question &question) {
    const TableId bridge = question.values.table("bridge");
    TableDescription table = describe(question.connection, {bridge}).front();
    const Table *facts = question.catalog.facts.table(bridge);
    const Recognition recognition = facts != nullptr ? recognise(*facts, question.catalog.facts) : Recognition();
    if (!recognition.bridge) throw not_a_bridge(table.name, recognition.reason);
    return table;
}

/// Its name in PostgreSQL's messages.
std::string kind_of_relation(const std::string &kind) {
    return kind == "v"                  ? "view"
           : kind == "m"                ? "materialized view"
           : kind == "f"                ? "foreign table"
           : kind == "S"                ? "sequence"
           : kind == "i" || kind == "I" ? "index"
                                        : "table";
}

std::string drop_ddl(const TableDescription &table) { return "DROP TABLE " + quote_qualified(table.schema, table.name) + ";"; }

}  // namespace

void lock_bridge(Connection &connection, const Values &values) {
    const std::string id = std::to_string(values.table("bridge"));
    const Result found = connection.run(
        {"SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), c.relname, c.relkind, pg_catalog.pg_has_role(c.relowner, "
         "'USAGE') "
         "FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace "
         "WHERE c.oid OPERATOR(pg_catalog.=) $1::pg_catalog.oid",
         {id}});
    if (found.rows() == 0) throw takes_no_part(values.table("bridge"), "");
    const std::string kind = found.value(0, 2);
    if (found.value(0, 3) != "t") {
        throw ServerError("must be owner of " + kind_of_relation(kind) + " " + found.value(0, 1),
                          sqlstate::insufficient_privilege, "", "");
    }
    if (kind != "r" && kind != "p") return;  // rejected later, with its kind
    connection.run({"LOCK TABLE " + found.value(0, 0) + " IN ACCESS EXCLUSIVE MODE", {}});
    const Result now = connection.run({"SELECT pg_catalog.to_regclass($1)::pg_catalog.oid", {found.value(0, 0)}});
    if (now.value(0, 0) != id) throw takes_no_part(values.table("bridge"), "");
}

Result add_bridge(const Question &question) {
    require_writable(question, "add_bridge");
    const BridgeRequest request = bridge_request(question);
    const auto shown_as = [](const std::string &name) { return single_value("add_bridge", Sql::regclass, name); };
    if (request.existing) {
        if (request.existing->declaration.verdict == BridgeDeclaration::Verdict::rejected) {
            throw rejected_bridge(request.plan.name, quote_qualified(request.plan.schema, request.plan.name));
        }
        question.connection.notice("bridge \"" + request.plan.name + "\" already exists, skipping");
        return shown_as(session_name(question, request.existing->table));
    }
    run_ddl(question, ddl_of(question, request), [&](const std::string &state) { return bridge_hint(request.plan, state); });
    const Catalog now = after(question);
    const Table *table = now.facts.table(relation_in(question.connection, request.plan.schema, request.plan.name));
    if (table == nullptr || !as_bridge(*table, request.plan, now.facts.words)) throw changed_while_made(request.plan.name);
    return shown_as(now.session_names.at(table->id));
}

Result write_bridge(const Question &question) {
    const BridgeRequest request = bridge_request(question);
    return single_value("bridge_ddl", Sql::text, request.existing ? std::string() : ddl_of(question, request));
}

Result drop_bridge(const Question &question) {
    require_writable(question, "drop_bridge");
    const TableDescription table = bridge_to_drop(question);
    const std::string name = quote_qualified(table.schema, table.name);
    if (!question.values.flag("force")) {
        // Rows hidden by a policy count too: an error is better than a wrong answer.
        question.connection.run({"SET LOCAL row_security = off", {}});
        if (question.connection.run({"SELECT FROM " + name + " LIMIT 1", {}}).rows() > 0) throw holds_rows(table.name);
    }
    run_ddl(question, drop_ddl(table), [](const std::string &) { return std::string(); });
    return single_value("drop_bridge", Sql::text, std::nullopt);
}

Result write_drop(const Question &question) { return single_value("drop_bridge", Sql::text, drop_ddl(bridge_to_drop(question))); }

Result add_reference(const Question &question) {
    require_writable(question, "add_reference");
    const ReferenceRequest request = reference_request(question);
    if (request.plan.constraint.empty()) {
        run_ddl(question, request.plan.ddl, [&](const std::string &state) { return reference_hint(request, state); });
    }
    Catalog now = after(question);
    derive(question.connection, question.input, now);
    for (const Relationship &relationship : now.relationships) {
        if (is_made_by(request, relationship)) return single_value("add_reference", Sql::name, relationship.name);
    }
    return single_value("add_reference", Sql::name, std::nullopt);
}

Result write_reference(const Question &question) {
    return single_value("reference_ddl", Sql::text, reference_request(question).plan.ddl);
}

}  // namespace relmeta::client
