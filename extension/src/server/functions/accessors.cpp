// The SQL functions add_accessors, accessors_ddl and drop_accessors.
#include "core/query/accessor.hpp"

#include <algorithm>

#include "core/model/sort_unique.hpp"
#include "core/text/quote.hpp"
#include "server/catalog/accessor_functions.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/conditions.hpp"
#include "server/catalog/equality_of_types.hpp"
#include "server/catalog/left_out.hpp"
#include "server/catalog/store.hpp"
#include "server/functions/arguments.hpp"
#include "server/functions/results.hpp"
#include "server/sync/accessors.hpp"
#include "server/sync/declarations.hpp"

extern "C" {
#include <catalog/namespace.h>
#include <utils/regproc.h>
}

using namespace relmeta;
using namespace relmeta::server;

namespace {

/// The schema argument; empty if it is null. Raises PostgreSQL's 3F000 if it does not exist.
std::string schema_argument(FunctionCallInfo fcinfo, int number) {
    const std::string schema = text_or_empty(fcinfo, number);
    if (!PG_ARGISNULL(number)) {
        const char *name = schema.c_str();
        pg::call([name] { get_namespace_oid(name, false); });
    }
    return schema;
}

/// The sources of all relationships, except those that are left out.
std::vector<Oid> all_sources() {
    std::vector<Oid> sources;
    for (const auto &row : StoreTable<Relationship>(AccessShareLock).read(nullptr, {})) {
        sources.push_back(row.row.source);
    }
    sort_unique(sources);
    std::vector<Oid> result;
    const std::vector<TableId> left_out = left_out_tables();
    std::set_difference(sources.begin(), sources.end(), left_out.begin(), left_out.end(), std::back_inserter(result));
    return result;
}

/// The given tables, which the caller must own, or those of `all` that the caller owns.
std::vector<Oid> owned_tables(FunctionCallInfo fcinfo, const std::vector<Oid> &all) {
    std::vector<Oid> tables;
    if (!PG_ARGISNULL(0)) {
        tables = tables_argument(fcinfo, 0, "tables");
        sort_unique(tables);
        for (const Oid table : tables) {
            if (!takes_part(table)) {
                throw takes_no_part(table);
            }
            require_owner(table);
        }
    } else {
        std::copy_if(all.begin(), all.end(), std::back_inserter(tables), [](Oid table) { return is_owner(table); });
    }
    return tables;
}

void record(const std::vector<Oid> &tables, const std::string &schema) {
    StoreTable<AccessorSource> sources(RowExclusiveLock);
    for (const Oid table : tables) {
        const auto rows = sources.by_source(table);
        if (std::none_of(rows.begin(), rows.end(), [&](const auto &row) { return row.row.schema == schema; })) {
            sources.insert({table, schema});
        }
    }
    pg::call([] { CommandCounterIncrement(); });
}

std::vector<Oid> recorded_sources() {
    std::vector<Oid> sources;
    for (const auto &row : StoreTable<AccessorSource>(AccessShareLock).read(nullptr, {})) {
        sources.push_back(row.row.source);
    }
    sort_unique(sources);
    return sources;
}

}  // namespace

/// add_accessors(tables, schema) RETURNS SETOF regprocedure
RELMETA_FUNCTION(relmeta_add_accessors) {
    require_writable("add_accessors");
    ResultSet result(fcinfo);
    const std::string schema = schema_argument(fcinfo, 1);
    std::vector<Oid> tables = owned_tables(fcinfo, PG_ARGISNULL(0) ? all_sources() : std::vector<Oid>());
    lock_accessors(tables);
    tables.erase(std::remove_if(tables.begin(), tables.end(), [](Oid table) { return !exists(table); }), tables.end());
    record(tables, schema);
    std::vector<std::pair<std::string, Oid>> functions;
    for (const Oid function : make_accessors(tables)) {
        const char *text = pg::call([&]() -> const char * { return format_procedure(function); });
        functions.emplace_back(text, function);
    }
    std::sort(functions.begin(), functions.end());
    for (const auto &function : functions) {
        result.add({ObjectIdGetDatum(function.second)});
    }
    return result.done();
}

/// accessors_ddl(tables, schema) RETURNS text
RELMETA_FUNCTION(relmeta_accessors_ddl) {
    const std::string schema = schema_argument(fcinfo, 1);
    std::vector<Oid> tables = PG_ARGISNULL(0) ? all_sources() : tables_argument(fcinfo, 0, "tables");
    sort_unique(tables);
    Facts facts;
    StoreTable<Relationship> relationships(AccessShareLock);
    std::vector<Relationship> rows;
    for (const Oid table : tables) {
        if (!takes_part(table)) {
            throw takes_no_part(table);
        }
        for (const auto &row : relationships.by_source(table)) {
            for (const TableId id : {row.row.source, row.row.target, row.row.bridge}) {
                if (id != 0 && facts.table(id) == nullptr && !read_table(id, Depth::columns, facts)) {
                    throw Stale(table_text(table));
                }
            }
            rows.push_back(row.row);
            add_condition(rows.back());
        }
    }
    return to_text(accessors_ddl(rows, facts, equality_of_types, constant_of_type, schema, hides_function));
}

/// drop_accessors(tables) RETURNS bigint
RELMETA_FUNCTION(relmeta_drop_accessors) {
    require_writable("drop_accessors");
    const std::vector<Oid> tables = owned_tables(fcinfo, PG_ARGISNULL(0) ? recorded_sources() : std::vector<Oid>());
    lock_accessors(tables);
    {
        StoreTable<AccessorSource> sources(RowExclusiveLock);
        for (const Oid table : tables) {
            for (const auto &row : sources.by_source(table)) {
                sources.remove(row.where);
            }
        }
    }
    pg::call([] { CommandCounterIncrement(); });
    return Int64GetDatum(remove_accessors(tables));
}
