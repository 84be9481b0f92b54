// What pg_catalog says, read in one transaction that sees one state of it and writes nothing, and what core derives from that.
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

/// What a command wants to know beside tables, columns, foreign keys and unique indexes.
struct Wanted {
    bool plain_indexes = false;  ///< those that are not unique too, and what each is good for
    bool type_names = false;     ///< of every column's type
    bool comments = false;
    bool extensions = false;  ///< as --include-extensions says
};

/// What holds of the session while the catalog is read.
struct Session {
    std::string search_path;  ///< the user's
    bool in_recovery = false;
    bool read_only = false;
    bool include_extensions = false;
    bool has_citus = false;  ///< with its own test for shards
};

struct Catalog {
    explicit Catalog(const Words &words) : facts(words) {}  ///< the words outlive it

    Facts facts;
    Session session;
    Types types;
    std::unordered_map<TableId, std::string> session_names;  ///< of the tables, as a cast to regclass prints them
    std::vector<TableId> by_name;                            ///< the tables in the order of these names
    std::map<TableId, std::string> extensions;               ///< of the relations that belong to one
    std::map<TypeKey, std::string> type_names;
    std::map<TypeId, TypeId> base_types;  ///< of domains
    std::map<std::pair<TableId, std::string>, std::string> comments;

    // Derived.
    std::vector<Relationship> relationships;
    std::vector<Bridge> bridges;
};

/// Reads everything, a fixed number of queries whatever the number of tables, in a transaction that is open. The first of its
/// reads: it ends with an empty search_path. Of what extensions own is told which; what is left out is marked.
Catalog read_catalog(Connection &connection, const Words &words, const Wanted &wanted);

/// Derives relationships and bridges, with what is said of them.
void derive(const UserInput &said, Catalog &catalog);

}  // namespace relmeta::client
