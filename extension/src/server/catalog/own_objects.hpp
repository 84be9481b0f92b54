// Protects relmeta's tables, functions and schema, which refer to each other by name. Only its own scripts can rename, move or
// alter them. PostgreSQL prevents dropping members of an extension, but not other changes.
#pragma once

#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Whether a command of this kind would break relmeta if it affects one of its objects.
bool can_break(Node *statement);

/// Throws UserError 0A000 if the object belongs to relmeta, or is an index or trigger of one of its tables. Also works for an
/// object that has just been dropped.
void refuse_if_own(Oid catalog, Oid object);

}  // namespace relmeta::server
