// The whole catalog, for core's lint and exports.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta::server {

struct WholeCatalog {
    Facts facts;
    std::vector<Relationship> relationships;  ///< derived from these facts, with their stored names
    std::vector<Bridge> bridges;
    std::map<TypeKey, std::string> type_names;  ///< of every column
    std::map<TypeId, TypeId> base_types;        ///< of the domains of all columns
};

/// Reads everything with one snapshot, including non-unique indexes.
WholeCatalog read_whole_catalog();

/// The tables that each table inherits from, without partitions.
std::map<TableId, std::vector<TableId>> read_parents(const Facts &facts);

}  // namespace relmeta::server
