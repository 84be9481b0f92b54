// The tree that joins several tables is the cheapest one, compared with exhaustive search on small graphs.
#include "core/query/tree.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "core/query/path.hpp"
#include "core/text/error.hpp"
#include "random_graph.hpp"

namespace relmeta {
namespace {

Facts with_tables(TableId tables) {
    Facts facts;
    for (TableId id = 1; id <= tables; ++id) {
        facts.tables[id].id = id;
        facts.tables[id].name = "t" + std::to_string(id);
    }
    return facts;
}

/// The cost of the cheapest tree from the first table that contains them all: tries every set of tables that contains them, and
/// every choice of one relationship into each table except the first.
class EveryTree {
public:
    EveryTree(const std::vector<Relationship> &all, TableId count, const std::vector<TableId> &tables)
        : all_(all), prices_(all), asked_(tables.begin(), tables.end()), root_(tables[0]) {
        for (unsigned set = 0; set < (1U << count); ++set) {
            std::vector<TableId> members;
            for (TableId id = 1; id <= count; ++id) {
                if ((set >> (id - 1) & 1U) != 0) members.push_back(id);
            }
            if (std::includes(members.begin(), members.end(), asked_.begin(), asked_.end())) {
                std::map<TableId, TableId> parents;
                choose(members, 0, parents, 0);
            }
        }
    }
    long least = std::numeric_limits<long>::max();

private:
    void choose(const std::vector<TableId> &members, std::size_t place, std::map<TableId, TableId> &parents, long price) {
        if (price >= least) return;
        if (place == members.size()) {
            for (TableId table : members) {
                for (std::size_t hops = 0; table != root_; table = parents[table]) {
                    if (++hops > members.size()) return;
                }
            }
            least = price;
            return;
        }
        const TableId table = members[place];
        if (table == root_) return choose(members, place + 1, parents, price);
        for (std::size_t i = 0; i < all_.size(); ++i) {
            const Relationship &r = all_[i];
            if (r.target != table || r.source == table || asked_.count(r.bridge) != 0) continue;
            if (std::find(members.begin(), members.end(), r.source) == members.end()) continue;
            parents[table] = r.source;
            choose(members, place + 1, parents,
                   price + prices_.step[i] + (asked_.count(table) != 0 ? 0 : prices_.passing.at(table)));
        }
    }
    const std::vector<Relationship> &all_;
    const Prices prices_;
    const std::set<TableId> asked_;
    const TableId root_;
};

void expect_joins(const Tree &tree, const std::vector<TableId> &tables, const std::vector<Relationship> &all) {
    std::set<TableId> joined{tables[0]};
    for (const TreeStep &at : tree.steps) {
        EXPECT_EQ(joined.count(at.step.source), 1U) << "a step starts where the tree already is";
        EXPECT_TRUE(joined.insert(at.step.target).second) << "a step leads to a new table";
        EXPECT_EQ(all[at.step.row].source, at.step.source);
        EXPECT_EQ(all[at.step.row].target, at.step.target);
    }
    for (const TableId table : tables) EXPECT_EQ(joined.count(table), 1U);
}

TEST(Tree, IsTheCheapestThereIs) {
    std::mt19937 random(5);
    const Facts facts = with_tables(6);
    int joined = 0;
    for (int round = 0; round < 250; ++round) {
        const auto all = random_relationships(random, 6, 7, 1);
        const Graph graph = build_graph(all);
        std::vector<TableId> tables{1, 2, 3, 4, 5, 6};
        std::shuffle(tables.begin(), tables.end(), random);
        tables.resize(2 + random() % 4);
        const EveryTree oracle(all, 6, tables);
        try {
            const Tree tree = find_tree(graph, tables, facts);
            EXPECT_EQ(static_cast<long>(tree.cost / thousandth), oracle.least) << "round " << round;
            EXPECT_TRUE(tree.exact);
            expect_joins(tree, tables, all);
            ++joined;
        } catch (const UserError &) {
            EXPECT_EQ(oracle.least, std::numeric_limits<long>::max()) << "round " << round;
        }
    }
    EXPECT_GT(joined, 100);
}

TEST(Tree, OfTwoTablesIsTheCheapestPath) {
    std::mt19937 random(6);
    const auto all = random_relationships(random, 60, 140, 10);
    const Graph graph = build_graph(all);
    const Facts facts = with_tables(60);
    for (TableId target = 2; target <= 40; ++target) {
        PathQuery query;
        query.source = 1;
        query.target = target;
        query.max_hops = 64;
        const auto paths = find_paths(graph, query);
        if (paths.empty()) continue;
        const Tree tree = find_tree(graph, {1, target}, facts);
        EXPECT_EQ(tree.cost, paths[0].cost);
        ASSERT_EQ(tree.steps.size(), paths[0].steps.size());
        for (std::size_t i = 0; i < tree.steps.size(); ++i) EXPECT_EQ(tree.steps[i].step.row, paths[0].steps[i].row);
    }
}

TEST(Tree, OfEightTablesInALargeGraphCostsNoMoreThanTheApproximation) {
    std::mt19937 random(9);
    const auto all = random_relationships(random, 300, 1800, 40);
    const Graph graph = build_graph(all);
    const Facts facts = with_tables(300);
    const std::vector<TableId> eight{3, 40, 77, 114, 151, 188, 225, 262};
    const Tree tree = find_tree(graph, eight, facts);
    expect_joins(tree, eight, all);
    Cost star = 0;
    for (std::size_t i = 1; i < eight.size(); ++i) star += find_tree(graph, {eight[0], eight[i]}, facts).cost;
    EXPECT_LE(tree.cost, star);
}

TEST(Tree, OfMoreThanEightTablesIsSaidNotToBeExact) {
    std::mt19937 random(10);
    const auto all = random_relationships(random, 60, 200, 10);
    const Graph graph = build_graph(all);
    const std::vector<TableId> nine{1, 2, 3, 4, 5, 6, 7, 8, 9};
    const Tree tree = find_tree(graph, nine, with_tables(60));
    EXPECT_FALSE(tree.exact);
    expect_joins(tree, nine, all);
}

TEST(Tree, NamesTheOtherKeysThatAreAsGoodAGuess) {
    std::vector<Relationship> all;
    add_key(all, 1, 2, "author");
    add_key(all, 1, 2, "editor");
    add_key(all, 1, 2, "printer", false);
    const Tree tree = find_tree(build_graph(all), {1, 2}, with_tables(2));
    ASSERT_EQ(tree.steps.size(), 1U);
    EXPECT_EQ(all[tree.steps[0].step.row].name, "author");
    ASSERT_EQ(tree.steps[0].alternatives.size(), 2U);
    EXPECT_EQ(all[tree.steps[0].alternatives[0]].name, "editor");
    EXPECT_EQ(all[tree.steps[0].alternatives[1]].name, "printer") << "though it may be null";
}

TEST(Tree, PassesNoTableToAvoid) {
    std::vector<Relationship> all;
    add_key(all, 1, 2, "a");
    add_key(all, 2, 3, "b");
    add_key(all, 1, 4, "c", false);
    add_key(all, 4, 5, "d", false);
    add_key(all, 5, 3, "e", false);
    const Graph graph = build_graph(all);
    EXPECT_EQ(find_tree(graph, {1, 3}, with_tables(5)).steps.size(), 2U);
    EXPECT_EQ(find_tree(graph, {1, 3}, with_tables(5), {2, 99}).steps.size(), 3U);
    EXPECT_THROW(find_tree(graph, {1, 3}, with_tables(5), {2, 4}), UserError);
}

std::string refusal(const std::vector<Relationship> &all, const std::vector<TableId> &tables) {
    try {
        find_tree(build_graph(all), tables, with_tables(9));
    } catch (const UserError &error) {
        return error.sqlstate + ": " + error.what();
    }
    return "no error";
}

TEST(Tree, NamesTheTableThatCannotBeReached) {
    std::vector<Relationship> all;
    add_key(all, 1, 2, "a");
    add_key(all, 3, 4, "b");
    EXPECT_EQ(refusal(all, {1, 2, 4}), "22023: table \"t4\" cannot be joined with table \"t1\"");
    EXPECT_EQ(refusal(all, {1, 9}), "22023: table \"t9\" cannot be joined with table \"t1\"");
    EXPECT_EQ(refusal(all, {9, 1}), "22023: table \"t1\" cannot be joined with table \"t9\"");
}

TEST(Tree, JoinsSoManyTablesAndNoMore) {
    std::vector<Relationship> all;
    std::vector<TableId> tables;
    for (TableId id = 1; id <= most_tables_joined; ++id) {
        if (id > 1) add_key(all, id, id - 1, "before");
        tables.push_back(id);
    }
    EXPECT_EQ(find_tree(build_graph(all), tables, with_tables(most_tables_joined)).steps.size(), most_tables_joined - 1);
    tables.push_back(1);
    EXPECT_EQ(refusal(all, tables), "54000: cannot join more than 200 tables");
}

TEST(Tree, RefusesATableGivenTwice) { EXPECT_EQ(refusal({}, {1, 1}), "42712: table \"t1\" specified more than once"); }

}  // namespace
}  // namespace relmeta
