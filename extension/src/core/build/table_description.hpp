// The properties of a table that the DDL generators need.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// A primary-key column, with the properties of a column that references it.
struct KeyColumn {
    std::string name;
    std::string type;       ///< SQL text with type modifier: character varying(20), other.email
    std::string collation;  ///< qualified SQL text; empty: the default of the type
};

/// A table that DDL references or changes.
struct TableDescription {
    enum class Key { missing, usable, deferrable, temporal };

    TableId id = 0;
    std::string schema;
    std::string name;
    char kind = 'r';           ///< pg_class.relkind
    char persistence = 'p';    ///< pg_class.relpersistence: p, u (unlogged) or t (temporary)
    bool system = false;       ///< belongs to PostgreSQL or relmeta
    std::string partition_of;  ///< its partitioned table; empty if it is not a partition
    Key primary_key = Key::missing;
    std::vector<KeyColumn> key;  ///< primary-key columns, in order
    /// The leading columns, up to the first expression, of each valid, non-partial index; only for a table to be changed.
    std::vector<ColumnNames> indexes;
};

/// Whether the schema already contains a relation of that name.
using Taken = std::function<bool(const std::string &name)>;

}  // namespace relmeta
