#include "core/lint/actions.hpp"

#include <algorithm>
#include <iterator>

#include "core/lint/linter.hpp"
#include "core/text/lower.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// The columns that the key's ON DELETE or ON UPDATE action sets.
ColumnNumbers set_columns(const ForeignKey &key, bool on_delete) {
    const char action = on_delete ? key.on_delete : key.on_update;
    if (!key.enforced || (action != 'n' && action != 'd')) {
        return {};
    }
    return on_delete && !key.on_delete_columns.empty() ? key.on_delete_columns : key.columns;
}

/// Whether the action, applied to this column, sets it to null.
bool sets_null(char action, const Column &column) { return action == 'n' || (action == 'd' && !column.has_default); }

std::string action_text(const Table &table, const ForeignKey &key, bool on_delete) {
    const std::string text =
        (on_delete ? "ON DELETE " : "ON UPDATE ") + upper(action_name(on_delete ? key.on_delete : key.on_update));
    return on_delete && !key.on_delete_columns.empty() ? text + " " + listed(table, key.on_delete_columns) : text;
}

std::string check_text(const ForeignKey &key) {
    return key.deferred ? "DEFERRABLE INITIALLY DEFERRED" : key.deferrable ? "DEFERRABLE" : "NOT DEFERRABLE";
}

/// The columns of `set` that are NOT NULL but would be set to null.
ColumnNumbers refused(const Table &table, char action, const ColumnNumbers &set,
                      const std::function<bool(const Column &)> &may_have_default) {
    ColumnNumbers result;
    std::copy_if(set.begin(), set.end(), std::back_inserter(result), [&](ColumnNumber number) {
        const Column *column = table.column(number);
        return column != nullptr && column->not_null && sets_null(action, *column) &&
               !(action == 'd' && may_have_default(*column));
    });
    return result;
}

}  // namespace

bool action_needs_null(const Table &table, ColumnNumber number) {
    const Column *column = table.column(number);
    return column != nullptr && std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey &key) {
               return (contains(set_columns(key, true), number) && sets_null(key.on_delete, *column)) ||
                      (contains(set_columns(key, false), number) && sets_null(key.on_update, *column));
           });
}

bool actions_need_null(const Table &table, const ColumnNumbers &columns) {
    return std::any_of(columns.begin(), columns.end(), [&](ColumnNumber number) { return action_needs_null(table, number); });
}

std::string difference(const Table &table, const ForeignKey &kept, const ForeignKey &other) {
    if (!other.enforced) {
        return {};
    }
    if (!kept.enforced) {
        return "which is not enforced";
    }
    std::vector<std::string> differences;
    const auto compare = [&](const std::string &of_kept, const std::string &of_other) {
        if (of_kept != of_other) {
            differences.push_back(of_other + " instead of " + of_kept);
        }
    };
    ForeignKey ordered_kept = kept;
    ForeignKey ordered_other = other;
    for (ForeignKey *key : {&ordered_kept, &ordered_other}) {
        key->on_delete_columns = united(set_columns(*key, true), {});
        // Without a column list, the action sets all columns.
        if (key->on_delete_columns == united(key->columns, {})) {
            key->on_delete_columns.clear();
        }
    }
    compare(action_text(table, ordered_kept, true), action_text(table, ordered_other, true));
    compare(action_text(table, kept, false), action_text(table, other, false));
    compare(check_text(kept), check_text(other));
    if (kept.columns.size() > 1) {
        compare(kept.match_full ? "MATCH FULL" : "MATCH SIMPLE", other.match_full ? "MATCH FULL" : "MATCH SIMPLE");
    }
    if (kept.temporal != other.temporal) {
        differences.push_back("temporal instead of plain");
    }
    return differences.empty() ? std::string() : "but is " + join(differences, ", ");
}

std::vector<Contradiction> contradictions(const Table &table, const ForeignKey &key,
                                          const std::function<bool(const Column &)> &may_have_default) {
    std::vector<Contradiction> result;
    for (bool on_delete : {true, false}) {
        const char action = on_delete ? key.on_delete : key.on_update;
        const ColumnNumbers set = set_columns(key, on_delete);
        const ColumnNumbers wrong = refused(table, action, set, may_have_default);
        const bool some_null = std::any_of(set.begin(), set.end(), [&](ColumnNumber number) {
            const Column *column = table.column(number);
            return column != nullptr && sets_null(action, *column) && !(action == 'd' && may_have_default(*column));
        });
        if (!wrong.empty()) {
            result.push_back({on_delete, action_text(table, key, on_delete) + " sets " + listed(table, wrong) +
                                             (action == 'd' ? ", which has no default and is NOT NULL" : ", which is NOT NULL")});
        } else if (key.match_full && some_null && set.size() < key.columns.size()) {
            result.push_back(
                {on_delete, action_text(table, key, on_delete) +
                                " leaves the other columns unchanged, but MATCH FULL requires all or none to be null"});
        }
    }
    return result;
}

}  // namespace relmeta
