// A misspelt name finds the likely intended names and no others.
#include "core/text/near.hpp"

#include <gtest/gtest.h>

namespace relmeta {
namespace {

TEST(EditDistance, CountsSingleChanges) {
    EXPECT_EQ(edit_distance("", ""), 0U);
    EXPECT_EQ(edit_distance("abc", ""), 3U);
    EXPECT_EQ(edit_distance("", "abc"), 3U);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
    EXPECT_EQ(edit_distance("users", "usres"), 1U) << "two swapped";
}

TEST(NearNames, AreTheNearestFirstAndAtMostThree) {
    EXPECT_EQ(near_names("usres", {"posts", "user", "users", "uses", "usages"}),
              (std::vector<std::string>{"users", "uses", "usages"}));
    EXPECT_EQ(near_names("Email", {"email"}), std::vector<std::string>{"email"}) << "capitals do not count";
    EXPECT_TRUE(near_names("email", {"phone", "id"}).empty());
    EXPECT_TRUE(near_names("xy", {"id"}).empty()) << "everything of two letters is within two changes";
}

TEST(NearNames, AreOfNamesOnly) {
    const std::string longest(63, 'x');
    EXPECT_EQ(near_names(longest, {longest + "y"}).size(), 1U);
    EXPECT_TRUE(near_names(longest + "z", {longest + "y"}).empty());
}

TEST(NearHint, IsEmptyWhereNothingIsNear) {
    EXPECT_EQ(near_hint("usre", {"user", "users"}), "Perhaps you meant \"user\" or \"users\".");
    EXPECT_EQ(near_hint("zzzzz", {"user"}), "");
}

}  // namespace
}  // namespace relmeta
