// Suggestions, from pg_catalog and pg_stats.
#include <algorithm>
#include <cstdlib>
#include <memory>

#include "../text.hpp"
#include "binary_row.hpp"
#include "core/expression/listed_values.hpp"
#include "core/model/sort_unique.hpp"
#include "core/suggest/leads.hpp"
#include "core/text/lower.hpp"
#include "core/text/quote.hpp"
#include "suggest.hpp"

namespace relmeta::client {
namespace {

/// Identity columns, and columns whose default uses other columns or calls a volatile function. A stored expression contains the
/// OIDs of the functions that it calls.
const char *const generated_columns = R"(
SELECT a.attrelid, a.attnum FROM pg_catalog.pg_attribute AS a
WHERE a.attnum > 0 AND NOT a.attisdropped AND (a.attidentity <> '' OR a.atthasdef AND EXISTS (
    SELECT FROM pg_catalog.pg_attrdef AS d
    WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND (d.adbin::pg_catalog.text ~ '\{VAR ' OR EXISTS (
        SELECT FROM pg_catalog.regexp_matches(d.adbin::pg_catalog.text, ':(?:funcid|opfuncid) (\d+)', 'g') AS called
            JOIN pg_catalog.pg_proc AS p ON p.oid = called[1]::pg_catalog.oid
        WHERE p.provolatile = 'v')))))";

/// The statistics of columns that the role can read without row-level security. Only numbers have a range.
const char *const statistics = R"(
SELECT a.attrelid, a.attnum, s.null_frac::pg_catalog.float8::pg_catalog.text, s.n_distinct::pg_catalog.float8::pg_catalog.text,
       c.reltuples::pg_catalog.float8::pg_catalog.text,
       range.low::pg_catalog.text, range.high::pg_catalog.text
FROM pg_catalog.pg_stats AS s
    JOIN pg_catalog.pg_namespace AS n ON n.nspname = s.schemaname
    JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = s.tablename
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = s.attname
    CROSS JOIN LATERAL (
        SELECT pg_catalog.min(value) AS low, pg_catalog.max(value) AS high
        FROM pg_catalog.unnest(CASE WHEN a.atttypid = ANY ($1::pg_catalog.oid[])
                                    THEN s.most_common_vals::pg_catalog.text::pg_catalog.numeric[] ||
                                         s.histogram_bounds::pg_catalog.text::pg_catalog.numeric[] END) AS known (value)
    ) AS range
WHERE s.inherited = (c.relkind = 'p') AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'))";

/// The values of columns $1.$2 of the types $3: labels, the most common values if $4, and CHECK constraints.
const char *const values_of_columns = R"(
WITH asked AS (
    SELECT * FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.oid[]), pg_catalog.unnest($2::pg_catalog.int2[]),
                             pg_catalog.unnest($3::pg_catalog.oid[])) AS a (attrelid, attnum, type)
)
SELECT a.attrelid, a.attnum, false, e.enumlabel::pg_catalog.text
FROM asked AS a JOIN pg_catalog.pg_enum AS e ON e.enumtypid = a.type
UNION ALL
SELECT a.attrelid, a.attnum, true, k.conbin::pg_catalog.text
FROM asked AS a JOIN pg_catalog.pg_constraint AS k ON k.conrelid = a.attrelid AND k.contype = 'c'
UNION ALL
SELECT a.attrelid, a.attnum, false, CASE a.type WHEN 'pg_catalog.bpchar'::pg_catalog.regtype THEN pg_catalog.rtrim(value) ELSE value END
FROM asked AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute AS l ON l.attrelid = a.attrelid AND l.attnum = a.attnum
    JOIN pg_catalog.pg_stats AS s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = l.attname
    CROSS JOIN LATERAL pg_catalog.unnest(s.most_common_vals::pg_catalog.text::pg_catalog.text[]) AS value
WHERE $4 AND s.inherited = (c.relkind = 'p') AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'))";

using ValuesOf = std::map<ColumnId, std::vector<std::string>>;

ValuesOf read_values(const Question &question, const Ground &ground, Level level) {
    std::vector<std::string> tables, columns, types;
    for (const auto &[id, table] : ground.facts.tables) {
        for (const Column &column : table.columns) {
            const Column *type = type_beside(table, column, ground.types);
            if (type == nullptr || !question.catalog.types.is_safe_to_compare(type->type)) continue;
            tables.push_back(std::to_string(id));
            columns.push_back(std::to_string(type->number));
            types.push_back(std::to_string(question.catalog.types.base(type->type)));
        }
    }
    ValuesOf values;
    if (tables.empty()) return values;
    const Result rows = question.connection.run_binary(
        {values_of_columns, {array_of(tables), array_of(columns), array_of(types), level == Level::catalog ? "false" : "true"}});
    for_each_row(rows, [&](BinaryRow row) {
        ColumnId column;
        column.first = row.oid();
        column.second = row.small();
        const bool is_check = row.flag();
        const std::string text = row.text();
        const auto is_ascii = [](const std::string &value) {
            return std::all_of(value.begin(), value.end(), [](unsigned char c) { return c < 128; });
        };
        for (const std::string &value : is_check ? listed_values(text, column.second) : std::vector<std::string>{text}) {
            // Stored expressions are in the server encoding.
            if (!is_check || !question.connection.recodes() || is_ascii(value)) values[column].push_back(value);
        }
    });
    for (auto &[column, known] : values) sort_unique(known);
    return values;
}

std::string terms_of(const Suggestion &suggestion, bool in_favour) {
    std::vector<std::string> texts;
    for (const Term &term : suggestion.terms) {
        if ((term.weight > 0) == in_favour) texts.push_back(to_string(term));
    }
    return array_of(texts);
}

std::map<ColumnId, Statistics> read_statistics(const Question &question, const std::map<TypeId, TypeTraits> &types) {
    std::vector<std::string> numbers;
    for (const auto &[type, traits] : types) {
        if (traits.nature == Nature::number) numbers.push_back(std::to_string(type));
    }
    std::map<ColumnId, Statistics> known;
    for_each_row(question.connection.run_binary({statistics, {array_of(numbers)}}), [&](BinaryRow row) {
        ColumnId column;
        column.first = row.oid();
        column.second = row.small();
        const auto number = [](const std::string &text) { return std::strtod(text.c_str(), nullptr); };
        Statistics of;
        of.null_fraction = number(row.text());
        const double distinct = number(row.text());
        of.rows = std::max(0.0, number(row.text()));
        of.distinct = distinct >= 0 ? distinct : -distinct * of.rows;
        const std::string low = row.text(), high = row.text();
        if (!low.empty()) of.low = number(low);
        if (!high.empty()) of.high = number(high);
        known.emplace(column, of);
    });
    return known;
}

}  // namespace

std::string array_of(const std::vector<std::string> &elements) {
    std::string text = "{";
    for (const std::string &element : elements) {
        const bool plain = !element.empty() && element.find_first_of("{}\",\\ \t\n\r\v\f") == std::string::npos &&
                           lower(element) != "null";
        text += (text.size() > 1 ? "," : "") + (plain ? element : array_element(element));
    }
    return text + "}";
}

std::map<CollationId, std::string> read_collations(Connection &connection) {
    std::map<CollationId, std::string> collations;
    const Result rows = connection.run_binary(
        {"SELECT c.oid, n.nspname, c.collname FROM pg_catalog.pg_collation AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace",
         {}});
    for_each_row(rows, [&](BinaryRow row) {
        const CollationId id = row.oid();
        const std::string schema = row.text();
        collations.emplace(id, quote_qualified(schema, row.text()));
    });
    return collations;
}

std::chrono::milliseconds budget_of(const Values &values) {
    const double seconds = std::strtod(values.text("budget", "10").c_str(), nullptr);
    if (seconds < 0) {
        throw UserError(sqlstate::invalid_parameter_value, "budget must not be negative", "Use an interval such as '10s'.");
    }
    constexpr double year = 365.0 * 24 * 60 * 60;
    return std::chrono::milliseconds(static_cast<std::int64_t>(1000 * std::min(seconds, year)));
}

Ground::Ground(const Question &question) : facts(question.catalog.facts) {
    for (const auto &[id, table] : facts.tables) {
        for (const Column &column : table.columns) {
            if (types.count(column.type) == 0) types.emplace(column.type, question.catalog.types.traits(column.type));
        }
    }
    for_each_row(question.connection.run_binary({generated_columns, {}}), [&](BinaryRow row) {
        const TableId table = row.oid();
        generated.emplace(table, row.small());
    });
    for (const RejectedRelationship &rejected : question.catalog.rejections) {
        const Table *source = facts.table(rejected.source);
        if (source != nullptr) rejections.push_back({source->id, source->numbers(rejected.source_columns), rejected.target});
    }
}

std::function<std::vector<std::string>(ColumnId)> values_at(const Question &question, const Ground &ground, Level level) {
    auto known = std::make_shared<std::optional<ValuesOf>>();
    return [&question, &ground, level, known](ColumnId column) {
        if (!*known) *known = read_values(question, ground, level);
        const auto found = (*known)->find(column);
        return found == (*known)->end() ? std::vector<std::string>() : found->second;
    };
}

Result suggest_relationships(const Question &question) {
    const Values &values = question.values;
    const Level level = level_from(values.text("level", "statistics"));
    const double min_score = std::strtod(values.text("min_score", "0.5").c_str(), nullptr);
    require_score(min_score);
    budget_of(values);
    if (level == Level::data) {
        throw UserError(sqlstate::feature_not_supported, "level data requires the extension",
                        "Use level statistics after ANALYZE, or install the extension with \"relmeta setup\".");
    }
    const Ground ground(question);
    SuggestInput input = ground.input();
    input.tables = chosen_tables(question, "tables");
    input.min_score = min_score;
    input.values = values_at(question, ground, level);
    std::map<ColumnId, Statistics> known;
    if (level == Level::statistics) {
        known = read_statistics(question, ground.types);
        input.statistics = [&](ColumnId column) {
            const auto found = known.find(column);
            return found == known.end() ? std::nullopt : std::optional<Statistics>(found->second);
        };
    }
    ResultBuilder rows({{"source", Sql::regclass},
                        {"columns", Sql::names},
                        {"target", Sql::regclass},
                        {"target_columns", Sql::names},
                        {"score", Sql::real},
                        {"kind", Sql::text},
                        {"evidence", Sql::texts},
                        {"against", Sql::texts},
                        {"orphans", Sql::bigint},
                        {"fix", Sql::text}});
    for (const Suggestion &suggestion : suggest(input)) {
        const Table &source = ground.facts.at(suggestion.link.source);
        const Table &target = ground.facts.at(suggestion.link.target);
        rows.add({session_name(question, source.id), array_of(source.names(suggestion.link.columns)),
                  session_name(question, target.id), array_of(target.names(suggestion.link.target_columns)), real(suggestion.score),
                  to_string(suggestion.kind), terms_of(suggestion, true), terms_of(suggestion, false), std::nullopt, suggestion.fix});
    }
    return rows.finish();
}

}  // namespace relmeta::client
