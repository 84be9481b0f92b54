// Works on relationships, not on foreign keys, so that declared relationships and those of views are included.
#include "core/context/picture.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/text/poll.hpp"

namespace relmeta {

namespace {

bool is_readable(const Table &table) {
    return table.columns.empty() ||
           std::any_of(table.columns.begin(), table.columns.end(), [](const Column &column) { return column.readable; });
}

/// The content of a link, independent of its table.
auto meaning(const ContextLink &link) {
    return std::make_tuple(ColumnNames(link.relationship->source_columns), link.target,
                           ColumnNames(link.relationship->target_columns), std::string(link.relationship->condition));
}

}  // namespace

Picture::Picture(const ContextInput &input) : input_(input) {
    for (const Bridge &bridge : input.bridges) bridge_of_.emplace(bridge.table, &bridge);
    for (const Relationship &relationship : input.relationships) {
        poll();
        if (relationship.bridge != 0 || relationship.reverse) continue;
        links_[relationship.source].push_back({&relationship, relationship.target, relationship.enforced});
    }
    choose();
    fold();
    std::vector<const Table *> chosen;
    for (const auto &[id, place] : shown_) chosen.push_back(&input_.facts.at(id));
    for (const Table *table : chosen) add(*table);
    sort();
}

void Picture::choose() {
    const std::set<TableId> named =
        input_.tables ? std::set<TableId>(input_.tables->begin(), input_.tables->end()) : std::set<TableId>();
    for (const auto &[id, table] : input_.facts.tables) {
        if (table.left_out && named.count(id) == 0) continue;
        if (relmeta::is_readable(table)) {
            shown_.emplace(id, 0);
        } else {
            ++unreadable_;
        }
    }
}

bool Picture::is_readable(const Table &table, const ColumnNames &columns) const {
    return std::all_of(columns.begin(), columns.end(), [&](const std::string &name) {
        const Column *column = table.column(name);
        return column != nullptr && column->readable;
    });
}

/// Folds every partition, except those that were requested or are referenced.
void Picture::fold() {
    std::set<TableId> kept;
    if (input_.tables) kept.insert(input_.tables->begin(), input_.tables->end());
    for (const auto &[source, links] : links_) {
        for (const ContextLink &link : links) kept.insert(link.target);
    }
    std::map<TableId, std::vector<TableId>> leaves;
    for (const auto &[partition, parent] : input_.partition_of) {
        poll();
        TableId root = parent;
        for (auto above = input_.partition_of.find(root); above != input_.partition_of.end();) {
            root = above->second;
            above = input_.partition_of.find(root);
        }
        if (!is_shown(partition) || !is_shown(root)) continue;
        if (input_.facts.at(partition).kind != 'p') leaves[root].push_back(partition);
        if (kept.count(partition) != 0) continue;
        shown_.erase(partition);
        ++folded_[root];
    }
    for (const auto &[root, partitions] : leaves) lift(root, partitions);
}

/// Links of partitions become links of their table, enforced if all partitions have them.
void Picture::lift(TableId root, const std::vector<TableId> &leaves) {
    Links &own = links_[root];
    std::map<decltype(meaning(ContextLink())), std::pair<ContextLink, std::size_t>> lifted;
    for (const TableId leaf : leaves) {
        poll();
        for (const ContextLink &link : links_[leaf]) {
            auto &[first, count] = lifted.emplace(meaning(link), std::make_pair(link, std::size_t{0})).first->second;
            first.enforced = first.enforced && link.enforced;
            ++count;
        }
    }
    for (const ContextLink &link : own) lifted.erase(meaning(link));
    for (auto &[what, found] : lifted) {
        found.first.enforced = found.first.enforced && found.second == leaves.size();
        own.push_back(found.first);
    }
    const bool bridges = std::all_of(leaves.begin(), leaves.end(), [&](TableId leaf) { return bridge_of_.count(leaf) != 0; });
    if (bridges && !leaves.empty()) bridge_of_.emplace(root, bridge_of_.at(leaves.front()));
}

void Picture::add(const Table &table) {
    poll();
    ContextTable made;
    made.table = &table;
    for (const Column &column : table.columns) {
        if (column.readable) made.columns.push_back(&column);
    }
    made.links = links_[table.id];
    std::sort(made.links.begin(), made.links.end(), [&](const ContextLink &a, const ContextLink &b) {
        const auto rank = [&](const ContextLink &link) {
            const Table &target = input_.facts.at(link.target);
            const Relationship &r = *link.relationship;
            return std::make_tuple(ColumnNames(r.source_columns), target.schema, target.name, ColumnNames(r.target_columns),
                                   std::string(r.condition));
        };
        return rank(a) < rank(b);
    });
    made.links.erase(std::remove_if(made.links.begin(), made.links.end(),
                                    [&](const ContextLink &link) {
                                        return !is_shown(link.target) || !is_readable(table, link.relationship->source_columns) ||
                                               !is_readable(input_.facts.at(link.target), link.relationship->target_columns);
                                    }),
                     made.links.end());
    const auto found = bridge_of_.find(table.id);
    if (found != bridge_of_.end()) {
        const Table &holder = input_.facts.at(found->second->table);
        for (const End &end : found->second->ends) {
            const auto link = std::find_if(made.links.begin(), made.links.end(), [&](const ContextLink &each) {
                return each.target == end.target && ColumnNames(each.relationship->source_columns) == holder.names(end.columns) &&
                       each.relationship->condition == end.condition;
            });
            if (link == made.links.end()) continue;
            made.ends.push_back(*link);
            made.links.erase(link);
        }
        made.is_bridge = made.ends.size() >= 2;
        made.pair_unique = found->second->pair_unique;
        if (!made.is_bridge) {
            made.links.insert(made.links.begin(), made.ends.begin(), made.ends.end());
            made.ends.clear();
        }
    }
    tables_.push_back(std::move(made));
}

void Picture::sort() {
    std::sort(tables_.begin(), tables_.end(), [](const ContextTable &a, const ContextTable &b) {
        poll();
        const auto rank = [](const ContextTable &each) {
            const Table &table = *each.table;
            return std::make_tuple(table.schema != "public", std::cref(table.schema), each.is_bridge, std::cref(table.name));
        };
        return rank(a) < rank(b);
    });
    for (std::size_t i = 0; i < tables_.size(); ++i) {
        shown_[tables_[i].table->id] = i;
        tables_[i].degree = 0;
    }
    for (ContextTable &table : tables_) {
        for (const auto *links : {&table.links, &table.ends}) {
            for (const ContextLink &link : *links) {
                ++table.degree;
                ++tables_[shown_.at(link.target)].degree;
            }
        }
    }
}

const ContextTable *Picture::find(TableId table) const {
    const auto found = shown_.find(table);
    return found == shown_.end() ? nullptr : &tables_[found->second];
}

std::size_t Picture::folded() const {
    std::size_t count = 0;
    for (const auto &[table, partitions] : folded_) count += is_shown(table) ? partitions : 0;
    return count;
}

void Picture::restrict_to(const std::vector<TableId> &tables) {
    const std::set<TableId> wanted(tables.begin(), tables.end());
    tables_.erase(std::remove_if(tables_.begin(), tables_.end(),
                                 [&](const ContextTable &each) { return wanted.count(each.table->id) == 0; }),
                  tables_.end());
    shown_.clear();
    unreadable_ = 0;
    for (std::size_t i = 0; i < tables_.size(); ++i) shown_.emplace(tables_[i].table->id, i);
}

}  // namespace relmeta
