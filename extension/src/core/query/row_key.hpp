// Parses the key of a row: the primary key or another unique key.
#pragma once

#include <string>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// Columns covered by a unique index, and their values as text.
struct RowKey {
    ColumnNames columns;
    std::vector<std::string> values;
};

/// Parses a key: the value of a single-column primary key; a JSON array for a composite one; or a JSON object with the columns of
/// any unique key: {"email": "ann@example.org"}. Throws UserError 55000 if the table has no such key, 42703 for an unknown
/// column, 22P02 for invalid text.
RowKey read_row_key(const Table &table, const std::string &text);

}  // namespace relmeta
