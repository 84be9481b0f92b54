#include "core/derive/views.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// The column of a carried key for each of these columns of the table; empty if the key has other columns.
ColumnNumbers columns_for(const CarriedKey &carried, const ColumnNumbers &wanted) {
    ColumnNumbers result;
    if (carried.target_columns.size() != wanted.size()) return {};
    for (const ColumnNumber column : wanted) {
        const auto found = std::find(carried.target_columns.begin(), carried.target_columns.end(), column);
        if (found == carried.target_columns.end()) return {};
        result.push_back(carried.columns[static_cast<std::size_t>(found - carried.target_columns.begin())]);
    }
    return result;
}

/// Whether the user has declared this link, in either direction.
bool is_declared(const Table &one, const ColumnNumbers &columns, const Table &other, const ColumnNumbers &other_columns) {
    const auto declares = [](const Table &holder, const ColumnNumbers &own, const Table &target, const ColumnNumbers &others) {
        return std::any_of(holder.declared.begin(), holder.declared.end(), [&](const RelationshipDeclaration &declaration) {
            return declaration.target == target.id && same_pairs(declaration.columns, declaration.target_columns, own, others);
        });
    };
    return declares(one, columns, other, other_columns) || declares(other, other_columns, one, columns);
}

/// Distinguishes the links of a view that have the same constraint name by `far_constraint`, which the first does not need.
void tell_apart(const Table &view, const Facts &facts, std::vector<ViewLink> &links) {
    std::vector<std::string_view> constraints;
    constraints.reserve(links.size());
    for (const ViewLink &link : links) constraints.emplace_back(link.forward.constraint);
    std::sort(constraints.begin(), constraints.end());
    if (std::adjacent_find(constraints.begin(), constraints.end()) == constraints.end()) return;
    std::set<std::pair<std::string, std::string>> taken;
    for (ViewLink &link : links) {
        Relationship &forward = link.forward;
        if (taken.emplace(forward.constraint, std::string()).second) continue;
        const std::string text = forward.source == view.id
                                     ? join(forward.source_columns, ",")
                                     : facts.at(forward.source).name + "(" + join(forward.source_columns, ",") + ")";
        forward.far_constraint = cut(text);
        for (int number = 2; !taken.emplace(forward.constraint, forward.far_constraint).second; ++number) {
            const std::string suffix = "_" + std::to_string(number);
            forward.far_constraint = cut(text, max_name_bytes - suffix.size()) + suffix;
        }
    }
}

}  // namespace

Views::Views(const Facts &facts) : facts_(facts), keys_(facts) {
    for (const auto &entry : facts.tables) {
        const Table &view = entry.second;
        if (!view.is_view() || !view.view) continue;
        for (const CarriedKey &key : keys_.of(view)) {
            poll();
            if (key.key != nullptr) {
                referencing_[{key.target, view.schema}].push_back({&view, &key});
            } else if (keys_.unique(view, key.columns)) {
                standing_[{key.target, view.schema}].push_back({&view, &key});
                incoming_.try_emplace(key.target);
            }
        }
    }
    for (auto &entry : standing_) {
        const auto rank = [](const Carried &one) {
            return std::make_tuple(!one.key->index->primary, !one.key->complete, one.view->name != one.key->base->name,
                                   std::string_view(one.view->name), std::string_view(one.key->index->name));
        };
        std::stable_sort(entry.second.begin(), entry.second.end(),
                         [&](const Carried &a, const Carried &b) { return rank(a) < rank(b); });
    }
    const auto by_view = [](const Carried &a, const Carried &b) {
        return std::tie(a.view->name, a.key->columns) < std::tie(b.view->name, b.key->columns);
    };
    for (auto &entry : referencing_) std::stable_sort(entry.second.begin(), entry.second.end(), by_view);
    if (incoming_.empty()) return;
    for (const auto &entry : facts.tables) {
        const std::vector<ForeignKey> &foreign_keys = entry.second.foreign_keys;
        const auto is_wanted = [&](TableId target) {
            poll();
            return incoming_.count(target) > 0;
        };
        if (std::none_of(foreign_keys.begin(), foreign_keys.end(), [&](const auto &key) { return is_wanted(key.target); }))
            continue;
        for (const CarriedKey &key : keys_.of(entry.second)) {
            if (key.key != nullptr && is_wanted(key.target)) incoming_[key.target].emplace_back(&entry.second, key.key);
        }
    }
    for (auto &entry : incoming_) {
        std::sort(entry.second.begin(), entry.second.end(), [](const auto &a, const auto &b) {
            return std::tie(a.first->schema, a.first->name, a.second->name) <
                   std::tie(b.first->schema, b.first->name, b.second->name);
        });
    }
}

const Table *Views::standing_for(const std::string &schema, TableId table) const {
    const auto found = standing_.find({table, schema});
    return found != standing_.end() ? found->second.front().view : nullptr;
}

std::vector<ViewLink> Views::links_of(const Table &view) {
    std::vector<ViewLink> links;
    for (const CarriedKey &key : keys_.of(view)) {
        if (key.key != nullptr) add_target(view, key, links);
    }
    for (const CarriedKey &key : keys_.of(view)) {
        if (key.key == nullptr && keys_.unique(view, key.columns)) add_sources(view, key, links);
    }
    tell_apart(view, facts_, links);
    return links;
}

void Views::add_target(const Table &view, const CarriedKey &key, std::vector<ViewLink> &links) {
    const Table *target = facts_.table(key.target);
    if (target == nullptr || is_declared(view, key.columns, *target, key.target_columns)) return;
    ViewLink link;
    link.base = key.base;
    link.key = key.key;
    link.source_key = &key;
    Relationship &forward = link.forward;
    forward.source = forward.holder = view.id;
    forward.target = target->id;
    forward.origin = Origin::view;
    forward.constraint = key.key->name;
    forward.source_columns = pool_.columns(view, key.columns);
    forward.target_columns = pool_.columns(*target, key.target_columns);
    forward.kind = kind_of(!keys_.unique(view, key.columns), false);
    forward.required = key.not_null && key.enforced;
    forward.enforced = key.enforced;
    forward.pair_unique = true;
    const auto is_same = [&](const ViewLink &other) {
        return other.forward.target == forward.target && other.forward.source_columns == forward.source_columns &&
               other.forward.target_columns == forward.target_columns;
    };
    if (std::none_of(links.begin(), links.end(), is_same)) links.push_back(std::move(link));
}

void Views::add_sources(const Table &view, const CarriedKey &key, std::vector<ViewLink> &links) {
    const auto incoming = incoming_.find(key.target);
    if (incoming != incoming_.end()) {
        for (const auto &[table, foreign_key] : incoming->second) {
            poll();
            if (table->schema == view.schema) add_source(*table, *table, *foreign_key, nullptr, view, key, links);
        }
    }
    const auto views = referencing_.find({key.target, view.schema});
    if (views == referencing_.end()) return;
    for (const Carried &other : views->second) {
        poll();
        const bool linked = other.view == &view || stands_for(view, key.target) || stands_for(*other.view, other.key->base->id);
        if (linked) add_source(*other.view, *other.key->base, *other.key->key, other.key, view, key, links);
    }
}

/// Adds a link to the view from a table or view that has the foreign key.
void Views::add_source(const Table &source, const Table &base, const ForeignKey &key, const CarriedKey *source_key,
                       const Table &view, const CarriedKey &target_key, std::vector<ViewLink> &links) {
    const ColumnNumbers &columns = source_key != nullptr ? source_key->columns : key.columns;
    const ColumnNumbers target_columns =
        columns_for(target_key, source_key != nullptr ? source_key->target_columns : key.target_columns);
    if (target_columns.empty() || is_declared(source, columns, view, target_columns)) return;
    ViewLink link;
    link.base = &base;
    link.key = &key;
    link.source_key = source_key;
    link.target_key = &target_key;
    Relationship &forward = link.forward;
    forward.source = source.id;
    forward.target = forward.holder = view.id;
    forward.origin = Origin::view;
    forward.constraint = key.name;
    forward.source_columns = pool_.columns(source, columns);
    forward.target_columns = pool_.columns(view, target_columns);
    const bool unique = source_key != nullptr ? keys_.unique(source, columns) : proof_of_uniqueness(source, columns) != nullptr;
    forward.kind = kind_of(!unique, false);
    // The view might not contain the referenced row.
    forward.enforced = target_key.complete && (source_key != nullptr ? source_key->enforced : key.enforced && key.validated);
    forward.pair_unique = true;
    links.push_back(std::move(link));
}

}  // namespace relmeta
