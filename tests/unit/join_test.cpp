// Joins are readable SQL that has every column once and keeps every row of the first table.
#include "core/query/join.hpp"

#include <gtest/gtest.h>

#include "random_graph.hpp"

namespace relmeta {
namespace {

void add_table(Facts &facts, TableId id, const std::string &name, const std::vector<std::string> &columns,
               const std::string &schema = "public") {
    Table &table = facts.tables[id];
    table.id = id;
    table.schema = schema;
    table.name = name;
    for (const std::string &column : columns) {
        table.columns.push_back({});
        table.columns.back().number = static_cast<ColumnNumber>(table.columns.size());
        table.columns.back().name = column;
    }
}

/// The key that add_key() turns into a relationship.
void add_foreign_key(Facts &facts, TableId holder, TableId target, const std::string &name) {
    ForeignKey key;
    key.name = name + "_fkey";
    key.target = target;
    facts.tables[holder].foreign_keys.push_back(key);
}

/// account, user and their bridge; post belongs to a user.
Facts forum() {
    Facts facts;
    add_table(facts, 1, "account", {"id", "username"});
    add_table(facts, 2, "user", {"id", "email"});
    add_table(facts, 3, "account_user", {"id", "account_id", "user_id"});
    add_table(facts, 4, "post", {"id", "author_id", "text"}, "blog");
    add_foreign_key(facts, 4, 2, "author");
    return facts;
}

Relationship users() {
    std::vector<Relationship> all;
    add_bridge(all, 3, 1, 2, "x");
    Relationship users = all[4];
    users.name = "users";
    users.bridge_source_columns = {"account_id"};
    users.bridge_target_columns = {"user_id"};
    return users;
}

Relationship author(bool required) {
    std::vector<Relationship> all;
    add_key(all, 4, 2, "author", required);
    return all[0];
}

Relationship posts() {
    std::vector<Relationship> all;
    add_key(all, 4, 2, "author");
    all[1].name = "posts";
    return all[1];
}

TEST(Join, ThroughABridgeKeepsEveryRowOfTheFirstTable) {
    EXPECT_EQ(join_sql({1, 2}, {{users(), {}}}, true, forum()),
              "SELECT account.id AS account_id,\n"
              "       account.username,\n"
              "       \"user\".id AS user_id,\n"
              "       \"user\".email\n"
              "FROM public.account\n"
              "LEFT JOIN public.account_user ON account.id = account_user.account_id\n"
              "LEFT JOIN public.\"user\" ON account_user.user_id = \"user\".id\n"
              "-- rows can multiply: account.users\n");
}

TEST(Join, IsAnInnerJoinWhereEveryRowHasAMatch) {
    EXPECT_EQ(join_sql({4, 2}, {{author(true), {}}}, true, forum()),
              "SELECT post.id AS post_id,\n"
              "       post.author_id,\n"
              "       post.text,\n"
              "       \"user\".id AS user_id,\n"
              "       \"user\".email\n"
              "FROM blog.post\n"
              "JOIN public.\"user\" ON post.author_id = \"user\".id\n");
}

TEST(Join, IsALeftJoinWhereAQueryCanSeeLessThanTheKeyPromises) {
    const auto is_left = [](const Facts &facts) {
        return join_sql({4, 2}, {{author(true), {}}}, true, facts).find("\nLEFT JOIN") != std::string::npos;
    };
    Facts policies = forum();
    policies.tables[2].row_security = true;
    EXPECT_TRUE(is_left(policies)) << "a policy may hide the user";
    Facts inherited = forum();
    inherited.tables[4].has_children = true;
    EXPECT_TRUE(is_left(inherited)) << "no key covers what inherits from post";
    inherited.tables[4].kind = 'p';
    EXPECT_FALSE(is_left(inherited)) << "a key covers partitions";
    Facts deferrable = forum();
    deferrable.tables[4].foreign_keys[0].deferrable = true;
    EXPECT_TRUE(is_left(deferrable)) << "the user may come before commit";
    Facts own = forum();
    own.tables[4].row_security = true;
    EXPECT_FALSE(is_left(own)) << "a post that is hidden has no row to keep";
}

TEST(Join, MultipliesWhereTablesInherit) {
    Facts facts = forum();
    EXPECT_EQ(join_sql({4, 2}, {{author(true), {}}}, true, facts).find("-- rows can multiply"), std::string::npos);
    facts.tables[2].has_children = true;
    EXPECT_NE(join_sql({4, 2}, {{author(true), {}}}, true, facts).find("-- rows can multiply: post.author\n"), std::string::npos);
}

TEST(Join, NamesTheWaysThatWouldDoAsWell) {
    const std::string text = join_sql({4, 2}, {{author(true), {}}}, true, forum(), {{{author(true)}, {posts(), users()}}});
    EXPECT_NE(text.find("-- another path also fits: post.author could be user.posts, account.users\n"), std::string::npos)
        << text;
}

TEST(Join, AfterALeftJoinEveryJoinIsALeftJoin) {
    Relationship accounts = users();
    std::swap(accounts.source, accounts.target);
    std::swap(accounts.bridge_source_columns, accounts.bridge_target_columns);
    accounts.name = "accounts";
    accounts.required = true;
    EXPECT_EQ(join_sql({4, 1}, {{author(false), {"editor"}}, {accounts, {}}}, false, forum()),
              "SELECT post.id AS post_id,\n       post.author_id,\n       post.text,\n       account.id AS account_id,\n       "
              "account.username\nFROM blog.post\nLEFT JOIN public.\"user\" ON post.author_id = \"user\".id\nLEFT JOIN "
              "public.account_user ON \"user\".id = account_user.user_id\nLEFT JOIN public.account ON account_user.account_id = "
              "account.id\n-- rows can multiply: user.accounts\n-- another relationship also fits: post.author could be "
              "post.editor\n-- with this many tables, the tree may not be the cheapest\n");
}

TEST(Join, TablesOfOneNameAreNumberedAndNoColumnNameIsTwice) {
    Facts facts = forum();
    add_table(facts, 5, "user", {"id", "user_id", "user_2_id"}, "Old Stuff");
    add_foreign_key(facts, 5, 2, "user");
    std::vector<Relationship> all;
    add_key(all, 5, 2, "user");
    EXPECT_EQ(join_sql({5, 2}, {{all[0], {}}}, true, facts),
              "SELECT \"user\".id AS user_id,\n"
              "       \"user\".user_id AS user_user_id,\n"
              "       \"user\".user_2_id AS user_user_2_id,\n"
              "       user_2.id AS user_2_id,\n"
              "       user_2.email\n"
              "FROM \"Old Stuff\".\"user\"\n"
              "JOIN public.\"user\" AS user_2 ON \"user\".user_id = user_2.id\n");
}

TEST(Join, OfOneTableReadsThatTable) {
    EXPECT_EQ(join_sql({2}, {}, true, forum()), "SELECT \"user\".id,\n       \"user\".email\nFROM public.\"user\"\n");
}

TEST(Join, OfTablesWithoutColumnsHasNone) {
    Facts facts;
    add_table(facts, 1, "nothing", {});
    EXPECT_EQ(join_sql({1}, {}, true, facts), "SELECT\nFROM public.nothing\n");
}

TEST(Join, ALineBreakInANameCannotEndAComment) {
    Facts facts = forum();
    Relationship odd = posts();
    odd.name = "posts\n; DROP TABLE account; --";
    const std::string text = join_sql({2, 4}, {{odd, {"x\ny"}}}, true, facts);
    EXPECT_NE(text.find("-- rows can multiply: user.posts ; DROP TABLE account; --\n"), std::string::npos) << text;
    EXPECT_NE(text.find("could be user.x y\n"), std::string::npos) << text;
}

TEST(Condition, ReadsFromSourceToTarget) {
    EXPECT_EQ(condition(users(), "account", "shop.account_user", "\"user\""),
              "account.id = shop.account_user.account_id AND shop.account_user.user_id = \"user\".id");
    EXPECT_EQ(condition(author(true), "post", "", "\"user\""), "post.author_id = \"user\".id");
}

TEST(Condition, OfACompositeKeyHasOneTermPerColumn) {
    Relationship seat = author(true);
    seat.source_columns = {"tenant_id", "seat_no"};
    seat.target_columns = {"tenant_id", "no"};
    EXPECT_EQ(condition(seat, "a", "", "b"), "a.tenant_id = b.tenant_id AND a.seat_no = b.no");
}

TEST(Condition, OfATemporalKeyIsThatPeriodsOverlap) {
    Relationship price = author(true);
    price.kind = Kind::many_to_many;
    price.source_columns = {"product_id", "sold"};
    price.target_columns = {"product_id", "during"};
    EXPECT_EQ(condition(price, "sale", "", "price"), "sale.product_id = price.product_id AND sale.sold && price.during");
    price.origin = Origin::declared;
    EXPECT_EQ(condition(price, "sale", "", "price"), "sale.product_id = price.product_id AND sale.sold = price.during");
}

}  // namespace
}  // namespace relmeta
