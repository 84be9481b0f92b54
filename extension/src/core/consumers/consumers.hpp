// Reports where programs that derive relationships from pg_catalog by their own rules disagree with relmeta's catalog:
// relationships that they miss, name differently or give another cardinality, and links that they invent.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/consumers/rules.hpp"
#include "core/export/exporter.hpp"
#include "core/model/condition.hpp"
#include "core/model/equality.hpp"

namespace relmeta {

enum class Misreading {
    missing,     ///< the consumer does not have it
    invented,    ///< a link that is not a relationship
    wrong_kind,  ///< a list for at most one row, or one row where there may be several
    collides,    ///< its name is taken, so one of the two disappears
    ambiguous,   ///< cannot be requested without a hint
    renamed,     ///< the consumer has it under another name
};

const char *to_string(Misreading misreading);

struct Verdict {
    Consumer consumer = Consumer::postgrest;
    TableId source = 0;
    std::string relationship;  ///< empty for an invented link
    Misreading misreading = Misreading::missing;
    std::string reason;  ///< a clause
    std::string fix;     ///< the statement that fixes it: SQL, or a call of Hasura's metadata API; may be empty
};

/// A function from a row of one table to rows of another, which some consumers treat as a relationship.
struct ComputedRelationship {
    TableId source = 0;
    TableId target = 0;
    std::string schema;
    std::string name;
};

/// Properties of the database, other than tables, that consumers read.
struct Surroundings {
    std::vector<ComputedRelationship> functions;
    Equality equality = plain_equality;
    ConstantWriter constant = plain_constant;
};

/// The verdicts on the relationships that an export of the same input contains, by consumer, then in the order of the export. The
/// facts must contain non-unique indexes. Throws UserError 22023 if `target` is not a consumer.
std::vector<Verdict> consumers(const ExportInput &input, const Surroundings &surroundings,
                               const std::optional<std::string> &target);

}  // namespace relmeta
