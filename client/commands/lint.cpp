// Commands that search for something and exit with status 1 if they find it: lint findings, suggestions, and differences from
// an export.
#include <iomanip>
#include <sstream>

#include "../call.hpp"
#include "../command_line.hpp"
#include "../file.hpp"
#include "../lint.hpp"
#include "../source.hpp"
#include "../text.hpp"
#include "../transaction.hpp"
#include "core/lint/rules.hpp"

namespace relmeta::client {
namespace {

/// The elements of a PostgreSQL array, joined by `separator`.
std::string listed(const std::string &array, const std::string &separator) {
    std::string result;
    bool quoted = false;
    for (std::size_t i = 1; i + 1 < array.size(); ++i) {
        if (array[i] == '\\') {
            result += array[++i];
        } else if (array[i] == '"') {
            quoted = !quoted;
        } else if (array[i] == ',' && !quoted) {
            result += separator;
        } else {
            result += array[i];
        }
    }
    return result;
}

/// A name can contain a line feed, but programs select statements by line.
std::string in_one_line(const std::string &text) {
    std::string line = printable(text);
    for (std::size_t at = 0; (at = line.find('\n', at)) != std::string::npos;) line.replace(at, 1, "\\x0A");
    return line;
}

/// The text output has one line with the score for each suggestion, followed by the reasons for and against it and the SQL.
int run_suggest(const Context &context) {
    if (context.output.format() != Format::table) return run_call(context);
    const Result found = context.source.answer(context.command, context.arguments);
    for (int row = 0; row < found.rows(); ++row) {
        std::ostringstream score;
        score << std::fixed << std::setprecision(2) << std::stod(found.value(row, 4));
        context.output.text(in_one_line(score.str() + "  " + found.value(row, 0) + " (" + listed(found.value(row, 1), ", ") +
                                      ") -> " + found.value(row, 2) + " (" + listed(found.value(row, 3), ", ") + ")") +
                            '\n');
        const std::string evidence = listed(found.value(row, 6), "; ");
        const std::string against = listed(found.value(row, 7), "; ");
        const std::string terms = evidence + (evidence.empty() || against.empty() ? "" : "; ") + against;
        for (const std::string &text : {terms, found.value(row, 9)}) {
            context.output.text("    " + in_one_line(text) + '\n');
        }
    }
    if (found.rows() == 0) context.output.note("nothing to suggest");
    return done;
}

int run_orphans(const Context &context) {
    const Result result = context.source.answer(context.command, context.arguments);
    write_result(context, result);
    for (int row = 0; row < result.rows(); ++row) {
        if (!result.is_null(row, 5) && result.value(row, 5) != "0") return found;
    }
    return done;
}

/// Whether $1 and $2 are exports of the same version.
const char *const is_export = R"(
SELECT pg_catalog.jsonb_typeof($1::pg_catalog.jsonb) = 'object' AND
       $1::pg_catalog.jsonb -> 'relmeta' IS NOT DISTINCT FROM $2::pg_catalog.jsonb -> 'relmeta')";

/// The differences between the export $1 and the current database, $2. If $3, only within and between the tables of $2. A table
/// on one side only is one difference; its details are not listed. $4 describes objects that exist only in $1.
const char *const compare = R"(
WITH side (live, catalog) AS (
    VALUES (false, $1::pg_catalog.jsonb), (true, $2::pg_catalog.jsonb)
), of_table (live, name, body) AS (
    SELECT s.live, pg_catalog.format('%I.%I', t ->> 'schema', t ->> 'name'), t
    FROM side AS s, pg_catalog.jsonb_array_elements(s.catalog -> 'tables') AS t
), item (live, of, rank, what, object, body, summary) AS (
    SELECT live, name, 1, 'table', name, body - '{columns,unique_keys,foreign_keys,comment}'::pg_catalog.text[], body ->> 'kind' FROM of_table
    UNION ALL
    SELECT live, name, 2, 'column', pg_catalog.format('%s.%I', name, c ->> 'name'), c - 'comment', c ->> 'type'
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
SELECT CASE WHEN e.of IS NULL THEN 'only in database' WHEN l.of IS NULL THEN $4 ELSE 'differs' END AS difference,
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

/// The state that the connected database is compared with.
struct Before {
    std::string exported;
    std::string only;  ///< describes an object that exists only there
};

Before read_file(const std::string &file) { return {contents_of(file), "only in file"}; }

/// `database` has the form of -d. Other connection options supply missing values.
Before read_database(const Context &context, const std::string &database, Arguments arguments) {
    ConnectionOptions options = context.connection.options();
    options.database = database;
    Connection connection(options, context.progress);
    // If the terminal has no encoding, each database would send its own.
    if (connection.encoding() != context.connection.encoding() || connection.encoding() == 0) {
        connection.use_utf8();
        context.connection.use_utf8();
    }
    arguments.erase("tables");  // they name tables of the connected database
    const std::unique_ptr<Source> source = choose_source(connection, export_command(), context.settings);
    return {source->snapshot(arguments), "only in --from"};
}

void check_diff(const Arguments &arguments) {
    if (arguments.count("file") == 0 && arguments.count("from") == 0) {
        throw UsageError("either FILE or --from is required");
    }
}

int run_diff(const Context &context) {
    Arguments arguments = context.arguments;
    const bool from = arguments.count("from") > 0;
    if (from && arguments.count("file") > 0) {  // then all arguments are tables
        arguments["tables"].insert(arguments["tables"].begin(), arguments["file"].front());
    }
    const Before before =
        from ? read_database(context, arguments["from"].front(), arguments) : read_file(arguments["file"].front());
    const std::string now = context.source.snapshot(arguments);
    // The comparison must not use operators found through search_path.
    Transaction transaction(context.connection, Transaction::Purpose::read);
    transaction.empty_path();
    if (context.connection.run({is_export, {before.exported, now}}).value(0, 0) != "t") {
        throw OutputError(
            from ? "the databases have incompatible versions of relmeta"
                 : "file \"" + arguments["file"].front() +
                       "\" is not an export of this version\nHINT: Create one with \"relmeta export json -o FILE\".");
    }
    const std::string some = arguments.count("tables") > 0 ? "true" : "false";
    const Result differences = context.connection.run({compare, {before.exported, now, some, before.only}});
    transaction.commit();
    return write_result(context, differences);
}

/// The rules, formatted for --help.
std::string described_rules() {
    std::ostringstream text;
    text << "Rules:\n" << std::left;
    for (const RuleInfo &rule : lint_rules()) {
        text << "  " << std::setw(32) << rule.name << std::setw(9) << to_string(rule.severity) << rule.meaning << '\n';
    }
    return text.str();
}

}  // namespace

// clang-format off
Commands findings_commands() {
    const Parameter tables{"tables", "regclass", Place::arguments, "the tables to check (default: all)", "table"};
    Command lint{"lint", "find problems in keys and bridges, with the SQL that fixes each; exit status 1 on a finding", "lint",
                 Shape::rows,
                 {tables,
                  own_option("fail_on", "SEVERITY", Place::option, "lowest severity that sets exit status 1: error, warning (the default) or info"),
                  own_option("ignore", "RULE[:OBJECT]", Place::list, "ignore a rule, or its findings about one object"),
                  own_option("baseline", "FILE", Place::option, "ignore the findings in this file"),
                  own_option("save_baseline", "FILE", Place::option, "write all findings to this file and ignore them"),
                  include_extensions(), exclude_views()},
                 "lint --format json | jq -r '.[].fix | values' >fixes.sql"};
    lint.more_formats = {Format::sarif, Format::github};
    lint.check = check_lint;
    lint.run = run_lint;
    lint.notes = described_rules();

    Command suggest{"suggest", "suggest missing relationships, with the SQL that adds them", "suggest", Shape::rows,
                    {tables,
                     {"level", "text", Place::option, "catalog, statistics (the default), or data, which reads rows"},
                     {"min_score", "float4", Place::option, "minimum score (default: 0.5)"},
                     {"budget", "interval", Place::option, "maximum time for reading rows (default: 10s)"},
                     include_extensions(), exclude_views()},
                    "suggest --level data --budget 1min"};
    suggest.run = run_suggest;

    Command orphans{"orphans", "count rows that refer to nothing; exit status 1 if there are any", "orphans", Shape::rows,
                    {{"source", "regclass", Place::optional_argument, "the referencing table (default: all)"},
                     {"relationship", "name", Place::optional_argument, "one of its relationships (default: all)"},
                     {"source_columns", "name", Place::list, "a column that may refer to another table, instead of a relationship", "column"},
                     {"target", "regclass", Place::option, "the table that the columns refer to (default: the suggested one)"},
                     {"most", "int8", Place::option, "number of rows at which to stop; 1 checks only whether there are any"},
                     {"budget", "interval", Place::option, "maximum time for reading rows (default: 10s)"},
                     include_extensions()},
                    "orphans orders customer"};
    orphans.columns = {"source", "relationship", "columns", "target", "orphans", "complete", "note"};
    orphans.none = "no relationships";
    orphans.run = run_orphans;

    Command diff{"diff", "compare the database with another, or with the output of \"export json\"; exit status 1 if they differ", "",
                 Shape::rows,
                 {{"file", "text", Place::optional_argument, "output of \"export json\", or - for standard input; not with --from"},
                  tables, own_option("from", "DATABASE", Place::option, "compare with this database, given as for -d"),
                  include_extensions(), exclude_views()},
                 "-d \"$PRODUCTION\" diff --from \"$STAGING\""};
    diff.none = "no differences";
    diff.findings = true;
    diff.check = check_diff;
    diff.run = run_diff;
    return {lint, suggest, orphans, diff};
}
// clang-format on

}  // namespace relmeta::client
