// Tables as needed for building DDL: any relation, whether relmeta covers it or not.
#pragma once

#include <string>
#include <vector>

#include "../connection.hpp"
#include "core/build/table_description.hpp"

namespace relmeta::client {

/// In the given order, in the open transaction, with search_path empty. Throws UserError 42P01 for an OID that does not exist.
std::vector<TableDescription> describe(Connection &connection, const std::vector<TableId> &tables);

/// For each name, whether the schema has a relation with this name.
Taken taken_in(Connection &connection, const std::string &schema);

/// The relation with this name in the schema; 0 if there is none.
TableId relation_in(Connection &connection, const std::string &schema, const std::string &name);

}  // namespace relmeta::client
