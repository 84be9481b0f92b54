// The conditions of relationships, which are stored with their declarations.
#pragma once

#include <vector>

#include "core/model/condition.hpp"
#include "server/catalog/store.hpp"

namespace relmeta::server {

/// Adds the conditions to relationships that were read from relmeta.relationship. `declared` must contain the declarations of
/// their holders, and may contain others. A relationship without a known declaration is not changed.
void add_conditions(std::vector<Stored<Relationship>> &relationships, const std::vector<DeclaredRelationship> &declared);

/// The declarations for the table's relationships.
std::vector<DeclaredRelationship> declarations_of(Oid source);

/// Adds the condition to one relationship. Throws Stale if its declaration is not found: without it, other rows would be linked.
void add_condition(Relationship &relationship);

/// A ConstantWriter: the literal itself for built-in types, and with its type for enumerated types.
std::string constant_of_type(const std::string &literal, TypeId type);

/// Tests constants as PostgreSQL does in a query. Reads the labels of enumerated types with this snapshot, or a new one if null.
ConstantTest constants_as_of(Snapshot snapshot);

}  // namespace relmeta::server
