// Chooses and sorts tables only by name, because OIDs differ between databases.
#include "core/export/choice.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <unordered_set>

namespace relmeta {

namespace {

bool by_name(const Table *a, const Table *b) {
    poll();
    return std::tie(a->schema, a->name) < std::tie(b->schema, b->name);
}

}  // namespace

Choice::Choice(const ExportInput &input) : input_(input) {
    for (const Bridge &bridge : input.bridges) {
        bridge_of_.emplace(bridge.table, &bridge);
    }
    choose_tables();
    choose_drawn();
    choose_relationships();
}

void Choice::choose_tables() {
    if (input_.tables) {
        for (TableId id : *input_.tables) {
            if (const Table *table = input_.facts.table(id)) {
                tables_.push_back(table);
            }
        }
    } else {
        std::unordered_set<TableId> related;
        for (const Relationship &relationship : input_.relationships) {
            related.insert(relationship.source);
        }
        for (const auto &entry : input_.facts.tables) {
            const bool stands_alone =
                !entry.second.is_partition || !entry.second.foreign_keys.empty() || related.count(entry.first) != 0;
            if (!entry.second.left_out && stands_alone) {
                tables_.push_back(&entry.second);
            }
        }
    }
    std::sort(tables_.begin(), tables_.end(), by_name);
    tables_.erase(std::unique(tables_.begin(), tables_.end()), tables_.end());
    for (const Table *table : tables_) {
        chosen_.emplace(table->id, chosen_.size());
        if (const Bridge *bridge = this->bridge(table->id)) {
            bridges_.push_back(bridge);
        }
    }
}

void Choice::choose_drawn() {
    std::unordered_set<TableId> referenced;
    for (const Table *table : tables_) {
        for (const ForeignKey &key : table->foreign_keys) {
            referenced.insert(key.target);
        }
    }
    for (const Table *table : tables_) {
        const Bridge *bridge = this->bridge(table->id);
        const bool edge = input_.bridges_as_edges && bridge != nullptr && bridge->ends.size() == 2 && bridge->payload.empty() &&
                          referenced.count(table->id) == 0 && chosen(bridge->ends[0].target) && chosen(bridge->ends[1].target);
        if (!edge) {
            drawn_.push_back(table);
        }
    }
}

void Choice::choose_relationships() {
    std::unordered_set<TableId> drawn;
    for (const Table *table : drawn_) {
        drawn.insert(table->id);
    }
    for (const Relationship &relationship : input_.relationships) {
        poll();
        const bool through_left_out = !input_.tables && table(relationship.holder).left_out;
        if (!chosen(relationship.source) || !chosen(relationship.target) || through_left_out) {
            continue;
        }
        relationships_.push_back(&relationship);
        const Bridge *bridge = relationship.bridge == 0 ? nullptr : this->bridge(relationship.bridge);
        const auto place_of = [&](const std::string &constraint) {
            return std::find_if(bridge->ends.begin(), bridge->ends.end(),
                                [&](const End &each) { return each.constraint == constraint; });
        };
        const bool first = relationship.bridge == 0
                               ? !relationship.reverse
                               : bridge != nullptr && drawn.count(relationship.bridge) == 0 &&
                                     place_of(relationship.constraint) < place_of(relationship.far_constraint);
        if (first && drawn.count(relationship.source) != 0 && drawn.count(relationship.target) != 0) {
            links_.push_back(&relationship);
        }
    }
    std::sort(relationships_.begin(), relationships_.end(), [this](const Relationship *a, const Relationship *b) {
        poll();
        return std::tie(chosen_.at(a->source), a->name) < std::tie(chosen_.at(b->source), b->name);
    });
    const auto rank = [this](const Relationship *link) {
        const Table &holder = table(link->holder);
        return std::tie(holder.schema, holder.name, link->constraint, link->far_constraint, link->name);
    };
    std::sort(links_.begin(), links_.end(), [&](const Relationship *a, const Relationship *b) {
        poll();
        return rank(a) < rank(b);
    });
}

std::vector<const Relationship *> Choice::relationships_of(const Table &source) const {
    const auto place = [this](const Relationship *relationship) { return chosen_.at(relationship->source); };
    const std::size_t at = chosen_.at(source.id);
    const auto first = std::lower_bound(relationships_.begin(), relationships_.end(), at,
                                        [&](const Relationship *a, std::size_t b) { return place(a) < b; });
    const auto last =
        std::upper_bound(first, relationships_.end(), at, [&](std::size_t a, const Relationship *b) { return a < place(b); });
    return {first, last};
}

const Relationship &Choice::inverse_of(const Relationship &relationship) const {
    const auto rank = [this](const Relationship *a) { return std::tie(chosen_.at(a->source), a->name); };
    const auto wanted = std::tie(chosen_.at(relationship.target), relationship.inverse);
    const auto found = std::lower_bound(relationships_.begin(), relationships_.end(), wanted,
                                        [&](const Relationship *a, const decltype(wanted) &b) { return rank(a) < b; });
    if (found != relationships_.end() && rank(*found) == wanted) {
        return **found;
    }
    throw std::out_of_range("relationship \"" + relationship.name + "\" has no inverse");
}

const Bridge *Choice::bridge(TableId table) const {
    const auto found = bridge_of_.find(table);
    return found == bridge_of_.end() ? nullptr : found->second;
}

const std::string *Choice::comment(TableId table, const std::string &constraint) const {
    const auto found = input_.comments.find({table, constraint});
    return found == input_.comments.end() ? nullptr : &found->second;
}

std::string Choice::comment(const Table &table) const {
    const std::string *found = comment(table.id, "");
    return found == nullptr ? "" : *found;
}

std::string Choice::comment(const Table &table, const Column &column) const {
    const auto found = input_.column_comments.find({table.id, column.number});
    return found == input_.column_comments.end() ? "" : found->second;
}

const std::vector<std::string> &Choice::labels(const Column &column) const {
    static const std::vector<std::string> none;
    const auto found = input_.enum_labels.find(column.type);
    return found == input_.enum_labels.end() ? none : found->second;
}

std::string name_part(const std::string &name) {
    if (name.find_first_of(".\"") == std::string::npos) {
        return name;
    }
    std::string quoted = "\"";
    for (const char c : name) {
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    return quoted + '"';
}

std::string full_name(const Table &table) { return name_part(table.schema) + '.' + name_part(table.name); }

std::string short_name(const Table &table) { return table.schema == "public" ? name_part(table.name) : full_name(table); }

ColumnNumbers primary_key_columns(const Table &table) {
    const Index *primary_key = table.primary_key();
    return primary_key == nullptr ? ColumnNumbers{} : primary_key->columns;
}

bool in_foreign_key(const Table &table, ColumnNumber column) {
    return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const ForeignKey &key) {
        poll();
        return contains(key.columns, column);
    });
}

std::vector<const Index *> unique_keys(const Table &table) {
    std::vector<const Index *> keys;
    for (const Index &index : table.indexes) {
        const bool whole = std::find(index.columns.begin(), index.columns.end(), 0) == index.columns.end();
        if (index.unique && index.valid && !index.primary && !index.partial && !index.temporal && whole) {
            keys.push_back(&index);
        }
    }
    return keys;
}

}  // namespace relmeta
