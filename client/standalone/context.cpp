// The schema as text for writing joins, limited to what the current role can read.
#include "core/context/context.hpp"

#include "answers.hpp"
#include "binary_row.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

const char *const comments_of_tables =
    "SELECT d.objoid, d.objsubid, d.description FROM pg_catalog.pg_description AS d "
    "WHERE d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass";

const char *const parents_of_partitions =
    "SELECT i.inhrelid, i.inhparent FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid "
    "WHERE c.relispartition";

/// The columns of the tables $1 that the current role cannot read.
const char *const unreadable_columns =
    "SELECT a.attrelid, a.attnum FROM (SELECT c.oid, pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE') AS usable "
    "FROM pg_catalog.pg_class AS c WHERE c.oid = ANY ($1::pg_catalog.oid[]) AND NOT "
    "(pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')) OFFSET 0) AS "
    "t "
    "JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.oid WHERE a.attnum > 0 AND NOT a.attisdropped "
    "AND NOT (t.usable AND pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT'))";

}  // namespace

void read_privileges(const Question &question, const std::vector<TableId> &tables) {
    const std::string oids = "{" + join(tables, ",", [](TableId id) { return std::to_string(id); }) + "}";
    for_each_row(question.connection.run_binary({unreadable_columns, {oids}}), [&](BinaryRow row) {
        Table &table = question.catalog.facts.tables.at(row.oid());
        const ColumnNumber number = row.small();
        for (Column &column : table.columns) column.readable = column.readable && column.number != number;
    });
}

Result write_context(const Question &question) {
    const Catalog &catalog = question.catalog;
    const std::size_t tokens = context_tokens(question.values.number("tokens", default_context_tokens));
    std::vector<TableId> all;
    for (const auto &entry : catalog.facts.tables) all.push_back(entry.first);
    read_privileges(question, all);
    ContextInput input{catalog.facts, catalog.relationships, catalog.bridges};
    for_each_row(question.connection.run_binary({parents_of_partitions, {}}), [&](BinaryRow row) {
        const TableId partition = row.oid();
        if (catalog.facts.table(partition) != nullptr) input.partition_of.emplace(partition, row.oid());
    });
    if (question.values.flag("comments")) {
        for_each_row(question.connection.run_binary({comments_of_tables, {}}), [&](BinaryRow row) {
            const TableId table = row.oid();
            const ColumnNumber column = static_cast<ColumnNumber>(row.integer());
            input.comments.emplace(std::make_pair(table, column), row.text());
        });
    }
    input.tables = chosen_tables(question, "tables");
    input.tokens = tokens;
    return single_value("context", Sql::text, context(input));
}

}  // namespace relmeta::client
