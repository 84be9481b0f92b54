// What is wrong, or worth a look, in the keys and bridges of a database, each finding with the SQL that mends it. Everything is
// told from facts and from what is derived of them; no data is read.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/lint/rules.hpp"
#include "core/model/relationship.hpp"

namespace relmeta {

struct LintInput {
    const Facts &facts;                              ///< of every table, with the indexes that are not unique too
    const std::vector<Relationship> &relationships;  ///< all of them, with their names
    const std::vector<Bridge> &bridges;
    const std::map<TypeKey, std::string> &type_names;  ///< as SQL text; needed for the types of foreign keys' columns
    std::optional<std::vector<TableId>> tables;        ///< those to tell about; without, all that are not left out
    std::map<TypeId, TypeId> base_types = {};          ///< of domains, the type they are over
    /// What keeps a column from being given another type, data aside, as a clause; empty where nothing does.
    std::function<std::string(TableId, ColumnNumber)> in_the_way = nullptr;
};

struct Finding {
    Severity severity = Severity::warning;
    std::string rule;     ///< its name
    std::string object;   ///< as pg_identify_object writes it: schema.table, schema.table.column, constraint on schema.table
    std::string message;  ///< a sentence
    std::string fix;      ///< SQL to be run as it stands, after which the finding is gone; empty where only the user can know it
};

/// The findings, errors first, then by table, rule and object.
std::vector<Finding> lint(const LintInput &input);

}  // namespace relmeta
