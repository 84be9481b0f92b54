// Paths are the cheapest ones, in order, on any graph: compared with Boost's Dijkstra on large graphs and with exhaustive
// search on small ones.
#include "core/query/path.hpp"

#include <gtest/gtest.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <set>
#include <tuple>

#include "core/text/error.hpp"
#include "random_graph.hpp"

namespace relmeta {
namespace {

/// Cost, hops and names of a path, the sort key of paths.
using Ranked = std::tuple<long, std::size_t, std::vector<std::string>>;

Ranked ranked(const Path &path, const std::vector<Relationship> &all) {
    std::vector<std::string> names;
    for (const Step &step : path.steps) names.push_back(all[step.row].name);
    return {static_cast<long>(path.cost / thousandth), names.size(), names};
}

/// Every path of a query, by exhaustive search.
class EveryPath {
public:
    EveryPath(const std::vector<Relationship> &all, const PathQuery &query) : all_(all), prices_(all), query_(query) {
        asked_ = {query.source, query.target};
        asked_.insert(query.via.begin(), query.via.end());
        go(query.source, {query.source}, {}, 0, 0);
        std::sort(found.begin(), found.end());
    }
    std::vector<Ranked> found;

private:
    bool barred(const Relationship &r) const {
        const auto avoided = [this](TableId table) {
            return std::find(query_.avoid.begin(), query_.avoid.end(), table) != query_.avoid.end();
        };
        return avoided(r.target) || (r.bridge != 0 && (avoided(r.bridge) || asked_.count(r.bridge) != 0));
    }
    void go(TableId at, std::set<TableId> seen, std::vector<std::string> names, long price, std::size_t passed) {
        if (at == query_.target) {
            if (passed == query_.via.size()) found.push_back({price, names.size(), names});
            return;
        }
        if (names.size() == static_cast<std::size_t>(query_.max_hops)) return;
        for (std::size_t i = 0; i < all_.size(); ++i) {
            const Relationship &r = all_[i];
            if (r.source != at || seen.count(r.target) != 0 || barred(r)) continue;
            std::size_t now = passed;
            if (r.target != query_.target && asked_.count(r.target) != 0) {
                if (query_.via[passed] != r.target) continue;
                ++now;
            }
            auto further_seen = seen;
            further_seen.insert(r.target);
            auto further = names;
            further.push_back(r.name);
            const long passing = asked_.count(r.target) != 0 ? 0 : prices_.passing.at(r.target);
            go(r.target, further_seen, further, price + prices_.step[i] + passing, now);
        }
    }
    const std::vector<Relationship> &all_;
    const Prices prices_;
    const PathQuery &query_;
    std::set<TableId> asked_;
};

TEST(Path, CostsWhatDijkstraSays) {
    std::mt19937 random(1);
    for (int round = 0; round < 20; ++round) {
        const auto all = random_relationships(random, 80, 150, 12);
        const Prices prices(all);
        const Graph graph = build_graph(all);
        const TableId source = 3;
        using Oracle = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                                             boost::property<boost::edge_weight_t, long>>;
        for (TableId target = 4; target <= 80; ++target) {
            Oracle oracle(81);
            for (std::size_t i = 0; i < all.size(); ++i) {
                const Relationship &r = all[i];
                if (r.source == r.target || r.bridge == source || r.bridge == target) continue;
                const long passing = r.target == target || r.target == source ? 0 : prices.passing.at(r.target);
                boost::add_edge(r.source, r.target, prices.step[i] + passing, oracle);
            }
            std::vector<long> distance(81);
            boost::dijkstra_shortest_paths(oracle, source, boost::distance_map(distance.data()));
            PathQuery query;
            query.source = source;
            query.target = target;
            query.max_hops = 64;
            const auto paths = find_paths(graph, query);
            ASSERT_EQ(paths.empty(), distance[target] == std::numeric_limits<long>::max()) << round << " " << target;
            if (paths.empty()) continue;
            EXPECT_EQ(static_cast<long>(paths[0].cost / thousandth), distance[target]) << round << " " << target;
        }
    }
}

PathQuery random_query(std::mt19937 &random, TableId tables) {
    std::vector<TableId> order(tables);
    for (TableId i = 0; i < tables; ++i) order[i] = i + 1;
    std::shuffle(order.begin(), order.end(), random);
    PathQuery query;
    query.source = order[0];
    query.target = order[1];
    for (unsigned i = 0; i < random() % 3; ++i) query.via.push_back(order[2 + i]);
    if (random() % 3 == 0) query.avoid = {order[5]};
    query.max_hops = 2 + static_cast<int>(random() % 6);
    query.max_paths = 200;
    return query;
}

TEST(Path, TheRankedPathsAreAllThereAre) {
    std::mt19937 random(2);
    std::size_t compared = 0;
    for (int round = 0; round < 400; ++round) {
        const auto all = random_relationships(random, 6 + round % 2, 9, 2);
        const Graph graph = build_graph(all);
        const PathQuery query = random_query(random, 6);
        const EveryPath oracle(all, query);
        std::vector<Ranked> got;
        for (const Path &path : find_paths(graph, query)) got.push_back(ranked(path, all));
        std::vector<Ranked> want = oracle.found;
        if (want.size() > 200) want.resize(200);
        EXPECT_EQ(got, want) << "round " << round;
        compared += want.size();
    }
    EXPECT_GT(compared, 2000U);
}

/// Graphs so large that the searches from both ends meet in the middle, with so few hops allowed that the cheapest path is too
/// long.
TEST(Path, AloneIsTheFirstOfMany) {
    std::mt19937 random(5);
    std::size_t ambiguous = 0;
    std::size_t limited = 0;
    for (int round = 0; round < 300; ++round) {
        const auto all = random_relationships(random, 40, 70, 10);
        const Graph graph = build_graph(all);
        PathQuery query = random_query(random, 40);
        const auto key = [&](const std::vector<Path> &paths) {
            return paths.empty() ? std::make_tuple(Ranked(), false)
                                 : std::make_tuple(ranked(paths.front(), all), paths.front().ambiguous);
        };
        query.max_paths = 3;
        const auto first = key(find_paths(graph, query));
        query.max_paths = 1;
        EXPECT_EQ(key(find_paths(graph, query)), first) << "round " << round;
        ambiguous += std::get<1>(first) ? 1 : 0;
        query.max_hops = 64;
        limited += key(find_paths(graph, query)) != first ? 1 : 0;
    }
    EXPECT_GT(ambiguous, 20U);
    EXPECT_GT(limited, 20U);
}

TEST(Path, TheStepsAreConnected) {
    std::mt19937 random(3);
    const auto all = random_relationships(random, 30, 60, 5);
    const Graph graph = build_graph(all);
    PathQuery query;
    query.source = 4;
    query.target = 5;
    query.max_paths = 20;
    const auto paths = find_paths(graph, query);
    ASSERT_EQ(paths.size(), 20U);
    for (const Path &path : paths) {
        TableId at = query.source;
        for (const Step &step : path.steps) {
            EXPECT_EQ(step.source, at);
            EXPECT_EQ(all[step.row].source, step.source);
            EXPECT_EQ(all[step.row].target, step.target);
            EXPECT_EQ(all[step.row].bridge, step.bridge);
            at = step.target;
        }
        EXPECT_EQ(at, query.target);
    }
}

TEST(Path, ParallelKeysAreAmbiguousAndComeByName) {
    std::vector<Relationship> all;
    add_key(all, 1, 2, "editor");
    add_key(all, 1, 2, "author");
    const Graph graph = build_graph(all);
    PathQuery query;
    query.source = 1;
    query.target = 2;
    const auto best = find_paths(graph, query);
    ASSERT_EQ(best.size(), 1U);
    EXPECT_EQ(all[best[0].steps[0].row].name, "author");
    EXPECT_TRUE(best[0].ambiguous) << "though only one was asked for";
}

TEST(Path, OfTwoKeysBetweenTheSameTablesOneThatMayBeNullIsAsGoodAGuess) {
    std::vector<Relationship> all;
    add_key(all, 1, 2, "author", false);
    add_key(all, 1, 2, "editor");
    const Graph graph = build_graph(all);
    PathQuery query;
    query.source = 1;
    query.target = 2;
    query.max_paths = 5;
    const auto paths = find_paths(graph, query);
    ASSERT_EQ(paths.size(), 2U);
    EXPECT_EQ(all[paths[0].steps[0].row].name, "editor");
    EXPECT_TRUE(paths[0].ambiguous);
    EXPECT_TRUE(paths[1].ambiguous);
    EXPECT_DOUBLE_EQ(in_hops(paths[0].cost), 1.0);
    EXPECT_DOUBLE_EQ(in_hops(paths[1].cost), 1.2);
}

TEST(Path, AHubIsPassedOnlyWhereTheWayRoundIsLonger) {
    std::vector<Relationship> all;
    for (TableId i = 10; i < 30; ++i) add_key(all, i, 1, "creator" + std::to_string(i));
    PathQuery query;
    query.source = 10;
    query.target = 11;
    EXPECT_EQ(find_paths(build_graph(all), query).at(0).steps.size(), 2U);
    add_key(all, 10, 40, "project");
    add_key(all, 40, 41, "client");
    add_key(all, 41, 11, "region");
    const Graph graph = build_graph(all);
    EXPECT_EQ(find_paths(graph, query).at(0).steps.size(), 3U) << "not through the table every other refers to";
    query.via = {1};
    EXPECT_DOUBLE_EQ(in_hops(find_paths(graph, query).at(0).cost), 2.1) << "asked for, it costs nothing extra";
}

TEST(Path, ThroughATableThatIsADeadEndThereIsNone) {
    std::mt19937 random(12);
    auto all = random_relationships(random, 60, 300, 0);
    add_key(all, 61, 1, "dead_end");
    PathQuery query;
    query.source = 3;
    query.target = 4;
    query.via = {61};
    query.max_hops = 20;
    EXPECT_TRUE(find_paths(build_graph(all), query).empty()) << "without trying every way to the dead end";
}

TEST(Path, RefusesWhatContradictsItself) {
    const Graph graph = build_graph({});
    const auto refused = [&graph](const PathQuery &query) {
        try {
            find_paths(graph, query);
        } catch (const UserError &error) {
            return error.sqlstate;
        }
        return std::string("no error");
    };
    PathQuery query;
    query.source = 1;
    query.target = 1;
    EXPECT_EQ(refused(query), "22023") << "from a table to itself";
    query.target = 2;
    EXPECT_EQ(refused(query), "no error");
    query.via = {3, 3};
    EXPECT_EQ(refused(query), "22023") << "a table twice";
    query.via = {3};
    query.avoid = {3};
    EXPECT_EQ(refused(query), "22023") << "passed and avoided";
    query.avoid = {};
    query.max_paths = 0;
    EXPECT_EQ(refused(query), "22023");
    query.max_paths = 1;
    query.max_hops = 65;
    EXPECT_EQ(refused(query), "22023");
    query.max_hops = 64;
    for (TableId id = 100; id < 100'100; ++id) query.via.push_back(id);
    EXPECT_EQ(refused(query), "no error") << "there is no such path";
}

}  // namespace
}  // namespace relmeta
