// Findings and exports.
#include <set>

#include "answers.hpp"
#include "core/export/exporter.hpp"
#include "core/lint/lint.hpp"
#include "core/text/quote.hpp"
#include "suggest.hpp"
#include "binary_row.hpp"

namespace relmeta::client {
namespace {

using ColumnOf = std::pair<TableId, ColumnNumber>;

/// The obstacles to changing the types of columns, read in one query for all columns that lint asks about. In the first pass,
/// lint asks and gets no answer; in the second, it gets the answers read by find().
class ColumnUses {
public:
    explicit ColumnUses(const Question &question) : question_(question) {}

    std::string answer(TableId table, ColumnNumber column) {
        const auto known = uses_.find({table, column});
        if (known != uses_.end()) return known->second;
        asked_.emplace(table, column);
        return {};
    }

    /// Reads the answers. Returns whether there were any questions.
    bool find();

private:
    const Question &question_;
    std::set<ColumnOf> asked_;
    std::map<ColumnOf, std::string> uses_;
};

/// For each table $1 and column $2, the first obstacle to changing its type, on the column itself or on the inherited column of
/// a child table: those of pg_class and pg_attribute, then its dependents in the order of pg_depend's rows.
const char *const column_uses = R"(
WITH RECURSIVE asked (place, tab, col, attname) AS (
    SELECT q.place, q.tab, q.col, a.attname
    FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.oid[]), pg_catalog.unnest($2::pg_catalog.int2[])) WITH ORDINALITY AS q (tab, col, place)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = q.tab AND a.attnum = q.col
), below (place, tab, col, attname, way) AS (
    SELECT place, tab, col, attname, ARRAY[]::pg_catalog.int8[] FROM asked
    UNION ALL
    SELECT b.place, i.inhrelid, a.attnum, b.attname, b.way || i.number
    FROM below AS b
        JOIN (SELECT inhparent, inhrelid, pg_catalog.row_number() OVER (PARTITION BY inhparent ORDER BY inhrelid) AS number
              FROM pg_catalog.pg_inherits) AS i ON i.inhparent = b.tab
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.inhrelid AND a.attname = b.attname AND NOT a.attisdropped
), bar (place, way, rank, number, text, classid, objid, objsubid) AS (
    SELECT b.place, b.way, 1, 0::pg_catalog.int8,
           CASE WHEN c.reloftype <> 0 THEN 'the table is a typed table' ELSE 'it is inherited' END,
           NULL::pg_catalog.oid, NULL::pg_catalog.oid, NULL::pg_catalog.int4
    FROM below AS b JOIN pg_catalog.pg_class AS c ON c.oid = b.tab
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = b.tab AND a.attnum = b.col
    WHERE pg_catalog.cardinality(b.way) = 0 AND (c.reloftype <> 0 OR a.attinhcount > 0)
    UNION ALL
    SELECT b.place, b.way, 2, 0,
           CASE WHEN pg_catalog.cardinality(b.way) = 0 THEN 'the table is partitioned by it' ELSE 'a partition is partitioned by it' END,
           NULL, NULL, NULL
    FROM below AS b
    WHERE EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = b.tab AND d.objsubid = b.col
                    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = b.tab AND d.deptype = 'i')
    UNION ALL
    SELECT b.place, b.way, 3, pg_catalog.row_number() OVER (PARTITION BY b.place, b.way ORDER BY d.ctid), NULL, d.classid, d.objid, d.objsubid
    FROM below AS b
        JOIN pg_catalog.pg_depend AS d ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = b.tab AND d.refobjsubid = b.col
    WHERE d.classid IN ('pg_catalog.pg_rewrite'::pg_catalog.regclass, 'pg_catalog.pg_trigger'::pg_catalog.regclass,
                        'pg_catalog.pg_policy'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
                        'pg_catalog.pg_publication_rel'::pg_catalog.regclass)
       OR d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
          AND EXISTS (SELECT FROM pg_catalog.pg_attrdef AS e WHERE e.oid = d.objid AND e.adrelid = b.tab AND e.adnum <> b.col)
)
SELECT DISTINCT ON (place) q.tab, q.col, b.text, b.classid, b.objid, b.objsubid
FROM bar AS b JOIN asked AS q USING (place) ORDER BY place, way, rank, number)";

/// Names the objects as a session with the user's search_path does.
const char *const describe_objects =
    "SELECT pg_catalog.pg_describe_object(o.c, o.i, o.s) FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.oid[]), "
    "pg_catalog.unnest($2::pg_catalog.oid[]), pg_catalog.unnest($3::pg_catalog.int4[])) WITH ORDINALITY AS o (c, i, s, place) "
    "ORDER BY place";

std::string as_array(const std::vector<std::string> &elements) { return "{" + join(elements, ",") + "}"; }

bool ColumnUses::find() {
    if (asked_.empty()) return false;
    std::vector<std::string> tables, columns;
    for (const auto &[table, column] : asked_) {
        uses_[{table, column}] = "";
        tables.push_back(std::to_string(table));
        columns.push_back(std::to_string(column));
    }
    asked_.clear();
    const Result bars = question_.connection.run({column_uses, {as_array(tables), as_array(columns)}});
    std::vector<std::string *> described;
    std::vector<std::string> classes, objects, parts;
    for (int row = 0; row < bars.rows(); ++row) {
        const ColumnOf column(static_cast<TableId>(std::stoul(bars.value(row, 0))),
                              static_cast<ColumnNumber>(std::stoi(bars.value(row, 1))));
        uses_[column] = bars.value(row, 2);
        if (!bars.is_null(row, 2)) continue;
        described.push_back(&uses_[column]);
        classes.push_back(bars.value(row, 3));
        objects.push_back(bars.value(row, 4));
        parts.push_back(bars.value(row, 5));
    }
    if (described.empty()) return true;
    question_.transaction.set_path(question_.catalog.session.search_path);
    const Result names = question_.connection.run({describe_objects, {as_array(classes), as_array(objects), as_array(parts)}});
    question_.transaction.empty_path();
    for (int row = 0; row < names.rows(); ++row) {
        std::string text = names.value(row, 0);
        const std::string of_view = "rule _RETURN on ";  // to its users, this is the view itself
        if (text.compare(0, of_view.size(), of_view) == 0) text.erase(0, of_view.size());
        *described[static_cast<std::size_t>(row)] = text + " uses it";
    }
    return true;
}

std::map<TableId, std::vector<TableId>> read_parents(const Question &question) {
    std::map<TableId, std::vector<TableId>> parents;
    const Result rows = question.connection.run_binary(
        {"SELECT i.inhrelid, i.inhparent FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid "
         "WHERE NOT c.relispartition ORDER BY i.inhparent",
         {}});
    for_each_row(rows, [&](BinaryRow row) {
        std::vector<TableId> &of = parents[row.oid()];
        of.push_back(row.oid());
    });
    return parents;
}

}  // namespace

Result lint_catalog(const Question &question) {
    const Catalog &catalog = question.catalog;
    ColumnUses uses(question);
    LintInput input{catalog.facts,
                          catalog.relationships,
                          catalog.bridges,
                          catalog.type_names,
                          chosen_tables(question, "tables"),
                          catalog.base_types,
                          [&](TableId table, ColumnNumber column) { return uses.answer(table, column); }};
    const Ground ground(question);
    const SuggestInput names = ground.input();
    input.suggest = &names;
    const std::map<CollationId, std::string> collations = read_collations(question.connection);
    input.collation = [&](CollationId collation) { return collations.at(collation); };
    input.parents = read_parents(question);
    std::vector<Finding> findings = lint(input);
    if (uses.find()) findings = lint(input);
    ResultBuilder rows(
        {{"severity", Sql::text}, {"rule", Sql::text}, {"object", Sql::text}, {"message", Sql::text}, {"fix", Sql::text}});
    for (const Finding &finding : findings) {
        rows.add({to_string(finding.severity), finding.rule, finding.object, finding.message, or_null(finding.fix)});
    }
    return rows.finish();
}

Result export_catalog(const Question &question) {
    const Catalog &catalog = question.catalog;
    const std::string bridges = question.values.text("bridges", "tables");
    if (bridges != "tables" && bridges != "edges") throw unknown_way_to_draw(bridges);
    return single_value(
        "export", Sql::text,
        export_as(*question.values.text("format"),
                  {catalog.facts, catalog.relationships, catalog.bridges, catalog.type_names, chosen_tables(question, "tables"),
                   bridges == "edges", catalog.comments, catalog.column_comments, catalog.enum_labels}));
}

}  // namespace relmeta::client
