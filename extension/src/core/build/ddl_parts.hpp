// What bridges and references have in common: names that are distinct and fit, checks of tables, and the parts of the text.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/build/table_description.hpp"

namespace relmeta {

struct PlannedEnd {
    TableDescription target;
    std::string role;     ///< empty: the table names the end
    ColumnNames columns;  ///< of the bridge, in the order of the target's key
};

/// Joins the parts by underscores and cuts the longest, on character boundaries, until the whole fits into 63 bytes; the label,
/// if any, is kept. Of two parts PostgreSQL's makeObjectName (indexcmds.c) makes the same.
std::string object_name(const std::vector<std::string> &parts, const std::string &label = {});

namespace ddl {

/// The name, or the first of name_2, name_3, ... that is not taken.
std::string distinct_name(const std::string &name, const Taken &is_taken);

/// The name PostgreSQL would choose for an index on these columns, numbered until it is neither used nor taken; it is used then.
std::string index_name(const std::string &table, const ColumnNames &columns, std::set<std::string> &used, const Taken &taken);

/// Names the columns of all ends, no two alike.
void name_columns(std::vector<PlannedEnd> &ends, const Words &words);

/// Throws where a role is empty.
void require_role(const std::string &role);

/// Throws unless a permanent foreign key can be made on the table, or to it.
void require_table(const TableDescription &table);

/// Throws unless a foreign key can refer to the primary key of the table.
void require_key(const TableDescription &table);

/// The clause with a space in front; empty for "no action". Throws where `action`, in any case, is not among `allowed`.
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
