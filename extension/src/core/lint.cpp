// The rules of lint. Each is a function that looks at one table, one bridge or one relationship; cycles of required keys are
// looked for once, in all tables. Where two rules would ask for the same remedy, one of them speaks.
#include "lint.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "inflect.hpp"
#include "lint_cycles.hpp"
#include "naming.hpp"
#include "quote.hpp"

namespace relmeta {

const char *to_string(Severity severity) {
    return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "info";
}

namespace {

std::string qualified(const Table &table) { return quote_qualified(table.schema, table.name); }

/// The object of a finding about a constraint, as pg_identify_object writes it.
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

/// Both lists one after the other, each column once.
ColumnNumbers appended(ColumnNumbers columns, const ColumnNumbers &more) {
    for (ColumnNumber number : more) {
        if (std::find(columns.begin(), columns.end(), number) == columns.end()) {
            columns.push_back(number);
        }
    }
    return columns;
}

/// True where a lookup of rows by all of `columns` can go through the index: they are what it starts with, in any order,
/// or it is unique over some of them.
bool serves(const Index &index, const ColumnNumbers &columns) {
    if (!index.valid) {
        return false;
    }
    if (index.partial && std::none_of(index.implied_by.begin(), index.implied_by.end(),
                                      [&](const ColumnNumbers &set) { return subset(set, columns); })) {
        return false;
    }
    if (index.columns.size() >= columns.size()) {
        return subset(columns, ColumnNumbers(index.columns.begin(), index.columns.begin() + columns.size()));
    }
    return index.unique && subset(index.columns, columns);
}

bool has_index(const Table &table, const ColumnNumbers &columns) {
    return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) { return serves(index, columns); });
}

std::string set_not_null(const Table &table, const ColumnNumbers &columns) {
    return alter(table, join(table.names(nullable(table, columns)), ", ",
                             [](const std::string &name) { return "ALTER COLUMN " + quote_identifier(name) + " SET NOT NULL"; }));
}

/// A unique index without nulls that could be the primary key; the one with the fewest columns, or nullptr.
const Index *candidate_key(const Table &table) {
    const Index *best = nullptr;
    for (const Index &index : table.indexes) {
        const bool plain = index.unique && index.valid && !index.partial && !index.temporal && !index.deferrable;
        const bool whole = std::find(index.columns.begin(), index.columns.end(), 0) == index.columns.end();
        if (plain && whole && table.all_not_null(index.columns) &&
            (best == nullptr || index.columns.size() < best->columns.size())) {
            best = &index;
        }
    }
    return best;
}

/// A name for a surrogate key that no column has: id, or the table's name with _id, or one with a number.
std::string free_key_name(const Table &table) {
    const std::string base = cut(table.name, max_name_bytes - 3) + "_id";
    std::string name = "id";
    for (int number = 1; table.column(name) != nullptr; ++number) {
        name = number == 1 ? base : "id_" + std::to_string(number);
    }
    return name;
}

/// Why one foreign key of several that say the same is the one to keep: it is checked, it says what to do on delete or
/// update, its name comes first.
bool better(const ForeignKey *a, const ForeignKey *b) {
    const auto rank = [](const ForeignKey *key) {
        return std::make_tuple(!(key->enforced && key->validated), key->on_delete == 'a', key->on_update == 'a', key->name);
    };
    return rank(a) < rank(b);
}

class Linter {
public:
    explicit Linter(const LintInput &input) : input_(input) {
        if (input.tables) {
            chosen_.insert(input.tables->begin(), input.tables->end());
        }
    }

    std::vector<Finding> run();

private:
    struct Placed {
        const Table *table;
        Finding finding;
    };

    bool chosen(TableId table) const { return !input_.tables || chosen_.count(table) != 0; }
    const std::string &type_of(const Column &column) const { return input_.type_names.at({column.type, column.type_modifier}); }
    void add(Severity severity, const char *rule, const Table &table, const std::string &object, const std::string &message,
             const std::string &fix) {
        findings_.push_back({&table, {severity, rule, object, message, fix}});
    }

    void table_rules(const Table &table);
    std::vector<const ForeignKey *> duplicates(const Table &table);
    void key_rules(const Table &table, const ForeignKey &key, const Table &target);
    void foreign_key_without_index(const Table &table, const ForeignKey &key, const Table &target);
    void foreign_key_type_mismatch(const Table &table, const ForeignKey &key, const Table &target);
    void one_to_one_nullable(const Table &table, const ForeignKey &key, const Table &target);
    void table_without_primary_key(const Table &table, const ColumnNumbers &ends);
    void bridge_rules(const Table &table, const Bridge &bridge);
    void bridge_without_key(const Table &table, const Bridge &bridge, const End &first);
    void bridge_end_without_index(const Table &table, const Bridge &bridge, const End &end);
    void duplicate_bridges();
    void relationships_named_as_columns();
    void required_cycles(const std::vector<const Table *> &tables);

    const LintInput &input_;
    std::unordered_set<TableId> chosen_;
    std::unordered_map<TableId, const Bridge *> bridge_of_;
    std::vector<Placed> findings_;
};

// Foreign keys

/// Reports the foreign keys that repeat another one and returns the others.
std::vector<const ForeignKey *> Linter::duplicates(const Table &table) {
    std::map<std::pair<TableId, std::set<std::pair<ColumnNumber, ColumnNumber>>>, std::vector<const ForeignKey *>> same;
    for (const ForeignKey &key : table.foreign_keys) {
        std::set<std::pair<ColumnNumber, ColumnNumber>> condition;
        for (std::size_t i = 0; i < key.columns.size(); ++i) {
            condition.emplace(key.columns[i], key.target_columns[i]);
        }
        same[{key.target, std::move(condition)}].push_back(&key);
    }
    std::vector<const ForeignKey *> kept;
    for (auto &entry : same) {
        std::vector<const ForeignKey *> &keys = entry.second;
        std::sort(keys.begin(), keys.end(), better);
        kept.push_back(keys.front());
        for (auto key = keys.begin() + 1; key != keys.end(); ++key) {
            const bool alike = (*key)->on_delete == keys.front()->on_delete && (*key)->on_update == keys.front()->on_update;
            add(Severity::warning, "duplicate_foreign_key", table, constraint_of(table, (*key)->name),
                quote_identifier((*key)->name) + " repeats " + quote_identifier(keys.front()->name) + " over " +
                    listed(table, (*key)->columns) + (alike ? "" : ", with other actions on delete or update"),
                alter(table, "DROP CONSTRAINT " + quote_identifier((*key)->name)));
        }
    }
    std::sort(kept.begin(), kept.end(), [](const ForeignKey *a, const ForeignKey *b) { return a->name < b->name; });
    return kept;
}

void Linter::foreign_key_without_index(const Table &table, const ForeignKey &key, const Table &target) {
    if (has_index(table, key.columns)) {
        return;
    }
    add(Severity::warning, "foreign_key_without_index", table, constraint_of(table, key.name),
        "no index of " + qualified(table) + " starts with " + listed(table, key.columns) + ", so that every delete in " +
            qualified(target) + " reads the whole table",
        "CREATE INDEX ON " + qualified(table) + " " + listed(table, key.columns) + ";");
}

void Linter::foreign_key_type_mismatch(const Table &table, const ForeignKey &key, const Table &target) {
    std::vector<std::string> differences;
    std::vector<std::string> actions;
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
        const Column *column = table.column(key.columns[i]);
        const Column *referenced = target.column(key.target_columns[i]);
        if (column == nullptr || referenced == nullptr || column->type == referenced->type) {
            continue;
        }
        const std::string &type = type_of(*referenced);
        differences.push_back(quote_identifier(column->name) + " is " + type_of(*column) + " and refers to " +
                              quote_identifier(referenced->name) + ", which is " + type);
        actions.push_back("ALTER COLUMN " + quote_identifier(column->name) + " TYPE " + type);
    }
    if (!actions.empty()) {
        add(Severity::warning, "foreign_key_type_mismatch", table, constraint_of(table, key.name), join(differences, "; "),
            alter(table, join(actions, ", ")));
    }
}

/// A table whose only foreign key is unique adds to the rows of another table; nullable, its rows may belong to none.
void Linter::one_to_one_nullable(const Table &table, const ForeignKey &key, const Table &target) {
    const Index *proof = proof_of_uniqueness(table, key.columns);
    if (proof == nullptr || proof->partial || key.temporal || key.target == table.id || !key.enforced ||
        demands_target(table, key)) {
        return;
    }
    add(Severity::info, "one_to_one_nullable", table, constraint_of(table, key.name),
        "a row of " + qualified(table) + " belongs to one row of " + qualified(target) + ", or to none, as " +
            listed(table, nullable(table, key.columns)) + " can be null",
        set_not_null(table, key.columns));
}

void Linter::key_rules(const Table &table, const ForeignKey &key, const Table &target) {
    if (!key.enforced) {
        add(Severity::info, "foreign_key_not_enforced", table, constraint_of(table, key.name),
            quote_identifier(key.name) + " is not enforced, so that it proves nothing",
            alter(table, "ALTER CONSTRAINT " + quote_identifier(key.name) + " ENFORCED"));
    } else if (!key.validated) {
        add(Severity::warning, "foreign_key_not_valid", table, constraint_of(table, key.name),
            quote_identifier(key.name) + " was never checked for the rows that were there before it",
            alter(table, "VALIDATE CONSTRAINT " + quote_identifier(key.name)));
    }
    foreign_key_type_mismatch(table, key, target);
}

// Tables

/// `ends`: the columns that are the primary key of a bridge without payload.
void Linter::table_without_primary_key(const Table &table, const ColumnNumbers &ends) {
    if (table.primary_key() != nullptr || table.is_partition) {
        return;
    }
    std::string fix;
    if (const Index *key = candidate_key(table)) {
        const bool usable = !key->constraint && table.kind == 'r';
        fix = alter(table,
                    "ADD PRIMARY KEY " + (usable ? "USING INDEX " + quote_identifier(key->name) : listed(table, key->columns)));
    } else if (table.kind == 'r' && !ends.empty()) {
        fix = alter(table, "ADD PRIMARY KEY " + listed(table, ends));
    } else if (table.kind == 'r') {
        fix = alter(table,
                    "ADD COLUMN " + quote_identifier(free_key_name(table)) + " bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
    }
    add(Severity::warning, "table_without_primary_key", table, qualified(table),
        "no primary key tells the rows of " + qualified(table) + " apart", fix);
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
    std::set<ColumnNumbers> told;
    for (const ForeignKey *key : keys) {
        const Table *target = input_.facts.table(key->target);
        if (target == nullptr) {
            continue;
        }
        key_rules(table, *key, *target);
        // Keys over the same columns share an index, and the ends of a bridge have a rule of their own.
        if (!is_end(*key) && told.insert(united(key->columns, {})).second) {
            foreign_key_without_index(table, *key, *target);
        }
        if (keys.size() == 1) {
            one_to_one_nullable(table, *key, *target);
        }
    }
    if (bridge != nullptr) {
        bridge_rules(table, *bridge);
    } else if (table.kind == 'r' || table.kind == 'p') {
        table_without_primary_key(table, {});
    }
}

// Bridges

void Linter::bridge_rules(const Table &table, const Bridge &bridge) {
    ColumnNumbers columns;
    const End *first_without_index = nullptr;
    for (const End &end : bridge.ends) {
        columns = appended(columns, end.columns);
        if (first_without_index == nullptr && !has_index(table, end.columns)) {
            first_without_index = &end;
        }
        if (!end.exclusive && !nullable(table, end.columns).empty()) {
            add(Severity::warning, "bridge_end_nullable", table, constraint_of(table, end.constraint),
                "a row of " + qualified(table) + " links nothing where " + listed(table, nullable(table, end.columns)) +
                    " is null",
                set_not_null(table, end.columns));
        }
    }
    const bool has_key = proof_of_uniqueness(table, columns) != nullptr ||
                         std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
                             return index.unique && index.valid && subset(columns, index.columns);
                         });
    // One of several ends is null in every row, and a key over all would keep no link from being there twice.
    const bool exclusive = std::any_of(bridge.ends.begin(), bridge.ends.end(), [](const End &end) { return end.exclusive; });
    if (!has_key && !exclusive) {
        bridge_without_key(table, bridge, first_without_index == nullptr ? bridge.ends.front() : *first_without_index);
    }
    // The key that the rule above asks for serves the end that it starts with, and may be the primary key.
    const bool gets_key = !has_key && !exclusive && bridge.payload.empty() && table.kind == 'r';
    for (const End &end : bridge.ends) {
        if (!has_index(table, end.columns) && !(gets_key && &end == first_without_index)) {
            bridge_end_without_index(table, bridge, end);
        }
    }
    if (!gets_key) {
        table_without_primary_key(table, bridge.payload.empty() && !exclusive ? columns : ColumnNumbers{});
    }
}

/// A key over all ends that starts with `first`, an end that no index starts with where there is one. A unique index over the
/// ends and more, or over some rows, says that a link is meant to be there more than once.
void Linter::bridge_without_key(const Table &table, const Bridge &bridge, const End &first) {
    ColumnNumbers columns = first.columns;
    for (const End &end : bridge.ends) {
        columns = appended(columns, end.columns);
    }
    const bool primary = table.primary_key() == nullptr && bridge.payload.empty();
    std::string message =
        "no key of " + qualified(table) + " is over " + listed(table, columns) + ", so that a link can be there twice";
    if (bridge.payload.empty() && !has_index(table, first.columns)) {
        message += ", and no index starts with " + listed(table, first.columns);
    }
    // The key of a partitioned table has to hold the columns it is partitioned by, which only the user can choose.
    const std::string fix =
        table.kind != 'r' ? "" : alter(table, (primary ? "ADD PRIMARY KEY " : "ADD UNIQUE ") + listed(table, columns));
    add(bridge.payload.empty() ? Severity::warning : Severity::info, "bridge_without_key", table, qualified(table), message, fix);
}

void Linter::bridge_end_without_index(const Table &table, const Bridge &bridge, const End &end) {
    ColumnNumbers columns = end.columns;
    if (bridge.ends.size() == 2) {
        columns = appended(appended(columns, bridge.ends[0].columns), bridge.ends[1].columns);
    }
    const Table *target = input_.facts.table(end.target);
    add(Severity::warning, "bridge_end_without_index", table, constraint_of(table, end.constraint),
        "no index of " + qualified(table) + " starts with " + listed(table, end.columns) + ", so that every way from " +
            (target == nullptr ? "that end" : qualified(*target)) + " reads the whole table",
        "CREATE INDEX ON " + qualified(table) + " " + listed(table, columns) + ";");
}

/// Two bridges over the same columns whose names hold the same words: names that differ say what the links mean.
void Linter::duplicate_bridges() {
    using EndKey = std::tuple<TableId, ColumnNames>;
    std::map<std::pair<std::set<EndKey>, std::set<std::string>>, std::vector<const Bridge *>> same;
    for (const Bridge &bridge : input_.bridges) {
        const Table *table = input_.facts.table(bridge.table);
        std::set<EndKey> ends;
        for (const End &end : bridge.ends) {
            ends.emplace(end.target, table->names(end.columns));
        }
        std::set<std::string> words;
        for (const std::string &word : split_words(table->name)) {
            words.insert(singular(word, input_.facts.words));
        }
        same[{std::move(ends), std::move(words)}].push_back(&bridge);
    }
    for (auto &entry : same) {
        std::vector<const Bridge *> &bridges = entry.second;
        const auto rank = [this](const Bridge *bridge) {
            const Table *table = input_.facts.table(bridge->table);
            return std::make_tuple(bridge->grade, !bridge->pair_unique, table->schema, table->name);
        };
        std::sort(bridges.begin(), bridges.end(), [&](const Bridge *a, const Bridge *b) { return rank(a) < rank(b); });
        const Table &kept = *input_.facts.table(bridges.front()->table);
        for (auto bridge = bridges.begin() + 1; bridge != bridges.end(); ++bridge) {
            const Table &table = *input_.facts.table((*bridge)->table);
            if (chosen(table.id) || chosen(kept.id)) {
                add(Severity::info, "duplicate_bridge", table, qualified(table),
                    qualified(table) + " links what " + qualified(kept) + " links, by columns of the same names",
                    "SELECT relmeta.reject_bridge(" + regclass(table) + ");");
            }
        }
    }
}

// Names

void Linter::relationships_named_as_columns() {
    std::unordered_map<TableId, std::set<std::string>> taken;
    std::vector<const Relationship *> wrong;
    for (const Relationship &relationship : input_.relationships) {
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
        const Table &source = *input_.facts.table(relationship->source);
        const Candidates names = candidates(*relationship, input_.facts);
        std::size_t place = 0;
        while (source.column(names.at(place)) != nullptr || taken[source.id].count(names.at(place)) != 0) {
            ++place;
        }
        taken[source.id].insert(names.at(place));
        add(Severity::warning, "relationship_named_as_column", source,
            qualified(source) + "." + quote_identifier(relationship->name),
            "a relationship and a column of " + qualified(source) + " are both called " + in_quotes(relationship->name),
            "SELECT relmeta.rename_relationship(" + regclass(source) + ", " + quote_literal(relationship->name) + ", " +
                quote_literal(names.at(place)) + ");");
    }
}

void Linter::required_cycles(const std::vector<const Table *> &tables) {
    constexpr std::size_t named = 6;
    for (const RequiredCycle &cycle : find_required_cycles(tables, input_.facts)) {
        if (std::none_of(cycle.tables.begin(), cycle.tables.end(), [this](const Table *table) { return chosen(table->id); })) {
            continue;
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
        add(Severity::error, "required_cycle", holder, constraint_of(holder, cycle.closing->name),
            "rows of " + join(names, ", ") +
                " require each other in a circle, so that the first of them need one statement that inserts them all",
            alter(holder, "ALTER CONSTRAINT " + quote_identifier(cycle.closing->name) + " DEFERRABLE INITIALLY DEFERRED"));
    }
}

std::vector<Finding> Linter::run() {
    const auto by_name = [](const Table *a, const Table *b) {
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
    duplicate_bridges();
    relationships_named_as_columns();
    required_cycles(tables);

    std::sort(findings_.begin(), findings_.end(), [&](const Placed &a, const Placed &b) {
        return std::tie(a.finding.severity, a.table->schema, a.table->name, a.finding.rule, a.finding.object) <
               std::tie(b.finding.severity, b.table->schema, b.table->name, b.finding.rule, b.finding.object);
    });
    std::vector<Finding> result;
    for (Placed &placed : findings_) {
        result.push_back(std::move(placed.finding));
    }
    return result;
}

}  // namespace

std::vector<Finding> lint(const LintInput &input) { return Linter(input).run(); }

}  // namespace relmeta
