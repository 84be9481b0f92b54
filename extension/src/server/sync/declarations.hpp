// Stores the user's declarations and updates the catalog immediately. Callers check privileges.
#pragma once

#include "server/catalog/derivation.hpp"

namespace relmeta::server {

/// Throws UserError 42501 unless the current role owns the table, like COMMENT.
void require_owner(Oid table);

/// Raises PostgreSQL's 42501 unless the current role has the REFERENCES privilege on the table, as required for a foreign key.
void require_references(Oid table);

/// Throws UserError 25006 during recovery.
void require_writable(const char *function);

/// Replaces the bridge declaration of a table, by the user or by add_bridge, and derives the table again.
void record_bridge(Oid bridge, const BridgeDeclaration &declaration);

/// Removes the bridge declaration of a table.
void forget_bridge(Oid bridge);

/// Records a relationship without a foreign key. Replaces a declaration of the same columns.
void record_relationship(const DeclaredRelationship &declared);

/// Records that columns do not reference a table. Replaces the same rejection.
void record_rejection(const RejectedRelationship &rejected);

/// The relationship with that name. Throws UserError 42704, with existing names as a hint.
Relationship relationship_named(Oid source, const std::string &name);

/// Records `new_name` as the user's choice, and renames the relationship.
void record_name(const Relationship &relationship, const std::string &new_name);

/// Removes the chosen name of a relationship, or its declaration if it is declared. If another role owns the declaring table,
/// keeps the declaration and resets only the name on this table.
void forget_relationship(const Relationship &relationship);

/// Whether the user declared the relationship or chose its name.
bool is_said(const Relationship &relationship);

/// Renames the relationship like a new one. Returns whether the name changed.
bool name_again(const Relationship &relationship);

/// Whether the current role owns the table, directly or by membership.
bool is_owner(Oid table);

/// Removes declarations and chosen names of a table's relationships that do not exist now, because a column or key was dropped or
/// a foreign key has replaced the declaration. Also removes rejections.
void forget_waiting(Oid source);

}  // namespace relmeta::server
