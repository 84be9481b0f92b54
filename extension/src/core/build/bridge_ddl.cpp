// The DDL has one column per line. A single-column key is on its column's line, a composite key on a separate line. PostgreSQL
// chooses unique names for constraints; only CREATE INDEX needs a name from relmeta.
#include "core/build/bridge_ddl.hpp"

#include <algorithm>
#include <cstddef>
#include <set>

#include "core/derive/bridge.hpp"
#include "core/naming/candidates.hpp"
#include "core/text/error.hpp"
#include "core/text/lower.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

using namespace ddl;

namespace {

/// Throws if several ends have the same table and there are no roles, or if the roles are invalid.
void require_roles(const std::vector<TableDescription> &ends, const std::vector<std::string> &roles) {
    for (auto end = ends.begin(); roles.empty() && end != ends.end(); ++end) {
        auto again = std::find_if(end + 1, ends.end(), [&](const TableDescription &other) { return other.id == end->id; });
        if (again != ends.end()) {
            const std::string table = "table " + in_quotes(end->name);
            throw UserError(sqlstate::invalid_parameter_value,
                            ends.size() == 2 ? "a bridge from " + table + " to itself needs a role for each end"
                                             : "a bridge with " + table + " at several ends needs a role for each end",
                            ends.size() == 2
                                ? "Use, for example, roles => '{follower,followee}'."
                                : "Give one role for each of the " + std::to_string(ends.size()) + " ends, in order.");
        }
    }
    if (!roles.empty() && roles.size() != ends.size()) {
        throw UserError(sqlstate::invalid_parameter_value,
                        "number of roles (" + std::to_string(roles.size()) + ") does not match number of ends (" +
                            std::to_string(ends.size()) + ")",
                        "Give one role for each end, in this order: " + join(ends, ", ", [](const TableDescription &end) {
                            return in_quotes(end.name);
                        }) + ".");
    }
    std::set<std::string> seen;
    for (const std::string &role : roles) {
        require_role(role);
        if (!seen.insert(role).second) {
            throw UserError(sqlstate::invalid_parameter_value, "role " + in_quotes(role) + " specified more than once",
                            "Give each end a different role.");
        }
    }
}

/// The columns of all ends, starting with the end at `first` and wrapping around.
ColumnNames rotated(const std::vector<PlannedEnd> &ends, std::size_t first) {
    ColumnNames columns;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const ColumnNames &next = ends[(first + i) % ends.size()].columns;
        columns.insert(columns.end(), next.begin(), next.end());
    }
    return columns;
}

/// The parts of the bridge's name: the name of each table once, followed by the roles of its ends if the table is repeated.
std::vector<std::string> name_parts(const std::vector<PlannedEnd> &ends) {
    std::vector<std::string> parts;
    std::set<TableId> seen;
    for (const PlannedEnd &end : ends) {
        const TableId id = end.target.id;
        if (seen.insert(id).second) parts.push_back(end.target.name);
        if (std::count_if(ends.begin(), ends.end(), [&](const PlannedEnd &other) { return other.target.id == id; }) > 1) {
            parts.push_back(end.role);
        }
    }
    return parts;
}

}  // namespace

UserError too_many_ends() {
    return UserError(sqlstate::program_limit_exceeded,
                     "a bridge cannot have more than " + std::to_string(most_bridge_ends) + " ends",
                     "Its key covers the columns of all ends, and an index can have at most 32 columns.");
}

BridgePlan plan_bridge(const std::vector<TableDescription> &ends, const BridgeOptions &options, const Words &words) {
    BridgePlan plan;
    const std::string key = lower(options.key);
    if (key != "surrogate" && key != "composite") {
        throw UserError(sqlstate::invalid_parameter_value, "invalid value for parameter \"key\": " + in_quotes(options.key),
                        "Available values: surrogate, composite.");
    }
    plan.composite_key = key == "composite";
    const std::string action = lower(options.on_delete);
    if (action == "set null" || action == "set default") {
        throw UserError(sqlstate::invalid_parameter_value, "a bridge cannot use on_delete " + in_quotes(options.on_delete),
                        "Its columns are NOT NULL and have no default. Use \"cascade\", \"restrict\" or \"no action\".");
    }
    plan.on_delete = on_delete_clause(options.on_delete, {"cascade", "restrict", "no action"});

    if (ends.size() > most_bridge_ends) throw too_many_ends();
    for (const TableDescription &end : ends) {
        require_table(end);
        require_key(end);
    }
    require_roles(ends, options.roles);
    for (std::size_t i = 0; i < ends.size(); ++i) {
        plan.ends.push_back({ends[i], options.roles.empty() ? std::string() : options.roles[i], {}});
    }
    name_columns(plan.ends, words);

    plan.schema = ends.front().schema;
    const std::vector<std::string> parts = options.name ? std::vector<std::string>{*options.name} : name_parts(plan.ends);
    plan.name = object_name(parts);
    plan.name_is_cut = plan.name.size() < join(parts, "_").size();
    if (plan.name.empty()) {
        throw UserError(sqlstate::invalid_name, "bridge name must not be empty",
                        "Omit it to build the name from the table names.");
    }
    return plan;
}

std::optional<ColumnNames> ends_in(const Table &table, const BridgePlan &plan, const Words &words) {
    std::vector<const ForeignKey *> left = distinct_foreign_keys(table);
    ColumnNames constraints;
    for (const PlannedEnd &end : plan.ends) {
        std::vector<const ForeignKey *> candidates;
        for (const ForeignKey *key : left) {
            if (key->target == end.target.id) candidates.push_back(key);
        }
        auto found = std::find_if(candidates.begin(), candidates.end(),
                                  [&](const ForeignKey *key) { return table.names(key->columns) == end.columns; });
        if (found == candidates.end() && !end.role.empty()) {
            found = std::find_if(candidates.begin(), candidates.end(), [&](const ForeignKey *key) {
                return key->columns.size() == 1 && stem(table.names(key->columns).front(), words) == end.role;
            });
        } else if (found == candidates.end() && candidates.size() == 1) {
            found = candidates.begin();
        }
        if (found == candidates.end()) return std::nullopt;
        constraints.push_back((*found)->name);
        left.erase(std::find(left.begin(), left.end(), *found));
    }
    return constraints;
}

std::string bridge_ddl(const BridgePlan &plan, const Taken &taken) {
    const bool unlogged =
        std::any_of(plan.ends.begin(), plan.ends.end(), [](const PlannedEnd &end) { return end.target.persistence == 'u'; });
    const ColumnNames all = rotated(plan.ends, 0);
    std::vector<std::string> lines;
    std::vector<std::string> constraints;
    if (!plan.composite_key) {
        auto is_column = [&](const std::string &name) { return std::find(all.begin(), all.end(), name) != all.end(); };
        const std::string id = is_column("id") ? distinct_name(object_name({plan.name}, "id"), is_column) : "id";
        lines.push_back(quote_identifier(id) + " bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
    }
    for (const PlannedEnd &end : plan.ends) {
        const bool single = end.columns.size() == 1;
        for (std::size_t i = 0; i < end.columns.size(); ++i) {
            lines.push_back(declared(end.columns[i], end.target.key[i]) + " NOT NULL" +
                            (single ? " " + references(end.target, plan.on_delete) : ""));
        }
        if (!single) constraints.push_back(foreign_key(end.columns, end.target, plan.on_delete));
    }
    lines.push_back((plan.composite_key ? "PRIMARY KEY (" : "UNIQUE (") + quote_identifiers(all) + ")");
    lines.insert(lines.end(), constraints.begin(), constraints.end());

    std::string ddl = std::string(unlogged ? "CREATE UNLOGGED TABLE " : "CREATE TABLE ") +
                      quote_qualified(plan.schema, plan.name) + " (\n    " + join(lines, ",\n    ") + "\n);";
    std::set<std::string> used;
    for (std::size_t i = 1; i < plan.ends.size(); ++i) {
        const ColumnNames columns = rotated(plan.ends, i);
        ddl += "\n" + create_index(index_name(plan.name, columns, used, taken), plan.schema, plan.name, columns);
    }
    return ddl;
}

}  // namespace relmeta
