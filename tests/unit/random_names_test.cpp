// Names of random schemas.
#include "named_schema.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/text/quote.hpp"

namespace relmeta {
namespace {

// Random schemas from few words, so that names often collide: names are unique on a source, no new name equals a column, every
// direction knows its inverse, the order of arrival does not matter, and naming again changes nothing.
class RandomSchemas : public testing::TestWithParam<unsigned> {
protected:
    std::mt19937 random_{GetParam()};

    std::size_t below(std::size_t limit) { return random_() % limit; }

    NamedSchema make() {
        const Names nouns{"user", "users", "Post", "status", "log", "data", std::string(60, 'n') + "é"};
        const Names columns{"id",   "user_id", "user",    "author_id", "parent_id",         "users",
                            "data", "entity0", "entity1", "posts",     std::string(63, 'c')};
        NamedSchema s;
        for (std::size_t i = 0; i < 12; ++i) {
            ColumnNames own{"id"};
            for (const std::string &column : columns) {
                if (column != "id" && below(2) == 0) own.push_back(column);
            }
            s.table(nouns[below(nouns.size())], own, below(2) == 0 ? "a" : "b");
        }
        for (TableId holder = 1; holder <= 12; ++holder) {
            std::vector<std::size_t> keys;
            const std::vector<Column> own = s.facts.tables[holder].columns;
            for (const Column &column : own) {
                if (below(2) != 0) continue;
                const auto target = static_cast<TableId>(1 + below(3));
                keys.push_back(
                    s.key(holder, {column.name}, target, {"id"}, below(4) == 0 ? Kind::one_to_one : Kind::many_to_one));
            }
            if (keys.size() >= 2 && below(2) == 0) s.bridge(holder, keys[0], keys[1]);
            if (below(4) == 0) s.declare(holder, {"id"}, static_cast<TableId>(1 + below(3)), {"id"});
        }
        return s;
    }

    static void expect_unique(const NamedSchema &s) {
        std::map<TableId, std::set<std::string>> taken;
        for (std::size_t i = 0; i < s.relationships.size(); ++i) {
            const Relationship &relationship = s.relationships[i];
            EXPECT_FALSE(relationship.name.empty());
            EXPECT_LE(relationship.name.size(), max_name_bytes);
            EXPECT_TRUE(taken[relationship.source].insert(relationship.name).second) << relationship.name;
            EXPECT_EQ(relationship.inverse, s.relationships[i ^ 1].name);
        }
    }
};

TEST_P(RandomSchemas, NeverHaveANameTwice) {
    NamedSchema s = make();
    s.assign();
    expect_unique(s);
    for (const Relationship &relationship : s.relationships) {
        EXPECT_EQ(s.facts.table(relationship.source)->column(relationship.name), nullptr) << relationship.name;
    }
    NamedSchema shuffled = s;
    std::vector<std::size_t> order(s.relationships.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random_);
    for (std::size_t i = 0; i < order.size(); ++i) shuffled.relationships[i] = s.relationships[order[i]];
    shuffled.assign();
    for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(shuffled.name(i), s.name(order[i]));
}

TEST_P(RandomSchemas, KeepTheirNamesAndTakeUpNewOnes) {
    NamedSchema s = make();
    s.assign();
    const NamedSchema before = s;
    s.remember();
    for (NameHistory &history : s.history) {
        if (below(3) == 0) history = {};
        if (below(8) == 0) history = {history.previous, SharedName("chosen"), true};
        if (below(8) == 0) history.recorded = before.relationships[below(before.relationships.size())].name;
    }
    s.assign();
    expect_unique(s);

    NamedSchema again = before;
    again.remember();
    again.assign();
    for (std::size_t i = 0; i < before.relationships.size(); ++i) EXPECT_EQ(again.name(i), before.name(i));
}

TEST_P(RandomSchemas, AreNamedAlikeByQuestionsAndAnswers) {
    NamedSchema whole = make();
    whole.assign();
    // One holder at a time, in random order; names held by others are requested.
    NamedSchema parts = whole;
    std::map<TableId, std::set<std::string>> taken;
    std::vector<TableId> holders(12);
    for (std::size_t i = 0; i < holders.size(); ++i) holders[i] = static_cast<TableId>(i + 1);
    std::shuffle(holders.begin(), holders.end(), random_);
    for (TableId holder : holders) {
        std::vector<Relationship> given;
        std::copy_if(whole.relationships.begin(), whole.relationships.end(), std::back_inserter(given),
                     [&](const Relationship &relationship) { return relationship.holder == holder; });
        Naming naming(parts.facts, false);
        const std::vector<NameHistory> history(given.size());
        for (auto questions = naming.assign(given, history); !questions.empty(); questions = naming.assign(given, history)) {
            for (const Naming::Question &question : questions) {
                naming.answer(question, taken[question.first].count(question.second) > 0);
            }
        }
        for (const Relationship &relationship : given) {
            EXPECT_TRUE(taken[relationship.source].insert(relationship.name).second) << relationship.name;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomSchemas, testing::Range(1u, 41u));

}  // namespace
}  // namespace relmeta
