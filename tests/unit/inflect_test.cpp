// Singular and plural of identifiers: only the last word changes, capitals are kept, and nothing is inflected twice.
#include "core/naming/inflect.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace relmeta {
namespace {

const Words &words() { return Words::builtin(); }

struct Pair {
    const char *one;
    const char *many;
};

class EnglishNumber : public testing::TestWithParam<Pair> {};

TEST_P(EnglishNumber, IsFoundInBothDirectionsAndOnce) {
    const auto [one, many] = GetParam();
    EXPECT_EQ(plural(one, words()), many);
    EXPECT_EQ(singular(many, words()), one);
    EXPECT_EQ(plural(many, words()), many) << "a plural stays one";
    EXPECT_EQ(singular(one, words()), one) << "a singular stays one";
    EXPECT_TRUE(same_noun(one, many, words()));
}

INSTANTIATE_TEST_SUITE_P(Regular, EnglishNumber,
                         testing::Values(Pair{"user", "users"}, Pair{"category", "categories"}, Pair{"day", "days"},
                                         Pair{"survey", "surveys"}, Pair{"soliloquy", "soliloquies"}, Pair{"box", "boxes"},
                                         Pair{"branch", "branches"}, Pair{"hash", "hashes"}, Pair{"address", "addresses"},
                                         Pair{"process", "processes"}, Pair{"status", "statuses"}, Pair{"bus", "buses"},
                                         Pair{"house", "houses"}, Pair{"clause", "clauses"}, Pair{"case", "cases"},
                                         Pair{"license", "licenses"}, Pair{"course", "courses"}, Pair{"response", "responses"},
                                         Pair{"database", "databases"}, Pair{"price", "prices"}, Pair{"drive", "drives"},
                                         Pair{"size", "sizes"}, Pair{"shoe", "shoes"}, Pair{"video", "videos"},
                                         Pair{"tie", "ties"}, Pair{"plateau", "plateaus"}));

INSTANTIATE_TEST_SUITE_P(Irregular, EnglishNumber,
                         testing::Values(Pair{"person", "people"}, Pair{"child", "children"}, Pair{"man", "men"},
                                         Pair{"leaf", "leaves"}, Pair{"movie", "movies"}, Pair{"cache", "caches"},
                                         Pair{"alias", "aliases"}, Pair{"lens", "lenses"}, Pair{"analysis", "analyses"},
                                         Pair{"hypothesis", "hypotheses"}, Pair{"axis", "axes"}, Pair{"index", "indexes"},
                                         Pair{"matrix", "matrices"}, Pair{"criterion", "criteria"}, Pair{"quiz", "quizzes"},
                                         Pair{"hero", "heroes"}, Pair{"menu", "menus"}, Pair{"api", "apis"},
                                         Pair{"human", "humans"}, Pair{"specimen", "specimens"}, Pair{"epoch", "epochs"}));

INSTANTIATE_TEST_SUITE_P(OneForm, EnglishNumber,
                         testing::Values(Pair{"series", "series"}, Pair{"news", "news"}, Pair{"data", "data"},
                                         Pair{"metadata", "metadata"}, Pair{"staff", "staff"}, Pair{"aircraft", "aircraft"},
                                         Pair{"analytics", "analytics"}, Pair{"created_by", "created_by"}));

INSTANTIATE_TEST_SUITE_P(Compounds, EnglishNumber,
                         testing::Values(Pair{"scheduled_post", "scheduled_posts"}, Pair{"newsItem", "newsItems"},
                                         Pair{"UserRole", "UserRoles"}, Pair{"SalesPerson", "SalesPeople"},
                                         Pair{"CATEGORY", "CATEGORIES"}, Pair{"USER_ADDRESS", "USER_ADDRESSES"},
                                         Pair{"Order Detail", "Order Details"}, Pair{"salesperson", "salespeople"},
                                         Pair{"grandchild", "grandchildren"}, Pair{"craftsman", "craftsmen"},
                                         Pair{"personalURL", "personalURLs"}, Pair{"users_log", "users_logs"},
                                         Pair{"straße", "straßes"}, Pair{"Ärztin", "Ärztins"}, Pair{"user_", "users_"}));

TEST(Plural, LeavesWhatHasNoWordAlone) {
    EXPECT_EQ(plural("payment_2022_01", words()), "payment_2022_01");
    EXPECT_EQ(plural("42", words()), "42");
    EXPECT_EQ(plural("_", words()), "_");
    EXPECT_EQ(plural("", words()), "");
    EXPECT_EQ(singular("os", words()), "os");
    EXPECT_EQ(singular("s", words()), "s");
}

TEST(Plural, LeavesScriptsAloneWhosePluralsWeDoNotKnow) {
    for (const char *word : {"顧客", "顧客_注文", "заказ", "πελάτης", "עובד", "customer_顧客"}) {
        EXPECT_EQ(plural(word, Words::builtin()), word);
        EXPECT_EQ(singular(word, Words::builtin()), word);
    }
    for (const char *word : {"élève", "naïveté", "łódź", "khách_hàng", "thẻ", "e\u0301leve", "顧客_order"}) {
        EXPECT_EQ(plural(word, Words::builtin()), word + std::string("s")) << "a Latin word, with or without marks";
    }
}

TEST(Singular, ReadsEveryPluralOfANoun) {
    EXPECT_EQ(singular("indices", words()), "index");
    EXPECT_EQ(singular("formulae", words()), "formula");
    EXPECT_EQ(singular("schemata", words()), "schema");
}

TEST(Inflection, TakesWordsOfTheUserBeforeTheRulesAndTheTable) {
    Words own = Words::defaults();
    own.add("plural", "Cow", "Kine");
    own.add("plural", "index", "indices");
    own.add("uncountable", "Gear");
    EXPECT_EQ(plural("brown_cow", own), "brown_kine");
    EXPECT_EQ(singular("brownKine", own), "brownCow");
    EXPECT_EQ(plural("index", own), "indices");
    EXPECT_EQ(plural("gear", own), "gear");
}

TEST(SameNoun, SeesTheNumberThroughCaseAndSeparators) {
    EXPECT_TRUE(same_noun("account_user", "AccountUsers", words()));
    EXPECT_TRUE(same_noun("accountusers", "account_user", words()));
    EXPECT_TRUE(same_noun("mediatype", "media_types", words()));
    EXPECT_TRUE(same_noun("base", "bases", words()));
    EXPECT_TRUE(same_noun("basis", "bases", words())) << "either may be meant";
    EXPECT_TRUE(same_noun("indexes", "indices", words()));
    EXPECT_TRUE(same_noun("users", "users", words()));
    EXPECT_TRUE(same_noun("", "", words()));
}

TEST(SameNoun, TellsDifferentNounsApart) {
    EXPECT_FALSE(same_noun("user", "account", words()));
    EXPECT_FALSE(same_noun("user", "auth_user", words()));
    EXPECT_FALSE(same_noun("base", "basis", words()));
    EXPECT_FALSE(same_noun("plan", "planes", words()));
    EXPECT_FALSE(same_noun("new", "news", words()));
    EXPECT_FALSE(same_noun("user", "", words()));
}

TEST(SplitWords, FollowsSeparatorsAndCapitals) {
    using List = std::vector<std::string>;
    EXPECT_EQ(split_words("account_user"), (List{"account", "user"}));
    EXPECT_EQ(split_words("accountUser"), (List{"account", "user"}));
    EXPECT_EQ(split_words("HTTPServer2"), (List{"http", "server2"}));
    EXPECT_EQ(split_words("userIDs"), (List{"user", "ids"}));
    EXPECT_EQ(split_words("ORDER-LINE item"), (List{"order", "line", "item"}));
    EXPECT_EQ(split_words("Größe_Ö"), (List{"größe", "Ö"})) << "only ASCII letters change case";
    EXPECT_EQ(split_words("__"), List{});
}

}  // namespace
}  // namespace relmeta
