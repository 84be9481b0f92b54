// What the programs that read relationships from pg_catalog make of a database by their own rules, as far as it differs from the
// catalog: relationships that they miss, name or count otherwise, and links that they invent.
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
    missing,     ///< not there
    invented,    ///< a link that is no relationship
    wrong_kind,  ///< a list for at most one row, or one row where there may be several
    collides,    ///< its name is taken, so that it or the other one disappears
    ambiguous,   ///< cannot be asked for without a hint
    renamed,     ///< there, under another name
};

const char *to_string(Misreading misreading);

struct Verdict {
    Consumer consumer = Consumer::postgrest;
    TableId source = 0;
    std::string relationship;  ///< empty if it is invented
    Misreading misreading = Misreading::missing;
    std::string reason;  ///< a clause
    std::string fix;     ///< a statement that mends it: SQL, or a call of Hasura's metadata API; empty if there is none
};

/// A function whose only argument is a row of a table, and which returns rows of one: some consumers take it for a relationship.
struct ComputedRelationship {
    TableId source = 0;
    TableId target = 0;
    std::string schema;
    std::string name;
};

/// What consumers look at beside tables.
struct Surroundings {
    std::vector<ComputedRelationship> functions;
    Equality equality = plain_equality;
    ConstantWriter constant = plain_constant;
};

/// The verdicts on the relationships that an export of the same input contains, by consumer, then in the order of the export. The
/// facts must contain non-unique indexes. Throws UserError 22023 if there is no consumer `target`.
std::vector<Verdict> consumers(const ExportInput &input, const Surroundings &surroundings,
                               const std::optional<std::string> &target);

}  // namespace relmeta
