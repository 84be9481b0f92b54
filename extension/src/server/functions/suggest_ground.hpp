// The input for suggestions, and the time limits for reading rows.
#pragma once

#include "core/suggest/suggest.hpp"
#include "server/functions/sampler.hpp"

namespace relmeta::server {

/// The input for suggestions in one snapshot.
struct Ground {
    Facts facts;
    std::map<TypeId, TypeTraits> types;
    std::set<ColumnId> generated;
    std::vector<Rejection> rejections;

    /// The input for level catalog. It refers to this object.
    SuggestInput input() const { return {facts, types, generated, rejections, std::nullopt}; }
};

Ground read_ground();

/// The known values of a type column at this level.
std::vector<std::string> values_at(Level level, ColumnId column, const Sampler &sampler);

/// The input for suggestions for columns of one table. It has all values of type columns, whatever the level at which a
/// suggestion was found.
SuggestInput input_about(const Ground &ground, TableId source, const Sampler &sampler);

/// The time at which input_about() must stop reading rows.
TimestampTz end_of_values();

/// The rejections of suggestions about these tables.
std::vector<Rejection> read_rejections(const Facts &facts);

/// The time at which the budget in argument `number`, an interval, is used up.
TimestampTz end_of_budget(FunctionCallInfo fcinfo, int number);

}  // namespace relmeta::server
