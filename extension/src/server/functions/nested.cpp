// The SQL functions that turn a selection into nested JSON: nested_sql writes the statement, nested runs it, as the caller.
#include "core/query/link.hpp"
#include "core/query/nested.hpp"
#include "core/text/error.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/equality_of_types.hpp"
#include "server/catalog/store.hpp"
#include "server/functions/arguments.hpp"
#include "server/functions/results.hpp"
#include "server/pg/spi.hpp"

extern "C" {
#include <executor/tstoreReceiver.h>
#include <mb/pg_wchar.h>
#include <nodes/execnodes.h>
#include <tcop/dest.h>
}

using namespace relmeta;
using namespace relmeta::server;

namespace {

constexpr int longest_message = 1000;  ///< of an error, in bytes

std::vector<Relationship> relationships_of(TableId source) {
    std::vector<Relationship> relationships;
    StoreTable<Relationship> stored(AccessShareLock);
    for (auto &row : stored.by_source(source)) {
        relationships.push_back(std::move(row.row));
    }
    return relationships;
}

/// Throws UserError for a table without facts: the user's mistake where it is the root, else a catalog that is behind.
void read_table_or_refuse(TableId table, TableId root, Facts &facts) {
    if (read_table(table, Depth::all, facts)) {
        return;
    }
    if (table == root) {
        throw takes_no_part(table);
    }
    throw Stale(table_text(root));
}

std::string statement(TableId root, const std::string &text, const std::optional<std::string> &key) {
    const Selection selection = parse_selection(text);
    Facts facts;
    Schema schema{facts, {}, equality_of_types};
    for (;;) {
        const std::set<TableId> missing = missing_tables(root, selection, schema);
        if (missing.empty()) {
            return nested_sql(root, selection, key, schema);
        }
        for (TableId table : missing) {
            read_table_or_refuse(table, root, facts);
            schema.relationships[table] = relationships_of(table);
        }
    }
}

/// An error would carry the statement, which may be megabytes long, and so may be a value in its message. Nobody wrote the
/// statement: the root says as much of it.
void shorten(ErrorData &error, const std::string &query, Oid root) {
    const std::string instead = "nested JSON of " + table_text(root);
    std::string context = error.context != nullptr ? error.context : "";
    const std::size_t at = context.find(query);
    if (at != std::string::npos) {
        context.replace(at, query.size(), instead);
    } else {
        context = instead + (context.empty() ? "" : "\n" + context);
    }
    pg::call([&] {
        error.context = pstrdup(context.c_str());
        error.internalquery = nullptr;
        error.internalpos = 0;
        const auto length = error.message != nullptr ? static_cast<int>(strlen(error.message)) : 0;
        if (length > longest_message) {
            error.message = psprintf("%.*s...", pg_mbcliplen(error.message, length, longest_message), error.message);
        }
    });
}

/// Runs a SELECT with the caller's rights and snapshot; its rows go where the result is collected.
void run(const std::string &query, FunctionCallInfo fcinfo, const ResultSet &result) {
    auto context = reinterpret_cast<ReturnSetInfo *>(fcinfo->resultinfo)->econtext->ecxt_per_query_memory;
    pg::call([&] {
        SPI_connect();
        SPIExecuteOptions options = {};
        options.read_only = true;
        options.dest = CreateDestReceiver(DestTuplestore);
        SetTuplestoreDestReceiverParams(options.dest, result.rows(), context, false, nullptr, nullptr);
        require_done(SPI_execute_extended(query.c_str(), &options));
        SPI_finish();
    });
}

}  // namespace

RELMETA_FUNCTION(relmeta_nested_sql) {
    return to_text(statement(table_argument(fcinfo, 0, "root"), text_argument(fcinfo, 1, "selection"), std::nullopt));
}

RELMETA_FUNCTION(relmeta_nested) {
    std::optional<std::string> key;
    if (!PG_ARGISNULL(2)) {
        key = require_key(text_argument(fcinfo, 2, "key"));
    }
    const Oid root = table_argument(fcinfo, 0, "root");
    const std::string query = statement(root, text_argument(fcinfo, 1, "selection"), key);
    ResultSet result(fcinfo);
    try {
        run(query, fcinfo, result);
    } catch (const pg::Error &error) {
        shorten(*error.data, query, root);
        throw;
    }
    return result.done();
}
