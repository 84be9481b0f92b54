// Selections follow GraphQL's syntax; any other text is an error with its position, never a crash.
#include "core/query/selection.hpp"

#include <gtest/gtest.h>

#include <random>

#include "core/text/error.hpp"

namespace relmeta {
namespace {

/// SQLSTATE, message and detail of the error.
std::string refusal(const std::string &text) {
    try {
        parse_selection(text);
    } catch (const UserError &error) {
        return error.sqlstate + ": " + error.what() + (error.detail.empty() ? "" : " | " + error.detail);
    }
    return "no error";
}

TEST(Selection, HasFieldsAndFieldsOfFields) {
    const Selection selection = parse_selection("{ username users { email scheduled_posts { text } } }");
    ASSERT_EQ(selection.fields.size(), 2U);
    EXPECT_EQ(selection.fields[0].name, "username");
    EXPECT_TRUE(selection.fields[0].fields.empty());
    EXPECT_EQ(selection.fields[1].key, "users");
    ASSERT_EQ(selection.fields[1].fields.size(), 2U);
    EXPECT_EQ(selection.fields[1].fields[1].fields[0].name, "text");
}

TEST(Selection, CommasAndCommentsAreBlanks) {
    const Selection selection = parse_selection("{a,b # c { }\n,,d}#");
    ASSERT_EQ(selection.fields.size(), 3U);
    EXPECT_EQ(selection.fields[2].name, "d");
}

TEST(Selection, AnAliasNamesTheKey) {
    const Selection selection = parse_selection("{ mail: email \"Full Name\" x: \"say \\\"hi\\\"\" straße }");
    EXPECT_EQ(selection.fields[0].key, "mail");
    EXPECT_EQ(selection.fields[0].name, "email");
    EXPECT_EQ(selection.fields[1].key, "Full Name");
    EXPECT_EQ(selection.fields[2].name, "say \"hi\"");
    EXPECT_EQ(selection.fields[3].name, "straße");
}

TEST(Selection, ReadsArguments) {
    const Selection selection = parse_selection(
        "(limit: 3) { posts(offset: 20, limit: 10, where: {state: \"new\", n: -1.5e3, live: true, gone: null, kind: MEMO}, "
        "order_by: [a, {b: desc, c: asc}, \"D e\"]) { id } }");
    EXPECT_EQ(selection.arguments.limit, 3);
    const Arguments &arguments = selection.fields[0].arguments;
    EXPECT_EQ(arguments.limit, 10);
    EXPECT_EQ(arguments.offset, 20);
    ASSERT_EQ(arguments.where.size(), 5U);
    EXPECT_EQ(arguments.where[0], (std::pair<std::string, Value>{"state", "new"}));
    EXPECT_EQ(arguments.where[1].second, "-1.5e3");
    EXPECT_EQ(arguments.where[2].second, "true");
    EXPECT_EQ(arguments.where[3].second, std::nullopt);
    EXPECT_EQ(arguments.where[4].second, "MEMO");
    ASSERT_EQ(arguments.order_by.size(), 4U);
    EXPECT_EQ(arguments.order_by[0].column, "a");
    EXPECT_TRUE(arguments.order_by[1].descending);
    EXPECT_FALSE(arguments.order_by[2].descending);
    EXPECT_EQ(arguments.order_by[3].column, "D e");
}

TEST(Selection, ReadsTheEscapesOfStrings) {
    const Selection selection = parse_selection(R"({ a(where: {x: "q\"b\\s\/\n\t\u00e9\ud83d\ude00"}) { b } })");
    EXPECT_EQ(selection.fields[0].arguments.where[0].second, "q\"b\\s/\n\té😀");
}

TEST(Selection, SaysWhereItIsWrong) {
    EXPECT_EQ(refusal(""), "42601: syntax error at end of selection | Line 1, character 1 of the selection.");
    EXPECT_EQ(refusal("{ a\n  é }}"),
              "42601: syntax error in selection at or near \"}\" | Line 2, character 6 of the selection.");
    EXPECT_EQ(refusal("{ a ( }"), "42601: syntax error in selection at or near \"}\" | Line 1, character 7 of the selection.");
    EXPECT_EQ(refusal("{ a(first: 1) }"),
              "42601: unrecognized argument \"first\": must be limit, offset, order_by or where | Line 1, character 5 of the "
              "selection.");
}

TEST(Selection, RefusesWhatIsNotOne) {
    for (const char *text : {"a",
                             "{",
                             "}",
                             "{}",
                             "{ a",
                             "{ a { } }",
                             "{ a: }",
                             "{ : a }",
                             "{ a() }",
                             "{ a(limit) }",
                             "{ a(limit:) }",
                             "{ a(limit: -1) }",
                             "{ a(limit: 1.5) }",
                             "{ a(limit: 99999999999999999999) }",
                             "{ a(limit: \"1\") }",
                             "{ a(limit: 1 limit: 2) }",
                             "{ a(where: 1) }",
                             "{ a(where: {b}) }",
                             "{ a(where: {b: [1]}) }",
                             "{ a(where: {b: {c: 1}}) }",
                             "{ a(order_by: {b}) }",
                             "{ a(order_by: {b: up}) }",
                             "{ a(order_by: 1) }",
                             "{ a(order_by: [b }",
                             "{ a(where: {b: $c}) }",
                             "{ ...f }",
                             "{ @include }",
                             "{ 1a }",
                             "{ 1 }",
                             "{ - }",
                             "{ a(limit: 1a) }",
                             "{ a(where: {b: 1.}) }",
                             "{ \"a }",
                             "{ \"\\x\" }",
                             "{ \"\\u12\" }",
                             "{ \"\\ud800\" }",
                             "{ \"\\u0000\" }",
                             "{ \"\\ud800\\u0041\" }",
                             "{ \"\\",
                             "{ a } { b }",
                             "query { a }"}) {
        EXPECT_EQ(refusal(text).substr(0, 6), "42601:") << text;
    }
}

TEST(Selection, RefusesAKeyUsedTwiceForOneRow) {
    EXPECT_EQ(refusal("{ a b { a } a: c }"), "42701: field \"a\" specified more than once in selection");
}

TEST(Selection, RefusesToNestWithoutEnd) {
    const auto nested = [](int depth) {
        std::string text;
        for (int i = 0; i < depth; ++i) text += "{a";
        return text + std::string(static_cast<std::size_t>(depth), '}');
    };
    EXPECT_EQ(refusal(nested(64)), "no error");
    EXPECT_EQ(refusal(nested(65)).substr(0, 6), "54001:");
    EXPECT_EQ(refusal(nested(100000)).substr(0, 6), "54001:");
}

TEST(Selection, HasSoManyFieldsAndSoManyBytesAndNoMore) {
    const auto wide = [](std::size_t fields) {
        std::string text = "{";
        for (std::size_t i = 1; i < fields; ++i) text += "a" + std::to_string(i) + " ";
        return text + "b{c}}";
    };
    EXPECT_EQ(refusal(wide(most_selected_fields - 1)), "no error") << "the one within counts";
    EXPECT_EQ(refusal(wide(most_selected_fields)).substr(0, 58), "54000: selection has more than 10000 fields");
    std::string relationships = "{";
    for (std::size_t i = 0; i < most_selected_relationships; ++i) relationships += "a" + std::to_string(i) + "{b}";
    EXPECT_EQ(refusal(relationships + "}"), "no error");
    EXPECT_EQ(refusal(relationships + "c{d}}").substr(0, 52), "54000: selection has more than 300 relationships");
    const std::string rest(longest_selection - 3, ' ');
    EXPECT_EQ(refusal("{a}" + rest), "no error");
    EXPECT_EQ(refusal("{a}" + rest + " ").substr(0, 58), "54000: selection is longer than 1048576 bytes");
}

TEST(Selection, IsNotRepeatedInWhatIsSaidOfIt) {
    EXPECT_LT(refusal("{ a b(" + std::string(200'000, 'x') + ": 1) }").size(), 400U);
    EXPECT_LT(refusal("{ a \"" + std::string(200'000, 'x') + "\": \"" + std::string(200'000, 'x') + "\" a }").size(), 400U);
    EXPECT_LT(refusal("{ a(limit: \"" + std::string(200'000, 'x') + "\") }").size(), 400U);
}

TEST(Selection, AnyTextIsReadOrRefused) {
    const std::string valid =
        "(limit: 3) { a: b(where: {c: \"d\\u00e9\", e: null}, order_by: [f, {g: desc}], offset: 1) { h } # i\n j }";
    std::mt19937 random(11);
    int read = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string text = valid;
        for (unsigned change = 0; change <= random() % 3; ++change) {
            const std::size_t at = random() % text.size();
            const char other = random() % 2 == 0 ? valid[random() % valid.size()] : static_cast<char>(random() % 256);
            switch (random() % 3) {
                case 0: text[at] = other; break;
                case 1: text.erase(at, 1 + random() % 4); break;
                default: text.insert(at, 1, other);
            }
        }
        const std::string answer = refusal(text);
        read += answer == "no error" ? 1 : 0;
        ASSERT_TRUE(answer == "no error" || answer.substr(0, 4) == "4260" || answer.substr(0, 4) == "4270") << text << answer;
    }
    EXPECT_GT(read, 100) << "some changes leave a selection";
}

TEST(Values, AreAList) {
    EXPECT_EQ(parse_values("[1, \"a\", true]"), (std::vector<std::string>{"1", "a", "true"}));
    for (const char *text : {"", "1", "[1", "[null]", "[1] 2", "[[1]]", "\"a"})
        EXPECT_THROW(parse_values(text), UserError) << text;
}

}  // namespace
}  // namespace relmeta
