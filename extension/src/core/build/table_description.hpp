// What DDL has to know of a table.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// A column of a primary key, as a column that refers to it has to be declared.
struct KeyColumn {
    std::string name;
    std::string type;       ///< SQL text with its modifier: character varying(20), other.email
    std::string collation;  ///< SQL text, qualified; empty: the type's own
};

/// What DDL has to know of a table that it refers to or changes.
struct TableDescription {
    enum class Key { missing, usable, deferrable, temporal };

    TableId id = 0;
    std::string schema;
    std::string name;
    char kind = 'r';           ///< pg_class.relkind
    char persistence = 'p';    ///< pg_class.relpersistence: p, u (unlogged) or t (temporary)
    bool system = false;       ///< PostgreSQL's own, or relmeta's
    std::string partition_of;  ///< the partitioned table that it is a partition of; empty: it is none
    Key primary_key = Key::missing;
    std::vector<KeyColumn> key;  ///< of the primary key, in its order
    /// Of a table to be changed: the columns that each valid, complete index starts with, up to an expression.
    std::vector<ColumnNames> indexes;
};

/// Whether a relation of that name is already in the schema in question.
using Taken = std::function<bool(const std::string &name)>;

}  // namespace relmeta
