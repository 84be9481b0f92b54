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

}  // namespace

Result tell_of_consumers(const Question &question) {
    const Catalog &catalog = question.catalog;
    RowFunctions functions{{}, [&](const Operand &left, const Operand &right) { return catalog.types.equal(left, right); }};
    for_each_row(question.connection.run_binary({row_functions, {}}), [&](BinaryRow row) {
        const TableId table = row.oid();
        functions.names.emplace_back(table, row.text());
    });
    const ExportInput input{
        catalog.facts, catalog.relationships, catalog.bridges, catalog.type_names, std::nullopt, false, catalog.comments, {}};
    ResultBuilder rows({{"consumer", Sql::text},
                        {"source", Sql::regclass},
                        {"relationship", Sql::name},
                        {"verdict", Sql::text},
                        {"reason", Sql::text},
                        {"fix", Sql::text}});
    for (const Verdict &verdict : consumers(input, functions, question.values.text("target"))) {
        rows.add({about(verdict.consumer).name, session_name(question, verdict.source), or_null(verdict.relationship),
                  to_string(verdict.misreading), verdict.reason, or_null(verdict.fix)});
    }
    return rows.finish();
}

}  // namespace relmeta::client
