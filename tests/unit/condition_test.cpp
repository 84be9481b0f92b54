// Conditions of declared relationships: their syntax, how they are written, and what they imply about columns.
#include "core/model/condition.hpp"

#include <gtest/gtest.h>

#include <string>

namespace relmeta {
namespace {

std::string canonical(const std::string &text) { return Condition(text).text(); }

Table picture() {
    Table table;
    table.id = 1;
    table.schema = "public";
    table.name = "picture";
    ColumnNumber number = 0;
    for (const char *name : {"id", "type", "kind", "active", "Odd \"Name\""}) {
        Column column;
        column.number = ++number;
        column.name = name;
        column.type = column.name == "active" ? 16 : column.name == "kind" ? 21 : 25;
        table.columns.push_back(column);
    }
    return table;
}

TEST(Condition, IsWrittenInOneWay) {
    EXPECT_EQ(canonical("type='Product'"), "type = 'Product'");
    EXPECT_EQ(canonical(" TYPE\n=\t'it''s' "), "type = 'it''s'");
    EXPECT_EQ(canonical("\"Odd \"\"Name\"\"\" != -1.50"), "\"Odd \"\"Name\"\"\" <> -1.50");
    EXPECT_EQ(canonical("((a = 1) and ((b = 2) AND c))"), "a = 1 AND b = 2 AND c");
    EXPECT_EQ(canonical("a = 1 AND (b = 2 OR (c = 3 OR NOT d))"), "a = 1 AND (b = 2 OR c = 3 OR NOT d)");
    EXPECT_EQ(canonical("a = 1 OR b = 2 AND c = 3"), "a = 1 OR b = 2 AND c = 3");
    EXPECT_EQ(canonical("NOT (a = 1 AND NOT (b = 2 OR c = 3))"), "NOT (a = 1 AND NOT (b = 2 OR c = 3))");
    EXPECT_EQ(canonical("kind not in (1,2 ,-3) and x is Not nuLL and y IS NOT true and z is false"),
              "kind NOT IN (1, 2, -3) AND x IS NOT NULL AND y IS NOT TRUE AND z IS FALSE");
    EXPECT_EQ(canonical("a<1 AND b<=2 AND c>3 AND d>=-4 AND e<>5 AND active = TRUE"),
              "a < 1 AND b <= 2 AND c > 3 AND d >= -4 AND e <> 5 AND active = true");
    EXPECT_EQ(canonical("type = 'App\\Models\\Post'"), "type = E'App\\\\Models\\\\Post'");
    EXPECT_EQ(canonical("größe = 'ü'"), "\"größe\" = 'ü'");
    EXPECT_EQ(canonical(""), "");
    for (const char *text : {"type = E'a\\\\b''c'", "a OR b", "NOT a IS NULL", "\"user\" = 'x'", "a = 1 AND (b OR c)"}) {
        EXPECT_EQ(canonical(canonical(text)), canonical(text)) << text;
    }
}

TEST(Condition, IsNothingThatRunsCode) {
    const char *const refused[] = {
        "1=1) OR (1=1",
        "type = 'x' OR (",
        "type = 'x')",
        "(type = 'x'",
        "type = 'x'; DROP TABLE picture",
        "type = 'x' -- more",
        "type = 'x' /* more */",
        "type = $$x$$",
        "type = $1",
        "lower(type) = 'x'",
        "type = lower('x')",
        "type::text = 'x'",
        "type = 'x'::text",
        "type = ANY ('{x}')",
        "type IN (SELECT 'x')",
        "type IN ()",
        "EXISTS (SELECT 1)",
        "(SELECT true)",
        "picture.type = 'x'",
        "type = kind",
        "'x' = type",
        "1 = 1",
        "true",
        "NULL",
        "type = NULL",
        "type IS 'x'",
        "type = 'x",
        "type = \"x",
        "\"\" = 'x'",
        "user = 'x'",
        "current_user = 'x'",
        "CASE WHEN a THEN b END",
        "a = 1 AND",
        "OR a",
        "NOT",
        "a b",
        "a = 1 2",
        "a == 1",
        "a =- 1 -- 2",
        "a @> 'x'",
        "a ~ 'x'",
        "a LIKE 'x'",
        "a BETWEEN 1 AND 2",
        "a = 1e5",
        "a = 0x1F",
        "a = 1.",
        "a = .5",
        "a = - 'x'",
        "a = U&'x'",
        "a = E'\\n'",
        "a = E'x\\",
        "a = B'1'",
        "U&\"a\" = 1",
        "a[1] = 1",
        "a = '",
        "a IS DISTINCT FROM 1",
        "a COLLATE \"C\" = 'x'",
        "a = 'x' COLLATE \"C\"",
        "a OPERATOR(pg_catalog.=) 1",
        "ROW(a) = ROW(1)",
        "\\",
        "a\\b = 1",
        "a = 1 \x01",
        "a->>'x' = 'y'",
        "a = 1, b = 2",
        "NOT NOT NOT",
        "a = (1)",
        "(a) = 1",
        "a IN (1",
        "a IN (1,)",
    };
    for (const char *text : refused) {
        try {
            FAIL() << text << " is read as " << Condition(text).text();
        } catch (const UserError &error) {
            EXPECT_EQ(error.sqlstate, sqlstate::syntax_error) << text;
            EXPECT_FALSE(error.hint.empty()) << text;
        }
    }
    const std::string deep = std::string(500, '(') + "a" + std::string(500, ')');
    EXPECT_THROW(Condition{deep}, UserError);
    EXPECT_THROW(Condition::given(std::string(5000, ' ') + "a"), UserError);
    EXPECT_THROW(Condition{std::string(2'000'000, ' ') + "a"}, UserError);
    std::string nots;
    for (int i = 0; i < 100; ++i) nots += "NOT ";
    EXPECT_THROW(Condition{nots + "a"}, UserError);
}

TEST(Condition, IsWrittenForARow) {
    const Condition condition("type IN ('a', 'b') AND NOT active OR kind = 3");
    EXPECT_EQ(condition.sql("p"), "(p.type IN ('a', 'b') AND NOT p.active OR p.kind = 3)");
    EXPECT_EQ(condition.sql("p", picture(), plain_constant),
              "((p.type OPERATOR(pg_catalog.=) 'a' OR p.type OPERATOR(pg_catalog.=) 'b') AND NOT p.active OR "
              "p.kind OPERATOR(pg_catalog.=) '3')");
    EXPECT_EQ(Condition("\"Odd \"\"Name\"\"\" NOT IN ('x')").sql("\"P\"", picture(), plain_constant),
              "NOT (\"P\".\"Odd \"\"Name\"\"\" OPERATOR(pg_catalog.=) 'x')");
    const ConstantWriter typed = [](const std::string &literal, TypeId type) { return literal + "::t" + std::to_string(type); };
    EXPECT_EQ(Condition("kind >= -3").sql("p", picture(), typed), "p.kind OPERATOR(pg_catalog.>=) '-3'::t21");
    EXPECT_THROW(Condition("type").sql("p", picture(), plain_constant), Stale);
    EXPECT_THROW(Condition("gone = 1").sql("p", picture(), plain_constant), Stale);
}

TEST(Condition, HasColumns) {
    const Condition condition("b = 1 AND (a IS NULL OR b = 2) AND NOT c");
    EXPECT_EQ(condition.columns(), (ColumnNames{"b", "a", "c"}));
    const auto exchanged = [](const std::string &name) { return std::string(name == "b" ? "user" : name == "a" ? "b" : name); };
    EXPECT_EQ(condition.renamed(exchanged).text(), "\"user\" = 1 AND (b IS NULL OR \"user\" = 2) AND NOT c");
    EXPECT_EQ(condition.fixed(), (ColumnNames{"b", "c"}));
    EXPECT_EQ(Condition("a = 1 OR b = 2").fixed(), ColumnNames());
    EXPECT_EQ(Condition("a IN (1) AND b IN (1, 2) AND c IS TRUE AND d IS NOT TRUE AND e <> 1 AND f IS NULL").fixed(),
              (ColumnNames{"a", "c"}));
    const ConstantTest no_threes = [](const std::string &value, const std::string &, TypeId type) {
        if (value == "3") throw incomparable(std::to_string(type));
    };
    EXPECT_TRUE(is_condition_on(picture(), "type = 'x' AND active", no_threes));
    EXPECT_FALSE(is_condition_on(picture(), "type", no_threes));
    EXPECT_FALSE(is_condition_on(picture(), "gone = 1", no_threes));
    EXPECT_FALSE(is_condition_on(picture(), "1=1) OR (", no_threes));
    EXPECT_FALSE(is_condition_on(picture(), "active OR NOT (kind IN (1, 3))", no_threes));
    EXPECT_FALSE(is_condition_on(picture(), "type = '3'", no_threes));
    EXPECT_EQ(fixed_columns(picture(), "type = 'x' AND active"), (ColumnNumbers{2, 4}));
}

TEST(Condition, FollowsValues) {
    const auto revalued = [](const std::string &text, const std::string &from, const std::string &to) {
        return Condition(text)
            .revalued([&](const std::string &column, const std::string &value) {
                return value == from && (column == "type" || column == "active") ? to : value;
            })
            .text();
    };
    EXPECT_EQ(revalued("type = 'a' AND kind = 'a' AND NOT (type IN ('b', 'a') OR type <> 'a')", "a", "c"),
              "type = 'c' AND kind = 'a' AND NOT (type IN ('b', 'c') OR type <> 'c')");
    EXPECT_EQ(revalued("type = 'a'", "A", "c"), "type = 'a'");
    EXPECT_EQ(revalued("type = 'it''s' OR type = E'\\\\'", "it's", "\\"), "type = E'\\\\' OR type = E'\\\\'");
    EXPECT_EQ(revalued("type = E'\\\\'", "\\", "it's"), "type = 'it''s'");
    EXPECT_EQ(revalued("type = 1 AND type = -1 AND type = true", "1", "one"), "type = 'one' AND type = -1 AND type = true");
    EXPECT_EQ(revalued("active IS TRUE AND active = true", "true", "yes"), "active IS TRUE AND active = 'yes'");
    EXPECT_EQ(revalued("", "a", "b"), "");
}

TEST(Condition, HasComparisons) {
    std::string found;
    Condition("a = 1 AND NOT (b IN ('x', E'\\\\') OR c IS NULL OR d OR e IS TRUE) AND f >= -3")
        .each_comparison([&](const std::string &column, const std::string &operation, const std::string &value) {
            found += column + operation + value + " ";
        });
    EXPECT_EQ(found, "a=1 b=x b=\\ f>=-3 ");
}

TEST(Condition, StaysOneWhenItGrows) {
    std::string given = "k=1";
    while (given.size() < 4000) given += " or k=1";
    const std::string quotes(63, '"'), backslashes(63, '\\');
    const Condition grown = Condition::given(given)
                                .renamed([&](const std::string &) { return quotes; })
                                .revalued([&](const std::string &, const std::string &) { return backslashes; });
    EXPECT_GT(grown.text().size(), 100'000U);
    EXPECT_EQ(Condition(grown.text()).text(), grown.text());
    std::string nots = "k";
    for (int i = 0; i < 49; ++i) nots = "NOT " + nots;
    const std::string joined = both(Condition::given(nots + " OR a").text(), grown.text());
    EXPECT_EQ(Condition(joined).text(), joined);
}

TEST(Condition, SaysWhatMakesARowMeetIt) {
    const auto values = [](const std::string &text) {
        const auto found = Condition(text).values();
        std::string result;
        if (!found) return std::string("none");
        for (const auto &[column, literal] : *found) result += column + " " + literal + " ";
        return result;
    };
    EXPECT_EQ(values("type = 'x' AND kind = 3 AND active AND NOT hidden AND gone IS NULL AND a IN (1) AND b IS FALSE"),
              "type 'x' kind '3' active 'true' hidden 'false' gone NULL a '1' b 'false' ");
    EXPECT_EQ(values("type = 'x' AND type = 'x'"), "type 'x' ");
    for (const char *text :
         {"a = 1 OR b = 2", "a <> 1", "a IN (1, 2)", "a IS NOT NULL", "NOT a = 1", "a = 1 AND a = 2", "a IS NOT TRUE"}) {
        EXPECT_EQ(values(text), "none") << text;
    }
    EXPECT_EQ(values(""), "");
}

TEST(Condition, JoinsTwo) {
    EXPECT_EQ(both("a = 1", ""), "a = 1");
    EXPECT_EQ(both("", "a = 1"), "a = 1");
    EXPECT_EQ(both("a = 1", "a = 1"), "a = 1");
    EXPECT_EQ(both("b = 1 OR c", "a = 1"), "a = 1 AND (b = 1 OR c)");
    EXPECT_EQ(both("a = 1", "b = 1 OR c"), both("b = 1 OR c", "a = 1"));
}

}  // namespace
}  // namespace relmeta
