// Matches in rounds, the closest match first, so that a good match is never lost to a poor one.
#include "core/derive/reconcile.hpp"

#include <algorithm>
#include <utility>

#include "core/text/poll.hpp"

namespace relmeta {

namespace {

using Likeness = bool (*)(const Relationship &, const Relationship &);

bool same_constraints(const Relationship &a, const Relationship &b) {
    return a.constraint == b.constraint && a.far_constraint == b.far_constraint && a.origin == b.origin;
}

bool same_columns(const Relationship &a, const Relationship &b) {
    return a.source_columns == b.source_columns && a.target_columns == b.target_columns &&
           a.bridge_source_columns == b.bridge_source_columns && a.bridge_target_columns == b.bridge_target_columns;
}

/// The two relationships of a self-referencing column differ only in direction.
bool same_tables(const Relationship &a, const Relationship &b) {
    return a.source == b.source && a.target == b.target && a.reverse == b.reverse;
}

constexpr Likeness rounds[] = {
    [](const Relationship &a, const Relationship &b) {
        return same_constraints(a, b) && same_columns(a, b) && a.condition == b.condition;
    },
    [](const Relationship &a, const Relationship &b) { return same_constraints(a, b) && same_columns(a, b); },
    [](const Relationship &a, const Relationship &b) {
        return same_constraints(a, b) && (a.source_columns == b.source_columns || a.target_columns == b.target_columns);
    },
    [](const Relationship &a, const Relationship &b) {
        return !a.constraint.empty() && same_constraints(a, b) && a.kind == b.kind;
    },
    [](const Relationship &a, const Relationship &b) { return !a.constraint.empty() && same_constraints(a, b); },
    [](const Relationship &a, const Relationship &b) { return same_columns(a, b); },
    // Links of a view are distinguished by their columns.
    [](const Relationship &a, const Relationship &b) {
        return a.origin == Origin::view && b.origin == Origin::view && a.constraint == b.constraint &&
               (a.source_columns == b.source_columns || a.target_columns == b.target_columns);
    },
};

/// Indexes of relationships, sorted by holder.
using Groups = std::vector<std::pair<TableId, std::size_t>>;

template <class HolderOf>
Groups by_holder(std::size_t count, HolderOf holder_of) {
    Groups result;
    result.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        result.emplace_back(holder_of(i), i);
    }
    if (!std::is_sorted(result.begin(), result.end())) {
        std::sort(result.begin(), result.end(), [](const auto &a, const auto &b) {
            poll();
            return a < b;
        });
    }
    return result;
}

}  // namespace

std::vector<std::size_t> match(const std::vector<Relationship> &fresh, const std::vector<const Relationship *> &stored) {
    std::vector<std::size_t> places(fresh.size(), no_place);
    const Groups ours = by_holder(fresh.size(), [&](std::size_t i) { return fresh[i].holder; });
    Groups theirs = by_holder(stored.size(), [&](std::size_t i) { return stored[i]->holder; });
    auto begin = theirs.begin();
    for (auto from = ours.begin(); from != ours.end();) {
        const TableId holder = from->first;
        const auto to = std::find_if(from, ours.end(), [&](const auto &entry) { return entry.first != holder; });
        begin = std::find_if(begin, theirs.end(), [&](const auto &entry) { return entry.first >= holder; });
        const auto end = std::find_if(begin, theirs.end(), [&](const auto &entry) { return entry.first != holder; });
        for (Likeness alike : rounds) {
            for (auto one = from; one != to; ++one) {
                const Relationship &wanted = fresh[one->second];
                const auto found = places[one->second] != no_place ? end : std::find_if(begin, end, [&](const auto &entry) {
                    poll();
                    return entry.second != no_place && same_tables(wanted, *stored[entry.second]) &&
                           alike(wanted, *stored[entry.second]);
                });
                if (found != end) {
                    places[one->second] = std::exchange(found->second, no_place);
                }
            }
        }
        from = to;
    }
    return places;
}

}  // namespace relmeta
