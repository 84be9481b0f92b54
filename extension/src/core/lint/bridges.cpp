// Rules for bridges: nullable ends, missing keys and indexes, and duplicates.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "core/lint/actions.hpp"
#include "core/lint/cycles.hpp"
#include "core/lint/indexes.hpp"
#include "core/lint/linter.hpp"
#include "core/naming/inflect.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// Appends the columns that are not yet in the list.
ColumnNumbers appended(ColumnNumbers columns, const ColumnNumbers &more) {
    for (ColumnNumber number : more) {
        if (std::find(columns.begin(), columns.end(), number) == columns.end()) {
            columns.push_back(number);
        }
    }
    return columns;
}

}  // namespace

void Linter::bridge_rules(const Table &table, const Bridge &bridge) {
    ColumnNumbers columns;
    const End *first_without_index = nullptr;
    for (const End &end : bridge.ends) {
        columns = appended(columns, end.columns);
        if (first_without_index == nullptr && !has_index(table, end.columns)) {
            first_without_index = &end;
        }
        if (!end.exclusive && !nullable(table, end.columns).empty() && !actions_need_null(table, end.columns)) {
            add(Rule::bridge_end_nullable, table, constraint_of(table, end.constraint),
                "a row of " + qualified(table) + " links nothing where " + listed(table, nullable(table, end.columns)) +
                    " is null",
                set_not_null(table, end.columns));
        }
    }
    const bool has_wider_key = std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
        return index.unique && index.valid && subset(columns, index.columns);
    });
    const bool pair_is_key = proof_of_uniqueness(table, columns) != nullptr;
    // One of several exclusive ends is null in every row, so a key over all ends would not prevent duplicate links.
    const bool exclusive = std::any_of(bridge.ends.begin(), bridge.ends.end(), [](const End &end) { return end.exclusive; });
    const bool has_key = pair_is_key || has_wider_key || exclusive;
    if (!has_key) {
        bridge_without_key(table, bridge, first_without_index == nullptr ? bridge.ends.front() : *first_without_index);
    }
    // The index of the key suggested above also serves its first end, and the key may be the primary key.
    const bool gets_key = !has_key && table.kind == 'r' && (bridge.payload.empty() || ends_can_be_key(table, bridge));
    for (const End &end : bridge.ends) {
        if (!(gets_key && &end == first_without_index)) {
            bridge_end_without_index(table, bridge, end);
        }
    }
    if (!gets_key) {
        const ColumnNumbers none;
        table_without_primary_key(table, exclusive || (has_wider_key && !pair_is_key) ? &none : &columns);
    }
}

/// Whether the table lacks a primary key and the ends could be it.
bool Linter::ends_can_be_key(const Table &table, const Bridge &bridge) const {
    return table.primary_key() == nullptr && candidate_key(table) == nullptr &&
           std::none_of(bridge.ends.begin(), bridge.ends.end(),
                        [&](const End &end) { return actions_need_null(table, end.columns); });
}

/// Suggests a key over all ends that starts with `first`, an end without an index if there is one. A unique index over the ends
/// and other columns, or over some rows only, means that duplicate links are intended.
void Linter::bridge_without_key(const Table &table, const Bridge &bridge, const End &first) {
    ColumnNumbers columns = first.columns;
    for (const End &end : bridge.ends) {
        columns = appended(columns, end.columns);
    }
    const bool primary = ends_can_be_key(table, bridge);
    std::string message =
        "no unique key of " + qualified(table) + " covers " + listed(table, columns) + ", so a link can be stored twice";
    if ((primary || bridge.payload.empty()) && index_use(table, first.columns).service == Service::none) {
        message += ", and no index starts with " + listed(table, first.columns);
    }
    // The key of a partitioned table must include the partition key, so the user has to choose the columns.
    const std::string fix =
        table.kind != 'r' ? "" : alter(table, (primary ? "ADD PRIMARY KEY " : "ADD UNIQUE ") + listed(table, columns));
    add(Rule::bridge_without_key, table, qualified(table), message, fix, !primary && !bridge.payload.empty());
}

void Linter::bridge_end_without_index(const Table &table, const Bridge &bridge, const End &end) {
    ColumnNumbers columns = end.columns;
    if (bridge.ends.size() == 2) {
        columns = appended(appended(columns, bridge.ends[0].columns), bridge.ends[1].columns);
    }
    const Table *target = input_.facts.table(end.target);
    without_index(Rule::bridge_end_without_index, table, end.constraint, end.columns, columns,
                  "every lookup from " + (target == nullptr ? "that end" : qualified(*target)));
}

/// Two bridges over the same columns whose names contain the same words; different words mean different links.
void Linter::duplicate_bridges() {
    using EndKey = std::tuple<TableId, ColumnNames>;
    std::map<std::pair<std::set<EndKey>, std::set<std::string>>, std::vector<const Bridge *>> same;
    for (const Bridge &bridge : input_.bridges) {
        const Table &table = input_.facts.at(bridge.table);
        std::set<EndKey> ends;
        for (const End &end : bridge.ends) {
            ends.emplace(end.target, table.names(end.columns));
        }
        std::set<std::string> words;
        for (const std::string &word : split_words(table.name)) {
            words.insert(singular(word, input_.facts.words));
        }
        same[{std::move(ends), std::move(words)}].push_back(&bridge);
    }
    for (auto &entry : same) {
        std::vector<const Bridge *> &bridges = entry.second;
        const auto rank = [this](const Bridge *bridge) {
            const Table &table = input_.facts.at(bridge->table);
            return std::make_tuple(bridge->grade, !bridge->pair_unique, table.schema, table.name);
        };
        std::sort(bridges.begin(), bridges.end(), [&](const Bridge *a, const Bridge *b) { return rank(a) < rank(b); });
        const Table &kept = input_.facts.at(bridges.front()->table);
        for (auto bridge = bridges.begin() + 1; bridge != bridges.end(); ++bridge) {
            const Table &table = input_.facts.at((*bridge)->table);
            if (chosen(table.id) || chosen(kept.id)) {
                add(Rule::duplicate_bridge, table, qualified(table),
                    qualified(table) + " links the same tables as " + qualified(kept) + ", through columns with the same names",
                    "SELECT relmeta.reject_bridge(" + regclass(table) + ");");
            }
        }
    }
}

}  // namespace relmeta
