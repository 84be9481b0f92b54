// The whole catalog at once, as core's lint and exports look at it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta::server {

struct WholeCatalog {
    Facts facts;
    std::vector<Relationship> relationships;  ///< derived from these facts, with the names they are stored under
    std::vector<Bridge> bridges;
    std::map<TypeKey, std::string> type_names;  ///< of every column
    std::map<TypeId, TypeId> base_types;        ///< of every column's domain
};

/// Reads everything as one snapshot sees it, plain indexes too.
WholeCatalog read_whole_catalog();

}  // namespace relmeta::server
