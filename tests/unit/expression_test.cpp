// Stored expressions in the format of pg_node_tree.
#include <gtest/gtest.h>

#include "core/expression/exclusive.hpp"
#include "core/expression/node.hpp"
#include "core/expression/predicate.hpp"

namespace relmeta {
namespace {

std::string variable(int number) {
    return "{VAR :varno 1 :varattno " + std::to_string(number) + " :vartype 23 :varlevelsup 0 :location 5}";
}

std::string null_test(const std::string &argument, bool not_null, bool row = false) {
    return "{NULLTEST :arg " + argument + " :nulltesttype " + (not_null ? "1" : "0") + " :argisrow " + (row ? "true" : "false") +
           " :location -1}";
}

std::string connected(const std::string &how, const std::string &parts) {
    return "{BOOLEXPR :boolop " + how + " :args (" + parts + ") :location -1}";
}

std::string integer(const std::string &bytes) {
    return "{CONST :consttype 23 :consttypmod -1 :constcollid 0 :constlen 4 :constbyval true :constisnull false :location 7 "
           ":constvalue 4 [ " +
           bytes + " ]}";
}

std::string num_nonnulls(const std::string &equals) {
    return "{OPEXPR :opno 96 :opfuncid 65 :args ({FUNCEXPR :funcid 440 :funcvariadic false :args (" + variable(1) + " " +
           variable(2) + ") :location 1} " + equals + ") :location 2}";
}

using Sets = std::vector<ColumnNumbers>;

TEST(Expression, WhatNotNullImplies) {
    EXPECT_EQ(implied_by(null_test(variable(3), true)), (Sets{{3}}));
    EXPECT_EQ(implied_by(connected("and", null_test(variable(1), true) + " " + null_test(variable(2), true))), (Sets{{1, 2}}));
    EXPECT_EQ(implied_by(connected("or", null_test(variable(1), true) + " " + null_test(variable(2), true))), (Sets{{1}, {2}}));
    EXPECT_EQ(implied_by(connected("not", null_test(variable(4), false))), (Sets{{4}}));
    EXPECT_EQ(
        implied_by(null_test("{ROWEXPR :args (" + variable(1) + " " + variable(2) + ") :colnames (\"f1\" \"f2\")}", true, true)),
        (Sets{{1, 2}}));
    EXPECT_EQ(implied_by("{CONST :consttype 16 :constisnull false :constvalue 1 [ 1 0 0 0 0 0 0 0 ]}"), (Sets{{}}));
}

TEST(Expression, WhatNothingImplies) {
    EXPECT_EQ(implied_by(null_test(variable(3), false)), Sets());
    EXPECT_EQ(implied_by("{CONST :consttype 16 :constisnull false :constvalue 1 [ 0 0 0 0 0 0 0 0 ]}"), Sets());
    EXPECT_EQ(implied_by(connected("and", null_test(variable(1), true) + " {OPEXPR :opno 96 :args ()}")), Sets());
    EXPECT_EQ(implied_by(null_test("{FUNCEXPR :funcid 9 :args (" + variable(1) + ")}", true)), Sets());
}

TEST(Expression, WhatCannotBeReadImpliesNothing) {
    const std::string whole = null_test(variable(3), true);
    for (std::size_t length = 0; length < whole.size(); ++length)
        EXPECT_EQ(implied_by(whole.substr(0, length)), Sets()) << length;
    EXPECT_EQ(implied_by(whole + ")"), Sets());
    EXPECT_EQ(implied_by("{NULLTEST :arg " + variable(3) + " :nulltesttype 1}"),
              Sets());  // argisrow is missing
    std::string deep = null_test(variable(3), true);
    for (int i = 0; i < Node::most_nested; ++i) deep = connected("not", connected("not", deep));
    EXPECT_EQ(implied_by(deep), Sets());
}

TEST(Expression, NamesOfFieldsInTextAreText) {
    EXPECT_EQ(columns_in("({XMLEXPR :name \\:varattno :args (" + variable(2) + " " + variable(2) + " " + variable(1) + ")})"),
              (ColumnNumbers{2, 1}));
    EXPECT_EQ(columns_in("<>"), ColumnNumbers());
}

TEST(Expression, ExclusiveColumns) {
    Table table;
    for (ColumnNumber number : {1, 2}) {
        Column column;
        column.number = number;
        table.columns.push_back(column);
    }
    EXPECT_EQ(exclusive_columns(num_nonnulls(integer("1 0 0 0 0 0 0 0")), table), (Sets{{1, 2}}));
    EXPECT_EQ(exclusive_columns(num_nonnulls(integer("0 0 0 0 0 0 0 1")), table), (Sets{{1, 2}}))
        << "a server of the other byte order";
    EXPECT_EQ(exclusive_columns(num_nonnulls(integer("2 0 0 0 0 0 0 0")), table), Sets());
    EXPECT_EQ(exclusive_columns(num_nonnulls(integer("-1 -1 -1 -1 -1 -1 -1 -1")), table), Sets());
    EXPECT_EQ(exclusive_columns("{NONSENSE", table), Sets());
}

}  // namespace
}  // namespace relmeta
