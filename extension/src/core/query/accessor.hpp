// Accessors: SQL functions that return the rows to which a relationship leads from a row of its source, as in
// users(account) RETURNS SETOF "user". PostgREST embeds them as computed relationships, pg_graphql shows them as fields.
//
// PostgreSQL replaces a call in FROM by the function's query, so that it costs what the join costs. For that, the function must
// be one SELECT, STABLE, neither STRICT nor SECURITY DEFINER, and without SET. The body is text: a body that PostgreSQL has
// parsed would prevent changes of the columns that it uses.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/model/condition.hpp"
#include "core/model/equality.hpp"
#include "core/model/relationship.hpp"

namespace relmeta {

/// How every body starts.
constexpr char accessor_start[] = "SELECT t.* FROM ";

struct Accessor {
    TableId source = 0;
    TableId target = 0;
    std::string schema;  ///< of the function
    std::string name;
    std::string body;  ///< every name is qualified
    bool one_row = false;
};

/// The accessor of a relationship. `schema` is empty for the schema of the source. `facts` must contain the tables of the
/// relationship; throws Stale if they do not have its columns.
Accessor accessor_of(const Relationship &relationship, const Facts &facts, const Equality &equality,
                     const ConstantWriter &constant, const std::string &schema);

/// schema.name(schema.source)
std::string signature(const Accessor &accessor, const Facts &facts);

enum class Returns { rows, row };

/// CREATE FUNCTION schema.name(schema.source) ...; which returns SETOF the target, or one row of it.
std::string create_accessor(const Accessor &accessor, const Facts &facts, Returns returns = Returns::rows);

/// The DDL of the accessors of these relationships, sorted by the name of the source and their own. `hides` tells whether an
/// accessor of that name would hide a function; a comment names it instead.
std::string accessors_ddl(const std::vector<Relationship> &relationships, const Facts &facts, const Equality &equality,
                          const ConstantWriter &constant, const std::string &schema,
                          const std::function<bool(const std::string &)> &hides);

/// The message for a name that no accessor has, because a call with a row would otherwise find a function of pg_catalog.
std::string shadows_function(const std::string &signature, const std::string &name);

}  // namespace relmeta
