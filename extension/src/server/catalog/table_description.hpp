// Describes tables for DDL generation.
#pragma once

#include <string>

#include "core/build/table_description.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Describes the current state of the relation, and releases its lock. Throws UserError 42P01 if it does not exist.
TableDescription describe(Oid table);

/// The type as SQL text, with its modifier (-1: none). Types of pg_catalog are unqualified if search_path finds them.
std::string type_text(Oid type, std::int32_t modifier);

/// The relation with that name in that schema; InvalidOid if there is none.
Oid relation_in(const std::string &schema, const std::string &name);

/// Returns a function that tests whether the schema has a relation with a name.
Taken taken_in(const std::string &schema);

/// The qualified name of a collation. Throws UserError if it does not exist.
std::string collation_text(CollationId collation);

}  // namespace relmeta::server
