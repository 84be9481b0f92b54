// Branches that would multiply each other's rows become one value per row; everything else is joined as before.
#include "core/query/fan_out.hpp"

#include <gtest/gtest.h>

#include "named_schema.hpp"

namespace relmeta {
namespace {

/// account has users through a bridge, posts, and an owner; posts have tags and a category, and users have badges.
struct Forum : NamedSchema {
    TableId account = table("account", {"id", "owner_id"});
    TableId user = table("user", {"id", "email"});
    TableId account_user = table("account_user", {"account_id", "user_id"});
    TableId category = table("category", {"id", "title"});
    TableId post = table("post", {"id", "account_id", "category_id"});
    TableId tag = table("tag", {"post_id", "word"});
    TableId badge = table("badge", {"user_id", "name"});
    TableId owner = table("owner", {"id"});
    std::size_t account_end = key(account_user, {"account_id"}, account);
    std::size_t user_end = key(account_user, {"user_id"}, user);
    std::size_t users = bridge(account_user, account_end, user_end);
    std::size_t posts = key(post, {"account_id"}, account) + 1;
    std::size_t category_of_post = key(post, {"category_id"}, category);
    std::size_t tags = key(tag, {"post_id"}, post) + 1;
    std::size_t badges = key(badge, {"user_id"}, user) + 1;
    std::size_t owner_of_account = key(account, {"owner_id"}, owner);

    Forum() { assign(); }

    std::string sql(const std::vector<TableId> &tables, const std::vector<std::size_t> &places,
                    FanOut fan_out = FanOut::aggregate) const {
        std::vector<JoinStep> steps;
        for (const std::size_t place : places) steps.push_back({relationships[place], {}});
        return join_sql(tables, steps, true, facts, {}, fan_out);
    }

    std::string aggregated(const std::vector<TableId> &tables, const std::vector<std::size_t> &places) const {
        const std::string text = sql(tables, places);
        const std::string mark = "-- aggregated, as rows would multiply: ";
        const std::size_t at = text.find(mark);
        return at == std::string::npos ? "" : text.substr(at + mark.size(), text.find('\n', at) - at - mark.size());
    }
};

TEST(FanOut, AggregatesBranchesThatMultiplyEachOther) {
    const Forum forum;
    EXPECT_EQ(
        forum.sql({forum.account, forum.user, forum.post}, {forum.users, forum.posts}),
        "SELECT account.id,\n"
        "       account.owner_id,\n"
        "       COALESCE(\"user\".count, 0) AS user_count,\n"
        "       COALESCE(\"user\".rows, '[]') AS user_rows,\n"
        "       COALESCE(post.count, 0) AS post_count,\n"
        "       COALESCE(post.rows, '[]') AS post_rows\n"
        "FROM public.account\n"
        "LEFT JOIN (\n"
        "    SELECT account_user.account_id,\n"
        "           pg_catalog.count(*) AS count,\n"
        "           pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('id', \"user\".id, 'email', \"user\".email)) AS rows\n"
        "    FROM public.account_user\n"
        "    JOIN public.\"user\" ON account_user.user_id = \"user\".id\n"
        "    GROUP BY account_user.account_id\n"
        ") AS \"user\" ON account.id = \"user\".account_id\n"
        "LEFT JOIN (\n"
        "    SELECT post.account_id,\n"
        "           pg_catalog.count(*) AS count,\n"
        "           pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('id', post.id, 'account_id', post.account_id, "
        "'category_id', post.category_id)) AS rows\n"
        "    FROM public.post\n"
        "    GROUP BY post.account_id\n"
        ") AS post ON account.id = post.account_id\n"
        "-- aggregated, as rows would multiply: account.users, account.posts\n");
}

TEST(FanOut, OneBranchIsJoinedAsRows) {
    const Forum forum;
    const std::vector<TableId> tables{forum.account, forum.post, forum.category, forum.owner};
    const std::vector<std::size_t> steps{forum.posts, forum.category_of_post, forum.owner_of_account};
    EXPECT_EQ(forum.sql(tables, steps), forum.sql(tables, steps, FanOut::comment));
    EXPECT_EQ(forum.sql(tables, steps), forum.sql(tables, steps, FanOut::error));
}

TEST(FanOut, OfNestedBranchesTheInnerIsAggregated) {
    const Forum forum;
    EXPECT_EQ(forum.aggregated({forum.account, forum.post, forum.tag}, {forum.posts, forum.tags}), "account.posts.tags");
    EXPECT_EQ(forum.aggregated({forum.account, forum.tag}, {forum.posts, forum.tags}), "")
        << "no row of post is shown, so none is repeated";
    EXPECT_EQ(forum.aggregated({forum.account, forum.tag, forum.badge}, {forum.posts, forum.tags, forum.users, forum.badges}),
              "account.posts.tags, account.users.badges");
}

TEST(FanOut, EveryTableOfANestedBranchIsCountedByItself) {
    const Forum forum;
    const std::vector<TableId> tables{forum.account, forum.user, forum.post, forum.tag};
    const std::vector<std::size_t> steps{forum.users, forum.posts, forum.tags};
    EXPECT_EQ(forum.aggregated(tables, steps), "account.users, account.posts, account.posts.tags");
    const std::string text = forum.sql(tables, steps);
    EXPECT_NE(text.find("    FROM public.post\n    JOIN public.tag ON post.id = tag.post_id\n    GROUP BY post.account_id\n"
                        ") AS tag ON account.id = tag.account_id\n"),
              std::string::npos)
        << text;
}

TEST(FanOut, ToOneTablesBehindABranchAreInIt) {
    const Forum forum;
    const std::string text =
        forum.sql({forum.account, forum.user, forum.category, forum.post}, {forum.users, forum.posts, forum.category_of_post});
    EXPECT_EQ(text.find("category_count"), std::string::npos);
    EXPECT_NE(text.find("    FROM public.post\n    LEFT JOIN public.category ON"), std::string::npos) << text;
    EXPECT_NE(text.find("'category_id', category.id,\n"), std::string::npos) << text;
    EXPECT_NE(text.find("'post_category_id', post.category_id"), std::string::npos) << text;
}

TEST(FanOut, IsAnErrorThatNamesTheBranches) {
    const Forum forum;
    const auto error = [&](const std::vector<TableId> &tables, const std::vector<std::size_t> &steps) -> std::string {
        try {
            forum.sql(tables, steps, FanOut::error);
        } catch (const UserError &thrown) {
            EXPECT_EQ(thrown.sqlstate, "21000");
            EXPECT_FALSE(thrown.hint.empty());
            return thrown.what();
        }
        return "";
    };
    EXPECT_EQ(error({forum.account, forum.user, forum.post}, {forum.users, forum.posts}),
              "branches of the join multiply each other's rows: account.users, account.posts");
    EXPECT_EQ(error({forum.account, forum.post, forum.tag}, {forum.posts, forum.tags}),
              "branches of the join multiply each other's rows: account.posts, account.posts.tags");
    EXPECT_THROW(fan_out_from("maybe"), UserError);
}

TEST(FanOut, IsComputedForEachRowWhereGroupsMayDiffer) {
    Forum forum;
    const auto is_lateral = [&](const Forum &one) {
        return one.sql({one.account, one.user, one.post}, {one.users, one.posts}).find("LEFT JOIN LATERAL") != std::string::npos;
    };
    EXPECT_FALSE(is_lateral(forum));
    forum.facts.tables.at(forum.post).columns[1].type = 20;
    EXPECT_TRUE(is_lateral(forum)) << "types differ";
    Forum collated;
    collated.facts.tables.at(collated.account_user).columns[0].collation = 950;
    EXPECT_TRUE(is_lateral(collated)) << "collations differ";
    Forum declared;
    declared.relationships[declared.posts].constraint.clear();
    EXPECT_TRUE(is_lateral(declared)) << "nothing says that the type can be grouped";
}

TEST(FanOut, LeavesOutAndNamesColumnsThatAreNotReadable) {
    Forum forum;
    forum.facts.tables.at(forum.user).columns[1].readable = false;
    const std::string text = forum.sql({forum.account, forum.user, forum.post}, {forum.users, forum.posts});
    EXPECT_EQ(text.find("'email'"), std::string::npos);
    EXPECT_NE(text.find("-- not readable: user.email\n"), std::string::npos) << text;
}

TEST(FanOut, HidesNoColumnBehindCountAndRows) {
    NamedSchema schema;
    const TableId owner = schema.table("owner", {"count", "rows", "item_count"});
    const TableId item = schema.table("item", {"count", "rows", "id"});
    const TableId other = schema.table("other", {"count", "rows"});
    const std::size_t items = schema.key(item, {"count", "rows"}, owner, {"count", "rows"}) + 1;
    const std::size_t others = schema.key(other, {"count", "count"}, owner, {"count", "rows"}) + 1;
    schema.assign();
    const std::string text =
        join_sql({owner, item, other}, {{schema.relationships[items], {}}, {schema.relationships[others], {}}}, true,
                 schema.facts, {}, FanOut::aggregate);
    EXPECT_NE(text.find("COALESCE(item.count_2, 0) AS item_count_2"), std::string::npos) << text;
    EXPECT_NE(text.find(") AS item ON owner.count = item.count AND owner.rows = item.rows\n"), std::string::npos) << text;
    EXPECT_NE(text.find("    SELECT other.count,\n           pg_catalog.count(*) AS count_2"), std::string::npos)
        << "a column that the key has twice is selected once: " << text;
}

}  // namespace
}  // namespace relmeta
