// What users say of tables and relationships, beside what the catalog holds.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

/// A name that the user chose, or that a dump has brought and a relationship is still to have.
struct NameRecord {
    TableId source = 0;
    TableId holder = 0;
    std::string constraint;
    std::string far_constraint;  ///< empty: not through a bridge
    bool reverse = false;
    std::string name;
    bool chosen = false;
};

/// A relationship without a foreign key; columns are held by name, so that they can be restored before anything else.
struct DeclaredRelationship {
    TableId source = 0;
    ColumnNames source_columns;
    TableId target = 0;
    ColumnNames target_columns;
    std::string kind;          ///< empty: proved
    std::string name;          ///< empty: chosen by relmeta
    std::string inverse_name;  ///< empty: chosen by relmeta
    bool inverse_yields = false;
};

/// All of it. Of what speaks of the same the last holds.
struct Declarations {
    std::vector<std::pair<TableId, BridgeDeclaration>> bridges;
    std::vector<DeclaredRelationship> relationships;
    std::vector<NameRecord> names;
};

/// Has the source hold the declaration. Columns that are no longer there leave it without effect, until they come back or it is
/// forgotten; so does another declaration of the same.
void declare(const DeclaredRelationship &declared, Table &source, const Facts &facts);

/// Whether it is the declaration that made a relationship, read from either side.
bool is_declaration_of(const DeclaredRelationship &declared, const Relationship &relationship);

}  // namespace relmeta
