// The facts in pg_catalog, read in one transaction with one snapshot, and the relationships that core derives from them.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../connection.hpp"
#include "../source.hpp"
#include "core/derive/named.hpp"
#include "types.hpp"

namespace relmeta::client {

/// Facts that a command needs in addition to tables, columns, foreign keys and unique indexes.
struct Wanted {
    bool plain_indexes = false;  ///< non-unique indexes too, and the use of each
    bool type_names = false;     ///< of every column's type
    bool comments = false;
    bool extensions = false;  ///< as set by --include-extensions
    bool no_views = false;    ///< as set by --exclude-views
};

/// The state of the session while the catalog is read.
struct Session {
    std::string search_path;  ///< the user's
    bool in_recovery = false;
    bool read_only = false;
    bool include_extensions = false;
    bool exclude_views = false;
    bool has_citus = false;  ///< Citus is installed, so its function detects shards
};

struct Catalog {
    explicit Catalog(const Words &words) : facts(words) {}  ///< the words must outlive it

    Facts facts;
    Session session;
    Types types;
    std::unordered_map<TableId, std::string> session_names;  ///< table names as a cast to regclass prints them
    std::vector<TableId> by_name;                            ///< the tables in the order of these names
    std::map<TableId, std::string> extensions;               ///< of the relations that belong to an extension
    std::map<TypeKey, std::string> type_names;
    std::map<TypeId, TypeId> base_types;  ///< of domains
    std::map<std::pair<TableId, std::string>, std::string> comments;  ///< as in ExportInput
    std::map<std::pair<TableId, ColumnNumber>, std::string> column_comments;
    std::map<TypeId, std::vector<std::string>> enum_labels;

    // Derived.
    std::vector<Relationship> relationships;
    std::vector<Bridge> bridges;

    std::vector<RejectedRelationship> rejections;  ///< of the user's declarations
};

/// Reads everything in the open transaction, with a fixed number of queries regardless of the number of tables. Must be the
/// transaction's first read: it empties search_path. Records the extensions that own relations, and marks excluded tables.
Catalog read_catalog(Connection &connection, const Words &words, const Wanted &wanted);

/// Derives relationships and bridges, using the declarations.
void derive(Connection &connection, const UserInput &input, Catalog &catalog);

}  // namespace relmeta::client
