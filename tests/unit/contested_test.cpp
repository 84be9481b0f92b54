// Names that would differ if the database were created in another order.
#include "core/naming/contested.hpp"

#include "named_schema.hpp"

namespace relmeta {
namespace {

TEST(Contested, IsNoNameThatNobodyElseWants) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author_id", "editor_id"});
    s.key(post, {"author_id"}, user);
    s.key(post, {"editor_id"}, user);
    s.assign();
    EXPECT_EQ(contested(s.relationships, s.facts), std::vector<bool>({false, false, false, false}));
}

TEST(Contested, AreTheNamesOfTheWinnerAndTheLoser) {
    NamedSchema s;
    const TableId account = s.table("account");
    const TableId user = s.table("user");
    for (const char *name : {"member", "guest"}) {
        const TableId bridge = s.table(name, {"account_id", "user_id"});
        const std::size_t near = s.key(bridge, {"account_id"}, account);
        s.bridge(bridge, near, s.key(bridge, {"user_id"}, user));
    }
    s.assign();
    ASSERT_EQ(s.name(10), "users");
    ASSERT_EQ(s.name(4), "users_via_member");
    const std::vector<bool> result = contested(s.relationships, s.facts);
    for (std::size_t i = 0; i < result.size(); ++i) {
        EXPECT_EQ(result[i], s.relationships[i].origin == Origin::bridge) << s.name(i);
    }
}

TEST(Contested, IsANameThatWouldNotBeGivenAgain) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author_id"});
    const std::size_t author = s.key(post, {"author_id"}, user);
    s.assign();
    s.relationships[author + 1].name = "works";
    EXPECT_EQ(contested(s.relationships, s.facts), std::vector<bool>({false, true}));
    s.relationships[author + 1].name = "posts";
    s.add_column(post, "author");
    EXPECT_EQ(contested(s.relationships, s.facts), std::vector<bool>({true, false}));
}

TEST(Contested, IsNotWhatColumnsAndDeclarationsLeave) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author", "author_id"});
    const std::size_t author = s.key(post, {"author_id"}, user);
    s.declare(post, {"author"}, user, {"id"});
    s.assign();
    EXPECT_NE(s.name(author), "author");
    EXPECT_FALSE(contested(s.relationships, s.facts)[author]);
}

}  // namespace
}  // namespace relmeta
