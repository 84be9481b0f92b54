// The conditions of relationships, which are stored with their declarations.
#pragma once

#include <vector>

#include "core/model/condition.hpp"
#include "server/catalog/store.hpp"

namespace relmeta::server {

/// Completes relationships that were read from relmeta.relationship with their conditions. `declared` holds the declarations of
/// their holders, and may hold others. One whose declaration is not known stays as it is.
void add_conditions(std::vector<Stored<Relationship>> &relationships, const std::vector<DeclaredRelationship> &declared);

/// What is declared of the table's relationships.
std::vector<DeclaredRelationship> declarations_of(Oid source);

/// Completes one relationship. Throws Stale if its declaration is not known: without its condition it would link other rows.
void add_condition(Relationship &relationship);

/// A constant as ConstantWriter says: as it is for types of PostgreSQL's own, with its type for enumerated types.
std::string constant_of_type(const std::string &literal, TypeId type);

/// Tests constants as PostgreSQL would in a query. Reads the labels of enumerated types with this snapshot; null means a fresh one.
ConstantTest constants_as_of(Snapshot snapshot);

}  // namespace relmeta::server
