// Commands that look for something, with exit status 1 where they find it: what is wrong, and what is not as it was exported.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "../call.hpp"
#include "../source.hpp"
#include "../text.hpp"
#include "../transaction.hpp"
#include "core/lint/rules.hpp"

namespace relmeta::client {
namespace {

/// For people each finding is a line, with the SQL that mends it below.
int run_lint(const Context &context) {
    if (context.output.format() != Format::table) return run_call(context);
    enum Column { severity, rule, object, message, fix };
    const Result findings = context.source.answer(context.command, context.arguments);
    for (int row = 0; row < findings.rows(); ++row) {
        context.output.text(printable(findings.value(row, severity) + ": " + findings.value(row, object) + ": " +
                                      findings.value(row, message)) + '\n');
        if (findings.is_null(row, fix)) continue;
        for (const std::string &line : wrapped(printable(findings.value(row, fix)), 0, context.connection.encoding())) {
            context.output.text("    " + line + '\n');
        }
    }
    if (findings.rows() == 0) context.output.note("nothing found");
    return findings.rows() > 0 ? found : done;
}

/// Whether $1 is an export of the same version as $2.
const char *const is_export = R"(
SELECT pg_catalog.jsonb_typeof($1::pg_catalog.jsonb) = 'object' AND
       $1::pg_catalog.jsonb -> 'relmeta' IS NOT DISTINCT FROM $2::pg_catalog.jsonb -> 'relmeta')";

/// What differs between the export $1 and the database now, which is $2; where $3, in the tables of $2 and between them only. Of a
/// table that is on one side only, that alone is told.
const char *const compare = R"(
WITH side (live, catalog) AS (
    VALUES (false, $1::pg_catalog.jsonb), (true, $2::pg_catalog.jsonb)
), of_table (live, name, body) AS (
    SELECT s.live, pg_catalog.format('%I.%I', t ->> 'schema', t ->> 'name'), t
    FROM side AS s, pg_catalog.jsonb_array_elements(s.catalog -> 'tables') AS t
), item (live, of, rank, what, object, body, summary) AS (
    SELECT live, name, 1, 'table', name, body - '{columns,unique_keys,foreign_keys}'::pg_catalog.text[], body ->> 'kind' FROM of_table
    UNION ALL
    SELECT live, name, 2, 'column', pg_catalog.format('%s.%I', name, c ->> 'name'), c, c ->> 'type'
    FROM of_table, pg_catalog.jsonb_array_elements(body -> 'columns') AS c
    UNION ALL
    SELECT live, name, 3, 'unique key', pg_catalog.format('%I on %s', k ->> 'name', name), k, k ->> 'columns'
    FROM of_table, pg_catalog.jsonb_array_elements(body -> 'unique_keys') AS k
    UNION ALL
    SELECT live, name, 4, 'foreign key', pg_catalog.format('%I on %s', k ->> 'name', name), k,
           pg_catalog.format('%s to %I.%I', k ->> 'columns', k -> 'target' ->> 0, k -> 'target' ->> 1)
    FROM of_table, pg_catalog.jsonb_array_elements(body -> 'foreign_keys') AS k
    UNION ALL
    SELECT s.live, o.of, 5, 'relationship', pg_catalog.format('%s.%I', o.of, r ->> 'name'), r,
           pg_catalog.format('%s to %I.%I', r ->> 'kind', r -> 'target' ->> 0, r -> 'target' ->> 1)
    FROM side AS s, pg_catalog.jsonb_array_elements(s.catalog -> 'relationships') AS r,
         pg_catalog.format('%I.%I', r -> 'source' ->> 0, r -> 'source' ->> 1) AS o (of)
    UNION ALL
    SELECT s.live, o.of, 6, 'bridge', o.of,  -- what its ends are the foreign keys tell
           b || pg_catalog.jsonb_build_object('ends', pg_catalog.jsonb_path_query_array(b, '$.ends[*].constraint')), b ->> 'grade'
    FROM side AS s, pg_catalog.jsonb_array_elements(s.catalog -> 'bridges') AS b,
         pg_catalog.format('%I.%I', b -> 'table' ->> 0, b -> 'table' ->> 1) AS o (of)
)
SELECT CASE WHEN e.of IS NULL THEN 'only in database' WHEN l.of IS NULL THEN 'only in file' ELSE 'differs' END AS difference,
       what, object,
       CASE WHEN e.of IS NULL THEN l.summary WHEN l.of IS NULL THEN e.summary
            ELSE (SELECT pg_catalog.string_agg(pg_catalog.format('%s: %s -> %s', key, a.value #>> '{}', b.value #>> '{}'),
                                               '; ' ORDER BY key)
                  FROM pg_catalog.jsonb_each(e.body) AS a FULL JOIN pg_catalog.jsonb_each(l.body) AS b USING (key)
                  WHERE a.value IS DISTINCT FROM b.value) END AS detail
FROM (SELECT * FROM item WHERE NOT live) AS e FULL JOIN (SELECT * FROM item WHERE live) AS l USING (of, rank, what, object)
WHERE e.body IS DISTINCT FROM l.body
  AND (what = 'table' OR (SELECT pg_catalog.count(*) FROM of_table AS t WHERE t.name = of) <> 1)
  AND (NOT $3::pg_catalog.bool OR of IN (SELECT t.name FROM of_table AS t WHERE t.live) AND (what <> 'relationship' OR e.of IS NULL OR
           pg_catalog.format('%I.%I', e.body -> 'target' ->> 0, e.body -> 'target' ->> 1) IN
               (SELECT t.name FROM of_table AS t WHERE t.live)))
ORDER BY of COLLATE "C", rank, object COLLATE "C")";

std::string contents_of(const std::string &file) {
    std::ifstream stream;
    if (file != "-") stream.open(file, std::ios::binary);
    std::istream &in = file == "-" ? std::cin : stream;
    std::ostringstream text;
    if (in.peek() != std::istream::traits_type::eof()) text << in.rdbuf();
    if (!text || in.bad() || (file != "-" && !stream.is_open())) {
        throw OutputError("could not read file \"" + file + "\": " + std::strerror(errno));
    }
    return text.str();
}

int run_diff(const Context &context) {
    const std::string &file = context.arguments.at("file").front();
    const std::string exported = contents_of(file);
    const std::string now = context.source.snapshot(context.arguments);
    // The operators of the comparison are not those that search_path finds.
    Transaction transaction(context.connection, Transaction::Purpose::read);
    transaction.empty_path();
    if (context.connection.run({is_export, {exported, now}}).value(0, 0) != "t") {
        throw OutputError("file \"" + file +
                          "\" is no export of this version\nHINT: \"relmeta export json -o FILE\" writes one.");
    }
    const bool some = context.arguments.count("tables") > 0;
    const Result differences = context.connection.run({compare, {exported, now, some ? "true" : "false"}});
    transaction.commit();
    return write_result(context, differences);
}

/// The rules, for --help.
std::string described_rules() {
    std::ostringstream text;
    text << "Rules:\n" << std::left;
    for (const RuleInfo &rule : lint_rules()) {
        text << "  " << std::setw(30) << rule.name << std::setw(9) << to_string(rule.severity) << rule.meaning << '\n';
    }
    return text.str();
}

}  // namespace

// clang-format off
Commands findings_commands() {
    const Parameter tables{"tables", "regclass", Place::arguments, "the tables to look at; by default all", "table"};
    Command lint{"lint", "what is wrong in keys and bridges, with the SQL that mends it; exit status 1 on a finding", "lint",
                 Shape::rows, {tables, include_extensions()}, "lint --format json | jq -r '.[].fix | values' >fixes.sql"};
    lint.findings = true;
    lint.run = run_lint;
    lint.notes = described_rules();

    Command diff{"diff", "compare what \"export json\" wrote with what is there; exit status 1 on a difference", "",
                 Shape::rows, {{"file", "text", Place::argument, "the file; - is standard input"}, tables, include_extensions()},
                 "diff relationships.json"};
    diff.none = "no differences";
    diff.findings = true;
    diff.run = run_diff;
    return {lint, diff};
}
// clang-format on

}  // namespace relmeta::client
