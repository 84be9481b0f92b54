// C++ values as Datums and back. What is made here is palloc'ed in the current memory context.
#pragma once

#include <string>
#include <vector>

#include "core/text/error.hpp"
#include "server/pg/guard.hpp"

namespace relmeta::server {

Datum to_text(const std::string &text);
/// A name: at most 63 bytes, zero-padded.
Datum to_name(const std::string &text);
/// name[]
Datum to_names(const std::vector<std::string> &texts);
/// oid[] or regclass[], by element type
Datum to_oids(const std::vector<Oid> &oids, Oid element_type);

std::string text_from(Datum text);
std::string name_from(Datum name);
std::vector<std::string> names_from(Datum names);
/// The elements of a text[]; a null among them is an error (22004).
std::vector<std::string> texts_from(Datum texts);

/// "schema.table", quoted where it must be, for messages; the OID where there is no such table.
std::string table_text(Oid table);

/// Whether there is a relation of that OID.
bool exists(Oid relation);

/// The name of a relation without its schema; empty where there is none.
std::string relation_name(Oid relation);

/// The error for a relation that relmeta does not look at: 42809, or 42P01 where there is no such relation.
UserError takes_no_part(Oid relation);

}  // namespace relmeta::server
