// Names and types for exports as source code: classes for tables, fields for columns and relationships.
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

/// A name that every language accepts: a letter followed by letters, digits and single underscores, not ending in an underscore.
std::string plain_name(const std::string &text);
/// A class name: account_user becomes AccountUser. The schema is a prefix unless it is public.
std::string class_name(const Table &table);

/// How a language names tables and fields.
struct Language {
    std::string (*type)(const Table &);
    std::unordered_set<std::string> reserved_types;
    std::unordered_set<std::string> reserved_fields;
};

/// The names of tables, columns and relationships in source code: their own names, unless these are invalid or taken; then
/// plain_name(), with a number if needed. Columns are named before relationships, and unchanged names are assigned before others.
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

/// Columns that identify a row: the primary key, else a unique index, else the source columns of a one_to_one or one_to_many
/// relationship, else all columns.
ColumnNumbers identifying_columns(const Choice &choice, const Table &table);

/// Whether models can contain the relationship: its bridge, if any, is among the tables, it does not compare periods, and its
/// foreign key does not lead to a view.
bool in_models(const Choice &choice, const Relationship &relationship);

/// Whether rows of a direct relationship are linked by writing its source columns, as in the holder of a foreign key.
bool holds_key(const Relationship &relationship);

/// The reserved words of Python and JavaScript.
const std::unordered_set<std::string> &python_words();
const std::unordered_set<std::string> &javascript_words();

/// A Python string literal in double quotes.
std::string python_literal(const std::string &text);

}  // namespace relmeta
