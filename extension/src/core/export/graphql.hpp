// Names of GraphQL fields, for the formats of servers that make a GraphQL schema of a database.
#pragma once

#include <string>
#include <unordered_map>

#include "core/export/choice.hpp"

namespace relmeta {

/// The text as a name of GraphQL ([_A-Za-z][_0-9A-Za-z]*): other characters become underscores.
std::string graphql_name(const std::string &text);

/// What the chosen relationships are called as fields of their source: their own name where GraphQL has it, with a number behind
/// it where that is a column's, or another relationship's, of the same table.
class FieldNames {
public:
    explicit FieldNames(const Choice &choice);
    const std::string &of(const Relationship &relationship) const { return names_.at(&relationship); }

private:
    std::unordered_map<const Relationship *, std::string> names_;
};
}  // namespace relmeta
