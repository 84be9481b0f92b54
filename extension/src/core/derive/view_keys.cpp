#include "core/derive/view_keys.hpp"

#include <algorithm>
#include <optional>

#include "core/model/sort_unique.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

namespace {

/// Views nested deeper are not derived. Views that refer to each other in a circle have infinite depth.
constexpr int most_views_high = 64;

/// The table's own keys.
std::vector<CarriedKey> keys_of_table(const Table &table) {
    std::vector<CarriedKey> result;
    for (const ForeignKey &key : table.foreign_keys) {
        poll();
        const bool enforced = key.enforced && key.validated;
        const auto stands_before_it = [&](const ForeignKey &other) {
            const bool other_enforced = other.enforced && other.validated;
            return same_link(key, other) &&
                   (other_enforced != enforced ? other_enforced : &other != &key && other.name < key.name);
        };
        // A temporal key references several rows.
        if (key.temporal || std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), stands_before_it)) continue;
        CarriedKey carried;
        carried.base = &table;
        carried.key = &key;
        carried.target = key.target;
        carried.columns = key.columns;
        carried.target_columns = key.target_columns;
        carried.not_null = table.all_not_null(key.columns);
        carried.enforced = enforced;
        carried.complete = true;
        result.push_back(std::move(carried));
    }
    for (const Index &index : table.indexes) {
        if (!index.unique || !index.valid || index.partial || index.temporal || index.stricter_equality ||
            contains(index.columns, 0)) {
            continue;
        }
        CarriedKey carried;
        carried.base = &table;
        carried.index = &index;
        carried.target = table.id;
        carried.columns = carried.target_columns = index.columns;
        carried.not_null = table.all_not_null(index.columns);
        carried.enforced = carried.complete = true;
        result.push_back(std::move(carried));
    }
    return result;
}

/// The key in the columns that the query returns for columns of one of its items; nullopt if one of them is missing.
std::optional<CarriedKey> returned(const CarriedKey &key, int item, const ViewQuery &query) {
    CarriedKey result = key;
    for (ColumnNumber &column : result.columns) {
        const auto output = std::find_if(query.outputs.begin(), query.outputs.end(), [&](const ViewOutput &one) {
            return one.column.item == item && one.column.column == column;
        });
        if (output == query.outputs.end()) return std::nullopt;
        column = output->number;
    }
    return result;
}

bool has(const std::vector<int> &items, int item) { return std::binary_search(items.begin(), items.end(), item); }

}  // namespace

const std::vector<CarriedKey> &ViewKeys::of(const Table &view) {
    try {
        return known(view).keys;
    } catch (const TooHigh &) {
        depth_ = 0;
        return (tables_[view.id] = Known{{}, most_views_high}).keys;
    }
}

const ViewKeys::Known &ViewKeys::known(const Table &table) {
    const auto found = tables_.find(table.id);
    if (found != tables_.end()) return found->second;
    Known result;
    if (!table.is_view()) {
        result.keys = keys_of_table(table);
    } else if (table.view) {
        if (++depth_ > most_views_high) throw TooHigh{};
        result.keys = keys(*table.view, result.height);
        --depth_;
        if (++result.height > most_views_high) throw TooHigh{};
        for (CarriedKey &key : result.keys) {
            // A materialized view holds the rows of its last REFRESH.
            key.not_null = key.not_null && table.kind != 'm';
            key.enforced = key.enforced && table.kind != 'm';
            key.complete = key.complete && table.kind != 'm';
        }
    }
    return tables_.emplace(table.id, std::move(result)).first->second;
}

const ViewKeys::Keys &ViewKeys::keys(const ViewQuery &query, int &height) {
    auto found = queries_.find(&query);
    if (found == queries_.end()) {
        int own = 0;
        Keys keys = query.branches.empty() ? keys_of_select(query, own) : keys_of_branches(query, own);
        found = queries_.emplace(&query, std::make_pair(std::move(keys), own)).first;
    }
    height = std::max(height, found->second.second);
    return found->second.first;
}

ViewKeys::Keys ViewKeys::keys_of_select(const ViewQuery &query, int &height) {
    Keys result;
    for (std::size_t i = 0; i < query.items.size(); ++i) {
        poll();
        const ViewItem &item = query.items[i];
        const Table *table = item.relation != 0 ? facts_.table(item.relation) : nullptr;
        const Keys *of_item = nullptr;
        if (item.query) {
            of_item = &keys(*item.query, height);
        } else if (table != nullptr) {
            const Known &relation = known(*table);
            height = std::max(height, relation.height);
            of_item = &relation.keys;
        }
        if (of_item == nullptr) continue;
        // Rows of inheriting tables do not satisfy its constraints.
        const bool inherited = table != nullptr && item.children && table->is_inherited();
        for (const CarriedKey &key : *of_item) {
            std::optional<CarriedKey> carried = returned(key, static_cast<int>(i), query);
            if (!carried || (inherited && key.key == nullptr)) continue;
            carried->not_null = carried->not_null && !inherited && !item.nullable && !query.grouping_sets;
            carried->enforced = carried->enforced && !inherited;
            carried->complete = carried->complete && !item.partial && !query.filters;
            result.push_back(std::move(*carried));
        }
    }
    return result;
}

/// The keys that every branch of a set operation carries to the same columns of the same table.
ViewKeys::Keys ViewKeys::keys_of_branches(const ViewQuery &query, int &height) {
    Keys result = keys(*query.branches.front(), height);
    for (std::size_t i = 1; i < query.branches.size(); ++i) {
        const Keys &others = keys(*query.branches[i], height);
        Keys both;
        for (CarriedKey &key : result) {
            poll();
            const auto same = std::find_if(others.begin(), others.end(), [&](const CarriedKey &other) {
                return other.target == key.target && (other.key == nullptr) == (key.key == nullptr) &&
                       same_pairs(other.columns, other.target_columns, key.columns, key.target_columns);
            });
            if (same == others.end()) continue;
            key.not_null = key.not_null && same->not_null;
            key.enforced = key.enforced && same->enforced;
            key.complete = key.complete || same->complete;
            key.several = key.several || same->several || same->key != key.key;
            both.push_back(std::move(key));
        }
        result = std::move(both);
    }
    for (CarriedKey &key : result) key.complete = key.complete && !query.filters;
    return result;
}

bool ViewKeys::unique(const Table &view, const ColumnNumbers &columns) {
    // A unique index on a materialized view is proof in itself.
    return proof_of_uniqueness(view, columns) != nullptr || (view.view && unique(*view.view, columns));
}

bool ViewKeys::unique(const ViewQuery &query, const ColumnNumbers &columns) {
    ColumnNumbers sorted = columns;
    sort_unique(sorted);
    for (const auto &[of, unique] : unique_[&query]) {
        if (of == sorted) return unique;
    }
    const bool result = prove_unique(query, sorted);
    unique_[&query].emplace_back(std::move(sorted), result);
    return result;
}

bool ViewKeys::unique_item(const ViewItem &item, const ColumnNumbers &columns) {
    if (item.query) return unique(*item.query, columns);
    const Table *table = item.relation != 0 ? facts_.table(item.relation) : nullptr;
    if (table == nullptr) return false;
    if (table->is_view()) return unique(*table, columns);
    return !(item.children && table->is_inherited()) && proof_of_uniqueness(*table, columns) != nullptr;
}

/// Determines which items of a query contribute one row, and which of their columns have one value, if the values of some output
/// columns are given.
class ViewKeys::Closure {
public:
    Closure(ViewKeys &keys, const ViewQuery &query, const ColumnNumbers &columns)
        : query_(query), values_(query.items.size()), one_row_(query.items.size()), present_(query.items.size()) {
        for (const ViewOutput &output : query.outputs) {
            if (output.column.known() && contains(columns, output.number)) {
                add(output.column);
                present_[place(output.column.item)] = true;  // its columns are not null, so the row exists
            }
        }
        for (bool more = true; more;) {
            more = false;
            for (const ViewEquality &equality : query.equalities) {
                poll();
                more = pass_on(equality, equality.a, equality.b) || more;
                more = pass_on(equality, equality.b, equality.a) || more;
            }
            for (std::size_t i = 0; i < query.items.size(); ++i) {
                // The same values can come from a LATERAL subquery for different rows.
                if (!one_row_[i] && !query.items[i].lateral && keys.unique_item(query.items[i], values_[i])) {
                    one_row_[i] = more = true;
                }
            }
        }
        if (only_lateral_left()) {
            for (std::size_t i = 0; i < query.items.size(); ++i) {
                one_row_[i] = one_row_[i] || keys.unique_item(query.items[i], values_[i]);
            }
        }
    }

    bool all_one_row() const {
        return std::all_of(one_row_.begin(), one_row_.end(), [](bool one) { return one; });
    }

    bool has_one_value(const ViewColumn &column) const {
        return column.item == ViewColumn::constant ||
               (column.known() && (one_row_[place(column.item)] || contains(values_[place(column.item)], column.column)));
    }

private:
    static std::size_t place(int item) { return static_cast<std::size_t>(item); }

    bool add(const ViewColumn &column) {
        ColumnNumbers &values = values_[place(column.item)];
        if (contains(values, column.column)) return false;
        values.push_back(column.column);
        return true;
    }

    bool pass_on(const ViewEquality &equality, const ViewColumn &from, const ViewColumn &to) {
        return to.known() && has_one_value(from) && holds(equality, to.item) && add(to);
    }

    bool is_present(const std::vector<int> &items) const {
        return std::any_of(items.begin(), items.end(), [&](int item) { return present_[place(item)]; });
    }

    /// Whether rows of the item that are joined to the values satisfy the condition. A row of the preserved side of an outer join
    /// that has no match does not satisfy its condition.
    bool holds(const ViewEquality &equality, int item) const {
        if (equality.join < 0) return true;
        const ViewOuterJoin &join = query_.joins[static_cast<std::size_t>(equality.join)];
        const bool left = is_present(join.left);
        const bool right = is_present(join.right);
        if (!join.full) return right || has(join.right, item);
        return (left && right) || (left && has(join.right, item)) || (right && has(join.left, item));
    }

    bool only_lateral_left() const {
        for (std::size_t i = 0; i < one_row_.size(); ++i) {
            if (!one_row_[i] && !query_.items[i].lateral) return false;
        }
        return true;
    }

    const ViewQuery &query_;
    std::vector<ColumnNumbers> values_;  ///< for each item, its columns that have one value
    std::vector<bool> one_row_;
    std::vector<bool> present_;
};

bool ViewKeys::prove_unique(const ViewQuery &query, const ColumnNumbers &columns) {
    if (query.one_row) return true;
    if (query.multiplies || query.grouping_sets) return false;
    if (!query.branches.empty()) {
        const auto all_given = [&](const std::vector<ViewOutput> &list) {
            return std::all_of(list.begin(), list.end(), [&](const ViewOutput &one) { return contains(columns, one.number); });
        };
        return std::any_of(query.distinct.begin(), query.distinct.end(), all_given) ||
               (query.branches.size() == 1 && unique(*query.branches.front(), columns));
    }
    const Closure closure(*this, query, columns);
    if (closure.all_one_row()) return true;
    return std::any_of(query.distinct.begin(), query.distinct.end(), [&](const std::vector<ViewOutput> &list) {
        return std::all_of(list.begin(), list.end(), [&](const ViewOutput &one) {
            return (one.number != 0 && contains(columns, one.number)) || closure.has_one_value(one.column);
        });
    });
}

}  // namespace relmeta
