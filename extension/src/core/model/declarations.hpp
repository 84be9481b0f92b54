// The user's declarations about tables and relationships.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/model/condition.hpp"
#include "core/model/relationship.hpp"

namespace relmeta {

/// A name that the user chose, or one restored from a dump for a relationship that does not have it yet.
struct NameRecord {
    TableId source = 0;
    TableId holder = 0;
    std::string constraint;
    std::string far_constraint;  ///< empty: not through a bridge
    bool reverse = false;
    std::string name;
    bool chosen = false;
};

/// A relationship without a foreign key. Columns are stored by name, so that a restore can load the declaration first.
struct DeclaredRelationship {
    TableId source = 0;
    ColumnNames source_columns;
    TableId target = 0;
    ColumnNames target_columns;
    std::string kind;          ///< empty: derived from unique indexes
    std::string name;          ///< empty: chosen by relmeta
    std::string inverse_name;  ///< empty: chosen by relmeta
    bool inverse_yields = false;
    std::string condition;  ///< on a row of the source, as Condition::text(); empty: none
};

/// Columns that do not reference a table, although they seem to.
struct RejectedRelationship {
    TableId source = 0;
    ColumnNames source_columns;
    TableId target = 0;  ///< 0: any
};

/// All declarations. If several concern the same object, the last one wins.
struct Declarations {
    std::vector<std::pair<TableId, BridgeDeclaration>> bridges;
    std::vector<DeclaredRelationship> relationships;
    std::vector<NameRecord> names;
    std::vector<RejectedRelationship> rejections;
};

/// Adds the declaration to its source table. It has no effect while one of its columns is missing (including those of its
/// condition), while a constant of the condition fails the test, or if the source already has a declaration of the same columns,
/// target and condition.
void declare(const DeclaredRelationship &declared, Table &source, const Facts &facts, const ConstantTest &test);

/// The kind from the declaring table to the target: as declared, or proved by the unique indexes of both. With a condition, an
/// index over the columns and those that the condition fixes is proof, even if it covers only the rows that meet the condition.
Kind kind_of(const RelationshipDeclaration &declaration, const Table &source, const Table &target);

/// Throws UserError 22023 for many_to_many between columns that unique indexes make one_to_one.
void require_possible(const RelationshipDeclaration &declaration, const Table &source, const Table &target);

/// The index that proves that no two rows that meet the condition share a value of `columns`, or nullptr.
const Index *proof_of_uniqueness(const Table &table, const ColumnNumbers &columns, const std::string &condition);

/// Whether both declare the same link under the same condition.
bool same_declaration(const DeclaredRelationship &a, const DeclaredRelationship &b);

/// Whether the relationship comes from the declaration, in either direction.
bool is_declaration_of(const DeclaredRelationship &declared, const Relationship &relationship);

}  // namespace relmeta
