#include "server/functions/suggest_ground.hpp"

#include "core/model/sort_unique.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/left_out.hpp"
#include "server/catalog/statistics_reader.hpp"
#include "server/catalog/store.hpp"
#include "server/functions/arguments.hpp"

extern "C" {
#include <utils/fmgrprotos.h>
#include <utils/snapmgr.h>
#include <utils/timestamp.h>
}

namespace relmeta::server {

std::vector<Rejection> read_rejections(const Facts &facts) {
    std::vector<Rejection> rejections;
    for (const auto &row : StoreTable<RejectedRelationship>(AccessShareLock).read(nullptr, {})) {
        const Table *source = facts.table(row.row.source);
        if (source != nullptr) {
            rejections.push_back({source->id, source->numbers(row.row.source_columns), row.row.target});
        }
    }
    return rejections;
}

Ground read_ground() {
    std::optional<Facts> facts;
    read_steadily([&] {
        Snapshot snapshot = pg::call([] { return RegisterSnapshot(GetLatestSnapshot()); });
        facts.emplace(read_catalog(snapshot, true));
        pg::call([&] { UnregisterSnapshot(snapshot); });
    });
    mark_left_out(*facts);
    Ground ground{std::move(*facts), {}, {}, {}};
    ground.types = read_type_traits(ground.facts);
    ground.generated = read_generated(ground.facts);
    ground.rejections = read_rejections(ground.facts);
    return ground;
}

std::vector<std::string> values_at(Level level, ColumnId column, const Sampler &sampler) {
    std::vector<std::string> values = read_values(column, level != Level::catalog);
    if (level == Level::data) {
        for (std::string &value : sampler.values(column)) {
            values.push_back(std::move(value));
        }
    }
    sort_unique(values);
    return values;
}

SuggestInput input_about(const Ground &ground, TableId source, const Sampler &sampler) {
    SuggestInput input = ground.input();
    input.values = [source, &sampler](ColumnId column) {
        return column.first == source ? values_at(Level::data, column, sampler) : std::vector<std::string>();
    };
    return input;
}

TimestampTz end_of_values() { return TimestampTzPlusMilliseconds(GetCurrentTimestamp(), 10000); }

TimestampTz end_of_budget(FunctionCallInfo fcinfo, int number) {
    require_argument(fcinfo, number, "budget");
    const TimestampTz now = GetCurrentTimestamp();
    const Interval *budget = pg::call([&] { return PG_GETARG_INTERVAL_P(number); });
    const TimestampTz end = pg::call([&] {
        return DatumGetTimestampTz(
            DirectFunctionCall2(timestamptz_pl_interval, TimestampTzGetDatum(now), IntervalPGetDatum(budget)));
    });
    if (end < now) {
        throw UserError(sqlstate::invalid_parameter_value, "budget must not be negative", "Use an interval such as '10s'.");
    }
    return end;
}

}  // namespace relmeta::server
