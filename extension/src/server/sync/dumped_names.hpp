// Restores names from a dump. pg_dump writes them from relmeta.relationship as rows of relmeta.dumped_name, and a restore loads
// them before foreign keys exist. They become name records, which reserve names for their relationships.
#pragma once

#include <vector>

#include "server/catalog/store.hpp"

namespace relmeta::server {

/// Converts loaded names to name records, and replaces records of the same relationships. Returns the holders of relationships
/// that must get or give up a name. The caller must have locked the catalog.
std::vector<Oid> take_dumped_names();

}  // namespace relmeta::server
