// Accessors in pg_proc. A function is an accessor if it depends on the extension (ALTER FUNCTION ... DEPENDS ON EXTENSION
// relmeta) and has the form of one, because users can make other functions depend on the extension. PostgreSQL removes the
// dependency if a user replaces the function, and pg_dump keeps it.
//
// Accessors are changed directly in pg_proc, without the privileges of their owners, like relmeta's own rows.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/query/accessor.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

/// A function that takes a row.
struct RowFunction {
    Oid id;
    Oid schema;
};

bool is_accessor(Oid function);

/// The functions with this name that take a row of this type.
std::vector<RowFunction> functions_named(const std::string &name, Oid row_type);

/// Whether a function of pg_catalog with this name accepts any row, so that an accessor would hide it.
bool hides_function(const std::string &name);

/// The source of an accessor; InvalidOid if the function takes no row.
Oid source_of_accessor(Oid function);

/// The function of an accessor.
struct AccessorFunction {
    Oid id;
    std::string name;
};

std::map<Oid, std::vector<AccessorFunction>> accessors_from(const std::set<Oid> &sources);

/// The accessors that take a row of a table that does not exist. DROP TABLE misses those that another transaction is adding,
/// unless the server locks the types of arguments.
std::vector<AccessorFunction> accessors_of_no_table();

/// How a function compares with an accessor: `outdated` if update_accessor() can make them equal, `other` if nothing can.
enum class State { same, outdated, other };
/// `row_type` is that of the target.
State state_of(Oid function, const Accessor &accessor, Oid row_type);

/// Marks a function as an accessor. Its dependencies on its tables and its schema become automatic.
void mark_accessor(Oid function);

/// Whether its dependencies would make DROP TABLE or DROP SCHEMA fail, like those of a restored function.
bool blocks_drops(Oid function);
/// Makes these dependencies automatic, so that the function is dropped instead.
void stop_blocking_drops(Oid function);

/// Changes the accessor in place, so that its privileges and the views that use it are kept.
void update_accessor(Oid function, const Accessor &accessor, Oid row_type);

/// Raises PostgreSQL's 2BP01 if another object depends on it.
void drop_accessor(Oid function, const std::string &name);

}  // namespace relmeta::server
