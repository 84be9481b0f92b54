// Finds faults and questionable choices in the keys and bridges of a database, with the SQL that fixes each finding. Uses only
// facts and derived relationships, never data.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/lint/rules.hpp"
#include "core/model/relationship.hpp"
#include "core/suggest/suggest.hpp"

namespace relmeta {

struct LintInput {
    const Facts &facts;                              ///< about every table, including non-unique indexes
    const std::vector<Relationship> &relationships;  ///< all relationships, with their names
    const std::vector<Bridge> &bridges;
    const std::map<TypeKey, std::string> &type_names;  ///< as SQL text; needed for the columns of foreign keys
    std::optional<std::vector<TableId>> tables;        ///< the tables to report; by default all that are not left out
    std::map<TypeId, TypeId> base_types = {};          ///< the base type of each domain
    /// Why a column's type cannot be changed, as a clause; empty if it can. Does not consider its data.
    std::function<std::string(TableId, ColumnNumber)> in_the_way = nullptr;
    /// The qualified name of a collation.
    std::function<std::string(CollationId)> collation = nullptr;
    /// The tables that each table inherits from, without partitions.
    std::map<TableId, std::vector<TableId>> parents = {};
    /// The input for detecting columns that look like foreign keys; nullptr: none are reported.
    const SuggestInput *suggest = nullptr;
};

struct Finding {
    Severity severity = Severity::warning;
    std::string rule;     ///< name of the rule
    std::string object;   ///< as pg_identify_object writes it: schema.table, schema.table.column, constraint on schema.table
    std::string message;  ///< a sentence
    std::string fix;      ///< complete SQL that resolves the finding; empty if the user must decide
};

/// The findings, errors first, then sorted by table, rule and object.
std::vector<Finding> lint(const LintInput &input);

}  // namespace relmeta
