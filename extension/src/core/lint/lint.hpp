// What is wrong, or worth a look, in the keys and bridges of a database, each finding with the SQL that mends it. Everything is
// told from facts and from what is derived of them; no data is read.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

enum class Severity {
    error,    ///< rows cannot be stored, or deleted, as the keys demand
    warning,  ///< slow, loose or redundant, and hardly ever meant
    info,     ///< may be meant; worth a look
};

const char *to_string(Severity severity);

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
    std::string rule;     ///< a stable name: doc/lint.md lists them
    std::string object;   ///< as pg_identify_object writes it: schema.table, schema.table.column, constraint on schema.table
    std::string message;  ///< a sentence
    std::string fix;      ///< SQL to be run as it stands, after which the finding is gone; empty where only the user can know it
};

/// The names of the rules, as doc/lint.md lists them.
std::vector<std::string> lint_rules();

/// The findings, errors first, then by table, rule and object.
std::vector<Finding> lint(const LintInput &input);

}  // namespace relmeta
