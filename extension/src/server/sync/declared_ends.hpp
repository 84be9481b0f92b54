#pragma once

#include "server/catalog/derivation.hpp"

namespace relmeta::server {

/// If a declared bridge has an end whose key was dropped, but another key has the same link, replaces the end by that key, in
/// `facts` and in the declaration. The stored relationships show the columns of the dropped key.
void pass_on_ends(Facts &facts, const StoredCatalog &stored);

}  // namespace relmeta::server
