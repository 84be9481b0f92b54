// Stored expressions in the format of pg_node_tree.
#include <gtest/gtest.h>

#include "core/expression/exclusive.hpp"
#include "core/expression/listed_values.hpp"
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

std::string text_constant(const std::string &bytes, int type = 25) {
    return "{CONST :consttype " + std::to_string(type) + " :constisnull false :location 1 :constvalue 9 [ 20 0 0 0 " + bytes + " ]}";
}

std::string cast(const std::string &value) { return "{RELABELTYPE :arg " + value + " :resulttype 25 :location -1}"; }

std::string compared(const std::string &left, const std::string &right, int operation = 98) {
    return "{OPEXPR :opno " + std::to_string(operation) + " :args (" + left + " " + right + ") :location 1}";
}

std::string among(const std::string &value, const std::string &elements, const std::string &node = "ARRAYEXPR", bool any = true) {
    return "{SCALARARRAYOPEXPR :opno 98 :useOr " + std::string(any ? "true" : "false") + " :args (" + value + " {ARRAYCOERCEEXPR :arg {" + node +
           " :elements (" + elements + ") :location 2} :elemexpr {CASETESTEXPR :typeId 1043} :location 2}) :location 3}";
}

using Listed = std::vector<std::string>;

TEST(Expression, ValuesThatACheckLists) {
    const std::string a = text_constant("97");
    const std::string e = text_constant("-61 -87", 1043);  // UTF-8
    EXPECT_EQ(listed_values(compared(variable(2), a), 2), (Listed{"a"}));
    EXPECT_EQ(listed_values(among(cast(variable(2)), e + " " + cast(a)), 2), (Listed{"\xC3\xA9", "a"}));
    EXPECT_EQ(listed_values(among(variable(2), a, "ARRAY"), 2), (Listed{"a"})) << "as before PostgreSQL 16";
    EXPECT_EQ(listed_values(connected("or", null_test(variable(2), false) + " " + compared(cast(variable(2)), a)), 2), (Listed{"a"}));
}

TEST(Expression, APredicateAsACondition) {
    Table table;
    for (const char *name : {"id", "type", "Hidden"}) {
        Column column;
        column.number = static_cast<ColumnNumber>(table.columns.size() + 1);
        column.name = name;
        column.type = name == std::string("Hidden") ? 16 : 25;
        column.collation = 100;
        table.columns.push_back(column);
    }
    const auto equal = [](const std::string &value, int collation) {
        return "{OPEXPR :opno 98 :inputcollid " + std::to_string(collation) + " :args (" + cast(variable(2)) + " " + value + ") :location 1}";
    };
    const std::string quote = text_constant("39");
    EXPECT_EQ(condition_from(equal(quote, 100), table), "type = ''''");
    EXPECT_EQ(condition_from(connected("and", equal(text_constant("97"), 100) + " " + null_test(variable(1), true) + " " +
                                                  connected("not", variable(3)) + " " + null_test(variable(2), false)), table),
              "type = 'a' AND id IS NOT NULL AND NOT \"Hidden\" AND type IS NULL");
    EXPECT_EQ(condition_from(variable(3), table), "\"Hidden\"");
    EXPECT_EQ(condition_from(equal(quote, 950), table), "") << "another collation";
    EXPECT_EQ(condition_from(variable(1), table), "") << "not boolean";
    EXPECT_EQ(condition_from(variable(9), table), "") << "no column";
    EXPECT_EQ(condition_from(connected("or", variable(3) + " " + equal(quote, 100)), table), "");
    EXPECT_EQ(condition_from(equal("{FUNCEXPR :funcid 1 :args ()}", 100), table), "");
    EXPECT_EQ(condition_from("{OPEXPR", table), "");
}

TEST(Expression, ACheckOfAnotherFormListsNoValues) {
    const std::string a = text_constant("97");
    EXPECT_EQ(listed_values(compared(variable(1), a), 2), Listed()) << "another column";
    EXPECT_EQ(listed_values(compared(variable(2), a, 531), 2), Listed()) << "<>";
    EXPECT_EQ(listed_values(among(variable(2), a, "ARRAYEXPR", false), 2), Listed()) << "= ALL";
    EXPECT_EQ(listed_values(connected("not", compared(variable(2), a)), 2), Listed());
    EXPECT_EQ(listed_values(connected("and", compared(variable(2), a) + " " + compared(variable(2), a)), 2), Listed());
    EXPECT_EQ(listed_values(connected("or", compared(variable(2), a) + " " + compared(variable(1), a)), 2), Listed());
    EXPECT_EQ(listed_values(compared(variable(2), "{FUNCEXPR :funcid 1 :args ()}"), 2), Listed());
    EXPECT_EQ(listed_values(compared(variable(2), "{CONST :consttype 25 :constisnull true :constvalue <>}"), 2), Listed());
    EXPECT_EQ(listed_values(compared(variable(2), "{CONST :consttype 25 :constisnull false :constvalue 2 [ 1 0 ]}"), 2), Listed());
    const std::string whole = compared(variable(2), a);
    for (std::size_t length = 0; length < whole.size(); ++length) EXPECT_EQ(listed_values(whole.substr(0, length), 2), Listed()) << length;
}

}  // namespace
}  // namespace relmeta
