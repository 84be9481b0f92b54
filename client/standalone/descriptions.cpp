#include "descriptions.hpp"

#include <cstdlib>
#include <map>

#include "binary_row.hpp"
#include "core/text/error.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

const char *const relations =
    "SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, "
    "c.relpersistence <> 't' AND (n.nspname IN ('information_schema', 'relmeta') OR pg_catalog.left(n.nspname::pg_catalog.text, "
    "3) = 'pg_'), "
    "(SELECT p.relname FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS p ON p.oid = i.inhparent "
    "WHERE c.relispartition AND i.inhrelid = c.oid) "
    "FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = ANY "
    "($1::pg_catalog.oid[])";

/// The key columns of the tables' indexes, in order, and whether the index can find all rows by its first columns. An expression
/// has no name.
const char *const indexes =
    "SELECT i.indrelid, i.indexrelid, i.indisprimary, i.indisexclusion, i.indimmediate, "
    "i.indisvalid AND i.indisready AND i.indpred IS NULL AND x.relam IN (403, 405), a.attname, "
    "pg_catalog.format_type(a.atttypid, a.atttypmod), "
    "CASE WHEN a.attcollation <> t.typcollation THEN l.nspname END, CASE WHEN a.attcollation <> t.typcollation THEN o.collname "
    "END "
    "FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid "
    "CROSS JOIN LATERAL pg_catalog.generate_series(0, i.indnkeyatts - 1) AS k (place) "
    "LEFT JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place] AND i.indkey[k.place] > "
    "0 "
    "LEFT JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid LEFT JOIN pg_catalog.pg_collation AS o ON o.oid = a.attcollation "
    "LEFT JOIN pg_catalog.pg_namespace AS l ON l.oid = o.collnamespace "
    "WHERE i.indrelid = ANY ($1::pg_catalog.oid[]) AND i.indislive ORDER BY i.indrelid, i.indexrelid, k.place";

void add_indexes(const Result &rows, std::map<TableId, TableDescription> &found) {
    using Key = TableDescription::Key;
    std::uint32_t last = 0;
    bool complete = false;  // an expression has ended the list of names of this index
    for_each_row(rows, [&](BinaryRow row) {
        TableDescription &table = found.at(row.oid());
        const std::uint32_t index = row.oid();
        const bool primary = row.flag(), exclusion = row.flag(), immediate = row.flag(), finds_all_rows = row.flag();
        if (index != last && finds_all_rows) table.indexes.emplace_back();
        if (index != last) complete = false;
        last = index;
        complete = complete || row.is_null();
        const std::string name = row.text(), type = row.text(), schema = row.text(), collation = row.text();
        if (primary) {
            table.primary_key = exclusion ? Key::temporal : immediate ? Key::usable : Key::deferrable;
            table.key.push_back({name, type, collation.empty() ? "" : quote_qualified(schema, collation)});
        }
        if (finds_all_rows && !complete) table.indexes.back().push_back(name);
    });
}

}  // namespace

std::vector<TableDescription> describe(Connection &connection, const std::vector<TableId> &tables) {
    const std::string oids = "{" + join(tables, ",", [](TableId id) { return std::to_string(id); }) + "}";
    std::map<TableId, TableDescription> found;
    for_each_row(connection.run_binary({relations, {oids}}), [&](BinaryRow row) {
        TableDescription table;
        table.id = row.oid();
        table.schema = row.text();
        table.name = row.text();
        table.kind = row.letter();
        table.persistence = row.letter();
        table.system = row.flag();
        table.partition_of = row.text();
        found.emplace(table.id, std::move(table));
    });
    add_indexes(connection.run_binary({indexes, {oids}}), found);
    std::vector<TableDescription> described;
    for (const TableId id : tables) {
        if (found.count(id) == 0) {
            throw UserError(sqlstate::undefined_table, "relation with OID " + std::to_string(id) + " does not exist",
                            "Give the name of a table, as in 'account'.");
        }
        described.push_back(found.at(id));
    }
    return described;
}

TableId relation_in(Connection &connection, const std::string &schema, const std::string &name) {
    const Result found =
        connection.run({"SELECT c.oid FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
                        "WHERE n.nspname = $1::pg_catalog.name AND c.relname = $2::pg_catalog.name",
                        {schema, name}});
    return found.rows() > 0 ? static_cast<TableId>(std::strtoul(found.value(0, 0).c_str(), nullptr, 10)) : 0;
}

Taken taken_in(Connection &connection, const std::string &schema) {
    return [&connection, schema](const std::string &name) { return relation_in(connection, schema, name) != 0; };
}

}  // namespace relmeta::client
