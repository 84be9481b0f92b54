// The text is laid out to be read: one column a line, a key of one column on the column's line, of several below. Constraints
// are named by PostgreSQL, which keeps them distinct; only CREATE INDEX needs a name of ours.
#include "core/build/ddl.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "core/build/ddl_parts.hpp"
#include "core/derive/bridge.hpp"
#include "core/derive/derive.hpp"
#include "core/naming/candidates.hpp"
#include "core/text/error.hpp"
#include "core/text/lower.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

using namespace ddl;

namespace {

void require_role(const std::string &role) {
    if (role.empty()) {
        throw UserError(sqlstate::invalid_parameter_value, "a role must not be empty",
                        "A role is the first part of a column's name. Leave roles out to have it made of the table's.");
    }
}

/// Throws unless the roles, if any, tell the ends apart.
void require_roles(const std::vector<TableDescription> &ends, const std::vector<std::string> &roles) {
    for (auto end = ends.begin(); roles.empty() && end != ends.end(); ++end) {
        auto again = std::find_if(end + 1, ends.end(), [&](const TableDescription &other) { return other.id == end->id; });
        if (again != ends.end()) {
            const std::string table = "table " + in_quotes(end->name);
            throw UserError(sqlstate::invalid_parameter_value,
                            ends.size() == 2 ? "a bridge from " + table + " to itself needs a role for each end"
                                             : "a bridge that has " + table + " at several ends needs a role for each end",
                            ends.size() == 2
                                ? "Say for example roles => '{follower,followee}'."
                                : "Give one role for each of the " + std::to_string(ends.size()) + " ends, in their order.");
        }
    }
    if (!roles.empty() && roles.size() != ends.size()) {
        throw UserError(
            sqlstate::invalid_parameter_value,
            "the bridge has " + std::to_string(ends.size()) + " ends, but the number of roles is " + std::to_string(roles.size()),
            "Give one role for each end, in this order: " + join(ends, ", ", [](const TableDescription &end) {
                return in_quotes(end.name);
            }) + ".");
    }
    std::set<std::string> seen;
    for (const std::string &role : roles) {
        require_role(role);
        if (!seen.insert(role).second) {
            throw UserError(sqlstate::invalid_parameter_value, "role " + in_quotes(role) + " is given twice",
                            "Give each end a role of its own.");
        }
    }
}

/// The columns of all ends, from the one at `first` on and around.
ColumnNames rotated(const std::vector<PlannedEnd> &ends, std::size_t first) {
    ColumnNames columns;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        const ColumnNames &next = ends[(first + i) % ends.size()].columns;
        columns.insert(columns.end(), next.begin(), next.end());
    }
    return columns;
}

/// The tables' names in order, one that recurs once, and then the roles of its ends.
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
                     "Its key is over the columns of all of them, and an index has at most 32 columns.");
}

BridgePlan plan_bridge(const std::vector<TableDescription> &ends, const BridgeOptions &options, const Words &words) {
    BridgePlan plan;
    const std::string key = lower(options.key);
    if (key != "surrogate" && key != "composite") {
        throw UserError(sqlstate::invalid_parameter_value, "invalid key " + in_quotes(options.key),
                        "Use \"surrogate\" or \"composite\".");
    }
    plan.composite_key = key == "composite";
    const std::string action = lower(options.on_delete);
    if (action == "set null" || action == "set default") {
        throw UserError(sqlstate::invalid_parameter_value, "a bridge cannot have on_delete " + in_quotes(options.on_delete),
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
        throw UserError(sqlstate::invalid_name, "the name of a bridge must not be empty",
                        "Leave it out to have it made of the tables' names.");
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

namespace {

/// The columns of the source that the reference is made of, and whether they are still to be added.
struct ReferenceColumns {
    ColumnNames names;
    ColumnNumbers numbers;  ///< empty: they are to be added
};

ReferenceColumns find_columns(const Table &facts, const TableDescription &target, const ReferenceOptions &options,
                              const Words &words) {
    ReferenceColumns columns;
    if (options.columns.empty()) {
        std::vector<PlannedEnd> end = {{target, options.role.value_or(""), {}}};
        name_columns(end, words);
        columns.names = end.front().columns;
    } else {
        columns.names = options.columns;
        if (columns.names.size() != target.key.size()) {
            throw UserError(sqlstate::invalid_foreign_key,
                            "the number of columns is " + std::to_string(columns.names.size()) +
                                ", but the primary key of table " + in_quotes(target.name) + " has " +
                                std::to_string(target.key.size()),
                            "Give one column for each of: " + join(target.key, ", ", [](const KeyColumn &key) {
                                return in_quotes(key.name);
                            }) + ".");
        }
    }
    for (const std::string &name : columns.names) {
        if (std::count(columns.names.begin(), columns.names.end(), name) > 1) {
            throw UserError(sqlstate::duplicate_column, "column " + in_quotes(name) + " appears twice in columns",
                            "Name each column once.");
        }
        const Column *column = facts.column(name);
        if (column != nullptr) {
            columns.numbers.push_back(column->number);
        } else if (!options.columns.empty()) {
            throw UserError(sqlstate::undefined_column,
                            "column " + in_quotes(name) + " of table " + in_quotes(facts.name) + " does not exist",
                            "Leave out columns to have them added.");
        }
    }
    return columns;
}

/// The foreign key to the target's primary key on these columns, in any order, or nullptr.
const ForeignKey *existing_key(const Table &facts, const TableDescription &target, const ColumnNumbers &columns) {
    auto found = std::find_if(facts.foreign_keys.begin(), facts.foreign_keys.end(), [&](const ForeignKey &key) {
        return key.target == target.id && key.columns.size() == columns.size() && subset(columns, key.columns);
    });
    return found != facts.foreign_keys.end() ? &*found : nullptr;
}

/// Whether an index starts with these columns, in any order.
bool is_indexed(const TableDescription &source, ColumnNames columns) {
    std::sort(columns.begin(), columns.end());
    return std::any_of(source.indexes.begin(), source.indexes.end(), [&](const ColumnNames &index) {
        if (index.size() < columns.size()) return false;
        ColumnNames first(index.begin(), index.begin() + static_cast<std::ptrdiff_t>(columns.size()));
        std::sort(first.begin(), first.end());
        return first == columns;
    });
}

/// Throws where a column to be added is there already.
void require_new(const Table &facts, const TableDescription &target, const ReferenceColumns &columns,
                 const ReferenceOptions &options) {
    if (!options.columns.empty() || columns.numbers.empty()) return;
    const std::string name = facts.names(columns.numbers).front();
    const bool itself = facts.id == target.id;
    throw UserError(
        sqlstate::duplicate_column, "column " + in_quotes(name) + " of table " + in_quotes(facts.name) + " already exists",
        (itself ? std::string() : "Use it with columns => " + quote_literal("{" + join(columns.names, ",") + "}") + ". ") +
            "For another column give a role, as in role => " + (itself ? "'parent'" : "'owner'") + ".");
}

/// Throws where deleting a referenced row could not do what on_delete says.
void require_clearable(const Table &facts, const ReferenceColumns &columns, const ReferenceOptions &options) {
    const std::string action = lower(options.on_delete);
    const std::string wanted = "on_delete " + in_quotes(options.on_delete);
    if (action == "set default" && columns.numbers.empty()) {
        throw UserError(sqlstate::invalid_parameter_value, wanted + " needs columns that have a default",
                        "Name existing columns with columns => '{...}', or use \"set null\".");
    }
    if (action != "set null") return;
    if (options.required) {
        throw UserError(sqlstate::invalid_parameter_value, "a required reference cannot have " + wanted,
                        "Use \"cascade\", \"restrict\" or \"no action\".");
    }
    for (ColumnNumber number : columns.numbers) {
        const Column &column = facts.at(number);
        if (column.not_null) {
            throw UserError(sqlstate::invalid_parameter_value,
                            "column " + in_quotes(column.name) + " is NOT NULL and cannot have " + wanted,
                            "Use \"cascade\", \"restrict\" or \"no action\".");
        }
    }
}

std::vector<std::string> actions_that_add(const ReferenceColumns &columns, const TableDescription &target,
                                          const ReferenceOptions &options, const std::string &on_delete) {
    const bool single = columns.names.size() == 1;
    std::vector<std::string> actions;
    for (std::size_t i = 0; i < columns.names.size(); ++i) {
        actions.push_back("ADD COLUMN " + declared(columns.names[i], target.key[i]) + (options.required ? " NOT NULL" : "") +
                          (single && options.one_to_one ? " UNIQUE" : "") + (single ? " " + references(target, on_delete) : ""));
    }
    if (!single && options.one_to_one) actions.push_back("ADD UNIQUE (" + quote_identifiers(columns.names) + ")");
    if (!single) actions.push_back("ADD " + foreign_key(columns.names, target, on_delete));
    return actions;
}

std::vector<std::string> actions_that_reuse(const ReferenceColumns &columns, const Table &facts, const TableDescription &target,
                                            const ReferenceOptions &options, const std::string &on_delete) {
    std::vector<std::string> actions;
    for (ColumnNumber number : columns.numbers) {
        const Column &column = facts.at(number);
        if (options.required && !column.not_null) {
            actions.push_back("ALTER COLUMN " + quote_identifier(column.name) + " SET NOT NULL");
        }
    }
    if (options.one_to_one && proof_of_uniqueness(facts, columns.numbers) == nullptr) {
        actions.push_back("ADD UNIQUE (" + quote_identifiers(columns.names) + ")");
    }
    actions.push_back("ADD " + foreign_key(columns.names, target, on_delete));
    return actions;
}

}  // namespace

ReferencePlan plan_reference(const TableDescription &source, const Table &facts, const TableDescription &target,
                             const ReferenceOptions &options, const Words &words, const Taken &taken) {
    const std::string on_delete =
        on_delete_clause(options.on_delete, {"no action", "restrict", "cascade", "set null", "set default"});
    if (options.role) require_role(*options.role);
    require_table(source);
    require_table(target);
    require_key(target);
    if (source.persistence == 'p' && target.persistence == 'u') {
        throw UserError(sqlstate::invalid_table_definition,
                        "table " + in_quotes(target.name) + " is unlogged, and table " + in_quotes(source.name) + " is not",
                        "Make it permanent first: ALTER TABLE " + quote_qualified(target.schema, target.name) + " SET LOGGED.");
    }
    ReferenceColumns columns = find_columns(facts, target, options, words);
    ReferencePlan plan;
    plan.columns = columns.names;
    if (columns.numbers.size() == columns.names.size()) {
        const ForeignKey *key = existing_key(facts, target, columns.numbers);
        if (key != nullptr) {
            plan.constraint = key->name;
            return plan;
        }
    }
    require_new(facts, target, columns, options);
    require_clearable(facts, columns, options);
    const bool adds = columns.numbers.empty();
    plan.ddl = "ALTER TABLE " + quote_qualified(source.schema, source.name) + "\n    " +
               join(adds ? actions_that_add(columns, target, options, on_delete)
                         : actions_that_reuse(columns, facts, target, options, on_delete),
                    ",\n    ") +
               ";";
    const bool gets_unique = options.one_to_one && (adds || proof_of_uniqueness(facts, columns.numbers) == nullptr);
    if (!gets_unique && (adds || !is_indexed(source, columns.names))) {
        std::set<std::string> used;
        plan.ddl +=
            "\n" + create_index(index_name(source.name, columns.names, used, taken), source.schema, source.name, columns.names);
    }
    return plan;
}

}  // namespace relmeta
