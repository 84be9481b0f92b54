// What other programs make of the database.
#include "core/consumers/consumers.hpp"
#include "answers.hpp"
#include "binary_row.hpp"

namespace relmeta::client {
namespace {

/// The functions of one argument, a row, that return a set.
const char *const row_functions =
    "SELECT t.typrelid, p.proname::pg_catalog.text FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_type AS t ON t.oid = "
    "p.proargtypes[0] "
    "WHERE p.pronargs = 1 AND p.proretset AND t.typrelid <> 0";

/// The labels of enums, for the types that are one, or a domain or an array over one.
const char *const enum_labels =
    "WITH RECURSIVE over (type, enum) AS (SELECT t.oid, t.oid FROM pg_catalog.pg_type AS t WHERE t.typtype = 'e' "
    "UNION SELECT t.oid, o.enum FROM over AS o JOIN pg_catalog.pg_type AS t ON t.typbasetype = o.type "
    "OR t.typelem = o.type AND t.typcategory = 'A') "
    "SELECT o.type, e.enumlabel::pg_catalog.text FROM over AS o JOIN pg_catalog.pg_enum AS e ON e.enumtypid = o.enum "
    "ORDER BY o.type, e.enumsortorder";

}  // namespace

Result tell_of_consumers(const Question &question) {
    const Catalog &catalog = question.catalog;
    Surroundings surroundings{{}, [&](const Operand &left, const Operand &right) { return catalog.types.equal(left, right); }};
    for_each_row(question.connection.run_binary({row_functions, {}}), [&](BinaryRow row) {
        const TableId table = row.oid();
        surroundings.row_functions.emplace_back(table, row.text());
    });
    for_each_row(question.connection.run_binary({enum_labels, {}}), [&](BinaryRow row) {
        const TypeId type = row.oid();
        surroundings.enum_labels[type].push_back(row.text());
    });
    const ExportInput input{catalog.facts,      catalog.relationships, catalog.bridges,  catalog.type_names,
                            std::nullopt,       false,                 catalog.comments, catalog.column_comments};
    ResultBuilder rows({{"consumer", Sql::text},
                        {"source", Sql::regclass},
                        {"relationship", Sql::name},
                        {"verdict", Sql::text},
                        {"reason", Sql::text},
                        {"fix", Sql::text}});
    for (const Verdict &verdict : consumers(input, surroundings, question.values.text("target"))) {
        rows.add({about(verdict.consumer).name, session_name(question, verdict.source), or_null(verdict.relationship),
                  to_string(verdict.misreading), verdict.reason, or_null(verdict.fix)});
    }
    return rows.finish();
}

}  // namespace relmeta::client
