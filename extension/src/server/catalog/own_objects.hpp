// relmeta's own tables, functions and schema, which find each other by name: no command but its own scripts may rename, move or
// reshape them. PostgreSQL itself lets nobody drop what belongs to an extension, and everything else happen.
#pragma once

#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Whether a command of this kind would break relmeta where it is about one of its objects.
bool can_break(Node *statement);

/// Throws UserError 0A000 where the object, by its address, belongs to relmeta, or is an index or a trigger of a table that does;
/// also where it has just been dropped.
void refuse_if_own(Oid catalog, Oid object);

}  // namespace relmeta::server
