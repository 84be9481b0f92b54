// The SQL functions suggest, accept_relationship and reject_relationship.
#include "core/suggest/suggest.hpp"

#include <algorithm>

#include "core/text/quote.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/conditions.hpp"
#include "server/catalog/left_out.hpp"
#include "server/catalog/statistics_reader.hpp"
#include "server/catalog/store.hpp"
#include "server/catalog/words.hpp"
#include "server/functions/arguments.hpp"
#include "server/functions/results.hpp"
#include "server/functions/run_ddl.hpp"
#include "server/functions/sampler.hpp"
#include "server/functions/suggest_ground.hpp"
#include "server/sync/declarations.hpp"
#include "server/sync/locks.hpp"

extern "C" {
#include <catalog/pg_type.h>
#include <storage/lmgr.h>
#include <utils/fmgrprotos.h>
#include <utils/lsyscache.h>
#include <utils/snapmgr.h>
#include <utils/timestamp.h>
}

using namespace relmeta;
using namespace relmeta::server;

namespace {

Datum to_texts(const std::vector<std::string> &texts) {
    std::vector<Datum> values;
    values.reserve(texts.size());
    for (const std::string &text : texts) {
        values.push_back(to_text(text));
    }
    return pg::call([&] {
        return PointerGetDatum(
            construct_array(values.data(), static_cast<int>(values.size()), TEXTOID, -1, false, TYPALIGN_INT));
    });
}

/// The terms for or against the suggestion.
Datum terms_of(const Suggestion &suggestion, bool in_favour) {
    std::vector<std::string> texts;
    for (const Term &term : suggestion.terms) {
        if ((term.weight > 0) == in_favour) {
            texts.push_back(to_string(term));
        }
    }
    return to_texts(texts);
}

ColumnNames columns_argument(FunctionCallInfo fcinfo) {
    require_argument(fcinfo, 1, "source_columns");
    return names_argument(fcinfo, 1, "source_columns");
}

/// The optional target; InvalidOid if it is not given.
Oid target_argument(FunctionCallInfo fcinfo) {
    if (PG_ARGISNULL(2)) {
        return InvalidOid;
    }
    if (!OidIsValid(PG_GETARG_OID(2))) {
        throw takes_no_part(InvalidOid);
    }
    return PG_GETARG_OID(2);
}

/// The name of the link's relationship; empty if the catalog does not have it because relmeta.sync is off.
std::string name_of(const LinkColumns &link, const Table &source) {
    const auto same = [&](const std::string &name, ColumnNumber number) { return name == source.at(number).name; };
    for (auto &row : StoreTable<Relationship>(AccessShareLock).by_holder(link.source)) {
        if (row.row.source == link.source && row.row.target == link.target && !row.row.reverse && row.row.bridge == 0 &&
            std::equal(row.row.source_columns.begin(), row.row.source_columns.end(), link.columns.begin(), link.columns.end(), same)) {
            add_condition(row.row);
            if (row.row.condition == link.condition) {
                return row.row.name;
            }
        }
    }
    return {};
}

}  // namespace

/// accept_relationship(source, source_columns, target, declare)
RELMETA_FUNCTION(relmeta_accept_relationship) {
    require_writable("accept_relationship");
    const Oid source = table_argument(fcinfo, 0, "source");
    const ColumnNames columns = columns_argument(fcinfo);
    const bool declare = flag_argument(fcinfo, 3, "declare");
    require_owner(source);
    const Ground ground = read_ground();
    const Table *table = ground.facts.table(source);
    if (table == nullptr) {
        throw takes_no_part(source);
    }
    const Sampler sampler(ground.facts, end_of_values());
    const Suggestion suggestion = suggestion_for(input_about(ground, source, sampler), *table, columns, target_argument(fcinfo));
    run_ddl(declare ? declaration_of(ground.facts, suggestion.link) : suggestion.fix, [](const std::string &sqlstate) {
        return std::string(sqlstate == "42501"
                               ? "A foreign key requires the REFERENCES privilege on the target. declare => true does not."
                               : "");
    });
    const std::string name = name_of(suggestion.link, *table);
    if (name.empty()) {
        PG_RETURN_NULL();
    }
    return to_name(name);
}

/// reject_relationship(source, source_columns, target)
RELMETA_FUNCTION(relmeta_reject_relationship) {
    require_writable("reject_relationship");
    lock_catalog(RowExclusiveLock);
    const Oid source = table_argument(fcinfo, 0, "source");
    const ColumnNames columns = columns_argument(fcinfo);
    const Oid target = target_argument(fcinfo);
    pg::call([&] { LockRelationOid(source, AccessShareLock); });
    require_owner(source);
    Facts facts(words());
    for (Oid table : {source, target}) {
        if ((table == source || OidIsValid(table)) && !read_table(table, Depth::columns, facts)) {
            throw takes_no_part(table);
        }
    }
    const Table &table = facts.at(source);
    const ColumnNumbers numbers = table.numbers(columns);
    if (united(numbers, {}).size() != numbers.size()) {
        throw UserError(sqlstate::duplicate_column, "column specified more than once in source_columns",
                        "Name each column once.");
    }
    if (columns.empty() || contains(numbers, 0)) {
        throw UserError(sqlstate::undefined_column, "source_columns must name columns of table " + in_quotes(table.name),
                        "Its columns are: " + join(table.columns, ", ", [](const Column &c) { return c.name; }) + ".");
    }
    lock_holders({source});
    record_rejection({source, columns, target});
    PG_RETURN_VOID();
}

/// suggest(tables, level, min_score, budget)
RELMETA_FUNCTION(relmeta_suggest) {
    const Level level = level_from(text_argument(fcinfo, 1, "level"));
    require_argument(fcinfo, 2, "min_score");
    const double min_score = PG_GETARG_FLOAT4(2);
    require_score(min_score);
    const TimestampTz end = end_of_budget(fcinfo, 3);
    const Ground ground = read_ground();
    const Sampler sampler(ground.facts, end);
    SuggestInput input = ground.input();
    input.tables = chosen_tables(fcinfo, 0, "tables", ground.facts);
    input.min_score = min_score;
    input.values = [&](ColumnId column) { return values_at(level, column, sampler); };
    if (level != Level::catalog) {
        input.statistics = [](ColumnId column) { return read_statistics(column); };
    }
    if (level == Level::data) {
        input.sample = [&](const LinkColumns &link) { return sampler.sample(link); };
    }
    ResultSet result(fcinfo);
    for (const Suggestion &suggestion : suggest(input)) {
        const Table &source = ground.facts.at(suggestion.link.source);
        const Table &target = ground.facts.at(suggestion.link.target);
        const Datum values[] = {ObjectIdGetDatum(source.id),
                                to_names(source.names(suggestion.link.columns)),
                                ObjectIdGetDatum(target.id),
                                to_names(target.names(suggestion.link.target_columns)),
                                Float4GetDatum(static_cast<float4>(suggestion.score)),
                                to_text(to_string(suggestion.kind)),
                                terms_of(suggestion, true),
                                terms_of(suggestion, false),
                                Int64GetDatum(suggestion.orphans.value_or(0)),
                                to_text(suggestion.fix)};
        const bool nulls[] = {false, false, false, false, false, false, false, false, !suggestion.orphans, false};
        result.add(values, nulls);
    }
    return result.done();
}
