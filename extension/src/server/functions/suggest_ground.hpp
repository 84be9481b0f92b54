// What suggestions are made from, and the time that reading rows may take.
#pragma once

#include "core/suggest/suggest.hpp"
#include "server/functions/sampler.hpp"

namespace relmeta::server {

/// What suggestions are made from, as one snapshot sees it.
struct Ground {
    Facts facts;
    std::map<TypeId, TypeTraits> types;
    std::set<ColumnId> generated;
    std::vector<Rejection> rejections;

    /// For level catalog. Refers to this.
    SuggestInput input() const { return {facts, types, generated, rejections, std::nullopt}; }
};

Ground read_ground();

/// The values that a type column is known to have at this level.
std::vector<std::string> values_at(Level level, ColumnId column, const Sampler &sampler);

/// The input for what is suggested for columns of one table: all values of its type columns are used, whatever the level was at
/// which the suggestion was found.
SuggestInput input_about(const Ground &ground, TableId source, const Sampler &sampler);

/// The time that input_about() may read rows.
TimestampTz end_of_values();

/// The rejections of suggestions about these tables.
std::vector<Rejection> read_rejections(const Facts &facts);

/// When the budget ends that argument `number` gives, an interval.
TimestampTz end_of_budget(FunctionCallInfo fcinfo, int number);

}  // namespace relmeta::server
