// Aliases are unique and fit the length limit.
#include "core/query/aliases.hpp"

#include <gtest/gtest.h>

#include <set>

namespace relmeta {
namespace {

TEST(Aliases, AreTheNameOrTheNameWithTheNextNumber) {
    Aliases aliases;
    EXPECT_EQ(aliases.take("user"), "user");
    EXPECT_EQ(aliases.take("user"), "user_2");
    EXPECT_EQ(aliases.take("user_3"), "user_3");
    EXPECT_EQ(aliases.take("user"), "user_4");
    EXPECT_EQ(aliases.take("user_2"), "user_2_2");
}

TEST(Aliases, AreDistinctAndFit) {
    Aliases aliases;
    std::set<std::string> given;
    for (int i = 0; i < 20'000; ++i) {
        const std::string name = std::string(50, 'x') + std::to_string(i % 5'000) + std::string(20, 'y');
        const std::string alias = aliases.take(i % 2 == 0 ? name : "user");
        EXPECT_TRUE(given.insert(alias).second) << alias;
        EXPECT_LE(alias.size(), 63U);
    }
}

}  // namespace
}  // namespace relmeta
