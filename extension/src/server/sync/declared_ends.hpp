#pragma once

#include "server/catalog/derivation.hpp"

namespace relmeta::server {

/// If the foreign key or declared relationship of a declared bridge's end was dropped or renamed, and another has the same link,
/// replaces the end with that one, in `facts` and in the declaration. The stored relationships have the columns of the old end.
void pass_on_ends(Facts &facts, const StoredCatalog &stored);

/// Renames an end in the declaration of a bridge.
void rename_end(TableId bridge, const std::string &from, const std::string &to);

}  // namespace relmeta::server
