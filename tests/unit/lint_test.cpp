// The parts of lint that SQL tests cannot cover on every version: foreign keys that are not enforced, cycles that meet, order,
// and size.
#include "core/lint/lint.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "core/derive/derive.hpp"
#include "core/lint/cycles.hpp"

namespace relmeta {
namespace {

/// Tables t1, t2, ... with the primary key id, and keys between them.
class Database {
public:
    explicit Database(int tables) {
        for (int i = 1; i <= tables; ++i) {
            Table &table = facts[static_cast<TableId>(i)];
            table.id = static_cast<TableId>(i);
            table.schema = "public";
            table.name = "t" + std::to_string(i);
            table.columns.resize(1);
            table.columns[0].number = 1;
            table.columns[0].not_null = true;
            table.columns[0].name = "id";
            index(table, {1}).primary = true;
        }
    }

    ForeignKey &refer(TableId source, TableId target, bool required = true) {
        Table &table = facts[source];
        Column column = table.columns.front();
        column.number = static_cast<ColumnNumber>(table.columns.size() + 1);
        column.not_null = required;
        column.name = "c" + std::to_string(column.number);
        table.columns.push_back(column);
        index(table, {column.number});
        ForeignKey key;
        key.name = "k" + std::to_string(column.number);
        key.target = target;
        key.columns = {column.number};
        key.target_columns = {1};
        table.foreign_keys.push_back(key);
        return table.foreign_keys.back();
    }

    static Index &index(Table &table, const ColumnNumbers &columns) {
        Index made;
        made.name = "i" + std::to_string(table.indexes.size());
        made.columns = made.lookup = columns;
        made.method = "btree";
        made.valid = true;
        made.unique = columns == ColumnNumbers{1};
        table.indexes.push_back(made);
        return table.indexes.back();
    }

    std::vector<Finding> lint(const std::optional<std::vector<TableId>> &tables = std::nullopt) const {
        Facts all;
        for (const auto &entry : facts) all.tables.emplace(entry.first, entry.second);
        return relmeta::lint({all, {}, derive(all).bridges, {{{0, -1}, "integer"}}, tables});
    }

    std::vector<std::string> rules() const {
        std::vector<std::string> names;
        for (const Finding &finding : lint()) {
            names.push_back(finding.rule);
        }
        return names;
    }

    std::vector<RequiredCycle> cycles() {
        all_.tables = TablesById();
        for (const auto &entry : facts) all_.tables.emplace(entry.first, entry.second);
        std::vector<const Table *> tables;
        for (const auto &entry : facts) {
            tables.push_back(all_.table(entry.first));
        }
        std::vector<RequiredCycle> found;
        find_required_cycles(tables, [&](const RequiredCycle &cycle) { found.push_back(cycle); });
        return found;
    }

    std::map<TableId, Table> facts;

private:
    Facts all_;
};

TEST(Lint, FindsNothingInOrderlyKeys) {
    Database database(3);
    database.refer(1, 2);
    database.refer(2, 3);
    EXPECT_TRUE(database.rules().empty());
}

TEST(Lint, TellsKeysThatAreNotEnforcedFromThoseThatWereNotChecked) {
    Database database(2);
    ForeignKey &key = database.refer(1, 2);
    key.validated = false;
    EXPECT_EQ(database.lint().at(0).fix, "ALTER TABLE public.t1 VALIDATE CONSTRAINT k2;");
    key.enforced = false;
    const std::vector<Finding> findings = database.lint();
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].rule, "foreign_key_not_enforced");
    EXPECT_EQ(findings[0].severity, Severity::info);
    EXPECT_EQ(findings[0].fix, "ALTER TABLE public.t1 ALTER CONSTRAINT k2 ENFORCED;");
}

TEST(Lint, IsDescribedRuleByRule) {
    std::ifstream file("doc/lint.md");
    std::vector<std::string> described;
    std::vector<std::string> listed;
    for (std::string line; std::getline(file, line);) {
        if (line.compare(0, 4, "### ") == 0) {
            described.push_back(line.substr(4) + ":");
        } else if (!described.empty() && line.compare(0, 2, "**") == 0) {
            for (std::size_t at = 0; (at = line.find("**", at)) != std::string::npos; at = line.find("**", at + 2) + 2) {
                described.back() += ' ' + line.substr(at + 2, line.find("**", at + 2) - at - 2);
            }
        }
    }
    for (const RuleInfo &rule : lint_rules()) {
        listed.push_back(std::string(rule.name) + ": " + to_string(rule.severity) +
                         (rule.mild == rule.severity ? "" : std::string(" ") + to_string(rule.mild)));
        EXPECT_EQ(find_rule(rule.name), &rule);
    }
    EXPECT_EQ(described, listed) << "sections of doc/lint.md with their severities, and core/lint/rules.cpp";
    EXPECT_EQ(find_rule("required"), nullptr);
}

TEST(Lint, DoesNotTakeAnInvalidIndexForOne) {
    Database database(2);
    database.refer(1, 2);
    database.facts[1].indexes.back().valid = false;
    const std::vector<Finding> findings = database.lint();
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].rule, "foreign_key_without_index");
    EXPECT_NE(findings[0].message.find("i1 is not valid"), std::string::npos) << findings[0].message;
}

TEST(Lint, DropsAKeyThatIsNotEnforcedForOneThatIsAndNeverTheOtherWayRound) {
    Database database(2);
    ForeignKey key = database.refer(1, 2);
    key.name = "a";
    key.enforced = false;
    key.on_delete = 'c';
    Table &table = database.facts[1];
    table.foreign_keys.insert(table.foreign_keys.begin(), key);
    std::vector<Finding> findings = database.lint();
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].fix, "ALTER TABLE public.t1 DROP CONSTRAINT a;");
    table.bridge.ends = {"a"};
    findings = database.lint();
    ASSERT_EQ(findings.size(), 2u) << "the one that a declaration names stands for both, and is not enforced";
    EXPECT_EQ(findings[0].object, "k2 on public.t1");
    EXPECT_EQ(findings[0].fix, "");
}

TEST(Lint, PutsErrorsFirst) {
    Database database(3);
    database.refer(2, 3);
    database.refer(3, 2);
    database.refer(1, 2).validated = false;
    EXPECT_EQ(database.rules(), (std::vector<std::string>{"required_cycle", "foreign_key_not_valid"}));
}

TEST(Lint, TellsOfACycleThatPassesATableThatIsAskedFor) {
    Database database(4);
    database.refer(1, 2);
    database.refer(2, 3);
    database.refer(3, 1);
    EXPECT_EQ(database.lint({{2}}).size(), 1u);
    EXPECT_TRUE(database.lint({{4}}).empty());
}

TEST(RequiredCycles, AreMadeOfKeysThatDemandARow) {
    Database database(2);
    database.refer(1, 2);
    database.refer(2, 1, false);
    EXPECT_TRUE(database.cycles().empty()) << "a nullable key";
    database.facts[2].foreign_keys.front().match_full = true;
    EXPECT_TRUE(database.cycles().empty()) << "with no other column";
    ForeignKey &key = database.refer(2, 1);
    EXPECT_EQ(database.cycles().size(), 1u);
    key.validated = false;
    EXPECT_EQ(database.cycles().size(), 1u) << "new rows are checked";
    key.enforced = false;
    EXPECT_TRUE(database.cycles().empty()) << "nothing is checked";
    key.enforced = true;
    key.deferrable = true;
    EXPECT_TRUE(database.cycles().empty()) << "checked at commit";
}

TEST(RequiredCycles, OfMatchFullNeedOneColumnThatIsNotNull) {
    Database database(2);
    database.refer(1, 2);
    ForeignKey &key = database.refer(2, 1);
    database.facts[2].columns.push_back(database.facts[2].columns.back());
    database.facts[2].columns.back().number = 3;
    database.facts[2].columns.back().not_null = false;
    key.columns = {2, 3};
    key.target_columns = {1, 1};
    EXPECT_TRUE(database.cycles().empty()) << "null in one column, no row demanded";
    key.match_full = true;
    EXPECT_EQ(database.cycles().size(), 1u);
}

TEST(RequiredCycles, DoNotCountATableThatRefersToItself) {
    Database database(1);
    database.refer(1, 1);
    EXPECT_TRUE(database.cycles().empty());
}

/// Whether rows can be inserted table by table, each after the tables it requires.
bool has_order(const std::map<TableId, Table> &tables) {
    std::set<TableId> done;
    for (bool more = true; more;) {
        more = false;
        for (const auto &entry : tables) {
            const bool ready = std::all_of(
                entry.second.foreign_keys.begin(), entry.second.foreign_keys.end(),
                [&](const auto &key) { return key.deferrable || key.target == entry.first || done.count(key.target) != 0; });
            more = (ready && done.insert(entry.first).second) || more;
        }
    }
    return done.size() == tables.size();
}

TEST(RequiredCycles, AreAllBrokenByTheirClosingKeysAndEachOnlyByItsOwn) {
    unsigned seed = 1;
    const auto random = [&seed](unsigned below) { return (seed = seed * 1664525u + 1013904223u) / 65536u % below; };
    int circular = 0;
    for (int round = 0; round < 300; ++round) {
        Database database(6);
        for (unsigned i = random(14); i > 0; --i) {
            database.refer(1 + random(6), 1 + random(6));
        }
        const auto names = [&] {
            std::set<std::string> closing;
            for (const RequiredCycle &cycle : database.cycles()) {
                closing.insert(cycle.tables.back()->name + "." + cycle.closing->name);
            }
            return closing;
        };
        const std::set<std::string> before = names();
        EXPECT_EQ(before.empty(), has_order(database.facts));
        circular += before.empty() ? 0 : 1;
        for (auto &entry : database.facts) {
            for (ForeignKey &key : entry.second.foreign_keys) {
                const std::string name = entry.second.name + "." + key.name;
                if (before.count(name) != 0) {
                    key.deferrable = true;
                    std::set<std::string> others = before;
                    others.erase(name);
                    EXPECT_EQ(names(), others);
                    key.deferrable = false;
                }
            }
        }
        for (auto &entry : database.facts) {
            for (ForeignKey &key : entry.second.foreign_keys) {
                key.deferrable = before.count(entry.second.name + "." + key.name) != 0;
            }
        }
        EXPECT_TRUE(has_order(database.facts));
    }
    EXPECT_GT(circular, 50);
    EXPECT_LT(circular, 250);
}

TEST(RequiredCycles, AreClosedByTheSameKeysWhateverElseRefersToThem) {
    Database database(5);
    database.refer(3, 4);
    database.refer(4, 5);
    database.refer(5, 3);
    const auto closing = [&] {
        const RequiredCycle cycle = database.cycles().at(0);
        EXPECT_EQ(cycle.tables.size(), 3u);
        return cycle.tables.back()->name + "." + cycle.closing->name;
    };
    const std::string before = closing();
    for (const TableId target : {4, 5, 3}) {
        database.refer(1, target);
        EXPECT_EQ(closing(), before);
    }
    database.refer(1, 2);
    database.refer(2, 1);
    EXPECT_EQ(database.cycles().size(), 2u);
    database.facts.erase(1);
    EXPECT_EQ(closing(), before);
}

TEST(RequiredCycles, NeedNoDeepStack) {
    constexpr int tables = 50000;
    Database database(tables);
    for (int i = 1; i < tables; ++i) {
        database.refer(static_cast<TableId>(i), static_cast<TableId>(i + 1));
    }
    database.refer(tables, 1);
    const std::vector<Finding> findings = database.lint();
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].object, "k2 on public.t9999") << "the last by name";
    EXPECT_EQ(findings[0].message.find("public.t15, "), std::string::npos) << "names a few";
}

}  // namespace
}  // namespace relmeta
