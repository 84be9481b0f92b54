// Tables as the building of DDL has to know them: any relation, whether it takes part in relationships or not.
#pragma once

#include <string>
#include <vector>

#include "../connection.hpp"
#include "core/build/table_description.hpp"

namespace relmeta::client {

/// In the order given, in the transaction that is open, with search_path empty. Throws UserError 42P01 where there is none of an
/// OID.
std::vector<TableDescription> describe(Connection &connection, const std::vector<TableId> &tables);

/// For each name, whether the schema has a relation called so.
Taken taken_in(Connection &connection, const std::string &schema);

/// The relation of that name in that schema; 0 where there is none.
TableId relation_in(Connection &connection, const std::string &schema, const std::string &name);

}  // namespace relmeta::client
