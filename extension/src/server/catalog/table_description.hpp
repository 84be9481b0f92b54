// Describes tables for the building of DDL.
#pragma once

#include <string>

#include "core/build/table_description.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Describes the relation as it is now; it is not kept locked. Throws UserError 42P01 where there is none of that OID.
TableDescription describe(Oid table);

/// The type as SQL text, with its modifier (-1: none): those of pg_catalog plain where search_path finds them, others qualified.
std::string type_text(Oid type, std::int32_t modifier);

/// The relation of that name in that schema; InvalidOid where there is none.
Oid relation_in(const std::string &schema, const std::string &name);

/// For each name, whether the schema has a relation called so.
Taken taken_in(const std::string &schema);

}  // namespace relmeta::server
