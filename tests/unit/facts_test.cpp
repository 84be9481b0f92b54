// Missing facts that the code relies on are reported and never dereferenced.
#include "core/model/facts.hpp"

#include <gtest/gtest.h>

#include "core/query/link.hpp"
#include "core/text/error.hpp"

namespace relmeta {
namespace {

Facts facts_of_one_table() {
    Facts facts;
    Table table;
    table.id = 1;
    table.schema = "public";
    table.name = "account";
    table.columns.push_back({});
    table.columns.back().number = 1;
    table.columns.back().name = "id";
    facts.tables.emplace(1, table);
    return facts;
}

TEST(Facts, AnswersByReference) {
    const Facts facts = facts_of_one_table();
    EXPECT_EQ(facts.at(1).at("id").number, 1);
    EXPECT_EQ(facts.at(1).at(ColumnNumber{1}).name, "id");
    EXPECT_EQ(facts.at(1).names({1, 0}), (ColumnNames{"id", ""}));
    EXPECT_EQ(facts.at(1).numbers_at({"id"}), ColumnNumbers{1});
}

TEST(Facts, FindsEveryTableAndMovesNone) {
    TablesById tables;
    EXPECT_EQ(tables.count(7), 0U);
    const Table &first = tables[0];
    std::vector<TableId> ids{0};
    for (TableId id = 1; id < 1000; ++id) ids.push_back(id % 2 == 0 ? id * 16384 : UINT32_MAX - id);
    for (TableId id : ids) tables[id].id = id;
    ASSERT_EQ(tables.size(), ids.size());
    EXPECT_EQ(&first, &tables.at(0));
    for (TableId id : ids) EXPECT_EQ(tables.at(id).id, id);
    EXPECT_TRUE(std::equal(ids.begin(), ids.end(), tables.begin(), tables.end(),
                           [](TableId id, const auto &entry) { return id == entry.first; }));
    EXPECT_EQ(tables.find(8), tables.end());
    EXPECT_FALSE(tables.emplace(16384 * 2, Table()).second);
    EXPECT_EQ(tables.at(16384 * 2).id, 16384U * 2);
    TablesById copy = tables;
    copy.insert_or_assign(5, Table());
    EXPECT_EQ(copy.count(5) + tables.count(5), 1U);
}

TEST(Facts, ThrowsThatItIsStale) {
    const Facts facts = facts_of_one_table();
    const Table &table = facts.at(1);
    EXPECT_THROW(facts.at(2), Stale);
    EXPECT_THROW(table.at("gone"), Stale);
    EXPECT_THROW(table.at(ColumnNumber{2}), Stale);
    EXPECT_THROW(table.names({1, 2}), Stale);
    EXPECT_THROW(table.numbers_at({"id", "gone"}), Stale);
    EXPECT_THROW(table.foreign_key_at("gone"), Stale);
    try {
        table.at("gone");
    } catch (const UserError &error) {
        EXPECT_EQ(error.sqlstate, "55000");
        EXPECT_STREQ(error.what(), "relationships of table public.account are stale");
        EXPECT_EQ(error.detail, "It has no column \"gone\".");
        EXPECT_FALSE(error.hint.empty());
    }
}

TEST(Facts, NoStatementIsWrittenForColumnsThatAreGone) {
    const Facts facts = facts_of_one_table();
    Relationship relationship;
    relationship.source_columns = relationship.target_columns = {"id"};
    relationship.bridge_source_columns = relationship.bridge_target_columns = {"account_id"};
    const LinkTables tables{facts.at(1), facts.at(1), facts.at(1)};
    const Equality equality = [](const Operand &, const Operand &) { return std::string(); };
    EXPECT_THROW(link_sql(relationship, tables, equality), Stale);
    EXPECT_THROW(unlink_sql(relationship, tables, equality), Stale);
}

}  // namespace
}  // namespace relmeta
