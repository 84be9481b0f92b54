// What suggestions are made from, and the time that reading rows may take.
#pragma once

#include "core/suggest/suggest.hpp"
#include "server/pg/compat.hpp"

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

/// The rejections of suggestions about these tables.
std::vector<Rejection> read_rejections(const Facts &facts);

/// When the budget ends that argument `number` gives, an interval.
TimestampTz end_of_budget(FunctionCallInfo fcinfo, int number);

}  // namespace relmeta::server
