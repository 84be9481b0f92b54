// A selection becomes one readable statement; an invalid selection raises an error that names the likely intended names.
#include "core/query/nested.hpp"

#include <gtest/gtest.h>

#include "core/text/error.hpp"
#include "random_graph.hpp"

namespace relmeta {
namespace {

enum Id : TableId { account = 1, user = 2, account_user = 3, post = 4, pair = 5 };

void add_table(Facts &facts, TableId id, const std::string &name, const std::vector<std::string> &columns,
               const std::vector<ColumnNumber> &key = {1}) {
    Table &table = facts.tables[id];
    table.id = id;
    table.schema = "public";
    table.name = name;
    for (const std::string &column : columns) {
        table.columns.push_back({});
        table.columns.back().number = static_cast<ColumnNumber>(table.columns.size());
        table.columns.back().name = column;
    }
    if (key.empty()) return;
    table.indexes.push_back({});
    table.indexes.back().name = name + "_pkey";
    table.indexes.back().columns = key;
    table.indexes.back().unique = table.indexes.back().primary = table.indexes.back().valid = true;
}

class Nested : public testing::Test {
protected:
    Nested() {
        add_table(facts, account, "account", {"id", "username"});
        add_table(facts, user, "user", {"id", "email"});
        add_table(facts, account_user, "account_user", {"id", "account_id", "user_id", "role"});
        add_table(facts, post, "post", {"id", "author_id", "text"}, {});
        add_table(facts, pair, "pair", {"a", "b"}, {2, 1});
        std::vector<Relationship> all;
        add_key(all, account_user, account, "account");
        all[1].name = "account_users";
        add_key(all, post, user, "author");
        all[3].name = "posts";
        std::vector<Relationship> through;
        add_bridge(through, account_user, account, user, "x");
        through[4].name = "users";
        through[4].bridge_source_columns = {"account_id"};
        through[4].bridge_target_columns = {"user_id"};
        all.push_back(through[4]);
        for (const TableId id : {account, user, account_user, post, pair}) schema.relationships[id];
        for (const Relationship &r : all) schema.relationships[r.source].push_back(r);
    }

    std::string sql(TableId root, const std::string &selection, const std::optional<std::string> &key = std::nullopt) const {
        try {
            return nested_sql(root, parse_selection(selection), key, schema);
        } catch (const UserError &error) {
            return error.sqlstate + ": " + error.what() + (error.hint.empty() ? "" : " | " + error.hint);
        }
    }

    Relationship &relationship(TableId source, const std::string &name) {
        for (Relationship &r : schema.relationships.at(source)) {
            if (r.name == name) return r;
        }
        throw std::out_of_range(name);
    }

    Facts facts;
    Schema schema{facts, {}};
};

TEST_F(Nested, GoesThroughABridgeWithoutShowingIt) {
    EXPECT_EQ(
        sql(account, "{ username users { email } }"),
        "SELECT pg_catalog.jsonb_build_object('username', account.username, 'users', users.value) AS account\n"
        "FROM public.account\n"
        "LEFT JOIN LATERAL (\n"
        "    SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('email', users.email) ORDER BY users.id), '[]')"
        " AS value\n"
        "    FROM public.account_user JOIN public.\"user\" AS users ON users.id = account_user.user_id\n"
        "    WHERE account_user.account_id = account.id\n"
        ") AS users ON true\n"
        "ORDER BY account.id\n");
}

TEST_F(Nested, ListsATargetOnceWhereABridgeMayLinkItTwice) {
    relationship(account, "users").pair_unique = false;
    EXPECT_NE(sql(account, "{ users { email } }")
                  .find("    FROM public.\"user\" AS users\n"
                        "    WHERE EXISTS (SELECT FROM public.account_user WHERE account_user.account_id = account.id"
                        " AND users.id = account_user.user_id)\n"),
              std::string::npos);
}

TEST_F(Nested, AToOneRelationshipIsAnObject) {
    EXPECT_EQ(sql(account_user, "{ role to: account { username } }"),
              "SELECT pg_catalog.jsonb_build_object('role', account_user.role, 'to', \"to\".value) AS account_user\n"
              "FROM public.account_user\n"
              "LEFT JOIN LATERAL (\n"
              "    SELECT pg_catalog.jsonb_build_object('username', \"to\".username) AS value\n"
              "    FROM public.account AS \"to\"\n"
              "    WHERE \"to\".id = account_user.account_id\n"
              ") AS \"to\" ON true\n"
              "ORDER BY account_user.id\n")
        << "an alias is quoted where it is a keyword";
}

TEST_F(Nested, OnlyAForeignKeyIsTrustedToFindOneRow) {
    relationship(user, "posts").kind = Kind::one_to_one;
    EXPECT_NE(sql(user, "{ posts { text } }").find("    ORDER BY pg_catalog.jsonb_build_object('text', posts.text) LIMIT 1\n"),
              std::string::npos);
}

TEST_F(Nested, ALimitIsAppliedBeforeWhatIsBelow) {
    EXPECT_EQ(
        sql(account,
            "{ users(where: {email: \"a'b\", id: null}, order_by: {email: desc}, limit: 5, offset: 2) { posts { text } } }"),
        "SELECT pg_catalog.jsonb_build_object('users', users.value) AS account\n"
        "FROM public.account\n"
        "LEFT JOIN LATERAL (\n"
        "    SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('posts', posts.value)"
        " ORDER BY users.email DESC, users.id), '[]') AS value\n"
        "    FROM (\n"
        "        SELECT users.email, users.id\n"
        "        FROM public.account_user JOIN public.\"user\" AS users ON users.id = account_user.user_id\n"
        "        WHERE account_user.account_id = account.id AND users.email = 'a''b' AND users.id IS NULL\n"
        "        ORDER BY users.email DESC, users.id\n"
        "        LIMIT 5\n"
        "        OFFSET 2\n"
        "    ) AS users\n"
        "    LEFT JOIN LATERAL (\n"
        "        SELECT COALESCE(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object('text', posts.text)"
        " ORDER BY pg_catalog.jsonb_build_object('text', posts.text)), '[]') AS value\n"
        "        FROM public.post AS posts\n"
        "        WHERE posts.author_id = users.id\n"
        "    ) AS posts ON true\n"
        ") AS users ON true\n"
        "ORDER BY account.id\n");
}

TEST_F(Nested, NoLevelHidesAnother) {
    const std::string text = sql(account, "{ account_users { account { account_users { role } } } }");
    EXPECT_NE(text.find("WHERE account_2.id = account_users.account_id"), std::string::npos) << text;
    EXPECT_NE(text.find("WHERE account_users_2.account_id = account_2.id"), std::string::npos) << text;
}

TEST_F(Nested, FieldsAreSplitWhereAFunctionTakesNoMore) {
    std::vector<std::string> columns;
    std::string fields;
    for (int i = 0; i < 101; ++i) {
        columns.push_back("c" + std::to_string(i));
        fields += " " + columns.back();
    }
    add_table(facts, 9, "wide", columns);
    schema.relationships[9];
    const std::string text = sql(9, "{" + fields + " }");
    std::size_t objects = 0;
    for (std::size_t at = text.find("jsonb_build_object("); at != std::string::npos;
         at = text.find("jsonb_build_object(", at + 1))
        ++objects;
    EXPECT_EQ(objects, 3U);
    EXPECT_NE(text.find("'c49', wide.c49) OPERATOR(pg_catalog.||) pg_catalog.jsonb_build_object("), std::string::npos) << text;
    EXPECT_NE(text.find("pg_catalog.jsonb_build_object('c100', wide.c100) AS wide\n"), std::string::npos) << text;
}

TEST_F(Nested, AKeyChoosesOneRow) {
    EXPECT_EQ(sql(account, "{ id }", "7"),
              "SELECT pg_catalog.jsonb_build_object('id', account.id) AS account\nFROM public.account\nWHERE account.id = '7'\n"
              "ORDER BY account.id\n");
    EXPECT_NE(sql(pair, "{ a }", "[1, \"x'y\"]").find("WHERE pair.b = '1' AND pair.a = 'x''y'\n"), std::string::npos)
        << "in the order of the key's columns";
    EXPECT_EQ(sql(pair, "{ a }", "[1]"), "22P02: primary key of table \"pair\" has 2 columns, not 1");
    EXPECT_EQ(sql(pair, "{ a }", "1").substr(0, 6), "22P02:");
    EXPECT_EQ(sql(post, "{ id }", "1").substr(0, 45), "55000: table \"post\" has no primary key | Name");
    EXPECT_NE(sql(account, "{ username }", "{\"id\": 7}").find("WHERE account.id = '7'\n"), std::string::npos);
    EXPECT_EQ(sql(account, "{ id }", "{\"username\": \"x\"}").substr(0, 60),
              "55000: no unique key of table \"account\" is within (username)");
}

TEST_F(Nested, SortsByWhatMayBeRead) {
    facts.tables.at(account).columns[0].readable = false;
    EXPECT_NE(sql(account, "{ username }").find("ORDER BY pg_catalog.jsonb_build_object('username', account.username)\n"),
              std::string::npos);
    facts.tables.at(pair).columns[1].readable = false;
    EXPECT_NE(sql(pair, "{ a }").find("ORDER BY pair.a, pg_catalog.jsonb_build_object('a', pair.a)\n"), std::string::npos);
}

TEST_F(Nested, BracesSayThatARelationshipIsMeantAndNotAColumnOfItsName) {
    Column column;
    column.number = 3;
    column.name = "users";
    facts.tables.at(account).columns.push_back(column);
    EXPECT_NE(sql(account, "{ users }").find("'users', account.users"), std::string::npos);
    EXPECT_NE(sql(account, "{ users { email } }").find("'users', users.value"), std::string::npos);
}

TEST_F(Nested, NoUniqueIndexCoversTablesThatInherit) {
    facts.tables.at(account_user).has_children = true;
    EXPECT_NE(sql(account, "{ users { email } }").find("EXISTS (SELECT FROM public.account_user"), std::string::npos);
    EXPECT_EQ(sql(post, "{ author { id } }").find("LIMIT 1"), std::string::npos);
    facts.tables.at(user).has_children = true;
    EXPECT_NE(sql(post, "{ author { id } }").find("LIMIT 1"), std::string::npos);
}

TEST_F(Nested, KnowsWhereTheRootIsOneRowOrFew) {
    const auto few = [this](const std::string &selection, bool by_key = false) {
        return reads_few_rows(facts.at(account), parse_selection(selection), by_key);
    };
    EXPECT_FALSE(few("{ id }"));
    EXPECT_TRUE(few("{ id }", true));
    EXPECT_TRUE(few("(limit: 10) { id }"));
    EXPECT_FALSE(few("(limit: 100000) { id }"));
    EXPECT_TRUE(few("(where: {username: x, id: 1}) { id }"));
    EXPECT_FALSE(few("(where: {username: x}) { id }"));
    EXPECT_FALSE(few("(where: {id: null}) { id }"));
}

TEST_F(Nested, RootRowsCanBeChosenAndSorted) {
    EXPECT_EQ(sql(account, "(where: {username: x}, order_by: username, limit: 1) { id }"),
              "SELECT pg_catalog.jsonb_build_object('id', account.id) AS account\n"
              "FROM (\n"
              "    SELECT account.id, account.username\n"
              "    FROM public.account\n"
              "    WHERE account.username = 'x'\n"
              "    ORDER BY account.username, account.id\n"
              "    LIMIT 1\n"
              ") AS account\n"
              "ORDER BY account.username, account.id\n");
}

TEST_F(Nested, SaysWhatMayHaveBeenMeant) {
    EXPECT_EQ(sql(account, "{ usernam }"),
              "42703: table \"account\" has no column or relationship \"usernam\" | Perhaps you meant \"username\".");
    EXPECT_EQ(sql(account, "{ user { id } }"),
              "42703: table \"account\" has no column or relationship \"user\" | Perhaps you meant \"users\".");
    EXPECT_EQ(sql(account, "{ users(order_by: mail) { id } }"),
              "42703: column \"mail\" of table \"user\" does not exist | Perhaps you meant \"email\".");
    EXPECT_EQ(sql(account, "(where: {zzz: 1}) { id }"), "42703: column \"zzz\" of table \"account\" does not exist");
}

TEST_F(Nested, RefusesWhatDoesNotFit) {
    EXPECT_EQ(sql(account, "{ users }"),
              "42601: relationship \"users\" of table \"account\" needs a selection | List the fields of the related rows: users { ... }.");
    EXPECT_EQ(sql(account, "{ id { x } }"), "42601: column \"id\" of table \"account\" cannot have a selection");
    EXPECT_EQ(sql(account, "{ id(limit: 1) }"), "42601: column \"id\" of table \"account\" takes no arguments");
    EXPECT_EQ(sql(post, "{ author(limit: 1) { id } }"),
              "42601: relationship \"author\" of table \"post\" leads to at most one row and accepts only the argument where");
}

TEST_F(Nested, AsksForTablesLevelByLevel) {
    const Selection selection = parse_selection("{ id users { posts { author { nothing { x } } } } wrong { x } }");
    Facts known;
    Schema partial{known, {}};
    std::vector<std::set<TableId>> rounds;
    while (true) {
        const std::set<TableId> missing = missing_tables(account, selection, partial);
        if (missing.empty()) break;
        rounds.push_back(missing);
        for (const TableId id : missing) {
            known.tables[id] = facts.tables.at(id);
            partial.relationships[id] = schema.relationships.at(id);
        }
    }
    EXPECT_EQ(rounds, (std::vector<std::set<TableId>>{{account}, {user, account_user}, {post}}));
}

}  // namespace
}  // namespace relmeta
