// Relationships that are meant and not declared: columns that by their names, types, indexes, statistics and rows refer to a key of a
// table. Each comes with a score and everything that it is made of. Nothing here decides: a suggestion is for a person to judge.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

using ColumnId = std::pair<TableId, ColumnNumber>;

/// Values of one nature say the same by being contained: random ones much, small numbers little.
enum class Nature { number, random, text, other };

struct TypeTraits {
    std::uint32_t family = 0;  ///< types of one family are compared by an index; 0: the type has no equality
    Nature nature = Nature::other;
};

/// What the planner's statistics say of a column, as far as the caller may see them.
struct Statistics {
    double null_fraction = 0;
    double distinct = 0;         ///< values there are, not counting NULL; 0: unknown
    std::optional<double> low;   ///< of numbers, the least and the greatest that the statistics hold
    std::optional<double> high;
    double rows = 0;             ///< of the table; 0: unknown
};

/// Columns that refer, and the key that they refer to.
struct Link {
    TableId source = 0;
    ColumnNumbers columns;
    TableId target = 0;
    ColumnNumbers target_columns;
};

/// What was found of some rows of a link's source.
struct Sample {
    std::int64_t values = 0;  ///< looked up in the target
    std::int64_t missing = 0;
    bool complete = false;  ///< these are all there are
};

/// What a person said is no relationship: these columns refer not to this table, or to none at all where it is 0.
struct Rejection {
    TableId source = 0;
    ColumnNumbers columns;
    TableId target = 0;
};

struct SuggestInput {
    const Facts &facts;                          ///< of every table, with the indexes that are not unique too
    const std::map<TypeId, TypeTraits> &types;   ///< of every column
    const std::set<ColumnId> &generated;         ///< columns that make their own values: sequences, identities, random uuids
    const std::vector<Rejection> &rejections;
    std::optional<std::vector<TableId>> tables;  ///< those to tell about; without, all that are not left out
    double min_score = 0.5;
    /// Nothing where there are no statistics, or the caller may not see them. Not set at level catalog.
    std::function<std::optional<Statistics>(ColumnId)> statistics = nullptr;
    /// Nothing where rows cannot be read, or no longer. Set at level data.
    std::function<std::optional<Sample>(const Link &)> sample = nullptr;
};

/// A part of a score, in log-odds.
struct Term {
    double weight = 0;
    std::string text;
};

struct Suggestion {
    Link link;
    double score = 0;  ///< the probability that the terms amount to
    Kind kind = Kind::many_to_one;
    std::vector<Term> terms;
    std::optional<std::int64_t> orphans;  ///< values that were looked up and are not there; nothing: none was looked up
    std::string fix;                      ///< SQL to be run as it stands
};

/// The suggestions, the most certain first.
std::vector<Suggestion> suggest(const SuggestInput &input);

/// The statement that declares the link.
std::string declaration_of(const Facts &facts, const Link &link);

/// A term as people read it: +6.0 customer_id names customer
std::string to_string(const Term &term);

}  // namespace relmeta
