// Identifiers and literals are quoted exactly when PostgreSQL quotes them.
#include "core/text/quote.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace relmeta {
namespace {

TEST(QuoteIdentifier, LeavesPlainNamesBare) {
    EXPECT_EQ(quote_identifier("account"), "account");
    EXPECT_EQ(quote_identifier("_t1_2"), "_t1_2");
    EXPECT_EQ(quote_identifier("name"), "name") << "an unreserved keyword";
}

TEST(QuoteIdentifier, QuotesKeywordsOfEveryCategory) {
    EXPECT_EQ(quote_identifier("user"), "\"user\"") << "reserved";
    EXPECT_EQ(quote_identifier("values"), "\"values\"") << "a column name keyword";
    EXPECT_EQ(quote_identifier("left"), "\"left\"") << "a type or function name keyword";
    EXPECT_EQ(quote_identifier("json_table"), "\"json_table\"") << "a keyword since 17";
    EXPECT_EQ(quote_identifier("all"), "\"all\"") << "the first of the table";
    EXPECT_EQ(quote_identifier("xmltable"), "\"xmltable\"") << "the last of the table";
}

TEST(QuoteIdentifier, QuotesWhateverIsNotPlain) {
    EXPECT_EQ(quote_identifier(""), "\"\"");
    EXPECT_EQ(quote_identifier("1st"), "\"1st\"");
    EXPECT_EQ(quote_identifier("User"), "\"User\"");
    EXPECT_EQ(quote_identifier("a b"), "\"a b\"");
    EXPECT_EQ(quote_identifier("a$b"), "\"a$b\"");
    EXPECT_EQ(quote_identifier("say \"hi\""), "\"say \"\"hi\"\"\"");
    EXPECT_EQ(quote_identifier("straße"), "\"straße\"");
}

TEST(QuoteQualified, QuotesEachPart) {
    EXPECT_EQ(quote_qualified("public", "user"), "public.\"user\"");
    EXPECT_EQ(quote_qualified("My App", "t"), "\"My App\".t");
    EXPECT_EQ(quote_qualified("", "t"), "t");
}

TEST(QuoteLiteral, DoublesQuotesAndEscapesBackslashes) {
    EXPECT_EQ(quote_literal("x"), "'x'");
    EXPECT_EQ(quote_literal(""), "''");
    EXPECT_EQ(quote_literal("it's"), "'it''s'");
    EXPECT_EQ(quote_literal("a\\b"), "E'a\\\\b'");
    EXPECT_EQ(quote_literal("\\'"), "E'\\\\'''");
}

TEST(InQuotes, CutsWhatIsMuchLongerThanAName) {
    EXPECT_EQ(in_quotes("a\"b"), "\"a\"b\"");
    const std::string longest(100, 'x');
    EXPECT_EQ(in_quotes(longest), '"' + longest + '"');
    EXPECT_EQ(in_quotes(longest + 'x'), '"' + longest + "...\"");
    EXPECT_EQ(in_quotes(std::string(99, 'x') + "\u00e9"), '"' + std::string(99, 'x') + "...\"") << "no half of a character";
}

TEST(Join, SeparatesElements) {
    const std::vector<std::string> names{"id", "user"};
    EXPECT_EQ(join(names, " AND "), "id AND user");
    EXPECT_EQ(join(std::vector<std::string>{}, ", "), "");
    EXPECT_EQ(quote_identifiers(names), "id, \"user\"");
    EXPECT_EQ(join(names, "+", [](const std::string &name) { return name.substr(0, 1); }), "i+u");
}

}  // namespace
}  // namespace relmeta
