// Rules for foreign keys: duplicates, missing indexes, type mismatches, impossible actions, and nullable one-to-one keys.
#include <algorithm>
#include <cstdint>

#include "core/derive/derive.hpp"
#include "core/lint/actions.hpp"
#include "core/lint/cycles.hpp"
#include "core/lint/indexes.hpp"
#include "core/lint/linter.hpp"
#include "core/naming/candidates.hpp"
#include "core/naming/inflect.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// Whether `name` ends with the words of `noun`.
bool ends_in(const std::vector<std::string> &name, const std::vector<std::string> &noun) {
    return !noun.empty() && name.size() >= noun.size() && std::equal(noun.rbegin(), noun.rend(), name.rbegin());
}

}  // namespace

/// Reports duplicate foreign keys and returns the others. Suggests dropping a key only if it is fully redundant and no declared
/// bridge names it.
std::vector<const ForeignKey *> Linter::duplicates(const Table &table) {
    std::vector<const ForeignKey *> kept = distinct_foreign_keys(table);
    for (const ForeignKey *first : kept) {
        std::vector<const ForeignKey *> same;
        for (const ForeignKey &key : table.foreign_keys) {
            poll();
            if (same_link(key, *first)) {
                same.push_back(&key);
            }
        }
        std::sort(same.begin(), same.end(),
                  [&](const ForeignKey *a, const ForeignKey *b) { return stands_before(table, *a, *b); });
        for (auto key = same.begin() + 1; key != same.end(); ++key) {
            const auto equal = std::find_if(same.begin(), key,
                                            [&](const ForeignKey *other) { return difference(table, *other, **key).empty(); });
            const bool repeats = equal != key;
            add(Rule::duplicate_foreign_key, table, constraint_of(table, (*key)->name),
                quote_identifier((*key)->name) + " duplicates " + quote_identifier((repeats ? *equal : first)->name) + " on " +
                    listed(table, (*key)->columns) +
                    (repeats ? "" : ", " + difference(table, *first, **key) + ": drop the unwanted one"),
                repeats && !table.bridge.names(**key) ? alter(table, "DROP CONSTRAINT " + quote_identifier((*key)->name)) : "");
        }
    }
    return kept;
}

/// Reports a lookup that no index fully supports; `consequence` is the operation that reads too much. If `served_with` is set,
/// the index suggested for that lookup also serves this one.
void Linter::without_index(Rule rule, const Table &table, const std::string &constraint, const ColumnNumbers &columns,
                           const ColumnNumbers &indexed, const std::string &consequence,
                           const ColumnNumbers *served_with) {
    const IndexUse use = index_use(table, columns);
    if (use.service == Service::full) {
        return;
    }
    const bool partly = use.service == Service::partly;
    const std::string what = use.text.empty() ? "no index of " + qualified(table) + " starts with " + listed(table, columns)
                                              : "no index of " + qualified(table) + (partly ? " fully supports " : " supports ") + listed(table, columns) +
                                                    ": " + use.text;
    add(rule, table, constraint_of(table, constraint),
        what + (use.text.empty() ? ", so " : "; ") + consequence +
            (partly ? " reads more rows than it needs" : " reads the whole table") +
            (served_with == nullptr ? "" : "; the index for " + listed(table, *served_with) + " also supports it"),
        served_with == nullptr ? "CREATE INDEX ON " + qualified(table) + " " + listed(table, indexed) + ";" : "", partly);
}

void Linter::on_delete_contradicts(const Table &table) {
    for (const ForeignKey &key : table.foreign_keys) {
        const auto may_have_default = [&](const Column &column) { return base(column.type) != column.type; };
        for (const Contradiction &found : contradictions(table, key, may_have_default)) {
            add(found.on_delete ? Rule::on_delete_contradicts : Rule::on_update_contradicts, table,
                constraint_of(table, key.name),
                std::string(found.on_delete ? "no row" : "no key") + " that " + quote_identifier(key.name) + " refers to can be " +
                    (found.on_delete ? "deleted: " : "changed: ") + found.text,
                "");
        }
    }
}

/// Why the column cannot get the type of the referenced column; empty if it can, not considering its data.
std::string Linter::in_the_way(const Table &table, const Column &column, const Column &referenced) const {
    const auto is_limited = [](std::int32_t modifier) { return modifier >= 0; };
    if (is_limited(referenced.type_modifier) &&
        (!is_limited(column.type_modifier) || column.type_modifier > referenced.type_modifier)) {
        return "the referenced type is narrower";
    }
    for (const ForeignKey &other : table.foreign_keys) {
        const Table *target = input_.facts.table(other.target);
        for (std::size_t i = 0; target != nullptr && i < other.columns.size(); ++i) {
            const Column *wanted = target->column(other.target_columns[i]);
            if (other.columns[i] == column.number && wanted != nullptr && base(wanted->type) != base(referenced.type)) {
                return quote_identifier(other.name) + " refers to " + type_of(*wanted) + " through the same column";
            }
        }
    }
    for (const Index &index : table.indexes) {
        if (contains(index.columns, column.number) && !index.default_classes) {
            return quote_identifier(index.name) + " has an operator class for the current type";
        }
    }
    return input_.in_the_way ? input_.in_the_way(table.id, column.number) : std::string();
}

/// A domain counts as its base type.
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
                              (obstacle.empty() ? "" : ", but its type cannot be changed: " + obstacle));
        actions.push_back("ALTER COLUMN " + quote_identifier(column->name) + " TYPE " + type);
    }
    if (!actions.empty()) {
        add(Rule::foreign_key_type_mismatch, table, constraint_of(table, key.name), join(differences, "; "),
            can_run ? alter(table, join(actions, ", ")) : "");
    }
}

/// Whether a row of the table is likely to belong to one row of the target: a column is named after the target, or the table's
/// name begins with the target's, as in film_text and film.
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
               return ends_in(noun, words_of(stem(table.at(number).name, input_.facts.words)));
           });
}

/// A table whose only foreign key is unique extends the rows of another table. If the key is nullable, a row may extend none.
void Linter::one_to_one_nullable(const Table &table, const ForeignKey &key, const Table &target) {
    const Index *proof = proof_of_uniqueness(table, key.columns);
    if (proof == nullptr || proof->partial || key.temporal || key.target == table.id || !key.enforced ||
        demands_target(table, key) || actions_need_null(table, key.columns) || !extends(table, key, target)) {
        return;
    }
    add(Rule::one_to_one_nullable, table, constraint_of(table, key.name),
        "a row of " + qualified(table) + " belongs to one row of " + qualified(target) + " or to none, because " +
            listed(table, nullable(table, key.columns)) + " can be null",
        set_not_null(table, key.columns));
}

void Linter::key_rules(const Table &table, const ForeignKey &key, const Table &target) {
    if (!key.enforced) {
        add(Rule::foreign_key_not_enforced, table, constraint_of(table, key.name),
            quote_identifier(key.name) + " is not enforced, so it proves nothing",
            alter(table, "ALTER CONSTRAINT " + quote_identifier(key.name) + " ENFORCED"));
    } else if (!key.validated) {
        add(Rule::foreign_key_not_valid, table, constraint_of(table, key.name),
            quote_identifier(key.name) + " has not been validated against existing rows",
            alter(table, "VALIDATE CONSTRAINT " + quote_identifier(key.name)));
    }
    foreign_key_type_mismatch(table, key, target);
    foreign_key_collation_mismatch(table, key, target);
    foreign_key_implied(table, key);
    foreign_key_partly_null(table, key, target);
    foreign_key_to_same_columns(table, key);
}

}  // namespace relmeta
