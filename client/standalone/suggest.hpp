// What suggestions are made from, as the client reads it.
#pragma once

#include <chrono>

#include "answers.hpp"
#include "core/suggest/suggest.hpp"

namespace relmeta::client {

struct Ground {
    explicit Ground(const Question &question);
    /// For level catalog. Refers to this.
    SuggestInput input() const { return {facts, types, generated, rejections, std::nullopt}; }

    const Facts &facts;
    std::map<TypeId, TypeTraits> types;
    std::set<ColumnId> generated;
    std::vector<Rejection> rejections;
};

/// The values that type columns are known to have at this level, read when the first one is asked for. Refers to the arguments.
std::function<std::vector<std::string>(ColumnId)> values_at(const Question &question, const Ground &ground, Level level);

/// The qualified names of all collations.
std::map<CollationId, std::string> read_collations(Connection &connection);

/// The argument "budget". Throws UserError 22023 if it is negative.
std::chrono::milliseconds budget_of(const Values &values);

/// Formats an array as PostgreSQL prints it.
std::string array_of(const std::vector<std::string> &elements);

}  // namespace relmeta::client
