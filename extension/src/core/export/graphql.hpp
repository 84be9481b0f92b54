// Names of GraphQL fields, for servers that generate a GraphQL schema from a database.
#pragma once

#include <string>
#include <unordered_map>

#include "core/export/choice.hpp"

namespace relmeta {

/// Makes a valid GraphQL name ([_A-Za-z][_0-9A-Za-z]*): invalid characters become underscores.
std::string graphql_name(const std::string &text);

/// The GraphQL field names of the chosen relationships: their own names if valid, with a number appended if a column or another
/// relationship of the table has the name.
class FieldNames {
public:
    explicit FieldNames(const Choice &choice);
    const std::string &of(const Relationship &relationship) const { return names_.at(&relationship); }

private:
    std::unordered_map<const Relationship *, std::string> names_;
};
}  // namespace relmeta
