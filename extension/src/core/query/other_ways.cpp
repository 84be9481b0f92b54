// Removes one chain of the tree at a time and looks for other paths that connect the two parts. One backward search from the end
// of the chain finds the tables near enough to start from.
#include "core/query/other_ways.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/query/path.hpp"
#include "core/query/search.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

namespace {

constexpr int most_ways_looked_at = 10;  ///< per chain and start
constexpr int most_hops_of_a_way = 64;

class OtherWays {
public:
    OtherWays(const Graph &graph, const Tree &tree, const std::vector<TableId> &tables, const std::vector<TableId> &avoid);
    std::vector<OtherWay> find();

private:
    using Chain = std::vector<const Step *>;
    bool asked(TableId table) const { return std::find(tables_.begin(), tables_.end(), table) != tables_.end(); }
    bool ends_chain(TableId table) const { return asked(table) || branches_.at(table) != 1; }
    Chain chain_to(TableId end) const;
    std::set<TableId> hung_from(TableId end) const;
    void add(const std::vector<Step> &part, const std::vector<Step> &instead);
    void replace_chain(TableId end);
    void replace_from(TableId start, const Chain &chain, const std::set<TableId> &hung, Cost cost);
    void replace_fork(TableId fork);
    Cost cost(const Chain &chain) const;

    const Graph &graph_;
    const Tree &tree_;
    const std::vector<TableId> &tables_;
    const std::vector<TableId> &avoid_;
    Terms terms_;
    std::map<TableId, const Step *> into_;  ///< the step to a table
    std::map<TableId, std::size_t> branches_;
    std::vector<OtherWay> found_;
};

OtherWays::OtherWays(const Graph &graph, const Tree &tree, const std::vector<TableId> &tables, const std::vector<TableId> &avoid)
    : graph_(graph), tree_(tree), tables_(tables), avoid_(avoid), terms_(graph) {
    for (const TableId table : avoid) {
        if (const auto node = graph.node(table)) terms_.avoid(*node);
    }
    for (const TableId table : tables) terms_.ask_for(*graph.node(table));
    branches_[tables.front()] = 0;
    for (const TreeStep &step : tree.steps) {
        into_[step.step.target] = &step.step;
        branches_.try_emplace(step.step.target, 0);
        ++branches_[step.step.source];
    }
}

/// The chain to `end` from the nearest fork or requested table.
OtherWays::Chain OtherWays::chain_to(TableId end) const {
    Chain chain;
    do {
        chain.push_back(into_.at(chain.empty() ? end : chain.back()->source));
    } while (!ends_chain(chain.back()->source));
    std::reverse(chain.begin(), chain.end());
    return chain;
}

/// The table and all tables below it in the tree.
std::set<TableId> OtherWays::hung_from(TableId end) const {
    std::set<TableId> hung{end};
    for (bool more = true; more;) {
        more = false;
        for (const TreeStep &step : tree_.steps) {
            poll();
            if (hung.count(step.step.source) != 0) more = hung.insert(step.step.target).second || more;
        }
    }
    return hung;
}

/// The cost of the chain, without entering its end.
Cost OtherWays::cost(const Chain &chain) const {
    Cost sum = 0;
    for (const Step *step : chain) {
        const Node source = *graph_.node(step->source);
        EdgeIndex index = graph_.first_edge(source);
        while (graph_.edge(index).row != step->row) ++index;
        sum += step == chain.back() ? graph_.edge(index).cost() : terms_.step(graph_.edge(index));
    }
    return sum;
}

bool passes(const std::vector<const Step *> &chain, TableId table) {
    return std::any_of(chain.begin(), chain.end(), [table](const Step *step) { return step->target == table; });
}

/// Adds the difference between the two, without duplicates.
void OtherWays::add(const std::vector<Step> &part, const std::vector<Step> &instead) {
    const auto same = [](const Step &a, const Step &b) { return a.row == b.row; };
    const auto from = std::mismatch(part.begin(), part.end(), instead.begin(), instead.end(), same);
    const auto to = std::mismatch(part.rbegin(), part.rend(), instead.rbegin(), instead.rend(), same);
    OtherWay way{{from.first, to.first.base()}, {from.second, to.second.base()}};
    const auto equal = [&](const std::vector<Step> &a, const std::vector<Step> &b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
    };
    const bool known = std::any_of(found_.begin(), found_.end(), [&](const OtherWay &other) {
        return equal(other.part, way.part) && equal(other.instead, way.instead);
    });
    if (!known) found_.push_back(std::move(way));
}

void OtherWays::replace_from(TableId start, const Chain &chain, const std::set<TableId> &hung, Cost cost) {
    const TableId end = chain.back()->target;
    PathQuery query;
    query.source = start;
    query.target = end;
    query.max_paths = most_ways_looked_at;
    query.max_hops = most_hops_of_a_way;
    query.most_cost = cost + ambiguity_margin * thousandth;
    query.avoid = avoid_;
    for (const auto &[table, branches] : branches_) {
        const bool apart = hung.count(table) != 0 || !passes(chain, table);
        if (table != start && table != end && apart) query.avoid.push_back(table);
    }
    std::set<std::vector<TableId>> seen;
    if (start == chain.front()->source) {
        std::vector<TableId> passed;
        for (const Step *step : chain) passed.push_back(step->target);
        seen.insert(passed);
    }
    for (const Path &path : find_paths(graph_, query)) {
        std::vector<TableId> passed;
        for (const Step &step : path.steps) passed.push_back(step.target);
        if (!as_good_a_guess(path.cost, cost) || !seen.insert(passed).second) continue;
        std::vector<Step> part;
        for (const Step *step : chain) part.push_back(*step);
        add(part, path.steps);
    }
}

void OtherWays::replace_chain(TableId end) {
    const Chain chain = chain_to(end);
    const std::set<TableId> hung = hung_from(end);
    const Cost cost = this->cost(chain);
    const Cost farthest = cost + ambiguity_margin * thousandth;
    const std::vector<Cost> near = costs_within(graph_, terms_, *graph_.node(end), farthest);
    for (const auto &[start, branches] : branches_) {
        poll();
        const bool own = start == chain.front()->source;
        if (passes(chain, start) || hung.count(start) != 0 || (!own && !tree_.exact)) continue;
        if (near[*graph_.node(start)] <= farthest) replace_from(start, chain, hung, cost);
    }
}

/// If the tree forks at a table that was not requested, another tree may fork elsewhere.
void OtherWays::replace_fork(TableId fork) {
    std::vector<TableId> avoid = avoid_;
    avoid.push_back(fork);
    const auto other = find_tree_within(graph_, tables_, avoid, tree_.cost + ambiguity_margin * thousandth);
    if (!other || !as_good_a_guess(other->cost, tree_.cost)) return;
    const auto missing = [](const Tree &from, const Tree &in) {
        std::vector<Step> steps;
        for (const TreeStep &step : from.steps) {
            const bool there = std::any_of(in.steps.begin(), in.steps.end(), [&](const TreeStep &another) {
                poll();
                return another.step.row == step.step.row;
            });
            if (!there) steps.push_back(step.step);
        }
        return steps;
    };
    found_.push_back({missing(tree_, *other), missing(*other, tree_)});
}

std::vector<OtherWay> OtherWays::find() {
    for (const TreeStep &step : tree_.steps) {
        if (ends_chain(step.step.target)) replace_chain(step.step.target);
    }
    for (const TreeStep &step : tree_.steps) {
        if (tree_.exact && !asked(step.step.target) && branches_.at(step.step.target) > 1) replace_fork(step.step.target);
    }
    return std::move(found_);
}

}  // namespace

std::vector<OtherWay> find_other_ways(const Graph &graph, const Tree &tree, const std::vector<TableId> &tables,
                                      const std::vector<TableId> &avoid) {
    if (tree.steps.empty()) return {};
    return OtherWays(graph, tree, tables, avoid).find();
}

}  // namespace relmeta
