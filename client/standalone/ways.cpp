// Paths, joins and nested results.
#include <algorithm>

#include "answers.hpp"
#include "core/query/join.hpp"
#include "core/query/link.hpp"
#include "core/query/nested.hpp"
#include "core/query/other_ways.hpp"
#include "core/query/path.hpp"
#include "core/query/tree.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

/// Tables that a search between these must not pass through: excluded tables, unless one of the given tables is excluded.
std::vector<TableId> not_passed(const Facts &facts, const std::vector<TableId> &asked) {
    if (std::any_of(asked.begin(), asked.end(), [&](TableId table) { return facts.at(table).left_out; })) return {};
    std::vector<TableId> tables;
    for (const auto &[id, table] : facts.tables) {
        if (table.left_out) tables.push_back(id);
    }
    std::sort(tables.begin(), tables.end());
    return tables;
}

std::vector<Relationship> relationships_of(const std::vector<Step> &steps, const Catalog &catalog) {
    std::vector<Relationship> relationships;
    relationships.reserve(steps.size());
    for (const Step &step : steps) relationships.push_back(catalog.relationships[step.row]);
    return relationships;
}

struct NestedStatement {
    std::string sql;
    bool few_rows = false;
};

/// The statement for nested results, built from the tables in the selection.
NestedStatement nested_statement(const Question &question, const std::optional<std::string> &key) {
    const TableId root = question.values.table("root");
    const Selection selection = parse_selection(*question.values.text("selection"));
    const Catalog &catalog = question.catalog;
    Schema schema{catalog.facts,
                  {},
                  [&](const Operand &left, const Operand &right) { return catalog.types.equal(left, right); },
                  constants(question)};
    for (;;) {
        const std::set<TableId> missing = missing_tables(root, selection, schema);
        if (missing.empty()) {
            return {nested_sql(root, selection, key, schema), reads_few_rows(catalog.facts.at(root), selection, key.has_value())};
        }
        for (const TableId id : missing) {
            table_that_takes_part(question, id);
            schema.relationships[id];
        }
        read_privileges(question, {missing.begin(), missing.end()});
        for (const Relationship &relationship : catalog.relationships) {
            if (missing.count(relationship.source) > 0) schema.relationships[relationship.source].push_back(relationship);
        }
        for (const TableId id : missing) {
            std::vector<Relationship> &of_source = schema.relationships[id];
            std::sort(of_source.begin(), of_source.end(), [](const auto &a, const auto &b) { return a.name < b.name; });
        }
    }
}

}  // namespace

Result find_path(const Question &question) {
    const Values &values = question.values;
    const Catalog &catalog = question.catalog;
    PathQuery query;
    query.source = values.table("source");
    query.target = values.table("target");
    query.via = values.tables("via");
    query.avoid = values.tables("avoid");
    query.max_paths = values.number("max_paths", query.max_paths);
    query.max_hops = values.number("max_hops", query.max_hops);
    std::vector<TableId> asked{query.source, query.target};
    asked.insert(asked.end(), query.via.begin(), query.via.end());
    for (const TableId table : asked) table_that_takes_part(question, table);
    const std::vector<TableId> others = not_passed(catalog.facts, asked);
    query.avoid.insert(query.avoid.end(), others.begin(), others.end());

    ResultBuilder rows({{"path", Sql::integer},
                        {"step", Sql::integer},
                        {"source", Sql::regclass},
                        {"relationship", Sql::name},
                        {"target", Sql::regclass},
                        {"kind", Sql::text},
                        {"via", Sql::regclass},
                        {"condition", Sql::text},
                        {"optional", Sql::boolean},
                        {"fan_out", Sql::boolean},
                        {"cost", Sql::real},
                        {"ambiguous", Sql::boolean}});
    int number = 0;
    for (const Path &path : find_paths(build_graph(catalog.relationships), query)) {
        ++number;
        int place = 0;
        for (const Step &step : path.steps) {
            const Relationship &r = catalog.relationships[step.row];
            const std::string source = session_name(question, r.source), target = session_name(question, r.target);
            const std::string bridge = r.bridge == 0 ? "" : session_name(question, r.bridge);
            rows.add({std::to_string(number), std::to_string(++place), source, r.name, target, to_string(r.kind), or_null(bridge),
                      condition(r, source, bridge, target), shown(!always_finds_a_row(r, catalog.facts)),
                      shown(can_multiply(r, catalog.facts)), real(in_hops(path.cost)), shown(path.ambiguous)});
        }
    }
    return rows.finish();
}

Result write_join(const Question &question) {
    const std::vector<TableId> tables = question.values.tables("tables");
    const Catalog &catalog = question.catalog;
    require_joinable(tables.size());
    const FanOut fan_out = fan_out_from(question.values.text("fan_out", "comment"));
    for (const TableId table : tables) table_that_takes_part(question, table);
    const std::vector<TableId> avoid = not_passed(catalog.facts, tables);
    const Graph graph = build_graph(catalog.relationships);
    const Tree tree = find_tree(graph, tables, catalog.facts, avoid);
    std::vector<JoinStep> steps;
    for (const TreeStep &step : tree.steps) {
        steps.push_back({catalog.relationships[step.step.row], {}});
        for (const std::uint32_t row : step.alternatives) steps.back().alternatives.push_back(catalog.relationships[row].name);
    }
    std::vector<JoinWay> other_ways;
    for (const OtherWay &way : find_other_ways(graph, tree, tables, avoid)) {
        other_ways.push_back({relationships_of(way.part, catalog), relationships_of(way.instead, catalog)});
    }
    if (fan_out == FanOut::aggregate) {
        std::set<TableId> joined(tables.begin(), tables.end());
        for (const TreeStep &step : tree.steps) joined.insert(step.step.target);
        read_privileges(question, {joined.begin(), joined.end()});
    }
    const char *column = question.values.has("fan_out") ? "join_sql_with" : "join_sql";
    return single_value(column, Sql::text, join_sql(tables, steps, tree.exact, catalog.facts, other_ways, fan_out));
}

Result write_nested(const Question &question) {
    std::optional<std::string> key = question.values.text("key");  // set only by the MCP server
    if (key) key = require_key(*key);
    return single_value("nested_sql", Sql::text, nested_statement(question, key).sql);
}

Result run_nested(const Question &question) {
    std::optional<std::string> key = question.values.text("key");
    if (key) key = require_key(*key);
    const NestedStatement statement = nested_statement(question, key);
    // Functions called by the query, such as those of a view, must find names through the user's search_path.
    question.transaction.set_path(question.catalog.session.search_path);
    // The planner assumes that tables without statistics are large, and JIT would cost more than it saves on few rows.
    if (statement.few_rows) question.connection.run({"SET LOCAL jit = off", {}});
    try {
        return question.connection.run({"SELECT * FROM (" + statement.sql + ") AS answer (line)", {}});
    } catch (const ServerError &error) {
        // A value in the message can be megabytes long.
        constexpr std::size_t longest_message = 1000;
        const std::string message = error.what();
        if (message.size() <= longest_message) throw;
        throw ServerError(cut(message, longest_message) + "...", error.sqlstate, error.detail, error.hint);
    }
}

}  // namespace relmeta::client
