// The facts that a verdict may depend on, checked on random schemas: sync derives only the tables with these facts again.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "core/derive/bridge.hpp"

namespace relmeta {
namespace {

/// A few tables that refer to each other, with keys of all kinds.
class RandomFacts {
public:
    explicit RandomFacts(unsigned seed) : random_(seed) {
        for (TableId id = 1; id <= 7; ++id) {
            facts_.tables.emplace(id, table(id));
        }
        for (auto &entry : facts_.tables) {
            give_keys(entry.second);
        }
        settle();
    }

    const Facts &facts() const { return facts_; }
    bool chance(int percent) { return below(100) < percent; }
    TableId any_table() { return static_cast<TableId>(1 + below(7)); }

    /// Replaces the foreign keys of one table.
    void change_keys(TableId id) {
        give_keys(facts_.tables.at(id));
        settle();
    }

private:
    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

    Table table(TableId id) {
        static const std::vector<std::string> nouns = {"org", "host", "team", "host_team", "member", "team_org", "role"};
        Table made;
        made.id = id;
        made.name = nouns[id - 1];
        for (ColumnNumber number = 1; number <= 6; ++number) {
            Column column;
            column.number = number;
            column.not_null = chance(80);
            column.has_default = number == 1 && chance(50);
            column.name = number == 1 ? "id" : number == 6 ? (chance(50) ? "kind" : "created_at") : "c" + std::to_string(number);
            made.columns.push_back(column);
        }
        if (chance(40)) {
            made.columns.pop_back();
        }
        for (int count = below(3); count > 0; --count) {
            Index index;
            index.name = "i" + std::to_string(count);
            index.unique = true;
            index.valid = chance(95);
            index.primary = count == 1;
            for (ColumnNumber number = 1; number <= static_cast<ColumnNumber>(made.columns.size()); ++number) {
                if (chance(45)) {
                    index.columns.push_back(number);
                }
            }
            if (!index.columns.empty()) {
                made.indexes.push_back(index);
            }
        }
        return made;
    }

    void give_keys(Table &table) {
        table.foreign_keys.clear();
        for (int place = 0, count = below(5); place < count; ++place) {
            ForeignKey key;
            key.name = "k" + std::to_string(place);
            key.target = any_table();
            key.columns = {static_cast<ColumnNumber>(2 + place)};
            key.target_columns = {1};
            table.foreign_keys.push_back(key);
        }
    }

    /// Facts computed from the keys of all tables.
    void settle() {
        for (auto &entry : facts_.tables) {
            entry.second.is_referenced = false;
        }
        for (auto &entry : facts_.tables) {
            std::set<TableId> targets;
            for (const ForeignKey &key : entry.second.foreign_keys) {
                targets.insert(key.target);
                if (key.target != entry.first) {
                    facts_.tables.at(key.target).is_referenced = true;
                }
            }
            entry.second.refers_to.assign(targets.begin(), targets.end());
        }
    }

    std::mt19937 random_;
    Facts facts_;
};

std::string verdict(TableId id, const Facts &facts) {
    const Recognition result = recognise(*facts.table(id), facts);
    std::string text = result.reason;
    if (result.bridge) {
        text += std::string(" ") + to_string(result.bridge->grade);
        for (const End &end : result.bridge->ends) {
            text += " " + end.constraint + " " + end.role;
        }
    }
    return text;
}

class Verdict : public testing::TestWithParam<unsigned> {};

TEST_P(Verdict, DependsOnNamesOfOtherTablesAndWithThreeKeysOnWhatTheyReferTo) {
    RandomFacts random(GetParam());
    for (const auto &entry : random.facts().tables) {
        Facts little;
        for (const ForeignKey &key : entry.second.foreign_keys) {
            const Table &target = *random.facts().table(key.target);
            Table &known = little.tables[target.id];
            known.id = target.id;
            known.name = target.name;
            if (entry.second.foreign_keys.size() >= 3) {
                known.refers_to = target.refers_to;
            }
        }
        little.tables[entry.first] = entry.second;
        EXPECT_EQ(verdict(entry.first, little), verdict(entry.first, random.facts()));
    }
}

TEST_P(Verdict, ChangesOnlyWhereSyncLooksWhenKeysChange) {
    RandomFacts random(GetParam());
    for (int round = 0; round < 20; ++round) {
        const Facts before = random.facts();
        const TableId changed = random.any_table();
        random.change_keys(changed);
        const std::vector<TableId> old_targets = before.table(changed)->refers_to;
        const std::vector<TableId> new_targets = random.facts().table(changed)->refers_to;
        std::set<TableId> reconsidered = {changed};
        std::set_symmetric_difference(old_targets.begin(), old_targets.end(), new_targets.begin(), new_targets.end(),
                                      std::inserter(reconsidered, reconsidered.end()));
        for (const auto &entry : before.tables) {
            const std::vector<TableId> &targets = entry.second.refers_to;
            if (old_targets != new_targets && entry.second.foreign_keys.size() >= 3 &&
                std::binary_search(targets.begin(), targets.end(), changed)) {
                reconsidered.insert(entry.first);
            }
        }
        for (const auto &entry : before.tables) {
            if (reconsidered.count(entry.first) == 0) {
                EXPECT_EQ(verdict(entry.first, random.facts()), verdict(entry.first, before));
            }
        }
    }
}

/// Without this, the tests above would pass for rules that never examine other tables.
TEST(Verdicts, DependOnWhatTheEndsReferTo) {
    int scopes = 0;
    for (unsigned seed = 0; seed < 300; ++seed) {
        RandomFacts random(seed);
        for (const auto &entry : random.facts().tables) {
            scopes += verdict(entry.first, random.facts()).find("is a scope") != std::string::npos ? 1 : 0;
        }
    }
    EXPECT_GT(scopes, 10);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Verdict, testing::Range(0U, 60U));

}  // namespace
}  // namespace relmeta
