// The SQL function orphans: finds rows whose target row is missing, with the caller's privileges and in limited time.
#include "core/query/orphans.hpp"

#include <algorithm>
#include <tuple>

#include "core/suggest/suggest.hpp"
#include "core/text/quote.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/conditions.hpp"
#include "server/catalog/equality_of_types.hpp"
#include "server/catalog/left_out.hpp"
#include "server/catalog/store.hpp"
#include "server/catalog/table_description.hpp"
#include "server/functions/arguments.hpp"
#include "server/functions/results.hpp"
#include "server/functions/suggest_ground.hpp"
#include "server/pg/deadline.hpp"
#include "server/pg/spi.hpp"
#include "server/sync/declarations.hpp"

extern "C" {
#include <utils/fmgrprotos.h>
#include <utils/jsonb.h>
#include <utils/lsyscache.h>
#include <utils/rls.h>
#include <utils/timestamp.h>
}

using namespace relmeta;
using namespace relmeta::server;

namespace {

constexpr long rows_at_once = 1000;

/// The references to check, and the facts about their tables.
struct Asked {
    Facts facts;
    std::vector<Reference> references;
    bool one = false;  ///< the caller named a relationship or columns, and so receives errors

    void add(const Relationship &relationship) {
        for (Oid table : {relationship.bridge, relationship.source, relationship.target}) {
            if (table != InvalidOid && !read_table(table, Depth::all, facts)) {
                throw Stale(table_text(relationship.source));
            }
        }
        for (Reference &reference : references_of(relationship, facts)) {
            references.push_back(std::move(reference));
        }
    }
};

bool is_own(const Relationship &relationship) {
    return !relationship.reverse && relationship.bridge == 0 && relationship.holder == relationship.source;
}

Asked all_of(Oid source) {
    Asked asked;
    if (!read_table(source, Depth::all, asked.facts)) {
        throw takes_no_part(source);
    }
    for (auto &row : StoreTable<Relationship>(AccessShareLock).by_source(source)) {
        if (is_own(row.row)) {
            add_condition(row.row);
            asked.add(row.row);
        }
    }
    return asked;
}

Asked all() {
    Asked asked;
    const std::vector<TableId> left_out = left_out_tables();
    std::vector<Relationship> relationships;
    for (auto &row : StoreTable<Relationship>(AccessShareLock).read(nullptr, {})) {
        if (is_own(row.row) && !std::binary_search(left_out.begin(), left_out.end(), row.row.source)) {
            relationships.push_back(std::move(row.row));
        }
    }
    for (Relationship &relationship : relationships) {
        add_condition(relationship);
        asked.add(relationship);
    }
    std::stable_sort(asked.references.begin(), asked.references.end(), [&](const Reference &a, const Reference &b) {
        const Table &left = asked.facts.at(a.source);
        const Table &right = asked.facts.at(b.source);
        return std::tie(left.schema, left.name, a.relationship) < std::tie(right.schema, right.name, b.relationship);
    });
    return asked;
}

/// Columns that may reference the target without a relationship.
Asked suggested(Oid source, const ColumnNames &columns, std::optional<Oid> target) {
    Ground ground = read_ground();
    const Table *table = ground.facts.table(source);
    if (table == nullptr || (target && ground.facts.table(*target) == nullptr)) {
        throw takes_no_part(table == nullptr ? source : *target);
    }
    const Sampler sampler(ground.facts, end_of_values());
    const LinkColumns link = link_for(input_about(ground, source, sampler), *table, columns, target.value_or(0));
    Asked asked{std::move(ground.facts), {}, true};
    Reference reference;
    reference.source = link.source;
    reference.columns = asked.facts.at(link.source).names(link.columns);
    reference.target = link.target;
    reference.target_columns = asked.facts.at(link.target).names(link.target_columns);
    reference.is_key = asked.facts.at(link.source).kind == RELKIND_RELATION && link.condition.empty();
    reference.condition = link.condition;
    asked.references.push_back(std::move(reference));
    return asked;
}

Asked what_is_asked(FunctionCallInfo fcinfo) {
    const bool by_name = !PG_ARGISNULL(1);
    const bool by_columns = !PG_ARGISNULL(2);
    require_one_way(!PG_ARGISNULL(0), by_name, by_columns || !PG_ARGISNULL(3));
    if (PG_ARGISNULL(0)) {
        return all();
    }
    const Oid source = PG_GETARG_OID(0);
    if (by_columns || !PG_ARGISNULL(3)) {
        return suggested(source, names_argument(fcinfo, 2, "source_columns"), PG_ARGISNULL(3) ? std::nullopt : std::optional<Oid>(PG_GETARG_OID(3)));
    }
    if (!by_name) {
        return all_of(source);
    }
    Asked asked;
    asked.add(relationship_named(source, name_argument(fcinfo, 1, "relationship")));
    asked.one = true;
    return asked;
}

struct Found {
    std::int64_t orphans = 0;
    std::vector<std::string> examples;
    bool complete = false;
    std::string note;     ///< why nothing or not everything was counted
    bool known = true;
};

/// Counts the next rows. Returns false if there are no more.
bool count_rows(Portal portal, Found &found) {
    const long rows = pg::call([&] {
        SPI_cursor_fetch(portal, true, rows_at_once);
        return static_cast<long>(SPI_processed);
    });
    for (long i = 0; i < rows && found.examples.size() < most_examples; ++i) {
        found.examples.emplace_back(
            pg::call([&]() -> const char * { return SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1); }));
    }
    pg::call([] { SPI_freetuptable(SPI_tuptable); });
    found.orphans += rows;
    return rows == rows_at_once;
}

/// Runs the query as the caller. Rows found before the time is up count.
void run(const std::string &query, TimestampTz end, Found &found) {
    Deadline deadline(end);
    ErrorData *error = nullptr;
    try {
        error = pg::in_subtransaction([&] {
            Portal portal = pg::call([&] {
                SPI_connect();
                return SPI_cursor_open_with_args(nullptr, query.c_str(), 0, nullptr, nullptr, nullptr, true, CURSOR_OPT_NO_SCROLL);
            });
            while (count_rows(portal, found)) {
                pg::check_interrupts();
            }
            found.complete = true;
            pg::call([&] {
                SPI_cursor_close(portal);
                SPI_finish();
            });
        });
    } catch (const pg::Error &cancelled) {
        if (!deadline.has_ended() || cancelled.data->sqlerrcode != ERRCODE_QUERY_CANCELED) {
            throw;
        }
        found.note = note_of_time;
    }
    if (error != nullptr) {
        throw pg::Error{error};
    }
}

bool hides_rows(Oid table) {
    return pg::call([&] { return check_enable_rls(table, InvalidOid, true) == RLS_ENABLED; });
}

Found find(const Reference &reference, Asked &asked, std::int64_t most, TimestampTz end) {
    Found found;
    const Table &source = asked.facts.at(reference.source);
    const Table &target = asked.facts.at(reference.target);
    found.known = false;
    if (reference.temporal) {
        found.note = note_of_temporal;
        return found;
    }
    if (hides_rows(target.id)) {
        found.note = note_of_hidden_rows(table_text(target.id));
        return found;
    }
    read_privileges(asked.facts.tables.at(reference.source));
    const OrphanQuery query = orphan_query(reference, asked.facts, equality_of_types, collation_text, constant_of_type);
    found.known = true;
    try {
        run(query.rows + (most > 0 ? "\nLIMIT " + std::to_string(most) : ""), end, found);
    } catch (const pg::Error &error) {
        hide_statement(*error.data, query.rows, "orphans of " + table_text(source.id));
        if (asked.one || error.data->sqlerrcode == ERRCODE_QUERY_CANCELED) {
            throw;
        }
        found = Found();
        found.known = false;
        found.note = error.data->message;
        return found;
    }
    found.complete = found.complete && (most == 0 || found.orphans < most);
    if (hides_rows(source.id)) {
        found.complete = false;
        found.note = note_of_hidden_rows(table_text(source.id));
    }
    return found;
}

Datum to_jsonb(const std::vector<std::string> &objects) {
    const std::string text = "[" + join(objects, ", ") + "]";
    return pg::call([&] { return DirectFunctionCall1(jsonb_in, CStringGetDatum(text.c_str())); });
}

}  // namespace

/// orphans(source, relationship, source_columns, target, most, budget)
RELMETA_FUNCTION(relmeta_orphans) {
    const std::int64_t most = PG_ARGISNULL(4) ? 0 : PG_GETARG_INT64(4);
    if (!PG_ARGISNULL(4)) {
        require_most(most);
    }
    const TimestampTz end = end_of_budget(fcinfo, 5);
    Asked asked = what_is_asked(fcinfo);
    ResultSet result(fcinfo);
    for (const Reference &reference : asked.references) {
        Found found;
        found.known = GetCurrentTimestamp() < end;
        found.note = note_of_time;
        if (found.known) {
            found = find(reference, asked, most, end);
        }
        const std::string query = reference.temporal ? "" : orphan_query(reference, asked.facts, equality_of_types, collation_text, constant_of_type).all;
        const Datum values[] = {ObjectIdGetDatum(reference.source),
                                to_name(reference.relationship),
                                to_names(reference.columns),
                                ObjectIdGetDatum(reference.target),
                                to_names(reference.target_columns),
                                Int64GetDatum(found.orphans),
                                BoolGetDatum(found.complete),
                                to_jsonb(found.examples),
                                to_text(found.note),
                                to_text(query)};
        const bool nulls[] = {false, reference.relationship.empty(), false, false, false, !found.known, false,
                              !found.known, found.note.empty(), query.empty()};
        result.add(values, nulls);
    }
    return result.done();
}
