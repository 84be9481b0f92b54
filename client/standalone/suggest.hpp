// The client's input for suggestions.
#pragma once

#include <chrono>

#include "answers.hpp"
#include "core/suggest/suggest.hpp"

namespace relmeta::client {

struct Ground {
    explicit Ground(const Question &question);
    /// The input for level catalog. Refers to this object.
    SuggestInput input() const { return {facts, types, generated, rejections, std::nullopt}; }

    const Facts &facts;
    std::map<TypeId, TypeTraits> types;
    std::set<ColumnId> generated;
    std::vector<Rejection> rejections;
};

/// The known values of type columns at this level, read on the first call. Refers to the arguments.
std::function<std::vector<std::string>(ColumnId)> values_at(const Question &question, const Ground &ground, Level level);

/// The qualified names of all collations.
std::map<CollationId, std::string> read_collations(Connection &connection);

/// The argument "budget". Throws UserError 22023 if it is negative.
std::chrono::milliseconds budget_of(const Values &values);

/// Formats an array as PostgreSQL prints it.
std::string array_of(const std::vector<std::string> &elements);

}  // namespace relmeta::client
