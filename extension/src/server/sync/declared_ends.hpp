#pragma once

#include "server/catalog/derivation.hpp"

namespace relmeta::server {

/// Where a declared bridge names a key or a declared relationship that is gone as an end, and another states the same link, the
/// declaration passes to it, in `facts` and in its row. What was stored of the tables tells what the one that is gone was about.
void pass_on_ends(Facts &facts, const StoredCatalog &stored);

/// Has a declared bridge call one of its ends by another name.
void rename_end(TableId bridge, const std::string &from, const std::string &to);

}  // namespace relmeta::server
