// Names and types for exports that are source code of models: classes for tables, fields for columns and relationships.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/export/choice.hpp"
#include "core/export/sql_type.hpp"

namespace relmeta {

/// A letter followed by letters, digits and single underscores, without one at the end: what every language accepts.
std::string plain_name(const std::string &text);
/// The name of a class: account_user becomes AccountUser. Outside of the schema public, the schema is a part of it.
std::string class_name(const Table &table);

/// How a language names tables and fields.
struct Language {
    std::string (*type)(const Table &);
    std::unordered_set<std::string> reserved_types;
    std::unordered_set<std::string> reserved_fields;
};

/// The names of tables, columns and relationships in source code: their own names, unless the language forbids them or another
/// has the name already; then as plain_name() and with a number. Columns come before relationships, and names that are their own
/// before others.
class ModelNames {
public:
    ModelNames(const Choice &choice, const Language &language);

    const std::string &type(const Table &table) const { return types_.at(table.id); }
    const std::string &column(const Table &table, ColumnNumber number) const { return columns_.at({table.id, number}); }
    const std::string &column(const Table &table, const std::string &name) const { return column(table, table.at(name).number); }
    std::vector<std::string> columns(const Table &table, const ColumnNames &names) const;
    const std::string &of(const Relationship &relationship) const { return relationships_.at(&relationship); }

private:
    std::unordered_map<TableId, std::string> types_;
    std::map<std::pair<TableId, ColumnNumber>, std::string> columns_;
    std::unordered_map<const Relationship *, std::string> relationships_;
};

/// Columns that identify a row: the primary key, else a unique index, else the source columns of a relationship from one row,
/// else all columns.
ColumnNumbers identifying_columns(const Choice &choice, const Table &table);

/// Whether code can have the relationship: the bridge is among the tables, no periods are compared, and it does not lead a foreign
/// key to a view.
bool in_models(const Choice &choice, const Relationship &relationship);

/// Whether the source of a direct relationship has the columns that are written to link a row, as the holder of a foreign key.
bool holds_key(const Relationship &relationship);

/// The names that Python and JavaScript reserve.
const std::unordered_set<std::string> &python_words();
const std::unordered_set<std::string> &javascript_words();

/// A string literal of Python, in double quotes.
std::string python_literal(const std::string &text);

}  // namespace relmeta
