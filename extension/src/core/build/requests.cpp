#include "core/build/requests.hpp"

#include <algorithm>

#include "core/text/error.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// Whether the declaration allows these ends.
bool agrees(const BridgeDeclaration &declaration, ColumnNames constraints) {
    ColumnNames ends = declaration.ends;
    std::sort(ends.begin(), ends.end());
    std::sort(constraints.begin(), constraints.end());
    return ends.empty() || ends == constraints;
}

[[noreturn]] void refuse_existing(const BridgeRequest &request) {
    const std::string relation = "relation " + in_quotes(request.plan.name);
    if (request.existing) {
        throw UserError(sqlstate::duplicate_table, relation + " already exists",
                        "It is the requested bridge. Use if_not_exists => true to accept it.");
    }
    if (!request.if_not_exists) {
        throw UserError(sqlstate::duplicate_table, relation + " already exists",
                        "Give the bridge another name, as in bridge => 'membership'.");
    }
    const std::string ends = join(request.plan.ends, ", ",
                                  [](const PlannedEnd &end) { return in_quotes(end.role.empty() ? end.target.name : end.role); });
    throw UserError(sqlstate::duplicate_table, relation + " already exists and is not the requested bridge",
                    "Give the bridge another name, or declare the existing table with relmeta.declare_bridge.",
                    "The bridge needs one foreign key for each of: " + ends + ".");
}

}  // namespace

std::optional<ExistingBridge> as_bridge(const Table &table, const BridgePlan &plan, const Words &words) {
    std::optional<ColumnNames> constraints = ends_in(table, plan, words);
    if (!constraints || !agrees(table.bridge, *constraints)) {
        return std::nullopt;
    }
    return ExistingBridge{table.id, std::move(*constraints), table.bridge};
}

void find_existing(BridgeRequest &request, const std::function<Namesake(const BridgePlan &)> &find) {
    const std::string name = request.plan.name;
    for (int number = 2;; ++number) {
        Namesake namesake = find(request.plan);
        if (!namesake.is_there) {
            return;
        }
        request.existing = std::move(namesake.bridge);
        if (request.existing && request.if_not_exists) {
            return;
        }
        if (request.existing || !request.plan.name_is_cut) {
            refuse_existing(request);
        }
        request.plan.name = object_name({name}, std::to_string(number));
    }
}

std::string bridge_hint(const BridgePlan &plan, const std::string &sqlstate) {
    if (sqlstate == sqlstate::insufficient_privilege) {
        return "Creating a bridge requires CREATE on schema " + in_quotes(plan.schema) +
               " and REFERENCES on every table it connects.";
    }
    if (sqlstate == sqlstate::unique_violation) {
        return "Another transaction just created relation " + in_quotes(plan.name) + ". Try again.";
    }
    return {};
}

UserError rejected_bridge(const std::string &name, const std::string &table) {
    return UserError(sqlstate::object_not_in_prerequisite_state, "table " + in_quotes(name) + " has been rejected as a bridge",
                     "To undo that, use relmeta.forget(" + quote_literal(table) + ").");
}

UserError changed_while_made(const std::string &bridge) {
    return UserError(sqlstate::object_not_in_prerequisite_state,
                     "table " + in_quotes(bridge) + " was changed while it was being created",
                     "Check for an event trigger that alters new tables.");
}

UserError not_a_bridge(const std::string &table, const std::string &reason) {
    return UserError(sqlstate::wrong_object_type, in_quotes(table) + " is not a bridge",
                     "To declare it a bridge, use relmeta.declare_bridge. To drop any other table, use DROP TABLE.",
                     reason.empty() ? std::string() : "Reason: " + reason + ".");
}

UserError holds_rows(const std::string &bridge) {
    return UserError(sqlstate::object_not_in_prerequisite_state, "bridge " + in_quotes(bridge) + " contains rows",
                     "Use force => true to drop it with its rows.");
}

void require_new(const ReferenceRequest &request) {
    if (!request.plan.constraint.empty() && !request.if_not_exists) {
        throw UserError(sqlstate::duplicate_object,
                        "table " + in_quotes(request.source.name) + " already references table " +
                            in_quotes(request.target.name) + " through foreign key " + in_quotes(request.plan.constraint),
                        "Use if_not_exists => true to accept it.");
    }
}

std::string reference_hint(const ReferenceRequest &request, const std::string &sqlstate) {
    const std::string source = in_quotes(request.source.name);
    const std::string target = in_quotes(request.target.name);
    if (sqlstate == sqlstate::insufficient_privilege) {
        return "Adding a reference requires ownership of table " + source + " and REFERENCES on table " + target + ".";
    }
    if (sqlstate == sqlstate::not_null_violation) {
        return "Table " + source + " has rows without a value. Omit required, fill the columns, then SET NOT NULL.";
    }
    if (sqlstate == sqlstate::foreign_key_violation) {
        return "Correct the rows of table " + source + " first, or set their columns to NULL.";
    }
    if (sqlstate == sqlstate::unique_violation) {
        return "Omit one_to_one, or correct the rows of table " + source + " first.";
    }
    if (sqlstate == sqlstate::datatype_mismatch) {
        return "Use columns with the types of the primary key: " +
               join(request.target.key, ", ", [](const KeyColumn &key) { return key.type; }) + ".";
    }
    return {};
}

bool is_made_by(const ReferenceRequest &request, const Relationship &relationship) {
    return relationship.origin == Origin::foreign_key && relationship.source == request.source.id &&
           relationship.target == request.target.id && relationship.source_columns.size() == request.plan.columns.size() &&
           std::is_permutation(relationship.source_columns.begin(), relationship.source_columns.end(),
                               request.plan.columns.begin());
}

}  // namespace relmeta
