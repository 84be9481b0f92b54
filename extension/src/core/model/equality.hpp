// Equality in the SQL that relmeta runs or generates. The operator is qualified, because a bare = means the first match in
// search_path.
#pragma once

#include <functional>
#include <string>

#include "core/model/facts.hpp"

namespace relmeta {

/// SQL text and the type of its value.
struct Operand {
    std::string text;
    TypeId type = 0;
};

/// Writes the equality of two values, with a qualified operator.
using Equality = std::function<std::string(const Operand &, const Operand &)>;

/// left = right
std::string plain_equality(const Operand &left, const Operand &right);

/// A column as an operand. `name` is the table's name or alias in the statement, as SQL text.
Operand operand(const std::string &name, const Table &table, const std::string &column);

/// Columns of one table in a comparison.
struct Side {
    const std::string &name;
    const Table &table;
    const ColumnNames &columns;
};

/// The condition that the columns of two tables are equal pair by pair; with periods, the last pair overlaps instead.
std::string equal(const Side &left, const Side &right, const Equality &equality, bool with_periods = false);

}  // namespace relmeta
