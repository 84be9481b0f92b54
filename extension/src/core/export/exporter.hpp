// Exports the catalog as text for other programs. The same catalog always produces the same text, sorted by schema, table and
// name, so that it can be kept under version control.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/relationship.hpp"
#include "core/text/error.hpp"

namespace relmeta {

struct ExportInput {
    const Facts &facts;                              ///< about every table
    const std::vector<Relationship> &relationships;  ///< all relationships, with their names
    const std::vector<Bridge> &bridges;
    const std::map<TypeKey, std::string> &type_names;  ///< as SQL text, for the type of every column
    /// The tables to export; by default all except left-out tables and partitions without foreign keys or relationships.
    std::optional<std::vector<TableId>> tables;
    /// In diagrams (mermaid, dot): draw a bridge as an edge between its ends instead of a table. A bridge that has payload, has
    /// more than two ends, or is referenced by another table is still drawn as a table.
    bool bridges_as_edges = false;
    /// Comments on foreign keys, by holder and constraint, and on tables, with an empty constraint.
    std::map<std::pair<TableId, std::string>, std::string> comments = {};
    std::map<std::pair<TableId, ColumnNumber>, std::string> column_comments = {};
    /// The labels of enums, by column type: an enum, or a domain or an array over one.
    std::map<TypeId, std::vector<std::string>> enum_labels = {};
};

/// The names of the formats, in the order of the manual.
std::vector<std::string> export_formats();

/// The error for an invalid value of the parameter "bridges".
UserError unknown_way_to_draw(const std::string &bridges);

/// The export as whole lines; may be empty for the SQL formats. Throws UserError 22023 for an unknown format.
std::string export_as(const std::string &format, const ExportInput &input);

}  // namespace relmeta
