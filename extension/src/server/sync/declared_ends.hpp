#pragma once

#include "server/catalog/derivation.hpp"

namespace relmeta::server {

/// If a declared bridge has an end whose key or declared relationship was dropped or renamed, but another has the same link,
/// replaces the end by that one, in `facts` and in the declaration. The stored relationships show the columns of the old end.
void pass_on_ends(Facts &facts, const StoredCatalog &stored);

/// Renames an end in the declaration of a bridge.
void rename_end(TableId bridge, const std::string &from, const std::string &to);

}  // namespace relmeta::server
