// Equality in the statements that relmeta runs, or writes for others to run: by the operator it means, and never by a bare =,
// which is whichever comes first in search_path.
#pragma once

#include <functional>
#include <string>

#include "core/model/facts.hpp"

namespace relmeta {

/// SQL text, and the type of its value.
struct Operand {
    std::string text;
    TypeId type = 0;
};

/// Writes that two values are equal, naming the operator.
using Equality = std::function<std::string(const Operand &, const Operand &)>;

/// left = right
std::string plain_equality(const Operand &left, const Operand &right);

/// A column as an operand. `name` is what the table goes by in the statement, as SQL text.
Operand operand(const std::string &name, const Table &table, const std::string &column);

/// Columns of a table.
struct Side {
    const std::string &name;
    const Table &table;
    const ColumnNames &columns;
};

/// That the columns of two tables are equal, pair by pair; with periods, that the last two overlap.
std::string equal(const Side &left, const Side &right, const Equality &equality, bool with_periods = false);

}  // namespace relmeta
