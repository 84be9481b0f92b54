// What the user declares, written to its tables and followed by the catalog at once. Who may declare is checked by the callers.
#pragma once

#include "server/catalog/derivation.hpp"

namespace relmeta::server {

/// Throws UserError 42501 unless the current role owns the table, as COMMENT does.
void require_owner(Oid table);

/// Raises PostgreSQL's 42501 unless the current role has the privilege REFERENCES on the table, which a foreign key to it would
/// take.
void require_references(Oid table);

/// Throws UserError 25006 in recovery, where nothing can be written.
void require_writable(const char *function);

/// Records what the user, or add_bridge, says of a table, and derives it again. Nothing said before remains.
void record_bridge(Oid bridge, const BridgeDeclaration &declaration);

/// Takes back what was said of a table as a bridge.
void forget_bridge(Oid bridge);

/// Records a relationship without a foreign key, in place of one of the same columns.
void record_relationship(const DeclaredRelationship &declared);

/// Records that columns do not refer to a table, in place of the same said before.
void record_rejection(const RejectedRelationship &rejected);

/// The relationship of that name; throws UserError 42704, with the names there are as a hint.
Relationship relationship_named(Oid source, const std::string &name);

/// Has the relationship called `new_name`, by the user's choice.
void record_name(const Relationship &relationship, const std::string &new_name);

/// Takes back what the user said of one relationship: its name, or all of it where it was declared. The declaration of another
/// role's table stays, and only the name that the relationship has on this table is taken back.
void forget_relationship(const Relationship &relationship);

/// Whether the user said anything of the relationship: declared it, or chose its name.
bool is_said(const Relationship &relationship);

/// Has the relationship named as a new one would be. Whether that is another name.
bool name_again(const Relationship &relationship);

/// Whether the current role may speak for the owner of the table.
bool is_owner(Oid table);

/// Removes what was said about a table's relationships that are not there now: declared with a column that has gone or before a
/// key came to say the same, or named before their key was dropped. So with what was rejected.
void forget_waiting(Oid source);

}  // namespace relmeta::server
