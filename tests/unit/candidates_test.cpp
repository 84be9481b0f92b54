// The nouns of columns, and the candidate names of a relationship.
#include "named_schema.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "core/text/quote.hpp"

namespace relmeta {
namespace {

std::string stem_of(const std::string &column) { return stem(column, Words::builtin()); }

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
}

TEST(Candidates, KeepTheNumberWholeWithin63Bytes) {
    Candidates candidates;
    candidates.names = {std::string(61, 'a') + "é"};
    EXPECT_EQ(candidates.at(0).size(), 63u);
    EXPECT_EQ(candidates.at(1), std::string(61, 'a') + "_2");
    EXPECT_EQ(candidates.at(9), std::string(60, 'a') + "_10");
}

TEST(Candidates, IncludeNumberedOnes) {
    NamedSchema s;
    const TableId user = s.table("user");
    const std::size_t posts = s.key(s.table("post", {"id", "author_id"}), {"author_id"}, user) + 1;
    for (const char *name : {"posts", "posts_as_author", "posts_by_post_author_id_fkey", "posts_2", "posts_117"}) {
        EXPECT_TRUE(s.has_candidate(posts, name)) << name;
    }
    for (const char *other : {"posts_1", "posts_0", "posts_02", "posts_", "posts2", "post", "2", "_2", "", "posts_as_author_2",
                              "posts_99999999999999999999"}) {
        EXPECT_FALSE(s.has_candidate(posts, other)) << other;
    }
    const std::size_t many = s.key(s.table(std::string(61, 'a') + "é", {"id", "user_id"}), {"user_id"}, user) + 1;
    const std::string numbered = s.candidates_of(many).front().substr(0, 60) + "_10";
    EXPECT_TRUE(s.has_candidate(many, numbered)) << numbered;
}

TEST(Candidates, OfAForeignKey) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author_id"});
    const std::size_t author = s.key(post, {"author_id"}, user);
    EXPECT_EQ(s.candidates_of(author), (Names{"author", "user", "author_user", "user_by_author_id", "post_author_id_fkey"}));
    EXPECT_EQ(s.candidates_of(author + 1),
              (Names{"posts", "posts_as_author", "posts_by_author_id", "public_posts", "posts_by_post_author_id_fkey"}));
}

TEST(Candidates, OfTwoForeignKeysToOneTableSayWhich) {
    NamedSchema s;
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
    NamedSchema s;
    const TableId user = s.table("users");
    const TableId profile = s.table("profiles", {"id", "users_id"});
    const std::size_t key = s.key(profile, {"users_id"}, user, {"id"}, Kind::one_to_one);
    EXPECT_EQ(s.best(key), "user");
    EXPECT_EQ(s.best(key + 1), "profile");
}

TEST(Candidates, ArePluralWhereATemporalKeyMatchesSeveralRows) {
    NamedSchema s;
    const TableId price = s.table("price", {"id", "valid_at"});
    const TableId sale = s.table("sale", {"price_id", "sold_at"});
    const std::size_t key = s.key(sale, {"price_id", "sold_at"}, price, {"id", "valid_at"}, Kind::many_to_many);
    EXPECT_EQ(s.best(key), "prices");
    EXPECT_EQ(s.best(key + 1), "sales");
}

TEST(Candidates, OfASelfReferenceCallParentsAndChildrenByName) {
    NamedSchema s;
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
    NamedSchema s;
    const TableId user = s.table("user", {"tenant_id", "id"});
    const TableId post = s.table("post", {"tenant_id", "author_id", "x", "y"});
    const std::size_t author = s.key(post, {"tenant_id", "author_id"}, user, {"tenant_id", "id"});
    EXPECT_EQ(s.best(author), "author") << "the one column that is not called like the one it refers to";
    const TableId cell = s.table("cell", {"a", "b"});
    const std::size_t other = s.key(post, {"x", "y"}, cell, {"a", "b"});
    EXPECT_EQ(s.candidates_of(other), (Names{"cell", "cell_by_x_and_y", "post_x_y_fkey"}));
}

TEST(Candidates, ReadKeysWrittenInOneWord) {
    NamedSchema s;
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
    NamedSchema s;
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
    NamedSchema s;
    const TableId user = s.table("auth_user");
    const TableId post = s.table("blog_post", {"user_id", "editor_id"});
    const std::size_t own = s.key(post, {"user_id"}, user);
    s.key(post, {"editor_id"}, user);
    EXPECT_EQ(s.best(own), "user");
    EXPECT_EQ(s.best(own + 1), "blog_posts");
}

TEST(Candidates, FollowTheSpellingOfTheTable) {
    NamedSchema s;
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
    NamedSchema s;
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
    NamedSchema s;
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
    NamedSchema s;
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
    NamedSchema s;
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

}  // namespace
}  // namespace relmeta
