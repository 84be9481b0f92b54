// Reading of the query trees of views.
#include <gtest/gtest.h>

#include <string>

#include "core/expression/view_reader.hpp"
#include "view_trees.hpp"

namespace relmeta {
namespace {

std::shared_ptr<const ViewQuery> read(std::string_view text) {
    return read_view_query(text, [](TypeId type) { return type; });
}

std::string replaced(std::string text, const std::string &from, const std::string &to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// The columns that the query returns, as item.column.
std::string outputs(const ViewQuery &query) {
    std::string text;
    for (const ViewOutput &output : query.outputs) {
        text += output.column.known() ? std::to_string(output.column.item) + "." + std::to_string(output.column.column) + " " : "- ";
    }
    return text;
}

TEST(ViewReader, GroupedColumns) {
    // PostgreSQL 18 has a range table entry for GROUP BY, which grouped columns point to.
    for (const char *tree : {grouped_15, grouped_18}) {
        const auto query = read(tree);
        ASSERT_TRUE(query);
        ASSERT_EQ(query->items.size(), 2U);
        EXPECT_EQ(query->items[0].relation, 102U);
        EXPECT_EQ(query->items[1].relation, 103U);
        EXPECT_TRUE(query->items[0].partial);  // an inner join
        EXPECT_FALSE(query->items[0].nullable);
        EXPECT_EQ(outputs(*query), "0.1 0.2 - ");
        ASSERT_EQ(query->distinct.size(), 1U);
        ASSERT_EQ(query->distinct[0].size(), 1U);
        EXPECT_EQ(query->distinct[0][0].column, (ViewColumn{0, 1}));
        ASSERT_EQ(query->equalities.size(), 1U);
        EXPECT_EQ(query->equalities[0].join, -1);
        EXPECT_FALSE(query->filters || query->one_row || query->multiplies || query->grouping_sets);
    }
}

TEST(ViewReader, OuterJoin) {
    const auto query = read(outer_join_18);
    ASSERT_TRUE(query);
    EXPECT_EQ(outputs(*query), "0.1 0.2 0.3 0.4 0.5 1.1 1.2 ");
    EXPECT_FALSE(query->items[0].nullable || query->items[0].partial);
    EXPECT_TRUE(query->items[1].nullable && query->items[1].partial);
    ASSERT_EQ(query->joins.size(), 1U);
    EXPECT_FALSE(query->joins[0].full);
    ASSERT_EQ(query->equalities.size(), 2U);
    EXPECT_EQ(query->equalities[0].join, 0);
    EXPECT_EQ(query->equalities[1].b.item, ViewColumn::constant);
}

TEST(ViewReader, LimitOne) {
    const auto query = read(limited_15);
    ASSERT_TRUE(query);
    EXPECT_TRUE(query->one_row && query->filters);
    EXPECT_FALSE(read(replaced(limited_15, "[ 1 0 0 0 0 0 0 0 ]", "[ 2 0 0 0 0 0 0 0 ]"))->one_row);
}

TEST(ViewReader, WhatIsNotKnownProvesNothing) {
    EXPECT_TRUE(read(replaced(limited_15, ":stmt_len", ":novelty <> :stmt_len")));
    EXPECT_FALSE(read(replaced(limited_15, ":stmt_len", ":novelty {QUALIFY :quals 1} :stmt_len")));
    EXPECT_FALSE(read(replaced(limited_15, "{FROMEXPR", "{FROMELSE")));
    EXPECT_FALSE(read(replaced(outer_join_18, "{JOINEXPR :jointype 1", "{JOINEXPR :jointype 7")));
    EXPECT_FALSE(read(replaced(limited_15, ":commandType 1", ":commandType 3")));
    // An operator that is not known to be an equality.
    EXPECT_EQ(read(replaced(grouped_15, ":opno 96", ":opno 97"))->equalities.size(), 0U);
    EXPECT_EQ(read(replaced(grouped_15, ":inputcollid 0", ":inputcollid 100"))->equalities.size(), 0U);
    // An expression of an unknown kind, and a column of an outer query.
    EXPECT_EQ(outputs(*read(replaced(limited_15, ":targetList ({TARGETENTRY :expr {VAR", ":targetList ({TARGETENTRY :expr {VAGUE"))),
              "- 0.2 ");
}

TEST(ViewReader, NamesThatLookLikeTheTree) {
    const auto query = read(replaced(limited_15, ":resname id ", ":resname :resjunk "));
    ASSERT_TRUE(query);
    EXPECT_EQ(outputs(*query), "0.1 0.2 ");
    EXPECT_EQ(outputs(*read(replaced(limited_15, ":resname id ", ":resname \\}\\ \\)\\{ "))), "0.1 0.2 ");
}

TEST(ViewReader, MalformedText) {
    const std::string whole = grouped_18;
    for (std::size_t length = 0; length < whole.size(); length += 7) {
        EXPECT_FALSE(read(std::string_view(whole).substr(0, length))) << length;
    }
    for (std::size_t at = 0; at < whole.size(); at += 3) {
        std::string other = whole;
        other[at] = "(){}: \\"[at % 7];
        read(other);  // returns something
    }
    std::string deep;
    for (int i = 0; i < 100000; ++i) deep += "({QUERY :jointree {FROMEXPR :fromlist ";
    EXPECT_FALSE(read(deep));
    EXPECT_FALSE(read(""));
    EXPECT_FALSE(read("<>"));
}

}  // namespace
}  // namespace relmeta
