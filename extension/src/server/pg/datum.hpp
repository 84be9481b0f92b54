// Converts between C++ values and Datums. Datums are palloc'ed in the current memory context.
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
/// The elements of a text[]. Throws UserError 22004 for a null element.
std::vector<std::string> texts_from(Datum texts);

/// "schema.table" for messages, quoted if needed; the OID if the table does not exist.
std::string table_text(Oid table);

bool exists(Oid relation);

/// Whether this transaction created the table, so that other transactions cannot see it.
bool is_new(Oid table);

/// The unqualified name of a relation; empty if it does not exist.
std::string relation_name(Oid relation);

/// The error for a relation that relmeta does not track: 42809, or 42P01 if it does not exist.
UserError takes_no_part(Oid relation);

}  // namespace relmeta::server
