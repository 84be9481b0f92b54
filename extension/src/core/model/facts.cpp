// Lookups in the facts, and proofs of uniqueness.
#include "core/model/facts.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/model/sort_unique.hpp"
#include "core/text/error.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

bool proves_in(const Table &table, const Index &index, const ColumnNumbers &columns) {
    if (!is_unique_over(index, columns)) {
        return false;
    }
    if (!index.partial) {
        return true;
    }
    return std::any_of(index.implied_by.begin(), index.implied_by.end(), [&](const ColumnNumbers &needed) {
        return std::all_of(needed.begin(), needed.end(), [&](ColumnNumber number) {
            const Column *column = table.column(number);
            return (column != nullptr && column->not_null) || contains(columns, number);
        });
    });
}

}  // namespace

const Column *Table::column(ColumnNumber number) const {
    auto found = std::lower_bound(columns.begin(), columns.end(), number,
                                  [](const Column &column, ColumnNumber wanted) { return column.number < wanted; });
    return found != columns.end() && found->number == number ? &*found : nullptr;
}

const Column *Table::column(const std::string &wanted) const {
    auto found = std::find_if(columns.begin(), columns.end(), [&](const Column &column) { return column.name == wanted; });
    return found != columns.end() ? &*found : nullptr;
}

const Column &Table::at(ColumnNumber number) const {
    if (const Column *found = column(number)) {
        return *found;
    }
    throw Stale(quote_qualified(schema, name), "It has no column number " + std::to_string(number) + ".");
}

const Column &Table::at(const std::string &wanted) const {
    if (const Column *found = column(wanted)) {
        return *found;
    }
    throw Stale(quote_qualified(schema, name), "It has no column " + in_quotes(wanted) + ".");
}

ColumnNames Table::names(const ColumnNumbers &numbers) const {
    ColumnNames result;
    result.reserve(numbers.size());
    for (ColumnNumber number : numbers) {
        result.push_back(number != 0 ? at(number).name : std::string());
    }
    return result;
}

ColumnNumbers Table::numbers(const ColumnNames &wanted) const {
    ColumnNumbers result;
    result.reserve(wanted.size());
    for (const std::string &name : wanted) {
        poll();
        const Column *found = column(name);
        result.push_back(found != nullptr ? found->number : ColumnNumber{0});
    }
    return result;
}

ColumnNumbers Table::numbers_at(const ColumnNames &wanted) const {
    ColumnNumbers result;
    result.reserve(wanted.size());
    for (const std::string &name : wanted) {
        poll();
        result.push_back(at(name).number);
    }
    return result;
}

const ForeignKey *Table::foreign_key(const std::string &wanted) const {
    auto found =
        std::find_if(foreign_keys.begin(), foreign_keys.end(), [&](const ForeignKey &key) { return key.name == wanted; });
    return found != foreign_keys.end() ? &*found : nullptr;
}

const ForeignKey &Table::foreign_key_at(const std::string &wanted) const {
    if (const ForeignKey *found = foreign_key(wanted)) {
        return *found;
    }
    throw Stale(quote_qualified(schema, name), "It has no foreign key " + in_quotes(wanted) + ".");
}

const Index *Table::primary_key() const {
    auto found = std::find_if(indexes.begin(), indexes.end(), [](const Index &index) { return index.primary; });
    return found != indexes.end() ? &*found : nullptr;
}

bool Table::all_not_null(const ColumnNumbers &numbers) const {
    return std::all_of(numbers.begin(), numbers.end(), [&](ColumnNumber number) {
        const Column *found = column(number);
        return found != nullptr && found->not_null;
    });
}

bool BridgeDeclaration::names(const ColumnReference &end) const { return std::find(ends.begin(), ends.end(), end.name) != ends.end(); }

std::size_t TablesById::slot(TableId id) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>((id * std::uint64_t{0x9E3779B97F4A7C15}) >> 32) & mask;
    while (slots_[at].place != nowhere && slots_[at].id != id) {
        at = (at + 1) & mask;
    }
    return at;
}

std::size_t TablesById::place(TableId id) const {
    return slots_.empty() ? 0 : std::min<std::size_t>(slots_[slot(id)].place, tables_.size());
}

void TablesById::reserve(std::size_t count) {
    if (2 * count <= slots_.size()) {
        return;
    }
    std::size_t size = 16;
    while (size < 2 * count) {
        size *= 2;
    }
    slots_.assign(size, {});
    for (std::size_t i = 0; i < tables_.size(); ++i) {
        slots_[slot(tables_[i].first)] = {tables_[i].first, static_cast<std::uint32_t>(i)};
    }
}

std::pair<TablesById::iterator, bool> TablesById::emplace(TableId id, Table table) {
    if (const auto found = find(id); found != end()) {
        return {found, false};
    }
    reserve(tables_.size() + 1);
    slots_[slot(id)] = {id, static_cast<std::uint32_t>(tables_.size())};
    tables_.emplace_back(id, std::move(table));
    return {std::prev(end()), true};
}

const Table *Facts::table(TableId id) const {
    auto found = tables.find(id);
    return found != tables.end() ? &found->second : nullptr;
}

const Table &Facts::at(TableId id) const {
    if (const Table *found = table(id)) {
        return *found;
    }
    throw Stale(std::to_string(id), "The table does not exist.");
}

const char *action_name(char action) {
    switch (action) {
        case 'r': return "restrict";
        case 'c': return "cascade";
        case 'n': return "set null";
        case 'd': return "set default";
        default: return "no action";
    }
}

ColumnNames column_names(const Table &table) {
    ColumnNames names;
    names.reserve(table.columns.size());
    for (const Column &column : table.columns) {
        names.push_back(column.name);
    }
    return names;
}

bool contains(const ColumnNumbers &columns, ColumnNumber number) {
    return std::find(columns.begin(), columns.end(), number) != columns.end();
}

bool subset(const ColumnNumbers &inner, const ColumnNumbers &outer) {
    return std::all_of(inner.begin(), inner.end(), [&](ColumnNumber number) { return contains(outer, number); });
}

ColumnNumbers united(const ColumnNumbers &a, const ColumnNumbers &b) {
    ColumnNumbers result = a;
    result.insert(result.end(), b.begin(), b.end());
    sort_unique(result);
    return result;
}

bool disjoint(const ColumnNumbers &a, const ColumnNumbers &b) {
    return std::none_of(a.begin(), a.end(), [&](ColumnNumber number) { return contains(b, number); });
}

bool same_pairs(const ColumnNumbers &a, const ColumnNumbers &a_others, const ColumnNumbers &b, const ColumnNumbers &b_others) {
    const auto within = [](const ColumnNumbers &columns, const ColumnNumbers &others, const ColumnNumbers &all,
                           const ColumnNumbers &all_others) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            poll();
            bool found = false;
            for (std::size_t j = 0; j < all.size() && !found; ++j) {
                found = columns[i] == all[j] && others[i] == all_others[j];
            }
            if (!found) {
                return false;
            }
        }
        return true;
    };
    return within(a, a_others, b, b_others) && within(b, b_others, a, a_others);
}

bool same_link(const ColumnReference &a, const ColumnReference &b) {
    return a.target == b.target && same_pairs(a.columns, a.target_columns, b.columns, b.target_columns);
}

bool stands_before(const Table &table, const ForeignKey &a, const ForeignKey &b) {
    const auto rank = [&](const ForeignKey &key) {
        return std::make_tuple(!table.bridge.names(key), !(key.enforced && key.validated), std::string_view(key.name));
    };
    return rank(a) < rank(b);
}

std::vector<const ForeignKey *> distinct_foreign_keys(const Table &table) {
    std::vector<const ForeignKey *> result;
    result.reserve(table.foreign_keys.size());
    for (const ForeignKey &key : table.foreign_keys) {
        if (std::none_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey &other) {
                poll();
                return same_link(key, other) && stands_before(table, other, key);
            })) {
            result.push_back(&key);
        }
    }
    return result;
}

bool is_said_by_a_key(const Table &table, const RelationshipDeclaration &declaration) {
    return declaration.condition.empty() &&
           std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey &key) {
               poll();
               return same_link(key, declaration);
           });
}

std::string end_name(const Table &table, const ColumnReference &reference) {
    return reference.name.empty() ? cut(join(table.names(reference.columns), "_")) : reference.name;
}

const ColumnReference *reference(const Table &table, const std::string &end) {
    if (const ForeignKey *key = table.foreign_key(end)) {
        return key;
    }
    auto found = std::find_if(table.declared.begin(), table.declared.end(), [&](const RelationshipDeclaration &declaration) {
        return end_name(table, declaration) == end && !is_said_by_a_key(table, declaration);
    });
    return found != table.declared.end() ? &*found : nullptr;
}

ColumnNumbers nullable(const Table &table, const ColumnNumbers &columns) {
    ColumnNumbers result;
    std::copy_if(columns.begin(), columns.end(), std::back_inserter(result),
                 [&](ColumnNumber number) { return !table.all_not_null({number}); });
    return result;
}

bool demands_target(const Table &table, const ForeignKey &key) {
    const std::size_t nulls = nullable(table, key.columns).size();
    return key.enforced && (key.match_full ? nulls < key.columns.size() : nulls == 0);
}

bool is_unique_over(const Index &index, const ColumnNumbers &columns) {
    return index.unique && index.valid && !index.temporal && !index.stricter_equality && !index.columns.empty() &&
           subset(index.columns, columns);
}

const Index *proof_of_uniqueness(const Table &table, const ColumnNumbers &columns) {
    const Index *best = nullptr;
    auto rank = [](const Index &index) {
        return std::make_tuple(!index.primary, index.columns.size(), std::string_view(index.name));
    };
    for (const Index &index : table.indexes) {
        poll();
        if (proves_in(table, index, columns) && (best == nullptr || rank(index) < rank(*best))) {
            best = &index;
        }
    }
    return best;
}

}  // namespace relmeta
