#include "core/lint/indexes.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "core/lint/linter.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// The columns for which the lookup has a value.
ColumnNumbers asked_for(const ColumnNumbers &columns, const ColumnNumbers &lookup) {
    ColumnNumbers result;
    for (ColumnNumber number : columns) {
        if (contains(lookup, number)) {
            result.push_back(number);
        }
    }
    return result;
}

/// The columns that the lookup can use, depending on the access method.
ColumnNumbers usable(const Index &index, const ColumnNumbers &columns) {
    if (index.method != "btree") {
        return asked_for(index.lookup, columns);
    }
    ColumnNumbers result;  // up to the first column without a value
    for (ColumnNumber number : index.lookup) {
        if (!contains(columns, number)) {
            break;
        }
        result.push_back(number);
    }
    return result;
}

bool predicate_holds(const Index &index, const ColumnNumbers &columns) {
    return !index.partial || std::any_of(index.implied_by.begin(), index.implied_by.end(),
                                         [&](const ColumnNumbers &set) { return subset(set, columns); });
}

IndexUse use_of(const Table &table, const Index &index, const ColumnNumbers &columns) {
    const std::string name = quote_identifier(index.name);
    if (!index.valid) {
        return {Service::none, name + " is not valid"};
    }
    if (!predicate_holds(index, columns)) {
        return {Service::none,
                name + " is partial and does not contain all rows where " + listed(table, columns) + " is not null"};
    }
    const ColumnNumbers used = usable(index, columns);
    if (used.empty()) {
        const ColumnNumbers within = asked_for(index.columns, columns);
        if (within.empty()) {
            return {Service::none, name + " is on an expression"};
        }
        if (!contains(index.lookup, within.front())) {
            return {Service::none, name + " does not compare " + listed(table, {within.front()}) + " by ="};
        }
        return {};  // it starts with another column
    }
    if (index.method == "brin") {
        return {Service::partly, name + " is a BRIN index, which finds blocks that may contain the rows"};
    }
    const bool unique = index.unique && !index.temporal && used.size() == index.columns.size();
    if (subset(columns, used) || unique) {
        return {Service::full, name};
    }
    return {Service::partly, name + " finds rows by " + listed(table, used) + " alone"};
}

bool has_to_do_with(const Index &index, const ColumnNumbers &columns) {
    return !disjoint(index.columns, columns) || !disjoint(index.expression_columns, columns);
}

}  // namespace

IndexUse index_use(const Table &table, const ColumnNumbers &columns) {
    IndexUse result;
    for (const Index &index : table.indexes) {
        if (!has_to_do_with(index, columns)) {
            continue;
        }
        const IndexUse use = use_of(table, index, columns);
        if (use.service == Service::full) {
            return use;
        }
        result.service = std::max(result.service, use.service);
        if (use.text.empty()) {
            continue;
        }
        result.text += (result.text.empty() ? "" : "; ") + use.text;
    }
    return result;
}

WantedIndexes::WantedIndexes(std::vector<ColumnNumbers> lookups) {
    std::stable_sort(lookups.begin(), lookups.end(),
                     [](const ColumnNumbers &a, const ColumnNumbers &b) { return a.size() < b.size(); });
    for (const ColumnNumbers &wide : lookups) {
        // The widest one that is not yet the start of another index, so that the fewest indexes remain.
        const auto lead = std::find_if(lookups.rbegin(), lookups.rend(), [&](const ColumnNumbers &narrow) {
            poll();
            return narrow.size() < wide.size() && subset(narrow, wide) &&
                   std::none_of(pairs_.begin(), pairs_.end(), [&](const Pair &pair) { return pair.narrow == narrow; });
        });
        if (lead != lookups.rend()) {
            pairs_.push_back({*lead, wide});
        }
    }
}

ColumnNumbers WantedIndexes::columns(const ColumnNumbers &lookup) const {
    ColumnNumbers result = lookup;
    // Pairs are sorted by wide lookup.
    for (const Pair &pair : pairs_) {
        if (united(pair.narrow, {}) == united(result, {})) {
            std::copy_if(pair.wide.begin(), pair.wide.end(), std::back_inserter(result),
                         [&](ColumnNumber number) { return !contains(pair.narrow, number); });
        }
    }
    return result;
}

const ColumnNumbers *WantedIndexes::served_with(const ColumnNumbers &lookup) const {
    const auto found = std::find_if(pairs_.begin(), pairs_.end(), [&](const Pair &pair) { return pair.wide == lookup; });
    return found == pairs_.end() ? nullptr : &found->narrow;
}

}  // namespace relmeta
