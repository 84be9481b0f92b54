// Rules for gaps in foreign keys: rows that a key does not check, keys implied by two others, and columns without a key.
#include <algorithm>

#include "core/lint/actions.hpp"
#include "core/lint/linter.hpp"
#include "core/naming/candidates.hpp"
#include "core/suggest/leads.hpp"
#include "core/text/lower.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

std::string upper(std::string text) {
    for (char &c : text) {
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return text;
}

/// The definition of an equal foreign key for a table with the same column names.
std::string definition(const Table &table, const ForeignKey &key, const Table &target, bool match_full) {
    std::string text = "FOREIGN KEY " + listed(table, key.columns) + " REFERENCES " + qualified(target) + " " +
                       listed(target, key.target_columns) + (match_full ? " MATCH FULL" : "");
    if (key.on_update != 'a') {
        text += " ON UPDATE " + upper(action_name(key.on_update));
    }
    if (key.on_delete != 'a') {
        text += " ON DELETE " + upper(action_name(key.on_delete)) +
                (key.on_delete_columns.empty() ? "" : " " + listed(table, key.on_delete_columns));
    }
    return text + (key.deferrable ? " DEFERRABLE" : "") + (key.deferred ? " INITIALLY DEFERRED" : "");
}

}  // namespace

/// Comparing the columns without COLLATE is an error, and an index on the other column cannot be used.
void Linter::foreign_key_collation_mismatch(const Table &table, const ForeignKey &key, const Table &target) {
    std::vector<std::string> differences;
    std::vector<std::string> actions;
    bool can_run = static_cast<bool>(input_.collation);
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
        const Column *column = table.column(key.columns[i]);
        const Column *referenced = target.column(key.target_columns[i]);
        if (column == nullptr || referenced == nullptr || column->collation == referenced->collation || column->collation == 0 ||
            referenced->collation == 0 || base(column->type) != base(referenced->type) || !input_.collation) {
            continue;
        }
        const std::string wanted = input_.collation(referenced->collation);
        const std::string obstacle = in_the_way(table, *column, *column);
        can_run = can_run && obstacle.empty();
        differences.push_back(quote_identifier(column->name) + " has collation " + input_.collation(column->collation) +
                              " and refers to " + quote_identifier(referenced->name) + ", which has " + wanted +
                              (obstacle.empty() ? "" : ", but its type cannot be changed: " + obstacle));
        actions.push_back("ALTER COLUMN " + quote_identifier(column->name) + " TYPE " + type_of(*column) + " COLLATE " + wanted);
    }
    if (!actions.empty()) {
        add(Rule::foreign_key_collation_mismatch, table, constraint_of(table, key.name), join(differences, "; "),
            can_run ? alter(table, join(actions, ", ")) : "");
    }
}

/// variant.company_id follows from variant.product_id and product.company_id, but no constraint makes both equal. This is certain
/// only for a tenant, which owns all related rows: an employee and the employee's shop can have different addresses.
void Linter::foreign_key_implied(const Table &table, const ForeignKey &key) {
    if (key.columns.size() != 1 || key.target == table.id) {
        return;
    }
    const std::string &column = table.at(key.columns[0]).name;
    if (input_.facts.words.tenant.count(lower(stem(column, input_.facts.words))) == 0) {
        return;
    }
    for (const ForeignKey &first : table.foreign_keys) {
        poll();
        const Table *through = input_.facts.table(first.target);
        if (through == nullptr || through->id == table.id || through->id == key.target || first.columns.size() != 1 ||
            first.columns == key.columns || !table.all_not_null(first.columns)) {
            continue;
        }
        for (const ForeignKey &second : through->foreign_keys) {
            if (second.target != key.target || second.target_columns != key.target_columns || second.columns.size() != 1 ||
                through->at(second.columns[0]).name != column || !through->all_not_null(second.columns)) {
                continue;
            }
            const bool checked = std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey &whole) {
                return whole.target == through->id && whole.columns.size() > 1 && contains(whole.columns, key.columns[0]) &&
                       contains(whole.target_columns, second.columns[0]);
            });
            if (checked) {
                continue;
            }
            add(Rule::foreign_key_implied, table, constraint_of(table, key.name),
                quote_identifier(column) + " also follows from " + listed(table, first.columns) + " through " +
                    qualified(*through) + ", and no constraint makes both equal: drop the column, or add a foreign key that "
                    "includes both columns",
                "");
            return;
        }
    }
}

/// A foreign key checks the rows of the table and its partitions, but not those of other tables that inherit from it.
void Linter::foreign_key_not_inherited(const Table &table) {
    const auto parents = input_.parents.find(table.id);
    if (parents == input_.parents.end() || table.kind != 'r') {
        return;
    }
    std::vector<std::string> missing;
    std::vector<std::string> actions;
    for (TableId id : parents->second) {
        const Table *parent = input_.facts.table(id);
        for (std::size_t i = 0; parent != nullptr && i < parent->foreign_keys.size(); ++i) {
            const ForeignKey &key = parent->foreign_keys[i];
            const Table *target = input_.facts.table(key.target);
            const ColumnNumbers columns = table.numbers(parent->names(key.columns));
            const bool is_there = std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey &own) {
                return own.target == key.target && same_pairs(own.columns, own.target_columns, columns, key.target_columns);
            });
            if (target == nullptr || is_there || contains(columns, 0) || key.temporal || !key.enforced) {
                continue;
            }
            missing.push_back(quote_identifier(key.name) + " of " + qualified(*parent));
            actions.push_back("ADD " + definition(*parent, key, *target, key.match_full));
        }
    }
    if (!missing.empty()) {
        add(Rule::foreign_key_not_inherited, table, qualified(table),
            join(missing, ", ") + (missing.size() == 1 ? " does" : " do") + " not check the rows of " + qualified(table) +
                ", which inherits from it",
            alter(table, join(actions, ", ")));
    }
}

/// MATCH SIMPLE does not check a row in which any column is null. If all columns but one are NOT NULL, this represents an
/// optional reference.
void Linter::foreign_key_partly_null(const Table &table, const ForeignKey &key, const Table &target) {
    const ColumnNumbers loose = nullable(table, key.columns);
    if (key.match_full || key.temporal || loose.size() < 2) {
        return;
    }
    const bool can_be_full = loose.size() == key.columns.size() && key.on_delete_columns.empty() && key.enforced && key.validated;
    add(Rule::foreign_key_partly_null, table, constraint_of(table, key.name),
        quote_identifier(key.name) + " does not check rows where only some of " + listed(table, loose) + " are null" +
            (can_be_full ? "" : loose.size() < key.columns.size() ? "; MATCH FULL would forbid a null in any of them, so add a CHECK constraint"
                                                                  : "; replace it with a key that is MATCH FULL"),
        can_be_full ? alter(table, "DROP CONSTRAINT " + quote_identifier(key.name) + ", ADD CONSTRAINT " +
                                       quote_identifier(key.name) + " " + definition(table, key, target, true))
                    : "");
}

/// Every row refers to itself.
void Linter::foreign_key_to_same_columns(const Table &table, const ForeignKey &key) {
    if (key.target != table.id || key.columns != key.target_columns || key.temporal || (key.match_full && key.columns.size() > 1)) {
        return;
    }
    const bool named = table.bridge.names(key);
    add(Rule::foreign_key_to_same_columns, table, constraint_of(table, key.name),
        quote_identifier(key.name) + " references its own columns, so every row refers to itself" +
            (named ? "; a declared bridge names it" : ""),
        named ? "" : alter(table, "DROP CONSTRAINT " + quote_identifier(key.name)));
}

void Linter::columns_that_look_like_keys(const std::vector<const Table *> &tables) {
    if (input_.suggest == nullptr) {
        return;
    }
    const NameReader names(*input_.suggest);
    const auto is_rejected = [&](const Table &table, const Column &column) {
        const std::vector<Rejection> &all = input_.suggest->rejections;
        return std::any_of(all.begin(), all.end(), [&](const Rejection &rejection) {
            return rejection.source == table.id && rejection.columns == ColumnNumbers{column.number};
        });
    };
    // A lead with a lower weight is never suggested.
    const auto has_target = [&](const Table &table, const Column &column) {
        const std::vector<Lead> leads = names.leads(table, column);
        return std::any_of(leads.begin(), leads.end(), [](const Lead &lead) { return lead.term.weight > 2.5; });
    };
    for (const Table *table : tables) {
        if (!chosen(table->id) || table->is_partition || (table->kind != 'r' && table->kind != 'p')) {
            continue;
        }
        const Index *primary = table->primary_key();
        for (const Column &column : table->columns) {
            poll();
            const ColumnNumbers only{column.number};
            const auto holds = [&](const auto &key) { return contains(key.columns, column.number); };
            if (!names.looks_like_a_key(*table, column) || input_.suggest->generated.count({table->id, column.number}) > 0 ||
                std::any_of(table->foreign_keys.begin(), table->foreign_keys.end(), holds) ||
                std::any_of(table->declared.begin(), table->declared.end(), holds) ||
                (primary != nullptr && primary->columns == only) || names.is_polymorphic(*table, column) ||
                is_rejected(*table, column) || has_target(*table, column)) {
                continue;
            }
            add(Rule::looks_like_a_key, *table, qualified(*table) + "." + quote_identifier(column.name),
                quote_identifier(column.name) + " is named like a foreign key, but no table has such a name: declare what it refers to, or reject it",
                "");
        }
    }
}

}  // namespace relmeta
