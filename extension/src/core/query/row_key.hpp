// How a user names one row of a table: by its primary key, or by any other unique key.
#pragma once

#include <string>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// Columns that a unique index covers, and the value of each as text.
struct RowKey {
    ColumnNames columns;
    std::vector<std::string> values;
};

/// Reads a key: the value of the primary key; a JSON array of values where that has several columns; or a JSON object of the
/// columns of any unique key, {"email": "ann@example.org"}. Throws UserError: 55000 where the table has no such key, 42703 for a
/// column that it has not, 22P02 for a text that is no key of it.
RowKey read_row_key(const Table &table, const std::string &text);

}  // namespace relmeta
