// Names people would have chosen, unique on their source, and sticky: stems, candidates, and who gets which name.
#include "core/naming/naming.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace relmeta {
namespace {

using Names = std::vector<std::string>;

std::string stem_of(const std::string &column) { return stem(column, Words::builtin()); }

/// Tables and the relationships between them, both directions of every link, as derivation makes them.
struct Schema {
    Facts facts;
    std::vector<Relationship> relationships;
    std::vector<NameHistory> history;

    explicit Schema(const Words &words = Words::builtin()) : facts(words) {}

    TableId table(const std::string &name, const ColumnNames &columns = {"id"}, const std::string &schema = "public") {
        const auto id = static_cast<TableId>(facts.tables.size() + 1);
        Table &table = facts.tables[id];
        table.id = id;
        table.schema = schema;
        table.name = name;
        for (const std::string &column : columns) add_column(id, column);
        return id;
    }

    void add_column(TableId table, const std::string &name) {
        std::vector<Column> &columns = facts.tables[table].columns;
        Column column;
        column.number = static_cast<ColumnNumber>(columns.size() + 1);
        column.name = name;
        columns.push_back(column);
    }

    /// Returns the place of the forward relationship; its inverse stands behind it.
    std::size_t key(TableId holder, const ColumnNames &columns, TableId target, const ColumnNames &target_columns = {"id"},
                    Kind kind = Kind::many_to_one) {
        Table &table = facts.tables[holder];
        ForeignKey key;
        key.name = table.name;
        for (const std::string &column : columns) key.name += '_' + column;
        key.name += "_fkey";
        key.target = target;
        for (const std::string &column : columns) key.columns.push_back(table.column(column)->number);
        table.foreign_keys.push_back(key);
        Relationship forward;
        forward.source = forward.holder = holder;
        forward.target = target;
        forward.kind = kind;
        forward.source_columns = columns;
        forward.target_columns = target_columns;
        forward.constraint = key.name;
        return add(forward);
    }

    std::size_t bridge(TableId holder, std::size_t near, std::size_t far, Kind kind = Kind::many_to_many) {
        const Relationship &one = relationships[near];
        const Relationship &other = relationships[far];
        Relationship forward;
        forward.origin = Origin::bridge;
        forward.bridge = forward.holder = holder;
        forward.kind = kind;
        forward.source = one.target;
        forward.target = other.target;
        forward.source_columns = one.target_columns;
        forward.target_columns = other.target_columns;
        forward.bridge_source_columns = one.source_columns;
        forward.bridge_target_columns = other.source_columns;
        forward.constraint = one.constraint;
        forward.far_constraint = other.constraint;
        return add(forward);
    }

    std::size_t declare(TableId holder, const ColumnNames &columns, TableId target, const ColumnNames &target_columns) {
        Table &table = facts.tables[holder];
        RelationshipDeclaration declaration;
        for (const std::string &column : columns) declaration.columns.push_back(table.column(column)->number);
        declaration.target = target;
        table.declared.push_back(declaration);
        Relationship forward;
        forward.origin = Origin::declared;
        forward.source = forward.holder = holder;
        forward.target = target;
        forward.source_columns = columns;
        forward.target_columns = target_columns;
        return add(forward);
    }

    std::size_t add(const Relationship &forward) {
        Relationship back = forward;
        std::swap(back.source, back.target);
        std::swap(back.source_columns, back.target_columns);
        std::swap(back.bridge_source_columns, back.bridge_target_columns);
        if (forward.bridge != 0) {
            std::swap(back.constraint, back.far_constraint);
        } else {
            back.reverse = true;
        }
        back.kind = inverse(forward.kind);
        relationships.push_back(forward);
        relationships.push_back(back);
        history.resize(relationships.size());
        return relationships.size() - 2;
    }

    Names candidates_of(std::size_t place) const { return candidates(relationships[place], facts).names; }
    std::string best(std::size_t place) const { return candidates_of(place).front(); }

    /// Names everything; these names are reserved.
    void assign(const std::vector<Naming::Question> &reserved = {}) {
        Naming naming(facts, true);
        for (const auto &[source, name] : reserved) naming.reserve(source, name);
        EXPECT_TRUE(naming.assign(relationships, history).empty());
    }

    /// What is named becomes history, as the catalog keeps it.
    void remember() {
        for (std::size_t i = 0; i < relationships.size(); ++i) history[i].previous = relationships[i].name;
    }

    const std::string &name(std::size_t place) const { return relationships[place].name; }
};

TEST(Stem, DropsWhatMarksAKey) {
    for (const char *column :
         {"author_id", "author_uuid", "author_fk", "author_key", "author_code", "author_no", "author_ref", "authorId", "authorID",
          "id_author", "fk_author", "fk_author_id", "author_id_fk", "idAuthor", "fkAuthorId", "author__id", "author id"}) {
        EXPECT_EQ(stem_of(column), "author") << column;
    }
    EXPECT_EQ(stem_of("AUTHOR_ID"), "AUTHOR");
    EXPECT_EQ(stem_of("AuthorId"), "Author");
    EXPECT_EQ(stem_of("billing_address_no"), "billing_address");
    EXPECT_EQ(stem_of("country_code_id"), "country_code")
        << "one suffix says what kind of key it is, the other belongs to the noun";
}

TEST(Stem, LeavesOtherColumnsAlone) {
    for (const char *column : {"author", "created_by", "id", "ID", "uuid", "code", "paid", "valid", "userid", "casino", "idol",
                               "fk", "monkey", "_id", ""}) {
        EXPECT_EQ(stem_of(column), column);
    }
}

TEST(Stem, KnowsTheSuffixesOfTheUser) {
    Words words = Words::defaults();
    words.add("key_suffix", "_nr");
    words.add("key_suffix", "id");
    EXPECT_EQ(stem("kunde_nr", words), "kunde");
    EXPECT_EQ(stem("userid", words), "user");
}

TEST(Cut, EndsOnACharacter) {
    EXPECT_EQ(cut("abc", 3), "abc");
    EXPECT_EQ(cut("abc", 2), "ab");
    EXPECT_EQ(cut("aé", 2), "a");
    EXPECT_EQ(cut("aé", 3), "aé");
    EXPECT_EQ(cut("日本語", 8), "日本");
    EXPECT_EQ(cut("\xF0\x9F\x98\x80", 3), "");
    EXPECT_EQ(cut("abc", 0), "");
    EXPECT_EQ(cut(std::string(80, 'x')).size(), max_name_bytes);
}

TEST(Candidates, CountOnFromTheFirst) {
    Candidates candidates;
    candidates.names = {"users", "users_as_author"};
    EXPECT_EQ(candidates.at(1), "users_as_author");
    EXPECT_EQ(candidates.at(2), "users_2");
    EXPECT_EQ(candidates.at(3), "users_3");
    EXPECT_TRUE(candidates.contains("users_as_author"));
    EXPECT_TRUE(candidates.contains("users_2"));
    EXPECT_TRUE(candidates.contains("users_117"));
    for (const char *other :
         {"users_1", "users_0", "users_02", "users_", "users2", "user", "2", "_2", "users_99999999999999999999"}) {
        EXPECT_FALSE(candidates.contains(other)) << other;
    }
}

TEST(Candidates, KeepTheNumberWholeWithin63Bytes) {
    Candidates candidates;
    candidates.names = {std::string(61, 'a') + "é"};
    EXPECT_EQ(candidates.at(0).size(), 63u);
    EXPECT_EQ(candidates.at(1), std::string(61, 'a') + "_2");
    EXPECT_EQ(candidates.at(9), std::string(60, 'a') + "_10");
    EXPECT_TRUE(candidates.contains(candidates.at(9)));
}

TEST(Candidates, OfAForeignKey) {
    Schema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author_id"});
    const std::size_t author = s.key(post, {"author_id"}, user);
    EXPECT_EQ(s.candidates_of(author), (Names{"author", "user", "author_user", "user_by_author_id", "post_author_id_fkey"}));
    EXPECT_EQ(s.candidates_of(author + 1),
              (Names{"posts", "posts_as_author", "posts_by_author_id", "public_posts", "posts_by_post_author_id_fkey"}));
}

TEST(Candidates, OfTwoForeignKeysToOneTableSayWhich) {
    Schema s;
    const TableId user = s.table("users");
    const TableId post = s.table("post", {"id", "user_id", "editor_id"});
    const std::size_t own = s.key(post, {"user_id"}, user);
    const std::size_t editor = s.key(post, {"editor_id"}, user);
    EXPECT_EQ(s.best(own), "user");
    EXPECT_EQ(s.best(own + 1), "posts") << "the column names the table";
    EXPECT_EQ(s.best(editor), "editor");
    EXPECT_EQ(s.candidates_of(editor + 1)[0], "posts_as_editor");
    EXPECT_EQ(s.candidates_of(editor + 1)[1], "posts");
}

TEST(Candidates, AreSingularToOne) {
    Schema s;
    const TableId user = s.table("users");
    const TableId profile = s.table("profiles", {"id", "users_id"});
    const std::size_t key = s.key(profile, {"users_id"}, user, {"id"}, Kind::one_to_one);
    EXPECT_EQ(s.best(key), "user");
    EXPECT_EQ(s.best(key + 1), "profile");
}

TEST(Candidates, ArePluralWhereATemporalKeyMatchesSeveralRows) {
    Schema s;
    const TableId price = s.table("price", {"id", "valid_at"});
    const TableId sale = s.table("sale", {"price_id", "sold_at"});
    const std::size_t key = s.key(sale, {"price_id", "sold_at"}, price, {"id", "valid_at"}, Kind::many_to_many);
    EXPECT_EQ(s.best(key), "prices");
    EXPECT_EQ(s.best(key + 1), "sales");
}

TEST(Candidates, OfASelfReferenceCallParentsAndChildrenByName) {
    Schema s;
    const TableId category = s.table("category", {"id", "parent_id"});
    const std::size_t parent = s.key(category, {"parent_id"}, category);
    EXPECT_EQ(s.best(parent), "parent");
    EXPECT_EQ(s.best(parent + 1), "children");
    const TableId Node = s.table("Node", {"Id", "ParentNodeId", "RootId"});
    const std::size_t node = s.key(Node, {"ParentNodeId"}, Node, {"Id"});
    EXPECT_EQ(s.best(node), "ParentNode");
    EXPECT_EQ(s.best(node + 1), "ChildNodes");
    const TableId unit = s.table("unit", {"id", "parental_unit_id", "parent_id"});
    EXPECT_EQ(s.best(s.key(unit, {"parental_unit_id"}, unit) + 1), "units_as_parental_unit");
    EXPECT_EQ(s.best(s.key(unit, {"parent_id"}, unit, {"id"}, Kind::one_to_one) + 1), "child");
}

TEST(Candidates, OfCompositeKeys) {
    Schema s;
    const TableId user = s.table("user", {"tenant_id", "id"});
    const TableId post = s.table("post", {"tenant_id", "author_id", "x", "y"});
    const std::size_t author = s.key(post, {"tenant_id", "author_id"}, user, {"tenant_id", "id"});
    EXPECT_EQ(s.best(author), "author") << "the one column that is not called like the one it refers to";
    const TableId cell = s.table("cell", {"a", "b"});
    const std::size_t other = s.key(post, {"x", "y"}, cell, {"a", "b"});
    EXPECT_EQ(s.candidates_of(other), (Names{"cell", "cell_by_x_and_y", "post_x_y_fkey"}));
}

TEST(Candidates, ReadKeysWrittenInOneWord) {
    Schema s;
    const TableId host = s.table("hosts", {"hostid"});
    const TableId item = s.table("items", {"itemid", "hostid", "proxy_hostid", "templateid"});
    EXPECT_EQ(s.best(s.key(item, {"hostid"}, host, {"hostid"})), "host");
    EXPECT_EQ(s.best(s.key(item, {"proxy_hostid"}, host, {"hostid"})), "proxy_host");
    EXPECT_EQ(s.best(s.key(item, {"templateid"}, item, {"itemid"})), "template");
    const TableId dept = s.table("dept", {"deptno"});
    const TableId emp = s.table("emp", {"empno", "deptno", "casino"});
    EXPECT_EQ(s.best(s.key(emp, {"deptno"}, dept, {"deptno"})), "dept");
    EXPECT_EQ(s.best(s.key(emp, {"casino"}, s.table("casinos", {"casino"}), {"casino"})), "casino");
}

TEST(Candidates, ReadWhatAColumnRefersTo) {
    Schema s;
    const TableId country = s.table("country", {"iso2"});
    const TableId book = s.table("book", {"isbn"});
    const TableId order = s.table("order", {"country_iso2", "isbn", "id"});
    EXPECT_EQ(s.best(s.key(order, {"country_iso2"}, country, {"iso2"})), "country");
    const std::size_t isbn = s.key(order, {"isbn"}, book, {"isbn"});
    EXPECT_EQ(s.best(isbn), "book") << "isbn is neither a role nor the table";
    const std::size_t shared = s.key(order, {"id"}, s.table("document"), {"id"}, Kind::one_to_one);
    EXPECT_EQ(s.best(shared), "document") << "id says nothing";
    EXPECT_EQ(s.best(shared + 1), "order");
}

TEST(Candidates, KnowTheTableBehindAPrefix) {
    Schema s;
    const TableId user = s.table("auth_user");
    const TableId post = s.table("blog_post", {"user_id", "editor_id"});
    const std::size_t own = s.key(post, {"user_id"}, user);
    s.key(post, {"editor_id"}, user);
    EXPECT_EQ(s.best(own), "user");
    EXPECT_EQ(s.best(own + 1), "blog_posts");
}

TEST(Candidates, FollowTheSpellingOfTheTable) {
    Schema s;
    const TableId user = s.table("AppUser", {"Id"});
    const TableId post = s.table("BlogPost", {"Id", "AuthorId", "EditorId"}, "Blog");
    const std::size_t author = s.key(post, {"AuthorId"}, user, {"Id"});
    s.key(post, {"EditorId"}, user, {"Id"});
    EXPECT_EQ(s.candidates_of(author),
              (Names{"Author", "AuthorAppUser", "AppUser", "AppUserByAuthorId", "BlogPost_AuthorId_fkey"}));
    EXPECT_EQ(s.candidates_of(author + 1), (Names{"BlogPostsAsAuthor", "BlogPosts", "BlogPostsByAuthorId", "BlogBlogPosts",
                                                  "BlogPostsByBlogPost_AuthorId_fkey"}));
    const TableId order = s.table("ORDERS", {"ID", "CLERK_ID", "BOSS_ID"});
    const std::size_t clerk = s.key(order, {"CLERK_ID"}, user, {"Id"});
    s.key(order, {"BOSS_ID"}, user, {"Id"});
    EXPECT_EQ(s.best(clerk + 1), "ORDERS_AS_CLERK");
    const TableId line = s.table("Order Line", {"Id", "clerk", "boss"});
    const std::size_t spaced = s.key(line, {"clerk"}, user, {"Id"});
    s.key(line, {"boss"}, user, {"Id"});
    EXPECT_EQ(s.best(spaced + 1), "Order Lines as clerk");
}

TEST(Candidates, ThroughABridge) {
    Schema s;
    const TableId account = s.table("account");
    const TableId user = s.table("user");
    const TableId join = s.table("account_user", {"id", "account_id", "user_id"});
    const std::size_t near = s.key(join, {"account_id"}, account);
    const std::size_t far = s.key(join, {"user_id"}, user);
    const std::size_t link = s.bridge(join, near, far);
    EXPECT_EQ(s.candidates_of(link), (Names{"users", "users_via_account_user", "users_via_account_user_by_user_id"}));
    EXPECT_EQ(s.best(link + 1), "accounts");
    s.relationships[link].kind = Kind::many_to_one;
    EXPECT_EQ(s.best(link), "user");
}

TEST(Candidates, ThroughABridgeFromATableToItself) {
    Schema s;
    const TableId user = s.table("user");
    const TableId follow = s.table("follow", {"follower_id", "followee_id", "end0", "end1"});
    const std::size_t follower = s.key(follow, {"follower_id"}, user);
    const std::size_t followee = s.key(follow, {"followee_id"}, user);
    const std::size_t link = s.bridge(follow, follower, followee);
    EXPECT_EQ(s.candidates_of(link),
              (Names{"followees", "followees_via_follow", "users_via_follow", "users_via_follow_by_followee_id"}));
    EXPECT_EQ(s.best(link + 1), "followers");
    const std::size_t ends = s.bridge(follow, s.key(follow, {"end0"}, user), s.key(follow, {"end1"}, user));
    EXPECT_EQ(s.best(ends), "users_as_end1") << "a numbered column says which end, not what";
    EXPECT_EQ(s.best(ends + 1), "users_as_end0");
}

TEST(Candidates, ThroughABridgeWhoseColumnsSayNothing) {
    Schema s;
    const TableId cell = s.table("cell", {"x", "y"});
    const TableId tag = s.table("tag");
    const TableId join = s.table("cell_tag", {"a", "b", "entity1"});
    const std::size_t near = s.key(join, {"entity1"}, tag);
    const std::size_t far = s.key(join, {"a", "b"}, cell, {"x", "y"});
    const std::size_t link = s.bridge(join, near, far);
    EXPECT_EQ(s.candidates_of(link), (Names{"cells", "cells_via_cell_tag", "cells_via_cell_tag_by_a_and_b"}));
    EXPECT_EQ(s.best(link + 1), "tags");
}

TEST(Candidates, FitIn63BytesAndAreNotRepeated) {
    Schema s;
    const std::string wide(31, 'w');
    std::string long_name;
    for (int i = 0; i < 31; ++i) long_name += "é";  // 62 bytes
    const TableId user = s.table(long_name);
    const TableId post = s.table(long_name + "x", {wide + "_id", wide + "_other_id"}, long_name);
    const std::size_t one = s.key(post, {wide + "_id"}, user);
    s.key(post, {wide + "_other_id"}, user);
    for (std::size_t place : {one, one + 1}) {
        const Names names = s.candidates_of(place);
        for (const std::string &name : names) {
            EXPECT_LE(name.size(), max_name_bytes);
            EXPECT_EQ(cut(name, name.size()), name);
            EXPECT_NE(static_cast<unsigned char>(name.back()), 0xC3) << "half a character";
        }
        EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
    }
}

TEST(Naming, NamesBothDirectionsAndPairsThem) {
    Schema s;
    const TableId account = s.table("account");
    const TableId user = s.table("user");
    const TableId join = s.table("account_user", {"id", "account_id", "user_id"});
    const std::size_t near = s.key(join, {"account_id"}, account);
    const std::size_t far = s.key(join, {"user_id"}, user);
    const std::size_t link = s.bridge(join, near, far);
    s.assign();
    EXPECT_EQ(s.name(near), "account");
    EXPECT_EQ(s.name(near + 1), "account_users");
    EXPECT_EQ(s.name(far), "user");
    EXPECT_EQ(s.name(far + 1), "account_users");
    EXPECT_EQ(s.name(link), "users");
    EXPECT_EQ(s.name(link + 1), "accounts");
    for (std::size_t i = 0; i < s.relationships.size(); ++i) {
        EXPECT_EQ(s.relationships[i].inverse, s.name(i ^ 1)) << i;
    }
}

TEST(Naming, PairsTheDirectionsOfABridgeFromATableToItself) {
    Schema s;
    const TableId user = s.table("user");
    const TableId follow = s.table("follow", {"a_id", "b_id", "c_id"});
    std::vector<std::size_t> ends;
    for (const char *column : {"a_id", "b_id", "c_id"}) ends.push_back(s.key(follow, {column}, user));
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = i + 1; j < 3; ++j) s.bridge(follow, ends[i], ends[j]);
    }
    s.assign();
    std::set<std::string> names;
    for (std::size_t i = 0; i < s.relationships.size(); ++i) {
        EXPECT_EQ(s.relationships[i].inverse, s.name(i ^ 1)) << i;
        if (s.relationships[i].source == user) {
            EXPECT_TRUE(names.insert(s.name(i)).second) << s.name(i);
        }
    }
}

TEST(Naming, AvoidsColumnsOfTheSource) {
    Schema s;
    const TableId user = s.table("user", {"id", "posts"});
    const TableId post = s.table("post", {"id", "author"});
    const TableId note = s.table("note", {"id", "user"});
    const std::size_t author = s.key(post, {"author"}, user);
    const std::size_t own = s.key(note, {"user"}, user);
    s.assign();
    EXPECT_EQ(s.name(author), "user");
    EXPECT_EQ(s.name(author + 1), "posts_as_author");
    EXPECT_EQ(s.name(own), "user_row") << "the column names the table itself";
}

TEST(Naming, TellsColumnsThatAreTheirOwnStemsApart) {
    Schema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author", "editor", "user_id"});
    const std::size_t author = s.key(post, {"author"}, user);
    const std::size_t editor = s.key(post, {"editor"}, user);
    const std::size_t own = s.key(post, {"user_id"}, user);
    s.assign();
    EXPECT_EQ(s.name(author), "author_user");
    EXPECT_EQ(s.name(editor), "editor_user");
    EXPECT_EQ(s.name(own), "user");
    EXPECT_EQ(s.name(author + 1), "posts_as_author");
    EXPECT_EQ(s.name(own + 1), "posts");
}

TEST(Naming, SaysMoreThanTheTableInASelfReference) {
    Schema s;
    const TableId employee = s.table("employee", {"id", "reports_to"});
    const std::size_t boss = s.key(employee, {"reports_to"}, employee);
    s.assign();
    EXPECT_EQ(s.name(boss), "reports_to_employee");
    EXPECT_EQ(s.name(boss + 1), "employees_as_reports_to");
}

TEST(Naming, PutsTheRoleOfAKeyToItsOwnTableIntoTheInverse) {
    Schema s;
    const TableId user = s.table("user", {"id", "referrer_id"});
    const std::size_t referrer = s.key(user, {"referrer_id"}, user);
    EXPECT_EQ(s.candidates_of(referrer),
              (Names{"referrer", "referrer_user", "user", "user_by_referrer_id", "user_referrer_id_fkey"}));
    EXPECT_EQ(s.best(referrer + 1), "users_as_referrer");
    s.relationships[referrer].kind = s.relationships[referrer + 1].kind = Kind::one_to_one;
    EXPECT_EQ(s.best(referrer + 1), "user_as_referrer");
}

TEST(Naming, TakesNoRoleFromOneOrTwoLetters) {
    Schema s;
    const TableId post = s.table("Post");
    const TableId user = s.table("User");
    const TableId link = s.table("_PostToUser", {"A", "B"});
    const std::size_t a = s.key(link, {"A"}, post);
    const std::size_t b = s.key(link, {"B"}, user);
    const std::size_t users = s.bridge(link, a, b);
    s.assign();
    EXPECT_EQ(s.name(users), "Users");
    EXPECT_EQ(s.name(users + 1), "Posts");
    EXPECT_EQ(s.name(a), "Post");
    EXPECT_EQ(s.name(b), "User");
    EXPECT_EQ(s.best(b + 1), "_PostToUsers");

    // Where there are several to one table they tell which is which.
    const TableId edge = s.table("edge", {"a_id", "b_id", "c2"});
    const std::size_t first = s.key(edge, {"a_id"}, user);
    const std::size_t second = s.key(edge, {"b_id"}, user);
    const std::size_t linked = s.bridge(edge, first, second);
    EXPECT_EQ(s.best(first), "aUser");
    EXPECT_EQ(s.best(second + 1), "edges_as_b");
    EXPECT_EQ(s.best(linked), "UsersAsB");
    EXPECT_EQ(s.best(linked + 1), "UsersAsA");
    EXPECT_EQ(s.best(s.key(edge, {"c2"}, post)), "Post");
    const TableId order = s.table("bestellung", {"部署_id"});
    EXPECT_EQ(s.best(s.key(order, {"部署_id"}, post)), "部署") << "two characters of another script are a word";
}

TEST(Naming, TellsNumberedColumnsApartWhoeverCameFirst) {
    for (const Names &columns : {Names{"person_id_1", "person_id_2"}, Names{"person1_id", "person2_id"}}) {
        Schema s;
        const TableId person = s.table("person");
        const TableId match = s.table("match", {"id", columns[0], columns[1]});
        const std::size_t one = s.key(match, {columns[0]}, person);
        s.assign();
        s.remember();
        const std::size_t two = s.key(match, {columns[1]}, person);
        const std::size_t linked = s.bridge(match, one, two);
        s.assign();
        EXPECT_EQ(s.name(one), "person_1") << columns[0];
        EXPECT_EQ(s.name(two), "person_2") << columns[1];
        EXPECT_EQ(s.name(one + 1), "matches_as_person_1");
        EXPECT_EQ(s.name(two + 1), "matches_as_person_2");
        EXPECT_EQ(s.name(linked), "people_as_person_2");
        EXPECT_EQ(s.name(linked + 1), "people_as_person_1");
    }
    Schema s;
    const TableId oauth2 = s.table("oauth2");
    EXPECT_EQ(s.best(s.key(s.table("token", {"oauth2_id"}), {"oauth2_id"}, oauth2)), "oauth2") << "the number is in the noun";
    EXPECT_EQ(s.best(s.key(s.table("ticket", {"approver_1"}), {"approver_1"}, oauth2) + 1), "tickets");
}

TEST(Naming, TakesNoKeywordForARole) {
    Schema s;
    const TableId city = s.table("city");
    const TableId order = s.table("order");
    const TableId trip = s.table("trip", {"from_id", "to_id", "order_id"});
    const std::size_t from = s.key(trip, {"from_id"}, city);
    const std::size_t to = s.key(trip, {"to_id"}, city);
    const std::size_t linked = s.bridge(trip, from, to);
    EXPECT_EQ(s.best(from), "from_city");
    EXPECT_EQ(s.best(to), "to_city");
    EXPECT_EQ(s.best(linked), "cities_as_to");
    EXPECT_EQ(s.best(linked + 1), "cities_as_from");
    EXPECT_EQ(s.best(s.key(trip, {"order_id"}, order)), "order") << "the table is called so";
}

TEST(Naming, SaysWhatAWiderKeyHasMore) {
    Schema s;
    const TableId list = s.table("list", {"id", "user_id"});
    const TableId task = s.table("a_task", {"user_id", "other_list_id"});
    const std::size_t wide = s.key(task, {"user_id", "other_list_id"}, list, {"user_id", "id"});
    const std::size_t narrow = s.key(task, {"other_list_id"}, list);
    s.assign();
    EXPECT_EQ(s.name(narrow), "other_list");
    EXPECT_EQ(s.name(wide), "other_list_of_user");
    EXPECT_EQ(s.name(narrow + 1), "a_tasks_as_other_list");
    EXPECT_EQ(s.name(wide + 1), "a_tasks_as_other_list_of_user");
}

TEST(Naming, SaysNoNounTwice) {
    Schema s;
    const TableId node = s.table("graph_node");
    const TableId edge = s.table("edge_data", {"start_node", "end_node", "owner"});
    EXPECT_EQ(s.candidates_of(s.key(edge, {"start_node"}, node))[1], "graph_node");
    const std::size_t end = s.key(edge, {"end_node"}, node);
    const std::size_t owner = s.key(edge, {"owner"}, node);
    EXPECT_EQ(s.candidates_of(end)[1], "end_node_row");
    EXPECT_EQ(s.candidates_of(owner)[1], "owner_graph_node");
}

TEST(Naming, TellsHoldersInOtherSchemasApartByTheirSchema) {
    Schema s;
    const TableId parent = s.table("parent");
    const std::size_t near = s.key(s.table("child", {"parent_id"}), {"parent_id"}, parent);
    const std::size_t far = s.key(s.table("child", {"parent_id"}, "q5"), {"parent_id"}, parent);
    const std::size_t mother = s.key(s.table("child", {"mother_id"}, "q6"), {"mother_id"}, parent);
    s.assign();
    EXPECT_EQ(s.name(near + 1), "children");
    EXPECT_EQ(s.name(far + 1), "q5_children");
    EXPECT_EQ(s.name(mother + 1), "q6_children");
}

TEST(Naming, GivesForeignKeysTheirNamesBeforeBridgesWhateverTheOrder) {
    Schema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "user_id"});
    const TableId like = s.table("a_like", {"post_id", "user_id"});
    const std::size_t liked = s.key(like, {"post_id"}, post);
    const std::size_t liker = s.key(like, {"user_id"}, user);
    const std::size_t likes = s.bridge(like, liker, liked);
    const std::size_t written = s.key(post, {"user_id"}, user);
    s.assign();
    EXPECT_EQ(s.name(written + 1), "posts");
    EXPECT_EQ(s.name(likes), "posts_via_a_like");
    EXPECT_EQ(s.name(likes + 1), "users");

    Schema turned = s;
    std::reverse(turned.relationships.begin(), turned.relationships.end());
    turned.assign();
    std::reverse(turned.relationships.begin(), turned.relationships.end());
    for (std::size_t i = 0; i < s.relationships.size(); ++i) EXPECT_EQ(turned.name(i), s.name(i)) << i;
}

TEST(Naming, OrdersHoldersBySchemaAndNumbersTheRest) {
    Schema s;
    const TableId user = s.table("user", {"id", "posts", "posts_as_a", "posts_by_a_id", "x_posts", "posts_by_post_a_id_fkey"});
    const TableId later = s.table("post", {"id", "a_id"}, "x");
    const TableId first = s.table("post", {"id", "a_id"}, "b");
    const TableId second = s.table("post", {"id", "a_id"}, "c");
    const std::size_t in_x = s.key(later, {"a_id"}, user);
    const std::size_t in_b = s.key(first, {"a_id"}, user);
    const std::size_t in_c = s.key(second, {"a_id"}, user);
    s.assign();
    EXPECT_EQ(s.name(in_b + 1), "b_posts");
    EXPECT_EQ(s.name(in_c + 1), "c_posts");
    EXPECT_EQ(s.name(in_x + 1), "posts_2");
}

TEST(Naming, KeepsANameWhileItIsACandidate) {
    Schema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author_id"});
    const std::size_t author = s.key(post, {"author_id"}, user);
    s.assign();
    EXPECT_EQ(s.name(author + 1), "posts");
    s.remember();

    Schema grown = s;
    grown.add_column(post, "editor_id");
    const std::size_t editor = grown.key(post, {"editor_id"}, user);
    grown.assign();
    EXPECT_EQ(grown.name(author + 1), "posts") << "kept, although it would be posts_as_author now";
    EXPECT_EQ(grown.name(editor + 1), "posts_as_editor");

    Schema renamed = s;
    renamed.facts.tables[post].name = "article";
    renamed.assign();
    EXPECT_EQ(renamed.name(author + 1), "articles") << "a rename carries through";
    EXPECT_EQ(renamed.name(author), "author");

    Schema column = s;
    column.facts.tables[post].columns[1].name = "writer_id";
    column.relationships[author].source_columns = column.relationships[author + 1].target_columns = {"writer_id"};
    column.assign();
    EXPECT_EQ(column.name(author), "writer");
    EXPECT_EQ(column.name(author + 1), "posts");
    EXPECT_EQ(column.relationships[author].inverse, "posts");
}

TEST(Naming, KeepsANumberedName) {
    Schema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "user_id"});
    const std::size_t own = s.key(post, {"user_id"}, user);
    s.history[own + 1].previous = "posts_3";
    s.assign();
    EXPECT_EQ(s.name(own + 1), "posts_3");
}

TEST(Naming, KeepsANameThatAColumnTookLater) {
    Schema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "user_id"});
    const std::size_t own = s.key(post, {"user_id"}, user);
    s.assign();
    s.remember();
    s.add_column(post, "user");
    s.assign();
    EXPECT_EQ(s.name(own), "user");
}

TEST(Naming, NeverTakesANameAwayFromWhoHasIt) {
    Schema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "user_id"});
    const TableId like = s.table("post_like", {"post_id", "user_id"});
    const std::size_t liked = s.key(like, {"post_id"}, post);
    const std::size_t likes = s.bridge(like, s.key(like, {"user_id"}, user), liked);
    s.assign();
    EXPECT_EQ(s.name(likes), "posts");
    s.remember();
    const std::size_t written = s.key(post, {"user_id"}, user);
    s.assign();
    EXPECT_EQ(s.name(likes), "posts");
    EXPECT_EQ(s.name(written + 1), "posts_as_user") << "a foreign key, but the later one";
}

/// A user's posts, by their author, and notes.
struct PostsAndNotes : Schema {
    const TableId user = table("user");
    const std::size_t author = key(table("post", {"id", "author_id"}), {"author_id"}, user);
    const std::size_t own = key(table("note", {"id", "user_id"}), {"user_id"}, user);
};

TEST(Naming, TakesTheUsersChoiceFirst) {
    PostsAndNotes s;
    s.history[s.own + 1] = {"notes", "posts", true};
    s.assign();
    EXPECT_EQ(s.name(s.own + 1), "posts") << "even where it is no candidate";
    EXPECT_EQ(s.name(s.author + 1), "posts_as_author");
    EXPECT_EQ(s.relationships[s.own].inverse, "posts");
}

TEST(Naming, LetsWhatYieldsHaveWhatIsLeft) {
    PostsAndNotes s;
    s.history[s.own + 1] = {"posts", "posts", true, true};
    s.assign();
    EXPECT_EQ(s.name(s.author + 1), "posts") << "new, and takes it";
    EXPECT_EQ(s.name(s.own + 1), "notes");
    s.history[s.author] = {"author", "poet", true, true};
    s.assign();
    EXPECT_EQ(s.name(s.author), "poet") << "where nobody else wants it";
}

TEST(Naming, LeavesAChosenNameToWhoHasItWhateverTheUserChoseForAnother) {
    PostsAndNotes s;
    s.history[s.author + 1] = {"posts", "posts", true};
    s.history[s.own + 1] = {"notes", "posts", true};
    s.assign();
    EXPECT_EQ(s.name(s.author + 1), "posts");
    EXPECT_EQ(s.name(s.own + 1), "notes");
}

TEST(Naming, PrefersTheRecordedNameAlsoWhereItIsNoCandidateYet) {
    Schema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author_id"});
    const std::size_t author = s.key(post, {"author_id"}, user);
    s.history[author + 1] = {"posts", "posts_as_author", false};
    s.history[author] = {"", "poet", false};
    s.assign();
    EXPECT_EQ(s.name(author + 1), "posts_as_author");
    EXPECT_EQ(s.name(author), "poet");
}

TEST(Naming, KeepsAReservedNameForWhoIsNotThereYet) {
    PostsAndNotes s;
    s.assign({{s.user, "posts"}});
    EXPECT_EQ(s.name(s.author + 1), "posts_as_author");
    EXPECT_EQ(s.name(s.own + 1), "notes");

    s.history[s.author + 1] = {"posts", "", false};
    s.assign({{s.user, "posts"}});
    EXPECT_EQ(s.name(s.author + 1), "posts_as_author") << "who has it without a word of the user's gives way";
    s.history[s.author + 1] = {"posts", "posts", true};
    s.assign({{s.user, "posts"}});
    EXPECT_EQ(s.name(s.author + 1), "posts") << "the user's choice is not reserved against";
    s.history[s.author + 1] = {};
    s.assign({{s.user, "notes"}});
    EXPECT_EQ(s.name(s.author + 1), "posts");
}

TEST(Naming, LetsTheFirstKeepANameThatTwoClaim) {
    Schema s;
    const TableId user = s.table("user");
    const TableId a = s.table("a", {"id", "user_id"});
    const TableId b = s.table("b", {"id", "user_id"});
    const std::size_t of_b = s.key(b, {"user_id"}, user);
    const std::size_t of_a = s.key(a, {"user_id"}, user);
    s.history[of_a + 1] = {"", "things", true};
    s.history[of_b + 1] = {"", "things", true};
    s.assign();
    EXPECT_EQ(s.name(of_a + 1), "things");
    EXPECT_EQ(s.name(of_b + 1), "bs");
}

TEST(Naming, ComesBackFromADumpThatRestoresKeyByKey) {
    Schema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author", "editor_id", "user_id"});
    s.key(post, {"user_id"}, user);
    s.assign();
    s.remember();
    for (const char *column : {"editor_id", "author"}) {
        s.key(post, {column}, user);
        s.assign();
        s.remember();
    }
    std::vector<std::size_t> order(s.relationships.size() / 2);
    std::iota(order.begin(), order.end(), 0);
    do {
        Schema restored = s;
        restored.facts.tables[post].foreign_keys.clear();
        restored.relationships.clear();
        restored.history.clear();
        for (std::size_t there = 1; there <= order.size(); ++there) {
            const std::size_t arrives = order[there - 1];
            restored.facts.tables[post].foreign_keys.push_back(s.facts.tables[post].foreign_keys[arrives]);
            for (const std::size_t place : {2 * arrives, 2 * arrives + 1}) {
                restored.relationships.push_back(s.relationships[place]);
                restored.history.push_back({"", s.name(place), false});
            }
            std::vector<Naming::Question> waiting;
            for (std::size_t i = there; i < order.size(); ++i) {
                for (const std::size_t place : {2 * order[i], 2 * order[i] + 1}) {
                    waiting.emplace_back(s.relationships[place].source, s.name(place));
                }
            }
            restored.assign(waiting);
            restored.remember();
            for (NameHistory &history : restored.history) history.recorded.clear();
            for (std::size_t i = 0; i < restored.relationships.size(); ++i) {
                EXPECT_EQ(restored.name(i), s.name(2 * order[i / 2] + i % 2));
            }
        }
    } while (std::next_permutation(order.begin(), order.end()));
}

/// The featured asset of a product, beside a bridge between products and assets.
TEST(Naming, PrefersWhatIsNamedAfterItsTablesWhateverTheOrder) {
    Schema s;
    const TableId asset = s.table("asset");
    const TableId product = s.table("product", {"id", "featured_asset_id"});
    const TableId link = s.table("product_asset", {"product_id", "asset_id"});
    const std::size_t featured = s.key(product, {"featured_asset_id"}, asset);
    const std::size_t near = s.key(link, {"product_id"}, product);
    const std::size_t far = s.key(link, {"asset_id"}, asset);
    const std::size_t assets = s.bridge(link, near, far);
    s.assign();
    EXPECT_EQ(s.name(assets + 1), "products");
    EXPECT_EQ(s.name(featured + 1), "products_as_featured_asset");
    EXPECT_EQ(s.name(assets), "assets");

    s.facts.tables[product].columns[1].name = "asset_id";
    s.relationships[featured].source_columns = s.relationships[featured + 1].target_columns = {"asset_id"};
    s.history.assign(s.history.size(), {});
    s.assign();
    EXPECT_EQ(s.name(featured + 1), "products") << "of two that are so named, the foreign key";
    EXPECT_EQ(s.name(assets + 1), "products_via_product_asset");
}

TEST(Naming, NamesDeclaredRelationshipsLikeForeignKeys) {
    Schema s;
    const TableId user = s.table("user_view", {"user_id", "name"});
    const TableId log = s.table("log", {"actor_id", "subject_id"});
    const std::size_t actor = s.declare(log, {"actor_id"}, user, {"user_id"});
    const std::size_t subject = s.declare(log, {"subject_id"}, user, {"user_id"});
    s.assign();
    EXPECT_EQ(s.name(actor), "actor");
    EXPECT_EQ(s.name(actor + 1), "logs_as_actor");
    EXPECT_EQ(s.name(subject + 1), "logs_as_subject");
    EXPECT_EQ(s.relationships[actor].inverse, "logs_as_actor");
    EXPECT_EQ(s.relationships[subject + 1].inverse, "subject");
    EXPECT_EQ(s.candidates_of(actor).back(), "user_view_by_actor_id") << "there is no constraint to name it after";
}

TEST(Naming, AsksOnlyForNamesThatMatter) {
    Schema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author_id"});
    const std::size_t author = s.key(post, {"author_id"}, user);
    s.history[author].previous = "author";
    Naming naming(s.facts, false);
    using Questions = std::vector<Naming::Question>;
    EXPECT_EQ(naming.assign(s.relationships, s.history), (Questions{{user, "posts"}})) << "author is kept, so nobody else has it";
    naming.answer({user, "posts"}, true);
    EXPECT_EQ(naming.assign(s.relationships, s.history), (Questions{{user, "posts_as_author"}}));
    naming.answer({user, "posts_as_author"}, false);
    EXPECT_TRUE(naming.assign(s.relationships, s.history).empty());
    EXPECT_EQ(s.name(author + 1), "posts_as_author");
    EXPECT_EQ(s.relationships[author].inverse, "posts_as_author");
}

TEST(Naming, AsksWhetherARecordedNameIsStillFree) {
    Schema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author_id"});
    const std::size_t author = s.key(post, {"author_id"}, user);
    s.history[author + 1] = {"", "writings", true};
    Naming naming(s.facts, false);
    naming.answer({post, "author"}, false);
    naming.answer({user, "posts"}, false);
    EXPECT_EQ(naming.assign(s.relationships, s.history).size(), 1u);
    naming.answer({user, "writings"}, true);
    EXPECT_TRUE(naming.assign(s.relationships, s.history).empty());
    EXPECT_EQ(s.name(author + 1), "posts");
}

// Random schemas from few words, so that names collide often: no name is given twice on a source, none is a column when it is
// new, every direction knows its inverse, the order of arrival does not matter, and naming again changes nothing.
class RandomSchemas : public testing::TestWithParam<unsigned> {
protected:
    std::mt19937 random_{GetParam()};

    std::size_t below(std::size_t limit) { return random_() % limit; }

    Schema make() {
        const Names nouns{"user", "users", "Post", "status", "log", "data", std::string(60, 'n') + "é"};
        const Names columns{"id",   "user_id", "user",    "author_id", "parent_id",         "users",
                            "data", "entity0", "entity1", "posts",     std::string(63, 'c')};
        Schema s;
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

    static void expect_unique(const Schema &s) {
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
    Schema s = make();
    s.assign();
    expect_unique(s);
    for (const Relationship &relationship : s.relationships) {
        EXPECT_EQ(s.facts.table(relationship.source)->column(relationship.name), nullptr) << relationship.name;
    }
    Schema shuffled = s;
    std::vector<std::size_t> order(s.relationships.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::shuffle(order.begin(), order.end(), random_);
    for (std::size_t i = 0; i < order.size(); ++i) shuffled.relationships[i] = s.relationships[order[i]];
    shuffled.assign();
    for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(shuffled.name(i), s.name(order[i]));
}

TEST_P(RandomSchemas, KeepTheirNamesAndTakeUpNewOnes) {
    Schema s = make();
    s.assign();
    const Schema before = s;
    s.remember();
    for (NameHistory &history : s.history) {
        if (below(3) == 0) history = {};
        if (below(8) == 0) history = {history.previous, "chosen", true};
        if (below(8) == 0) history.recorded = before.relationships[below(before.relationships.size())].name;
    }
    s.assign();
    expect_unique(s);

    Schema again = before;
    again.remember();
    again.assign();
    for (std::size_t i = 0; i < before.relationships.size(); ++i) EXPECT_EQ(again.name(i), before.name(i));
}

TEST_P(RandomSchemas, AreNamedAlikeByQuestionsAndAnswers) {
    Schema whole = make();
    whole.assign();
    // One holder at a time, in no order: what others hold is asked for.
    Schema parts = whole;
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
