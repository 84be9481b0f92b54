// The rules of lint. Each is a function that looks at one table, one bridge or one relationship; cycles of required keys are
// looked for once, in all tables. Where two rules would ask for the same remedy, one of them speaks.
#include "lint.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "derive.hpp"
#include "inflect.hpp"
#include "lint_actions.hpp"
#include "lint_cycles.hpp"
#include "lint_indexes.hpp"
#include "naming.hpp"
#include "quote.hpp"

namespace relmeta {

const char *to_string(Severity severity) {
    return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "info";
}

namespace {

enum class Rule {
    required_cycle,
    on_delete_contradicts,
    on_update_contradicts,
    bridge_end_nullable,
    bridge_end_without_index,
    bridge_without_key,
    duplicate_bridge,
    duplicate_foreign_key,
    foreign_key_not_enforced,
    foreign_key_not_valid,
    foreign_key_type_mismatch,
    foreign_key_without_index,
    one_to_one_nullable,
    relationship_named_as_column,
    table_without_primary_key,
};

constexpr const char *rule_names[] = {
    "required_cycle",
    "on_delete_contradicts",
    "on_update_contradicts",
    "bridge_end_nullable",
    "bridge_end_without_index",
    "bridge_without_key",
    "duplicate_bridge",
    "duplicate_foreign_key",
    "foreign_key_not_enforced",
    "foreign_key_not_valid",
    "foreign_key_type_mismatch",
    "foreign_key_without_index",
    "one_to_one_nullable",
    "relationship_named_as_column",
    "table_without_primary_key",
};

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

/// The columns that a row is looked up by for the key: without the period of a temporal one, which is asked about otherwise.
ColumnNumbers looked_up(const ForeignKey &key) {
    ColumnNumbers columns = key.columns;
    if (key.temporal && columns.size() > 1) {
        columns.pop_back();
    }
    return columns;
}

/// Whether the last words of `name` are those of `noun`.
bool ends_in(const std::vector<std::string> &name, const std::vector<std::string> &noun) {
    return !noun.empty() && name.size() >= noun.size() && std::equal(noun.rbegin(), noun.rend(), name.rbegin());
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
    TypeId base(TypeId type) const {
        const auto found = input_.base_types.find(type);
        return found != input_.base_types.end() ? found->second : type;
    }
    void add(Severity severity, Rule rule, const Table &table, const std::string &object, const std::string &message,
             const std::string &fix) {
        findings_.push_back({&table, {severity, rule_names[static_cast<std::size_t>(rule)], object, message, fix}});
    }

    void table_rules(const Table &table);
    std::vector<const ForeignKey *> duplicates(const Table &table);
    void key_rules(const Table &table, const ForeignKey &key, const Table &target);
    void without_index(Rule rule, const Table &table, const std::string &constraint, const ColumnNumbers &columns,
                       const ColumnNumbers &indexed, const std::string &consequence);
    void on_delete_contradicts(const Table &table);
    std::string in_the_way(const Table &table, const Column &column, const Column &referenced) const;
    bool extends(const Table &table, const ForeignKey &key, const Table &target) const;
    void foreign_key_type_mismatch(const Table &table, const ForeignKey &key, const Table &target);
    void one_to_one_nullable(const Table &table, const ForeignKey &key, const Table &target);
    void table_without_primary_key(const Table &table, const ColumnNumbers *ends);
    void bridge_rules(const Table &table, const Bridge &bridge);
    bool ends_can_be_key(const Table &table, const Bridge &bridge) const;
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

/// Reports the foreign keys that state what another one states, and returns the others. Only one that does nothing of its own is
/// dropped, and none that a declared bridge names.
std::vector<const ForeignKey *> Linter::duplicates(const Table &table) {
    std::vector<const ForeignKey *> kept = distinct_foreign_keys(table);
    for (const ForeignKey *first : kept) {
        std::vector<const ForeignKey *> same;
        for (const ForeignKey &key : table.foreign_keys) {
            if (same_link(key, *first)) {
                same.push_back(&key);
            }
        }
        std::sort(same.begin(), same.end(),
                  [&](const ForeignKey *a, const ForeignKey *b) { return stands_before(table, *a, *b); });
        for (auto key = same.begin() + 1; key != same.end(); ++key) {
            const auto equal = std::find_if(
                same.begin(), key, [&](const ForeignKey *other) { return difference(table, *other, **key).empty(); });
            const bool repeats = equal != key;
            add(Severity::warning, Rule::duplicate_foreign_key, table, constraint_of(table, (*key)->name),
                quote_identifier((*key)->name) + " repeats " + quote_identifier((repeats ? *equal : first)->name) + " over " +
                    listed(table, (*key)->columns) + (repeats ? "" : ", " + difference(table, *first, **key) + ": drop the one that is not meant"),
                repeats && !table.bridge.names(**key)
                    ? alter(table, "DROP CONSTRAINT " + quote_identifier((*key)->name))
                    : "");
        }
    }
    return kept;
}

/// Speaks where no index serves a lookup by these columns; `consequence` says what reads more than it should.
void Linter::without_index(Rule rule, const Table &table, const std::string &constraint, const ColumnNumbers &columns,
                           const ColumnNumbers &indexed, const std::string &consequence) {
    const IndexUse use = index_use(table, columns);
    if (use.service == Service::full) {
        return;
    }
    const bool partly = use.service == Service::partly;
    const std::string what = use.text.empty() ? "no index of " + qualified(table) + " starts with " + listed(table, columns)
                                              : "no index of " + qualified(table) + " serves " + listed(table, columns) +
                                                    (partly ? " in full: " : ": ") + use.text;
    add(partly ? Severity::info : Severity::warning, rule, table, constraint_of(table, constraint),
        what + (use.text.empty() ? ", so that " : "; ") + consequence +
            (partly ? " reads more rows than it needs" : " reads the whole table"),
        "CREATE INDEX ON " + qualified(table) + " " + listed(table, indexed) + ";");
}

void Linter::on_delete_contradicts(const Table &table) {
    for (const ForeignKey &key : table.foreign_keys) {
        const auto may_have_default = [&](const Column &column) { return base(column.type) != column.type; };
        for (const Contradiction &found : contradictions(table, key, may_have_default)) {
            add(Severity::error, found.on_delete ? Rule::on_delete_contradicts : Rule::on_update_contradicts, table,
                constraint_of(table, key.name),
                std::string(found.on_delete ? "no row can be deleted" : "no key can be changed") + " that " +
                    quote_identifier(key.name) + " refers to: " + found.text,
                "");
        }
    }
}

/// Why the column cannot take the type of the one it refers to; empty where it can, data aside.
std::string Linter::in_the_way(const Table &table, const Column &column, const Column &referenced) const {
    const auto is_limited = [](std::int32_t modifier) { return modifier >= 0; };
    if (is_limited(referenced.type_modifier) &&
        (!is_limited(column.type_modifier) || column.type_modifier > referenced.type_modifier)) {
        return "that type holds less";
    }
    for (const ForeignKey &other : table.foreign_keys) {
        const Table *target = input_.facts.table(other.target);
        for (std::size_t i = 0; target != nullptr && i < other.columns.size(); ++i) {
            const Column *wanted = target->column(other.target_columns[i]);
            if (other.columns[i] == column.number && wanted != nullptr && base(wanted->type) != base(referenced.type)) {
                return quote_identifier(other.name) + " refers to " + type_of(*wanted) + " by the same column";
            }
        }
    }
    return input_.in_the_way ? input_.in_the_way(table.id, column.number) : std::string();
}

/// A domain over the type is the type.
void Linter::foreign_key_type_mismatch(const Table &table, const ForeignKey &key, const Table &target) {
    std::vector<std::string> differences;
    std::vector<std::string> actions;
    bool can_run = true;
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
        const Column *column = table.column(key.columns[i]);
        const Column *referenced = target.column(key.target_columns[i]);
        if (column == nullptr || referenced == nullptr || base(column->type) == base(referenced->type)) {
            continue;
        }
        const std::string &type = type_of(*referenced);
        const std::string obstacle = in_the_way(table, *column, *referenced);
        can_run = can_run && obstacle.empty();
        differences.push_back(quote_identifier(column->name) + " is " + type_of(*column) + " and refers to " +
                              quote_identifier(referenced->name) + ", which is " + type +
                              (obstacle.empty() ? "" : ", but it cannot just become that: " + obstacle));
        actions.push_back("ALTER COLUMN " + quote_identifier(column->name) + " TYPE " + type);
    }
    if (!actions.empty()) {
        add(Severity::warning, Rule::foreign_key_type_mismatch, table, constraint_of(table, key.name), join(differences, "; "),
            can_run ? alter(table, join(actions, ", ")) : "");
    }
}

/// Whether a row of the table is meant to be about one row of the target: a column is named after it, or the table's name begins
/// with it, as film_text does for film.
bool Linter::extends(const Table &table, const ForeignKey &key, const Table &target) const {
    const auto words_of = [&](const std::string &name) {
        std::vector<std::string> words = split_words(name);
        for (std::string &word : words) {
            word = singular(word, input_.facts.words);
        }
        return words;
    };
    const std::vector<std::string> noun = words_of(target.name);
    const std::vector<std::string> own = words_of(table.name);
    return (own.size() > noun.size() && std::equal(noun.begin(), noun.end(), own.begin())) ||
           std::any_of(key.columns.begin(), key.columns.end(), [&](ColumnNumber number) {
               return ends_in(noun, words_of(stem(table.column(number)->name, input_.facts.words)));
           });
}

/// A table whose only foreign key is unique adds to the rows of another table; nullable, its rows may belong to none.
void Linter::one_to_one_nullable(const Table &table, const ForeignKey &key, const Table &target) {
    const Index *proof = proof_of_uniqueness(table, key.columns);
    if (proof == nullptr || proof->partial || key.temporal || key.target == table.id || !key.enforced ||
        demands_target(table, key) || actions_need_null(table, key.columns) || !extends(table, key, target)) {
        return;
    }
    add(Severity::info, Rule::one_to_one_nullable, table, constraint_of(table, key.name),
        "a row of " + qualified(table) + " belongs to one row of " + qualified(target) + ", or to none, as " +
            listed(table, nullable(table, key.columns)) + " can be null",
        set_not_null(table, key.columns));
}

void Linter::key_rules(const Table &table, const ForeignKey &key, const Table &target) {
    if (!key.enforced) {
        add(Severity::info, Rule::foreign_key_not_enforced, table, constraint_of(table, key.name),
            quote_identifier(key.name) + " is not enforced, so that it proves nothing",
            alter(table, "ALTER CONSTRAINT " + quote_identifier(key.name) + " ENFORCED"));
    } else if (!key.validated) {
        add(Severity::warning, Rule::foreign_key_not_valid, table, constraint_of(table, key.name),
            quote_identifier(key.name) + " was never checked for the rows that were there before it",
            alter(table, "VALIDATE CONSTRAINT " + quote_identifier(key.name)));
    }
    foreign_key_type_mismatch(table, key, target);
}

// Tables

/// `ends`: of a bridge, the columns that are its key; none where a link may be there more than once. nullptr: no bridge.
void Linter::table_without_primary_key(const Table &table, const ColumnNumbers *ends) {
    if (table.primary_key() != nullptr || table.is_partition) {
        return;
    }
    std::string fix;
    std::string more;
    if (const Index *key = candidate_key(table)) {
        const bool usable = !key->constraint && key->can_be_primary && table.kind == 'r';
        fix = alter(table,
                    "ADD PRIMARY KEY " + (usable ? "USING INDEX " + quote_identifier(key->name) : listed(table, key->columns)));
    } else if (ends != nullptr && ends->empty()) {
        more = ", and the same rows may be linked more than once";
    } else if (ends != nullptr && actions_need_null(table, *ends)) {
        more = ", nor can what it links, " + listed(table, *ends) + ", be its key, as an action sets null there";
    } else if (ends != nullptr) {
        more = "; its key is what it links, " + listed(table, *ends) +
               (table.all_not_null(*ends) ? "" : ", once none of these can be null");
        fix = table.kind == 'r' ? alter(table, "ADD PRIMARY KEY " + listed(table, *ends)) : "";
    } else if (table.kind == 'p') {
        more = "; the key of a partitioned table holds the columns it is partitioned by";
    } else if (table.is_typed || table.has_children) {
        more = table.is_typed ? "; a typed table takes no new column" : "; with children it takes no new identity column";
    } else if (table.kind == 'r') {
        fix = alter(table,
                    "ADD COLUMN " + quote_identifier(free_key_name(table)) + " bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
    }
    add(Severity::warning, Rule::table_without_primary_key, table, qualified(table),
        "no primary key tells the rows of " + qualified(table) + " apart" + more, fix);
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
    on_delete_contradicts(table);
    std::set<ColumnNumbers> told;
    for (const ForeignKey *key : keys) {
        const Table *target = input_.facts.table(key->target);
        if (target == nullptr) {
            continue;
        }
        key_rules(table, *key, *target);
        // Keys over the same columns share an index, and the ends of a bridge have a rule of their own.
        if (!is_end(*key) && told.insert(united(key->columns, {})).second) {
            without_index(Rule::foreign_key_without_index, table, key->name, looked_up(*key), key->columns,
                          "every delete in " + qualified(*target));
        }
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

// Bridges

void Linter::bridge_rules(const Table &table, const Bridge &bridge) {
    ColumnNumbers columns;
    const End *first_without_index = nullptr;
    for (const End &end : bridge.ends) {
        columns = appended(columns, end.columns);
        if (first_without_index == nullptr && !has_index(table, end.columns)) {
            first_without_index = &end;
        }
        if (!nullable(table, end.columns).empty() && !actions_need_null(table, end.columns)) {
            add(Severity::warning, Rule::bridge_end_nullable, table, constraint_of(table, end.constraint),
                "a row of " + qualified(table) + " links nothing where " + listed(table, nullable(table, end.columns)) +
                    " is null",
                set_not_null(table, end.columns));
        }
    }
    const bool has_wider_key = std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
        return index.unique && index.valid && subset(columns, index.columns);
    });
    const bool pair_is_key = proof_of_uniqueness(table, columns) != nullptr;
    const bool has_key = pair_is_key || has_wider_key;
    if (!has_key) {
        bridge_without_key(table, bridge, first_without_index == nullptr ? bridge.ends.front() : *first_without_index);
    }
    // The key that the rule above asks for serves the end that it starts with, and may be the primary key.
    const bool gets_key = !has_key && table.kind == 'r' && (bridge.payload.empty() || ends_can_be_key(table, bridge));
    for (const End &end : bridge.ends) {
        if (!(gets_key && &end == first_without_index)) {
            bridge_end_without_index(table, bridge, end);
        }
    }
    if (!gets_key) {
        const ColumnNumbers none;
        table_without_primary_key(table, has_wider_key && !pair_is_key ? &none : &columns);
    }
}

/// Whether the ends are what the primary key, which is missing, would be over.
bool Linter::ends_can_be_key(const Table &table, const Bridge &bridge) const {
    return table.primary_key() == nullptr && candidate_key(table) == nullptr &&
           std::none_of(bridge.ends.begin(), bridge.ends.end(),
                        [&](const End &end) { return actions_need_null(table, end.columns); });
}

/// A key over all ends that starts with `first`, an end that no index starts with where there is one. A unique index over the
/// ends and more, or over some rows, says that a link is meant to be there more than once.
void Linter::bridge_without_key(const Table &table, const Bridge &bridge, const End &first) {
    ColumnNumbers columns = first.columns;
    for (const End &end : bridge.ends) {
        columns = appended(columns, end.columns);
    }
    const bool primary = ends_can_be_key(table, bridge);
    std::string message =
        "no key of " + qualified(table) + " is over " + listed(table, columns) + ", so that a link can be there twice";
    if ((primary || bridge.payload.empty()) && index_use(table, first.columns).service == Service::none) {
        message += ", and no index starts with " + listed(table, first.columns);
    }
    // The key of a partitioned table has to hold the columns it is partitioned by, which only the user can choose.
    const std::string fix =
        table.kind != 'r' ? "" : alter(table, (primary ? "ADD PRIMARY KEY " : "ADD UNIQUE ") + listed(table, columns));
    add(primary || bridge.payload.empty() ? Severity::warning : Severity::info, Rule::bridge_without_key, table, qualified(table),
        message, fix);
}

void Linter::bridge_end_without_index(const Table &table, const Bridge &bridge, const End &end) {
    ColumnNumbers columns = end.columns;
    if (bridge.ends.size() == 2) {
        columns = appended(appended(columns, bridge.ends[0].columns), bridge.ends[1].columns);
    }
    const Table *target = input_.facts.table(end.target);
    without_index(Rule::bridge_end_without_index, table, end.constraint, end.columns, columns,
                  "every way from " + (target == nullptr ? "that end" : qualified(*target)));
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
                add(Severity::info, Rule::duplicate_bridge, table, qualified(table),
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
        add(Severity::warning, Rule::relationship_named_as_column, source,
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
        add(Severity::error, Rule::required_cycle, holder, constraint_of(holder, cycle.closing->name),
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

std::vector<std::string> lint_rules() { return {std::begin(rule_names), std::end(rule_names)}; }

std::vector<Finding> lint(const LintInput &input) { return Linter(input).run(); }

}  // namespace relmeta
