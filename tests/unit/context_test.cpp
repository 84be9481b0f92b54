// The schema as text for language models: its contents within a budget. Names and comments cannot break it.
#include "core/context/context.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "core/context/names.hpp"
#include "core/context/tokens.hpp"
#include "core/derive/derive.hpp"

namespace relmeta {
namespace {

/// Tables with a surrogate key and references to others.
class Database {
public:
    TableId table(const std::string &name, std::size_t columns = 0) {
        const auto id = static_cast<TableId>(facts_.tables.size() + 1);
        Table &table = facts_.tables[id];
        table.id = id;
        table.schema = "public";
        table.name = name;
        column(table, "id", true);
        for (std::size_t i = 0; i < columns; ++i) column(table, "note_" + std::to_string(i), false);
        unique(table, {1}, true);
        return id;
    }

    void refer(TableId source, const std::string &name, TableId target) {
        Table &table = facts_.tables.at(source);
        const ColumnNumber number = column(table, name, true);
        ForeignKey key;
        key.name = table.name + "_" + name + "_fkey";
        key.target = target;
        key.columns = {number};
        key.target_columns = {1};
        table.foreign_keys.push_back(key);
        facts_.tables.at(target).is_referenced = true;
    }

    TableId bridge(TableId left, TableId right) {
        const std::string one = facts_.at(left).name, other = facts_.at(right).name;
        const TableId id = table(one + "_" + other);
        refer(id, one + "_id", left);
        refer(id, other + "_id", right);
        unique(facts_.tables.at(id), {2, 3}, false);
        return id;
    }

    Table &operator[](TableId id) { return facts_.tables.at(id); }

    std::string write(std::size_t tokens, const std::optional<std::vector<TableId>> &tables = std::nullopt) const {
        Derived derived = derive(facts_);
        int number = 0;
        for (Relationship &relationship : derived.relationships) relationship.name = "r" + std::to_string(++number);
        ContextInput input{facts_, derived.relationships, derived.bridges};
        input.tokens = tokens;
        input.tables = tables;
        return context(input);
    }

private:
    static ColumnNumber column(Table &table, const std::string &name, bool required) {
        Column made;
        made.number = static_cast<ColumnNumber>(table.columns.size() + 1);
        made.name = name;
        made.not_null = required;
        table.columns.push_back(made);
        return made.number;
    }
    static void unique(Table &table, const ColumnNumbers &columns, bool primary) {
        Index index;
        index.name = table.name + (primary ? "_pkey" : "_key");
        index.columns = columns;
        index.unique = index.constraint = index.valid = true;
        index.primary = primary;
        table.indexes.push_back(index);
    }

    Facts facts_;
};

bool has_line(const std::string &text, const std::string &start) { return ("\n" + text).find("\n" + start) != std::string::npos; }

Database large() {
    Database database;
    std::vector<TableId> tables;
    for (int i = 0; i < 60; ++i) {
        tables.push_back(database.table("part" + std::to_string(i), 12));
        if (i > 0) database.refer(tables.back(), "owner_id", tables[static_cast<std::size_t>(i / 7)]);
    }
    for (std::size_t i = 10; i < 20; ++i) database.bridge(tables[i], tables[i + 1]);
    return database;
}

TEST(Context, LeavesOutWhatDoesNotFitAndSaysSo) {
    const Database database = large();
    const std::string whole = database.write(100'000);
    EXPECT_EQ(whole.find("left out"), std::string::npos);
    const std::size_t all = estimated_tokens(whole);
    std::size_t before = 0;
    for (const std::size_t tokens : {600, 700, 1000, 2000, 3000, 5000, 8000}) {
        const std::string text = database.write(tokens);
        const std::size_t taken = estimated_tokens(text);
        EXPECT_LE(taken, tokens);
        EXPECT_GE(taken, before);
        EXPECT_EQ(text.find("left out") == std::string::npos, all <= tokens) << tokens;
        for (int i = 10; i < 20; ++i) {
            EXPECT_TRUE(
                has_line(text, "part" + std::to_string(i) + "_part" + std::to_string(i + 1) + " bridge(part" + std::to_string(i)))
                << tokens;
        }
        EXPECT_EQ(text, database.write(tokens));
        before = taken;
    }
    try {
        database.write(100);
        FAIL();
    } catch (const UserError &error) {
        EXPECT_EQ(error.sqlstate, "54000");
    }
}

TEST(Context, DoesNotDependOnIds) {
    Database one;
    const TableId account = one.table("account"), user = one.table("user");
    one.bridge(account, user);
    Database other;
    const TableId second = other.table("user"), first = other.table("account");
    other.bridge(first, second);
    EXPECT_EQ(one.write(1000), other.write(1000));
    EXPECT_TRUE(has_line(one.write(1000), "account_user bridge(account, user)(id*)\n")) << one.write(1000);
}

TEST(Context, KeepsTablesThatWereAskedFor) {
    const Database database = large();
    const std::string text = database.write(100'000, std::vector<TableId>{1, 60});
    EXPECT_TRUE(has_line(text, "part0(")) << text;
    EXPECT_TRUE(has_line(text, "part59(")) << text;
    EXPECT_TRUE(has_line(text, "LEFT JOIN public.part59 ON ")) << text;
    EXPECT_FALSE(has_line(text, "part20("));
}

TEST(Context, ShowsNoColumnThatCannotBeRead) {
    Database database;
    const TableId account = database.table("account", 2), user = database.table("user");
    database.refer(user, "account_id", account);
    database[account].columns[1].readable = false;
    EXPECT_TRUE(has_line(database.write(1000), "account(id* note_1?)\n")) << database.write(1000);
    database[account].columns[0].readable = false;
    EXPECT_TRUE(has_line(database.write(1000), "user(id* account_id)\n")) << database.write(1000);
    database[account].columns[2].readable = false;
    EXPECT_FALSE(has_line(database.write(1000), "account(")) << database.write(1000);
    EXPECT_NE(database.write(1000).find("not shown: 1 table"), std::string::npos);
}

TEST(ContextNames, ShowEveryCharacter) {
    EXPECT_EQ(context_name("account"), "account");
    EXPECT_EQ(context_name("user"), "user");
    EXPECT_EQ(sql_name("user"), "\"user\"");
    EXPECT_EQ(context_name("Odd \"Name\""), "\"Odd \"\"Name\"\"\"");
    EXPECT_EQ(context_name("größe"), "\"größe\"");
    EXPECT_EQ(context_name("a\nb"), "U&\"a\\000Ab\"");
    EXPECT_EQ(context_name("a\x1B[31m\\\"\x7F"), "U&\"a\\001B[31m\\\\\"\"\\007F\"");
    EXPECT_EQ(context_name("a\u202Eb\u200B"), "U&\"a\\202Eb\\200B\"");
    EXPECT_EQ(context_name("tag\U000E0041"), "U&\"tag\\+0E0041\"");
    EXPECT_EQ(context_name("latin1 \xE4"), "\"latin1 \xE4\"");
    EXPECT_EQ(context_name(""), "\"\"");
}

TEST(ContextNames, CommentsAreOneLine) {
    EXPECT_EQ(comment_literal("it's\n\n a\tcomment "), "'it''s a comment'");
    EXPECT_EQ(comment_literal("a\x1B]0;b\u2028\u202Ec\U000E0041"), "'a]0;bc'");
    const std::string longer = comment_literal(std::string(200, 'x'));
    EXPECT_EQ(longer.size(), longest_comment + 2);
    EXPECT_EQ(longer.substr(longer.size() - 4), "...'");
    std::string umlauts;
    for (int i = 0; i < 100; ++i) umlauts += "ä";
    EXPECT_EQ(comment_literal(umlauts).substr(0, 3), "'ä");
    EXPECT_LE(comment_literal(umlauts).size(), longest_comment + 2);
}

TEST(EstimatedTokens, AreHigh) {
    EXPECT_EQ(estimated_tokens(""), 0U);
    EXPECT_EQ(estimated_tokens("account"), 1U);
    EXPECT_EQ(estimated_tokens("account name"), 2U);
    EXPECT_EQ(estimated_tokens("account_name\n"), 4U);
    EXPECT_EQ(estimated_tokens("itemid"), 3U);
    EXPECT_GE(estimated_tokens("ACCOUNT"), 3U);
    EXPECT_GE(estimated_tokens("qzjxvkqzjx"), 9U);
    EXPECT_EQ(estimated_tokens("0123456789"), 10U);
    EXPECT_EQ(estimated_tokens("顧客"), 6U);
    EXPECT_EQ(estimated_tokens("a    b"), 5U);
    EXPECT_GE(estimated_tokens(std::string(1000, 'e')), 300U);
}

}  // namespace
}  // namespace relmeta
