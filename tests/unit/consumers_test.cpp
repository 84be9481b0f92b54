// The description of the rules of other programs, and forms of keys that cannot be written in every version of PostgreSQL. What
// the rules find is tested in sql/consumers.sql.
#include "core/consumers/consumers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "core/derive/derive.hpp"
#include "core/text/error.hpp"

namespace relmeta {
namespace {

std::vector<std::string> rows_of_tables(const std::string &file) {
    std::ifstream in(file);
    std::vector<std::string> rows;
    for (std::string line; std::getline(in, line);) {
        if (line.compare(0, 2, "| ") == 0) rows.push_back(line);
    }
    return rows;
}

TEST(Consumers, AreDescribedRuleByRule) {
    const std::vector<std::string> rows = rows_of_tables("doc/consumers.md");
    for (const ConsumerInfo &info : consumer_list()) {
        const std::string row = std::string("| `") + info.name + "` | " + info.version + " |";
        EXPECT_EQ(std::count(rows.begin(), rows.end(), row), 1) << row;
        int rules = 0;
        for (const ConsumerRule &rule : consumer_rules()) {
            if (rule.consumer != info.consumer) continue;
            ++rules;
            const std::string described = std::string("| `") + info.name + "` | " + rule.subject + " | " + rule.rule + " |";
            EXPECT_EQ(std::count(rows.begin(), rows.end(), described), 1) << described;
        }
        EXPECT_EQ(rules, 4) << info.name;
    }
}

TEST(Consumers, HaveVerdictsThatAreDescribed) {
    const std::vector<std::string> rows = rows_of_tables("doc/consumers.md");
    for (const Misreading each : {Misreading::missing, Misreading::invented, Misreading::wrong_kind, Misreading::collides,
                                  Misreading::ambiguous, Misreading::renamed}) {
        const std::string start = std::string("| `") + to_string(each) + "` | ";
        EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [&](const std::string &row) {
            return row.compare(0, start.size(), start) == 0;
        })) << start;
    }
}

/// Tables a (id), b (id), and c, which is not a bridge, with keys to both and an index on neither.
struct Database {
    Facts facts;
    std::map<TypeKey, std::string> types;

    Database() {
        for (TableId id = 1; id <= 3; ++id) {
            Table &table = facts.tables[id];
            table.id = id;
            table.schema = "public";
            table.name = std::string(1, static_cast<char>('a' + id - 1));
            add_column(table, "id");
            Index key;
            key.name = table.name + "_pkey";
            key.columns = key.lookup = {1};
            key.unique = key.primary = key.constraint = key.valid = true;
            table.indexes.push_back(key);
        }
        facts.tables[3].bridge.verdict = BridgeDeclaration::Verdict::rejected;
        for (const TableId target : {1, 2}) {
            Table &table = facts.tables[3];
            add_column(table, target == 1 ? "a_id" : "b_id");
            ForeignKey key;
            key.name = table.columns.back().name + "_fkey";
            key.target = target;
            key.columns = {table.columns.back().number};
            key.target_columns = {1};
            table.foreign_keys.push_back(key);
        }
    }

    static void add_column(Table &table, const std::string &name) {
        Column column;
        column.number = static_cast<ColumnNumber>(table.columns.size() + 1);
        column.not_null = true;
        column.name = name;
        table.columns.push_back(column);
    }

    std::vector<Verdict> found(const std::string &consumer, const Surroundings &surroundings) {
        Derived derived = derive(facts);
        for (Relationship &relationship : derived.relationships) {
            relationship.name = "to_" + facts.at(relationship.target).name;
        }
        const ExportInput input{facts,    derived.relationships, derived.bridges, types, std::nullopt, false,
                                comments, column_comments,       labels};
        return consumers(input, surroundings, consumer);
    }
    std::vector<std::string> verdicts(const std::string &consumer, const Surroundings &surroundings = {}) {
        std::vector<std::string> texts;
        for (const Verdict &verdict : found(consumer, surroundings)) {
            texts.push_back(facts.at(verdict.source).name + '.' + verdict.relationship + ' ' + to_string(verdict.misreading));
        }
        return texts;
    }
    std::vector<std::string> fixes(const std::string &consumer, const Surroundings &surroundings = {}) {
        std::vector<std::string> texts;
        for (const Verdict &verdict : found(consumer, surroundings)) {
            texts.push_back(verdict.fix);
        }
        return texts;
    }

    std::map<std::pair<TableId, std::string>, std::string> comments;
    std::map<std::pair<TableId, ColumnNumber>, std::string> column_comments;
    std::map<TypeId, std::vector<std::string>> labels;
};

TEST(Consumers, ListsNothingForAnUnknownConsumer) {
    Database database;
    try {
        database.verdicts("postgrest ");
        FAIL();
    } catch (const UserError &error) {
        EXPECT_EQ(error.sqlstate, sqlstate::invalid_parameter_value);
        EXPECT_NE(error.hint.find("postgraphile, postgraphile4, prisma"), std::string::npos);
    }
}

TEST(Consumers, TakeAFunctionForTheRelationshipOfItsName) {
    Database database;
    EXPECT_EQ(database.verdicts("postgrest"),
              (std::vector<std::string>{"a.to_c renamed", "b.to_c renamed", "c.to_a renamed", "c.to_b renamed"}));
    Surroundings surroundings;
    surroundings.functions = {
        {1, 3, "api", "to_c"}, {3, 2, "public", "to_b"}, {2, 3, "public", "to_a"}, {3, 2, "public", "to_a"}};
    EXPECT_EQ(database.verdicts("postgrest", surroundings), (std::vector<std::string>{"b.to_c renamed", "c.to_a renamed"}));
}

TEST(Consumers, TakeAFunctionOfTheTableForPostgraphile) {
    Database database;
    Surroundings surroundings;
    surroundings.functions = {{1, 3, "api", "a_to_c"}, {2, 3, "public", "to_c"}, {2, 3, "public", "a_to_c"}};
    EXPECT_EQ(database.verdicts("postgraphile", surroundings), database.verdicts("postgraphile"));
    surroundings.functions = {{1, 3, "public", "a_to_c"}, {2, 3, "public", "b_to_c"}};
    EXPECT_EQ(database.verdicts("postgraphile", surroundings), (std::vector<std::string>{"c.to_a renamed", "c.to_b renamed"}));
}

TEST(Consumers, AreReadWithTheTagsInComments) {
    Database database;
    EXPECT_EQ(database.verdicts("postgraphile"),
              (std::vector<std::string>{"a.to_c missing", "b.to_c missing", "c.to_a renamed", "c.to_b renamed"}));
    database.comments[{3, "a_id_fkey"}] = "@fieldName toA\nwhat it is for";
    EXPECT_EQ(database.verdicts("postgraphile"),
              (std::vector<std::string>{"a.to_c missing", "b.to_c missing", "c.to_b renamed"}));
    for (const char *text : {"what it is for", "@graphql({})", "@1", "@"}) {  // too late to be a tag
        database.comments[{3, "a_id_fkey"}] = std::string(text) + "\n@fieldName toA";
        EXPECT_EQ(database.verdicts("postgraphile").size(), 4u) << text;
    }
    database.comments[{3, "a_id_fkey"}] = "@a\n@fieldName toA";
    EXPECT_EQ(database.verdicts("postgraphile").size(), 3u);
}

TEST(Consumers, ArePutBeforeTextThatIsNoTag) {
    Database database;
    database.comments[{3, "a_id_fkey"}] = "@omit\n@graphql({})\n@fieldName x";
    const std::vector<std::string> fixes = database.fixes("postgraphile4");
    ASSERT_FALSE(fixes.empty());
    EXPECT_NE(fixes[0].find("IS '@foreignFieldName toC\n@fieldName toA\n@omit manyToMany\n@graphql({})\n@fieldName x'"),
              std::string::npos)
        << fixes[0];
}

TEST(Consumers, HaveALabelThatIsNoNameAtATableMended) {
    Database database;
    database.facts.tables[1].columns[0].type = 9;
    const std::vector<std::string> without = database.verdicts("postgraphile");
    std::vector<std::string> &labels = database.labels[9];
    for (const char *label : {"G", "", "*", "a*b", "1a", "<=", "_", "\u00e9"}) labels.push_back(label);
    EXPECT_EQ(database.verdicts("postgraphile"), without);
    for (const char *label : {"PG-13", "a b", "true", "<a", "\u00e9-"}) {
        labels.push_back(label);
        EXPECT_EQ(database.verdicts("postgraphile").size(), without.size() + 1) << label;
        EXPECT_EQ(database.verdicts("postgraphile")[0], "a. missing");
        labels.pop_back();
    }
    labels.push_back("PG-13");
    EXPECT_EQ(database.fixes("postgraphile")[0], "COMMENT ON COLUMN public.a.id IS '@behavior -*';");
    database.column_comments[{1, 1}] = "@behavior -*\nwhat it is for";
    EXPECT_EQ(database.verdicts("postgraphile"), without);
}

}  // namespace
}  // namespace relmeta
