// The graph holds every relationship between two tables, sorted by name, with its cost.
#include "core/query/graph.hpp"

#include <gtest/gtest.h>

#include "random_graph.hpp"

namespace relmeta {
namespace {

std::vector<std::string> names_at(const Graph &graph, TableId table, const std::vector<Relationship> &all) {
    std::vector<std::string> names;
    const Node node = graph.node(table).value();
    for (EdgeIndex i = graph.first_edge(node); i < graph.first_edge(node + 1); ++i) names.push_back(all[graph.edge(i).row].name);
    return names;
}

TEST(Graph, OfNothingIsEmpty) {
    const Graph graph = build_graph({});
    EXPECT_EQ(graph.size(), 0U);
    EXPECT_FALSE(graph.node(1).has_value());
}

TEST(Graph, KeepsParallelKeysAndLeavesOutLinksOfATableToItself) {
    std::vector<Relationship> all;
    add_key(all, 10, 20, "editor");
    add_key(all, 10, 20, "author");
    add_key(all, 10, 10, "parent");
    const Graph graph = build_graph(all);
    EXPECT_EQ(graph.size(), 2U);
    EXPECT_EQ(graph.edge_count(), 4U);
    EXPECT_EQ(names_at(graph, 10, all), (std::vector<std::string>{"author", "editor"}));
    EXPECT_EQ(names_at(graph, 20, all), (std::vector<std::string>{"author_of", "editor_of"}));
}

TEST(Graph, ABridgeIsAnEdgeAndItsEndsStayEdges) {
    std::vector<Relationship> all;
    add_bridge(all, 3, 1, 2, "link");
    const Graph graph = build_graph(all);
    EXPECT_EQ(names_at(graph, 1, all), (std::vector<std::string>{"link_left_of", "link_there"}));
    EXPECT_EQ(names_at(graph, 3, all), (std::vector<std::string>{"link_left", "link_right"}));
    const Edge &through = graph.edge(graph.first_edge(graph.node(1).value()) + 1);
    EXPECT_EQ(graph.table(through.bridge), 3U);
    EXPECT_EQ(graph.table(through.target), 2U);
}

TEST(Graph, PricesEveryRelationshipByTheRule) {
    std::mt19937 random(7);
    for (int round = 0; round < 30; ++round) {
        const auto all = random_relationships(random, 40, 90, 6);
        const Prices prices(all);
        const Graph graph = build_graph(all);
        for (Node node = 0; node < graph.size(); ++node) {
            EXPECT_EQ(graph.passing(node), static_cast<Cost>(prices.passing.at(graph.table(node))) * thousandth);
            for (EdgeIndex i = graph.first_edge(node); i < graph.first_edge(node + 1); ++i) {
                const Edge &edge = graph.edge(i);
                EXPECT_EQ(graph.source(i), node);
                EXPECT_EQ(edge.cost() / thousandth, static_cast<Cost>(prices.step[edge.row])) << all[edge.row].name;
            }
        }
    }
}

TEST(Graph, CostBackIsTheCostOfTheInverse) {
    std::mt19937 random(8);
    const auto all = random_relationships(random, 12, 40, 5);
    const Graph graph = build_graph(all);
    std::map<std::pair<TableId, std::string>, Cost> costs;
    for (EdgeIndex i = 0; i < graph.edge_count(); ++i) {
        const Relationship &r = all[graph.edge(i).row];
        costs[{r.source, r.name}] = graph.edge(i).cost();
    }
    for (EdgeIndex i = 0; i < graph.edge_count(); ++i) {
        const Relationship &r = all[graph.edge(i).row];
        EXPECT_EQ(graph.edge(i).cost_back(), costs.at({r.target, r.inverse})) << r.name;
    }
}

TEST(Graph, OnlyATableWithManyMoreLinksThanMostIsAHub) {
    std::vector<Relationship> star;
    for (TableId leaf = 2; leaf <= 10; ++leaf) add_key(star, leaf, 1, "k" + std::to_string(leaf));
    const Graph small = build_graph(star);
    EXPECT_EQ(small.passing(small.node(1).value()), 0U) << "nine links";
    add_key(star, 11, 1, "k11");
    const Graph large = build_graph(star);
    EXPECT_EQ(large.passing(large.node(1).value()), 3459 * thousandth) << "log2(1 + 10 / 1)";
    EXPECT_EQ(large.passing(large.node(2).value()), 0U);
}

}  // namespace
}  // namespace relmeta
