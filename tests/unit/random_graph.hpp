// Random relationships for the search tests, and the cost of a step by the documented rule, computed independently of the
// graph.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

/// Adds a foreign key from holder to target as two relationships.
inline void add_key(std::vector<Relationship> &all, TableId holder, TableId target, const std::string &name, bool required = true,
                    bool enforced = true, Origin origin = Origin::foreign_key) {
    Relationship along;
    along.source = along.holder = holder;
    along.target = target;
    along.name = name;
    along.inverse = name + "_of";
    along.constraint = origin == Origin::declared ? "" : name + "_fkey";
    along.kind = Kind::many_to_one;
    along.source_columns = {name + "_id"};
    along.target_columns = {"id"};
    along.required = required;
    along.enforced = enforced;
    along.origin = origin;
    Relationship against = along;
    std::swap(against.source, against.target);
    std::swap(against.name, against.inverse);
    std::swap(against.source_columns, against.target_columns);
    against.kind = Kind::one_to_many;
    against.required = false;
    against.reverse = true;
    all.push_back(along);
    all.push_back(against);
}

/// Adds a bridge between two tables, with its ends.
inline void add_bridge(std::vector<Relationship> &all, TableId bridge, TableId left, TableId right, const std::string &name) {
    add_key(all, bridge, left, name + "_left");
    add_key(all, bridge, right, name + "_right");
    Relationship there;
    there.source = left;
    there.target = right;
    there.name = name + "_there";
    there.inverse = name + "_back";
    there.kind = Kind::many_to_many;
    there.bridge = there.holder = bridge;
    there.source_columns = there.target_columns = {"id"};
    there.bridge_source_columns = {name + "_left_id"};
    there.bridge_target_columns = {name + "_right_id"};
    there.constraint = name + "_left_fkey";
    there.far_constraint = name + "_right_fkey";
    there.origin = Origin::bridge;
    there.pair_unique = true;
    Relationship back = there;
    std::swap(back.source, back.target);
    std::swap(back.name, back.inverse);
    std::swap(back.bridge_source_columns, back.bridge_target_columns);
    std::swap(back.constraint, back.far_constraint);
    all.push_back(there);
    all.push_back(back);
}

inline std::vector<Relationship> random_relationships(std::mt19937 &random, TableId tables, int keys, int bridges) {
    std::vector<Relationship> all;
    const auto table = [&] { return static_cast<TableId>(1 + random() % tables); };
    for (int i = 0; i < keys; ++i) {
        // Every third key refers to one of the first tables, which become hubs.
        const TableId target = random() % 3 == 0 ? 1 + random() % 2 : table();
        const unsigned sort = random() % 6;
        const Origin origin = sort == 5 ? Origin::declared : Origin::foreign_key;
        add_key(all, table(), target, "k" + std::to_string(random() % 1000) + "_" + std::to_string(i), sort != 4, sort != 3,
                origin);
    }
    for (int i = 0; i < bridges; ++i) add_bridge(all, table(), table(), table(), "b" + std::to_string(i));
    return all;
}

/// The steps a search may take and their documented costs, in thousandths of a hop, for every relationship and for passing a
/// table.
struct Prices {
    std::vector<long> step;  ///< in the order of relationships; self-references have no cost and are not used
    std::map<TableId, long> passing;

    explicit Prices(const std::vector<Relationship> &all) {
        std::map<TableId, long> degree;
        std::map<std::pair<TableId, std::string>, bool> nullable;
        for (const Relationship &r : all) {
            if (r.source == r.target) continue;
            for (const TableId table : {r.source, r.target, r.bridge}) {
                if (table != 0) degree[table] += table == r.source && r.bridge == 0 ? 1 : 0;
            }
            if (r.origin == Origin::foreign_key && !r.reverse && r.enforced && !r.required)
                nullable[{r.holder, r.constraint}] = true;
        }
        std::vector<long> sorted;
        for (const auto &[table, links] : degree) sorted.push_back(links);
        std::sort(sorted.begin(), sorted.end());
        const long median = sorted.empty() ? 1 : std::max(1L, sorted[sorted.size() / 2]);
        for (const auto &[table, links] : degree) {
            const double penalty = std::log2(1.0 + static_cast<double>(links) / static_cast<double>(median));
            passing[table] = links >= 10 && links > 3 * median ? std::lround(1000 * penalty) : 0;
        }
        for (const Relationship &r : all) {
            const bool doubtful = !r.enforced || r.origin == Origin::declared || nullable[{r.holder, r.constraint}] ||
                                  (r.bridge != 0 && nullable[{r.holder, r.far_constraint}]);
            step.push_back(1000 + (r.reverse || r.bridge != 0 ? 100 : 0) + (doubtful ? 200 : 0));
        }
    }
};

}  // namespace relmeta
