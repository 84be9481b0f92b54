// Finds undeclared relationships: columns that seem to reference a key of another table, by their names, types, indexes,
// statistics and rows. Each suggestion has a score and the terms of that score, for the user to judge.
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

/// The kind of values: containment is strong evidence for random values and weak evidence for small integers.
enum class Nature { number, random, text, other };

struct TypeTraits {
    std::uint32_t family = 0;  ///< types of one family can be compared by an index; 0: the type has no equality
    Nature nature = Nature::other;
};

/// The nature of a base type, by its OID if it is built in, otherwise by pg_type.typcategory.
Nature nature_of(TypeId type, char category);

/// The evidence that suggestions use.
enum class Level { catalog, statistics, data };

/// Throws UserError 22023.
Level level_from(const std::string &text);
void require_score(double min_score);

/// The planner's statistics about a column, if the caller may see them.
struct Statistics {
    double null_fraction = 0;
    double distinct = 0;         ///< number of distinct values, without NULL; 0: unknown
    std::optional<double> low;   ///< for numbers, the minimum and maximum according to the statistics
    std::optional<double> high;
    double rows = 0;             ///< number of rows of the table; 0: unknown
};

/// Referencing columns, and the key that they reference.
struct LinkColumns {
    TableId source = 0;
    ColumnNumbers columns;
    TableId target = 0;
    ColumnNumbers target_columns;
    std::string condition = {};  ///< on the source rows that reference a row, as Condition::text(); empty: none
};

/// The result of looking up rows of a link's source in its target.
struct Sample {
    std::int64_t values = 0;  ///< number of values looked up
    std::int64_t missing = 0;
    bool complete = false;  ///< all values were looked up
};

/// A link that the user rejected: the columns do not reference `target`, or any table if it is 0.
struct Rejection {
    TableId source = 0;
    ColumnNumbers columns;
    TableId target = 0;
};

/// In bytes. A longer value of a type column does not name a table.
constexpr std::size_t longest_type_value = 255;

struct SuggestInput {
    const Facts &facts;                          ///< about every table, including non-unique indexes
    const std::map<TypeId, TypeTraits> &types;   ///< for the type of every column
    const std::set<ColumnId> &generated;         ///< columns that generate their own values: sequences, identities, random uuids
    const std::vector<Rejection> &rejections;
    std::optional<std::vector<TableId>> tables;  ///< the tables to report; by default all that are not left out
    double min_score = 0.5;
    /// Returns nullopt if there are no statistics or the caller may not see them. Not set at level catalog.
    std::function<std::optional<Statistics>(ColumnId)> statistics = nullptr;
    /// The known values of a text column; a value that is too long may have any form that is not a name. Not set: none.
    std::function<std::vector<std::string>(ColumnId)> values = nullptr;
    /// Returns nullopt if rows cannot be read or time is up. Set only at level data.
    std::function<std::optional<Sample>(const LinkColumns &)> sample = nullptr;
};

/// One part of a score, in log-odds.
struct Term {
    double weight = 0;
    std::string text;
};

struct Suggestion {
    LinkColumns link;
    double score = 0;  ///< the probability that corresponds to the sum of the terms
    Kind kind = Kind::many_to_one;
    std::vector<Term> terms;
    std::optional<std::int64_t> orphans;  ///< number of values looked up without a match; nullopt if rows were not looked up
    std::string fix;                      ///< complete SQL statement
};

/// The suggestions, the most likely first.
std::vector<Suggestion> suggest(const SuggestInput &input);

/// The suggestion for these columns, to `target` unless that is 0. Throws UserError 42704 if there is none, 22023 if there are
/// several with different conditions.
Suggestion suggestion_for(const SuggestInput &input, const Table &source, const ColumnNames &columns, TableId target);

/// The link of that suggestion; if there is none, a link to a key of `target` with as many columns, of comparable types.
LinkColumns link_for(const SuggestInput &input, const Table &source, const ColumnNames &columns, TableId target);

/// The statement that declares the link.
std::string declaration_of(const Facts &facts, const LinkColumns &link);

/// Formats a term for display: +6.0 customer_id names customer
std::string to_string(const Term &term);

}  // namespace relmeta
