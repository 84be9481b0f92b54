// Keeps declarations about dropped views until the end of the transaction, because migrations drop and recreate a view to change
// its columns.
#pragma once

#include <set>

#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Keeps the declarations about a relation that was just dropped, if it was a view.
void keep_declarations_of(Oid dropped);

/// Restores the kept declarations if this view has the schema, name and owner of a view that this transaction dropped. Adds the
/// declaring tables to `tables`.
void declare_again(Oid created, std::set<Oid> &tables);

}  // namespace relmeta::server
