#include "answers.hpp"

#include <algorithm>
#include <iterator>

namespace relmeta::client {
namespace {

constexpr auto read = Transaction::Purpose::read;
constexpr Wanted keys = {};
constexpr Wanted indexes = {true, false, false};
constexpr Wanted indexes_and_types = {true, true, false};
constexpr Wanted everything = {true, true, true};

constexpr auto write = Transaction::Purpose::write;

constexpr Answerer answerers[] = {
    {"relationships", keys, read, list_relationships},
    {"bridges", keys, read, list_bridges},
    {"explain", keys, read, explain_relationship},
    {"explain_bridge", keys, read, explain_table},
    {"status", keys, read, show_status},
    {"lint", indexes_and_types, read, lint_catalog},
    {"suggest", indexes, read, suggest_relationships},
    {"orphans", indexes, read, find_orphans},
    {"export", everything, read, export_catalog},
    {"consumers", everything, read, list_consumers},
    {"context", keys, read, write_context},
    {"path", keys, read, find_path},
    {"join_sql", keys, read, write_join},
    {"join_sql_with", keys, read, write_join},
    {"nested_sql", keys, read, write_nested},
    {"nested", keys, read, run_nested},
    {"add_bridge", keys, write, add_bridge},
    {"bridge_ddl", keys, read, write_bridge},
    {"drop_bridge", keys, Transaction::Purpose::drop, drop_bridge, lock_bridge},
    {"drop_bridge_ddl", keys, read, write_drop},
    {"add_reference", keys, write, add_reference},
    {"reference_ddl", keys, read, write_reference},
    {"add_accessors", keys, write, add_accessors},
    {"accessors_ddl", keys, read, write_accessors},
    {"link", keys, write, link_rows},
    {"unlink", keys, write, unlink_rows},
    {"link_ddl", keys, read, write_link},
    {"unlink_ddl", keys, read, write_unlink},
};

}  // namespace

const Answerer *answerer_of(const std::string &name) {
    const auto *found =
        std::find_if(std::begin(answerers), std::end(answerers), [&](const Answerer &one) { return one.name == name; });
    return found != std::end(answerers) ? found : nullptr;
}

void require_writable(const Question &question, const char *function) {
    const Session &session = question.catalog.session;
    if (session.in_recovery || session.read_only) throw cannot_write(function, session.in_recovery);
}

std::string session_name(const Question &question, TableId table) {
    const auto found = question.catalog.session_names.find(table);
    return found != question.catalog.session_names.end() ? found->second : std::to_string(table);
}

ConstantWriter constants(const Question &question) {
    return [&question](const std::string &literal, TypeId type) {
        constexpr TypeId first_of_users = 16384;  // FirstNormalObjectId
        const TypeId base = question.catalog.types.base(type);
        if (base < first_of_users) return literal;
        const Result found = question.connection.run(
            {"SELECT t.typtype, pg_catalog.format('%I.%I', n.nspname, t.typname) FROM pg_catalog.pg_type AS t "
             "JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace "
             "WHERE t.oid OPERATOR(pg_catalog.=) $1::pg_catalog.oid",
             {std::to_string(base)}});
        if (found.rows() == 0 || found.value(0, 0) != "e") throw incomparable(found.rows() == 0 ? "unknown" : found.value(0, 1));
        return literal + "::" + found.value(0, 1);
    };
}

const Table &table_that_takes_part(const Question &question, TableId id) {
    if (const Table *table = question.catalog.facts.table(id)) return *table;
    const Result name = question.connection.run(
        {"SELECT relname FROM pg_catalog.pg_class WHERE oid OPERATOR(pg_catalog.=) $1::pg_catalog.oid", {std::to_string(id)}});
    throw takes_no_part(id, name.rows() > 0 ? name.value(0, 0) : "");
}

const Relationship &relationship_named(const Question &question, TableId source, const std::string &name) {
    std::vector<std::string> names;
    for (const Relationship &relationship : question.catalog.relationships) {
        if (relationship.source != source) continue;
        if (relationship.name == name) return relationship;
        names.push_back(relationship.name);
    }
    std::sort(names.begin(), names.end());
    if (!names.empty()) throw no_relationship(question.catalog.facts.at(source).name, name, names);
    const Result relation =
        question.connection.run({"SELECT relname FROM pg_catalog.pg_class WHERE oid OPERATOR(pg_catalog.=) $1::pg_catalog.oid",
                                 {std::to_string(source)}});
    if (relation.rows() == 0) throw takes_no_part(source, "");
    throw no_relationship(relation.value(0, 0), name, names);
}

std::optional<std::vector<TableId>> chosen_tables(const Question &question, const std::string &argument) {
    if (!question.values.has(argument)) return std::nullopt;
    std::vector<TableId> tables = question.values.tables(argument);
    for (const TableId table : tables) table_that_takes_part(question, table);
    return tables;
}

}  // namespace relmeta::client
