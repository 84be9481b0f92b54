// Accessors: SQL functions that return the rows to which a relationship leads from a row of its source, as in
// users(account) RETURNS SETOF "user". PostgREST embeds them as computed relationships, pg_graphql shows them as fields.
//
// PostgreSQL inlines a call in FROM, so that it costs what the join costs. For that, the function must be one SELECT, STABLE,
// neither STRICT nor SECURITY DEFINER, and without SET. The body is text: a parsed body (BEGIN ATOMIC) would prevent changes of
// the columns that it uses.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/model/condition.hpp"
#include "core/model/equality.hpp"
#include "core/model/relationship.hpp"

namespace relmeta {

/// The start of every body.
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

/// The DDL of the accessors of these relationships, sorted by source name and relationship name. `hides` returns whether an
/// accessor with that name would hide a function; then there is only a comment.
std::string accessors_ddl(const std::vector<Relationship> &relationships, const Facts &facts, const Equality &equality,
                          const ConstantWriter &constant, const std::string &schema,
                          const std::function<bool(const std::string &)> &hides);

/// The message for a name that an accessor cannot have, because it would hide a function of pg_catalog from calls with a row.
std::string shadows_function(const std::string &signature, const std::string &name);

}  // namespace relmeta
