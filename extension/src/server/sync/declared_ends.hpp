#pragma once

#include "server/catalog/derivation.hpp"

namespace relmeta::server {

/// Where a declared bridge names a key that is gone as an end, and another key states the same link, the declaration passes to
/// it, in `facts` and in its row. What was stored of the tables tells what the key that is gone was about.
void pass_on_ends(Facts &facts, const StoredCatalog &stored);

}  // namespace relmeta::server
