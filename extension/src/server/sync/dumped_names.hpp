// Names that come with a dump. pg_dump writes them from relmeta.relationship, as rows of relmeta.dumped_name; a restore loads
// them there before there are keys. From then on each is on record, kept for its relationship.
#pragma once

#include <vector>

#include "server/catalog/store.hpp"

namespace relmeta::server {

/// Puts what was loaded on record, in place of what was on record of the same relationships. Returns the tables that hold a
/// relationship which is to have another name now, or to give it up. Nobody else may change the catalog meanwhile.
std::vector<Oid> take_dumped_names();

}  // namespace relmeta::server
