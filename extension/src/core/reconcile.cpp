// Matching in rounds, the closest likeness first, so that a good match is never lost to a poor one.
#include "reconcile.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>

namespace relmeta {

namespace {

/// The identity that all rounds share: tables. Most buckets hold the few links between two tables.
struct Ends {
    TableId holder, source, target;
    bool operator==(const Ends &other) const {
        return holder == other.holder && source == other.source && target == other.target;
    }
};

struct HashEnds {
    std::size_t operator()(const Ends &ends) const {
        return std::hash<std::uint64_t>()((std::uint64_t{ends.source} << 32 | ends.target) * 0x9E3779B97F4A7C15ULL ^ ends.holder);
    }
};

using Likeness = bool (*)(const Relationship &, const Relationship &);

bool same_constraints(const Relationship &a, const Relationship &b) {
    return a.constraint == b.constraint && a.far_constraint == b.far_constraint && a.origin == b.origin;
}

bool same_columns(const Relationship &a, const Relationship &b) {
    return a.source_columns == b.source_columns && a.target_columns == b.target_columns &&
           a.bridge_source_columns == b.bridge_source_columns && a.bridge_target_columns == b.bridge_target_columns;
}

constexpr Likeness rounds[] = {
    [](const Relationship &a, const Relationship &b) { return same_constraints(a, b) && same_columns(a, b); },
    [](const Relationship &a, const Relationship &b) {
        return same_constraints(a, b) && (a.source_columns == b.source_columns || a.target_columns == b.target_columns);
    },
    [](const Relationship &a, const Relationship &b) {
        return !a.constraint.empty() && same_constraints(a, b) && a.kind == b.kind;
    },
    [](const Relationship &a, const Relationship &b) { return !a.constraint.empty() && same_constraints(a, b); },
    [](const Relationship &a, const Relationship &b) { return same_columns(a, b); },
};

}  // namespace

std::vector<std::size_t> match(const std::vector<Relationship> &fresh, const std::vector<const Relationship *> &stored) {
    std::unordered_map<Ends, std::vector<std::size_t>, HashEnds> free;
    for (std::size_t i = 0; i < stored.size(); ++i) {
        free[{stored[i]->holder, stored[i]->source, stored[i]->target}].push_back(i);
    }
    std::vector<std::size_t> places(fresh.size(), no_place);
    for (Likeness alike : rounds) {
        for (std::size_t i = 0; i < fresh.size(); ++i) {
            auto bucket = places[i] == no_place ? free.find({fresh[i].holder, fresh[i].source, fresh[i].target}) : free.end();
            if (bucket == free.end()) {
                continue;
            }
            for (std::size_t &candidate : bucket->second) {
                if (candidate != no_place && alike(fresh[i], *stored[candidate])) {
                    places[i] = std::exchange(candidate, no_place);
                    break;
                }
            }
        }
    }
    return places;
}

}  // namespace relmeta
