// The catalog as text for other programs: one function for all formats. The same catalog gives the same text, byte for byte,
// sorted by schema, table and name, so that it can be kept under version control.
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
    const Facts &facts;                              ///< of every table
    const std::vector<Relationship> &relationships;  ///< all of them, with their names
    const std::vector<Bridge> &bridges;
    const std::map<TypeKey, std::string> &type_names;  ///< as SQL text, of every column's type
    /// Those to export; without, all but the partitions without a foreign key or relationship of their own.
    std::optional<std::vector<TableId>> tables;
    /// In diagrams (mermaid, dot): draw a bridge as an edge between its ends instead of a table. One that has payload or more
    /// than two ends, or that another table refers to, stays a table.
    bool bridges_as_edges = false;
    /// What the comments on foreign keys say, by holder and constraint, and those on tables, with no constraint.
    std::map<std::pair<TableId, std::string>, std::string> comments = {};
};

/// The names of the formats, in the order of the manual.
std::vector<std::string> export_formats();

/// The error for a way to draw bridges that there is not.
UserError unknown_way_to_draw(const std::string &bridges);

/// The export, in whole lines; none where there is nothing to tell in SQL. Throws UserError 22023 for a format that there is not.
std::string export_as(const std::string &format, const ExportInput &input);

}  // namespace relmeta
