// The lint rules. Each is a function that checks one table, one bridge or one relationship; only the search for required cycles
// covers all tables at once. If two rules would suggest the same fix, only one of them reports it.
#include "core/lint/lint.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/lint/actions.hpp"
#include "core/lint/cycles.hpp"
#include "core/lint/indexes.hpp"
#include "core/lint/linter.hpp"
#include "core/naming/candidates.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// The columns of the key's lookup, without the period of a temporal key, which is not compared by equality.
ColumnNumbers looked_up(const ForeignKey &key) {
    ColumnNumbers columns = key.columns;
    if (key.temporal && columns.size() > 1) {
        columns.pop_back();
    }
    return columns;
}

/// An unused name for a surrogate key: id, the table's name with _id, or id with a number.
std::string free_key_name(const Table &table) {
    const std::string base = cut(table.name, max_name_bytes - 3) + "_id";
    std::string name = "id";
    for (int number = 1; table.column(name) != nullptr; ++number) {
        name = number == 1 ? base : "id_" + std::to_string(number);
    }
    return name;
}

}  // namespace

std::string qualified(const Table &table) { return quote_qualified(table.schema, table.name); }

std::string constraint_of(const Table &table, const std::string &constraint) {
    return quote_identifier(constraint) + " on " + qualified(table);
}

std::string listed(const Table &table, const ColumnNumbers &columns) {
    return "(" + quote_identifiers(table.names(columns)) + ")";
}

std::string alter(const Table &table, const std::string &action) {
    return "ALTER TABLE " + qualified(table) + " " + action + ";";
}

std::string regclass(const Table &table) { return quote_literal(qualified(table)) + "::pg_catalog.regclass"; }

std::string set_not_null(const Table &table, const ColumnNumbers &columns) {
    return alter(table, join(table.names(nullable(table, columns)), ", ",
                             [](const std::string &name) { return "ALTER COLUMN " + quote_identifier(name) + " SET NOT NULL"; }));
}

const Index *candidate_key(const Table &table) {
    const Index *best = nullptr;
    for (const Index &index : table.indexes) {
        const bool plain =
            index.unique && index.valid && !index.partial && !index.temporal && !index.deferrable && !index.stricter_equality;
        const bool whole = std::find(index.columns.begin(), index.columns.end(), 0) == index.columns.end();
        if (plain && whole && table.all_not_null(index.columns) &&
            (best == nullptr || index.columns.size() < best->columns.size())) {
            best = &index;
        }
    }
    return best;
}

void Linter::add(Rule rule, const Table &table, const std::string &object, const std::string &message, const std::string &fix,
                 bool mild) {
    const RuleInfo &of = about(rule);
    findings_.push_back({&table, {mild ? of.mild : of.severity, of.name, object, message, fix}});
}

// Tables

/// `ends`: the natural key of a bridge, empty if it may contain duplicate links; nullptr if the table is not a bridge.
void Linter::table_without_primary_key(const Table &table, const ColumnNumbers *ends) {
    if (table.primary_key() != nullptr || table.is_partition) {
        return;
    }
    std::string fix;
    std::string more;
    if (const Index *index = candidate_key(table)) {
        const bool usable = !index->constraint && index->can_be_primary && table.kind == 'r';
        fix = alter(table, "ADD PRIMARY KEY " +
                               (usable ? "USING INDEX " + quote_identifier(index->name) : listed(table, index->columns)));
    } else if (ends != nullptr && ends->empty()) {
        more = ", and the same rows may be linked more than once";
    } else if (ends != nullptr && actions_need_null(table, *ends)) {
        more = ", and " + listed(table, *ends) + " cannot be its key because an action sets them to null";
    } else if (ends != nullptr) {
        more = "; its natural key is " + listed(table, *ends) +
               (table.all_not_null(*ends) ? "" : ", once these columns are NOT NULL");
        fix = table.kind == 'r' ? alter(table, "ADD PRIMARY KEY " + listed(table, *ends)) : "";
    } else if (table.kind == 'p') {
        more = "; the key of a partitioned table must include the partition key columns";
    } else if (table.is_typed || table.has_children) {
        more = table.is_typed ? "; columns cannot be added to a typed table"
                              : "; identity columns cannot be added to a table with children";
    } else if (table.kind == 'r') {
        fix = alter(table,
                    "ADD COLUMN " + quote_identifier(free_key_name(table)) + " bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
    }
    add(Rule::table_without_primary_key, table, qualified(table), "table " + qualified(table) + " has no primary key" + more,
        fix);
}

void Linter::table_rules(const Table &table) {
    const auto found = bridge_of_.find(table.id);
    const Bridge *bridge = found == bridge_of_.end() ? nullptr : found->second;
    const auto is_end = [&](const ForeignKey &key) {
        return bridge != nullptr && std::any_of(bridge->ends.begin(), bridge->ends.end(), [&](const End &end) {
                   return united(end.columns, {}) == united(key.columns, {});
               });
    };
    const std::vector<const ForeignKey *> keys = duplicates(table);
    foreign_key_not_inherited(table);
    on_delete_contradicts(table);
    // Keys over the same columns share an index, and a separate rule covers the ends of a bridge.
    std::set<ColumnNumbers> told;
    std::vector<const ForeignKey *> unserved;
    std::vector<ColumnNumbers> lookups;
    for (const ForeignKey *key : keys) {
        if (input_.facts.table(key->target) == nullptr || is_end(*key) || !told.insert(united(key->columns, {})).second) {
            continue;
        }
        unserved.push_back(key);
        if (!key->temporal && !has_index(table, key->columns)) {
            lookups.push_back(key->columns);
        }
    }
    const WantedIndexes wanted(std::move(lookups));
    for (const ForeignKey *key : unserved) {
        const ColumnNumbers *served_with = wanted.served_with(key->columns);
        const std::string consequence = "every delete in " + qualified(input_.facts.at(key->target));
        without_index(Rule::foreign_key_without_index, table, key->name, looked_up(*key), wanted.columns(key->columns),
                      consequence, served_with);
    }
    for (const ForeignKey *key : keys) {
        poll();
        const Table *target = input_.facts.table(key->target);
        if (target == nullptr) {
            continue;
        }
        key_rules(table, *key, *target);
        if (keys.size() == 1) {
            one_to_one_nullable(table, *key, *target);
        }
    }
    if (bridge != nullptr) {
        bridge_rules(table, *bridge);
    } else if (table.kind == 'r' || table.kind == 'p') {
        table_without_primary_key(table, nullptr);
    }
}

// Names

void Linter::relationships_named_as_columns() {
    std::unordered_map<TableId, std::set<std::string>> taken;
    std::vector<const Relationship *> wrong;
    for (const Relationship &relationship : input_.relationships) {
        poll();
        const Table *source = chosen(relationship.source) ? input_.facts.table(relationship.source) : nullptr;
        if (source != nullptr) {
            taken[source->id].insert(relationship.name);
            if (source->column(relationship.name) != nullptr) {
                wrong.push_back(&relationship);
            }
        }
    }
    std::sort(wrong.begin(), wrong.end(), [](const Relationship *a, const Relationship *b) {
        return std::tie(a->source, a->name) < std::tie(b->source, b->name);
    });
    for (const Relationship *relationship : wrong) {
        const Table &source = input_.facts.at(relationship->source);
        const Candidates names = candidates(*relationship, input_.facts);
        std::size_t place = 0;
        while (source.column(names.at(place)) != nullptr || taken[source.id].count(names.at(place)) != 0) {
            poll();
            ++place;
        }
        taken[source.id].insert(names.at(place));
        add(Rule::relationship_named_as_column, source, qualified(source) + "." + quote_identifier(relationship->name),
            "a relationship and a column of " + qualified(source) + " are both named " + in_quotes(relationship->name),
            "SELECT relmeta.rename_relationship(" + regclass(source) + ", " + quote_literal(relationship->name) + ", " +
                quote_literal(names.at(place)) + ");");
    }
}

void Linter::required_cycles(const std::vector<const Table *> &tables) {
    constexpr std::size_t named = 6;
    find_required_cycles(tables, [&](const RequiredCycle &cycle) {
        if (std::none_of(cycle.tables.begin(), cycle.tables.end(), [this](const Table *table) { return chosen(table->id); })) {
            return;
        }
        std::vector<std::string> names;
        for (const Table *table : cycle.tables) {
            if (names.size() == named) {
                names.push_back(std::to_string(cycle.tables.size() - named) + " more tables");
                break;
            }
            names.push_back(qualified(*table));
        }
        const Table &holder = *cycle.tables.back();
        add(Rule::required_cycle, holder, constraint_of(holder, cycle.closing->name),
            "rows of " + join(names, ", ") +
                " require each other in a cycle, so only a single statement can insert the first rows",
            alter(holder, "ALTER CONSTRAINT " + quote_identifier(cycle.closing->name) + " DEFERRABLE INITIALLY DEFERRED"));
    });
}

std::vector<Finding> Linter::run() {
    const auto by_name = [](const Table *a, const Table *b) {
        poll();
        return std::tie(a->schema, a->name) < std::tie(b->schema, b->name);
    };
    for (const Bridge &bridge : input_.bridges) {
        bridge_of_.emplace(bridge.table, &bridge);
    }
    std::vector<const Table *> tables;
    for (const auto &entry : input_.facts.tables) {
        tables.push_back(&entry.second);
    }
    std::sort(tables.begin(), tables.end(), by_name);
    for (const Table *table : tables) {
        if (chosen(table->id)) {
            table_rules(*table);
        }
    }
    columns_that_look_like_keys(tables);
    duplicate_bridges();
    relationships_named_as_columns();
    required_cycles(tables);

    std::sort(findings_.begin(), findings_.end(), [&](const Placed &a, const Placed &b) {
        poll();
        return std::tie(a.finding.severity, a.table->schema, a.table->name, a.finding.rule, a.finding.object) <
               std::tie(b.finding.severity, b.table->schema, b.table->name, b.finding.rule, b.finding.object);
    });
    std::vector<Finding> result;
    for (Placed &placed : findings_) {
        result.push_back(std::move(placed.finding));
    }
    return result;
}

std::vector<Finding> lint(const LintInput &input) { return Linter(input).run(); }

}  // namespace relmeta
