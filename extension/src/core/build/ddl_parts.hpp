// Helpers for the DDL of bridges and references: unique names, checks of tables, and SQL fragments.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/build/table_description.hpp"

namespace relmeta {

struct PlannedEnd {
    TableDescription target;
    std::string role;     ///< empty: the end is named after the table
    ColumnNames columns;  ///< columns of the bridge, in the order of the target's key
};

/// Joins the parts with underscores and truncates the longest, at character boundaries, until the result fits into 63 bytes. The
/// label, if any, is never truncated. For two parts, the result is that of PostgreSQL's makeObjectName (indexcmds.c).
std::string object_name(const std::vector<std::string> &parts, const std::string &label = {});

namespace ddl {

/// The name, or the first free one of name_2, name_3, ...
std::string distinct_name(const std::string &name, const Taken &is_taken);

/// The name that PostgreSQL would choose for an index on these columns, numbered until it is neither used nor taken. Adds it to
/// `used`.
std::string index_name(const std::string &table, const ColumnNames &columns, std::set<std::string> &used, const Taken &taken);

/// Gives every column of the ends a unique name.
void name_columns(std::vector<PlannedEnd> &ends, const Words &words);

/// Throws if the role is empty.
void require_role(const std::string &role);

/// Throws unless a permanent foreign key can be created on the table or reference it.
void require_table(const TableDescription &table);

/// Throws unless a foreign key can reference the table's primary key.
void require_key(const TableDescription &table);

/// The clause with a leading space; empty for "no action". Throws unless `allowed` contains `action`, ignoring case.
std::string on_delete_clause(const std::string &action, const std::vector<std::string> &allowed);

/// column type [COLLATE collation]
std::string declared(const std::string &column, const KeyColumn &key);
/// REFERENCES table (key) [ON DELETE ...]
std::string references(const TableDescription &target, const std::string &on_delete);
/// FOREIGN KEY (columns) REFERENCES ...
std::string foreign_key(const ColumnNames &columns, const TableDescription &target, const std::string &on_delete);
/// CREATE INDEX name ON schema.table (columns);
std::string create_index(const std::string &name, const std::string &schema, const std::string &table,
                         const ColumnNames &columns);

}  // namespace ddl

}  // namespace relmeta
