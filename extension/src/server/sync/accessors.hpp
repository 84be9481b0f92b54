// Keeps accessors, the functions that add_accessors creates, up to date. Their bodies are rewritten and they are dropped
// whichever role runs the command. They are created with the privileges of the current role, which must own the source, because
// the function belongs to it.
#pragma once

#include <string>
#include <vector>

#include "core/model/relationship.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Whether any table has accessors.
bool have_accessors();

/// Notes that the accessor with this name may have to change. Does nothing if no table has accessors.
void accessor_may_change(Oid source, const std::string &name);

/// The same for every accessor whose body names the table or that belongs to one of its foreign keys.
void accessors_of_may_change(Oid table);

/// The same for every accessor whose body may name a type.
void accessors_under_conditions_may_change();

/// The same for every accessor of the source.
void accessors_from_may_change(Oid source);

/// If the function is an accessor, the same for every accessor of its source.
void accessor_was_altered(Oid function);

/// Updates the accessors that may have to change. If that fails, issues a WARNING and marks their sources as stale. Does the same
/// for each accessor that the current role is not allowed to create, or that another object depends on.
void follow_accessors();

/// Updates all accessors.
void follow_all_accessors();

/// Until commit, locks the tables that the accessors of these sources use, so that no other transaction changes them. Marks a
/// source as stale if a transaction of another role is changing them. Throws UserError 55P03 like lock_holders().
void lock_accessors(const std::vector<Oid> &sources);

/// Creates the accessors of these sources in every schema that accessor_source lists for them. Issues a WARNING for each name
/// that another function has. Returns the functions. Throws if one cannot be created.
std::vector<Oid> make_accessors(const std::vector<Oid> &sources);

/// Drops all accessors of the sources and returns their number. Throws if another object depends on one.
std::int64_t remove_accessors(const std::vector<Oid> &sources);

struct AccessorDifference {
    Oid source;
    std::string name;
    std::string detail;
};

/// The accessors that are missing, out of date or left over.
std::vector<AccessorDifference> accessor_differences();

}  // namespace relmeta::server
