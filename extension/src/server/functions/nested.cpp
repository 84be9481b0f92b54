// The SQL functions nested_sql, which returns the statement for a selection, and nested, which runs the statement as the caller.
#include "core/query/nested.hpp"
#include "core/query/link.hpp"
#include "core/text/error.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/conditions.hpp"
#include "server/catalog/equality_of_types.hpp"
#include "server/catalog/store.hpp"
#include "server/functions/arguments.hpp"
#include "server/functions/results.hpp"
#include "server/pg/spi.hpp"

extern "C" {
#include <executor/tstoreReceiver.h>
#include <nodes/execnodes.h>
#include <tcop/dest.h>
#include <utils/guc.h>
}

using namespace relmeta;
using namespace relmeta::server;

namespace {

std::vector<Relationship> relationships_of(TableId source) {
    std::vector<Relationship> relationships;
    StoreTable<Relationship> stored(AccessShareLock);
    for (auto &row : stored.by_source(source)) {
        add_condition(row.row);
        relationships.push_back(std::move(row.row));
    }
    return relationships;
}

/// Throws UserError for a table without facts: a wrong argument if it is the root, otherwise a stale catalog.
void read_table_or_refuse(TableId table, TableId root, Facts &facts) {
    if (read_table(table, Depth::all, facts)) {
        return;
    }
    if (table == root) {
        throw takes_no_part(table);
    }
    throw Stale(table_text(root));
}

struct Statement {
    std::string sql;
    bool few_rows = false;
};

/// Statements longer than this, in bytes, are not JIT-compiled, because that takes seconds and cannot be canceled.
constexpr std::size_t most_compiled = 16384;

Statement statement(TableId root, const std::string &text, const std::optional<std::string> &key) {
    const Selection selection = parse_selection(text);
    Facts facts;
    Schema schema{facts, {}, equality_of_types, constant_of_type};
    for (;;) {
        const std::set<TableId> missing = missing_tables(root, selection, schema);
        if (missing.empty()) {
            return {nested_sql(root, selection, key, schema), reads_few_rows(facts.at(root), selection, key.has_value())};
        }
        for (TableId table : missing) {
            read_table_or_refuse(table, root, facts);
            read_privileges(facts.tables.at(table));
            schema.relationships[table] = relationships_of(table);
        }
    }
}

/// Runs a SELECT with the caller's privileges and snapshot, and adds its rows to the result. The planner assumes that tables
/// without statistics are large, and JIT compilation could cost a hundred times more than reading a few rows.
void run(const Statement &query, FunctionCallInfo fcinfo, const ResultSet &result) {
    auto context = reinterpret_cast<ReturnSetInfo *>(fcinfo->resultinfo)->econtext->ecxt_per_query_memory;
    pg::call([&] {
        const int level = NewGUCNestLevel();
        if (query.few_rows || query.sql.size() > most_compiled) {
            set_config_option("jit", "off", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
        }
        SPI_connect();
        SPIExecuteOptions options = {};
        options.read_only = true;
        options.dest = CreateDestReceiver(DestTuplestore);
        SetTuplestoreDestReceiverParams(options.dest, result.rows(), context, false, nullptr, nullptr);
        require_done(SPI_execute_extended(query.sql.c_str(), &options));
        SPI_finish();
        AtEOXact_GUC(true, level);
    });
}

}  // namespace

RELMETA_FUNCTION(relmeta_nested_sql) {
    return to_text(statement(table_argument(fcinfo, 0, "root"), text_argument(fcinfo, 1, "selection"), std::nullopt).sql);
}

RELMETA_FUNCTION(relmeta_nested) {
    std::optional<std::string> key;
    if (!PG_ARGISNULL(2)) {
        key = require_key(text_argument(fcinfo, 2, "key"));
    }
    const Oid root = table_argument(fcinfo, 0, "root");
    const Statement query = statement(root, text_argument(fcinfo, 1, "selection"), key);
    ResultSet result(fcinfo);
    try {
        run(query, fcinfo, result);
    } catch (const pg::Error &error) {
        hide_statement(*error.data, query.sql, "nested JSON of " + table_text(root));
        throw;
    }
    return result.done();
}
