// What a nested query asks for, in the syntax of GraphQL's selection sets:
//
//     (order_by: {username: asc}, limit: 10) {
//       username                                                     # a column
//       mails: users(where: {active: true}, limit: 5) { email }      # a relationship, under a name of its own
//     }
//
// The arguments before the outermost brace are those of the root rows and may be left out. A name that is not a letter or
// underscore followed by letters, digits and underscores is written as a string: "Odd Name". Names are compared exactly.
// Commas are blanks; # starts a comment.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace relmeta {

struct SortKey {
    std::string column;
    bool descending = false;
};

/// A value that a column must equal; none: it must be NULL.
using Value = std::optional<std::string>;

struct Arguments {
    std::optional<std::int64_t> limit;                 ///< limit: 10
    std::optional<std::int64_t> offset;                ///< offset: 20
    std::vector<SortKey> order_by;                     ///< order_by: a, order_by: {a: desc}, order_by: [a, {b: desc}]
    std::vector<std::pair<std::string, Value>> where;  ///< where: {a: 1, b: "x", c: null}

    bool empty() const { return !limit && !offset && order_by.empty() && where.empty(); }
};

struct Field {
    std::string key;   ///< in the result: the alias, or the name
    std::string name;  ///< of a column or a relationship
    Arguments arguments;
    std::vector<Field> fields;  ///< not empty for a relationship, empty for a column
};

struct Selection {
    Arguments arguments;
    std::vector<Field> fields;
};

constexpr std::size_t longest_selection = std::size_t{1} << 20;  ///< in bytes
constexpr std::size_t most_selected_fields = 10'000;
/// Each is a subquery: what PostgreSQL's planner takes for them grows with the square, and cannot be cancelled.
constexpr std::size_t most_selected_relationships = 300;
constexpr int deepest_selection = 64;

/// Reads a selection. Throws UserError 42601 that says where it is wrong, 42701 where a key is used twice among the fields of one
/// table, 54000 where it is too long or has too many fields, 54001 where it is nested too deep.
Selection parse_selection(const std::string &text);

/// Reads a list of values, ["a", 1, true], as the arguments of a selection write it. Throws UserError 22P02.
std::vector<std::string> parse_values(const std::string &text);

/// Reads {"a": 1, "b": "x"}; nothing where the text is not written so.
std::optional<std::vector<std::pair<std::string, Value>>> parse_named_values(const std::string &text);

}  // namespace relmeta
