// The selection of a nested query, in the syntax of GraphQL's selection sets:
//
//     (order_by: {username: asc}, limit: 10) {
//       username                                                     # a column
//       mails: users(where: {active: true}, limit: 5) { email }      # a relationship, with an alias
//     }
//
// The arguments before the outermost brace apply to the root rows and are optional. A name that is not a letter or underscore
// followed by letters, digits and underscores is written as a string: "Odd Name". Names are case-sensitive. Commas are
// whitespace; # starts a comment.
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

/// The value that a column must equal; nullopt means NULL.
using Value = std::optional<std::string>;

struct Arguments {
    std::optional<std::int64_t> limit;                 ///< limit: 10
    std::optional<std::int64_t> offset;                ///< offset: 20
    std::vector<SortKey> order_by;                     ///< order_by: a, order_by: {a: desc}, order_by: [a, {b: desc}]
    std::vector<std::pair<std::string, Value>> where;  ///< where: {a: 1, b: "x", c: null}

    bool empty() const { return !limit && !offset && order_by.empty() && where.empty(); }
};

struct Field {
    std::string key;   ///< the key in the result: the alias or the name
    std::string name;  ///< of a column or relationship
    Arguments arguments;
    std::vector<Field> fields;  ///< empty for a column, not empty for a relationship
};

struct Selection {
    Arguments arguments;
    std::vector<Field> fields;
};

constexpr std::size_t longest_selection = std::size_t{1} << 20;  ///< in bytes
constexpr std::size_t most_selected_fields = 10'000;
/// Each is a subquery. The planner's time and memory grow with the square of their number, and planning cannot be canceled.
constexpr std::size_t most_selected_relationships = 300;
constexpr int deepest_selection = 64;

/// Parses a selection. Throws UserError 42601 with the position of a syntax error, 42701 for a duplicate key among the fields of
/// one table, 54000 if it is too long or has too many fields, 54001 if it is nested too deep.
Selection parse_selection(const std::string &text);

/// Parses a list of values, ["a", 1, true], with the syntax of a selection's arguments. Throws UserError 22P02.
std::vector<std::string> parse_values(const std::string &text);

/// Parses {"a": 1, "b": "x"}; nullopt if the text is not of this form.
std::optional<std::vector<std::pair<std::string, Value>>> parse_named_values(const std::string &text);

}  // namespace relmeta
