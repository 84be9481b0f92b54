// Applies renames to declarations, which refer to columns, constraints, schemas and labels of enumerated types by name.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "server/pg/compat.hpp"

namespace relmeta::server {

/// A column of these tables. A declaration that another transaction is changing loses its effect, as if the column had been
/// dropped.
void rename_columns(const std::string &from, const std::string &to, const std::set<Oid> &tables);

/// A constraint of these tables, which may be the end of a bridge.
void rename_ends(const std::string &from, const std::string &to, const std::set<Oid> &tables);

/// A schema, which may hold accessors.
void rename_schema(const std::string &from, const std::string &to);

/// A label of an enumerated type. Issues a WARNING for tables whose declarations another transaction is changing.
void rename_label(Oid type, const std::string &from, const std::string &to);

/// The tables, in order, that declare a relationship whose condition compares a column of the type, even if that transaction has
/// not committed.
std::vector<Oid> tables_comparing(Oid type);

}  // namespace relmeta::server
