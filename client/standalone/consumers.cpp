// How other programs read the database.
#include "core/consumers/consumers.hpp"
#include "answers.hpp"
#include "binary_row.hpp"

namespace relmeta::client {
namespace {

const char *const computed_relationships =
    "SELECT a.typrelid, r.typrelid, n.nspname::pg_catalog.text, p.proname::pg_catalog.text FROM pg_catalog.pg_proc AS p "
    "JOIN pg_catalog.pg_type AS a ON a.oid = p.proargtypes[0] JOIN pg_catalog.pg_type AS r ON r.oid = p.prorettype "
    "JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace "
    "WHERE p.pronargs = 1 AND a.typrelid <> 0 AND r.typrelid <> 0";

}  // namespace

Result list_consumers(const Question &question) {
    const Catalog &catalog = question.catalog;
    Surroundings surroundings{
        {}, [&](const Operand &left, const Operand &right) { return catalog.types.equal(left, right); }, constants(question)};
    for_each_row(question.connection.run_binary({computed_relationships, {}}), [&](BinaryRow row) {
        ComputedRelationship function;
        function.source = row.oid();
        function.target = row.oid();
        function.schema = row.text();
        function.name = row.text();
        surroundings.functions.push_back(std::move(function));
    });
    const ExportInput input{catalog.facts, catalog.relationships, catalog.bridges,         catalog.type_names, std::nullopt,
                            false,         catalog.comments,      catalog.column_comments, catalog.enum_labels};
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
