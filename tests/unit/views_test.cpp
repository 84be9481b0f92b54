// Keys that views carry, derived from facts alone.
#include "core/derive/views.hpp"

#include <gtest/gtest.h>

#include "core/derive/derive.hpp"

namespace relmeta {
namespace {

constexpr TableId parent = 1, child = 2;

/// parent(id), child(id, parent_id), and views on them.
class ViewsTest : public ::testing::Test {
protected:
    ViewsTest() {
        Table one = table(parent, "parent", 'r');
        one.columns = {column(1, "id")};
        one.indexes = {primary_key("parent_pkey")};
        Table other = table(child, "child", 'r');
        other.columns = {column(1, "id"), column(2, "parent_id")};
        other.indexes = {primary_key("child_pkey")};
        ForeignKey key;
        key.name = "child_parent_id_fkey";
        key.target = parent;
        key.columns = {2};
        key.target_columns = {1};
        other.foreign_keys = {key};
        facts.tables.emplace(parent, std::move(one));
        facts.tables.emplace(child, std::move(other));
    }

    static Column column(ColumnNumber number, const std::string &name) {
        Column result;
        result.number = number;
        result.name = name;
        result.type = 23;
        result.not_null = true;
        return result;
    }

    static Index primary_key(const std::string &name) {
        Index index;
        index.name = name;
        index.columns = {1};
        index.unique = index.primary = index.constraint = index.valid = true;
        return index;
    }

    static Table table(TableId id, const std::string &name, char kind) {
        Table result;
        result.id = id;
        result.schema = "public";
        result.name = name;
        result.kind = kind;
        return result;
    }

    /// SELECT * FROM the relation, which has this many columns.
    static ViewQuery select(TableId from, ColumnNumber columns) {
        ViewQuery query;
        ViewItem item;
        item.relation = from;
        item.children = true;
        query.items = {item};
        for (ColumnNumber i = 1; i <= columns; ++i) query.outputs.push_back({i, {0, i}});
        return query;
    }

    Table &add_view(TableId id, ViewQuery query, const std::string &name = {}) {
        Table view = table(id, name.empty() ? "view_" + std::to_string(id) : name, 'v');
        for (const ViewOutput &output : query.outputs) {
            view.columns.push_back(column(output.number, "column_" + std::to_string(output.number)));
        }
        view.view = std::make_shared<const ViewQuery>(std::move(query));
        facts.tables.insert_or_assign(id, std::move(view));
        return facts.tables.at(id);
    }

    std::size_t count() const { return derive(facts).relationships.size(); }

    Facts facts;
};

TEST_F(ViewsTest, ViewOfViews) {
    add_view(10, select(child, 2));
    for (TableId id = 11; id < 10 + 64; ++id) add_view(id, select(id - 1, 2));
    ViewKeys keys(facts);
    EXPECT_EQ(keys.of(facts.at(73)).size(), 2U);
    EXPECT_TRUE(keys.unique(facts.at(73), {1}));
    EXPECT_FALSE(keys.unique(facts.at(73), {2}));
    // Views nested deeper are not derived, whichever is requested first.
    add_view(74, select(73, 2));
    EXPECT_TRUE(ViewKeys(facts).of(facts.at(74)).empty());
    EXPECT_EQ(ViewKeys(facts).of(facts.at(73)).size(), 2U);
    ViewKeys both(facts);
    EXPECT_EQ(both.of(facts.at(73)).size(), 2U);
    EXPECT_TRUE(both.of(facts.at(74)).empty());
}

TEST_F(ViewsTest, Circle) {
    add_view(10, select(11, 2));
    add_view(11, select(10, 2));
    add_view(12, select(11, 2));
    ViewKeys keys(facts);
    for (TableId id : {12, 10, 11}) EXPECT_TRUE(keys.of(facts.at(id)).empty());
}

TEST_F(ViewsTest, SharedSubqueriesAreReadOnce) {
    auto query = std::make_shared<const ViewQuery>(select(child, 2));
    for (int i = 0; i < 60; ++i) {
        ViewQuery next;
        ViewItem item;
        item.query = query;
        next.items = {item, item};
        next.equalities = {{{0, 1}, {1, 1}, -1}};
        next.outputs = {{1, {0, 1}}, {2, {1, 2}}};
        query = std::make_shared<const ViewQuery>(std::move(next));
    }
    add_view(10, *query);
    ViewKeys keys(facts);
    EXPECT_EQ(keys.of(facts.at(10)).size(), 2U);
    EXPECT_TRUE(keys.unique(facts.at(10), {1}));
}

TEST_F(ViewsTest, LinksGrowLinearly) {
    // With n views of child and n of parent, the views of each are linked with the one that stands for the other.
    const auto of = [&](TableId n) {
        for (TableId i = 0; i < n; ++i) {
            add_view(100 + i, select(child, 2));
            add_view(1000 + i, select(parent, 1));
        }
        return count();
    };
    const std::size_t ten = of(10), twenty = of(20), forty = of(40);
    EXPECT_EQ(forty - twenty, 2 * (twenty - ten));
}

TEST_F(ViewsTest, WhichViewStandsForATable) {
    ViewQuery some = select(parent, 1);
    some.filters = true;
    add_view(10, some, "a");
    add_view(11, select(parent, 1), "b");
    add_view(12, select(parent, 1), "parent");
    facts.tables.at(12).schema = "api";
    facts.tables.at(child).schema = "api";
    add_view(20, select(child, 2), "c");
    add_view(21, select(child, 2), "d");
    // In public, the view that loses no row; in api, the only view, which the table child is also linked with.
    std::vector<std::pair<TableId, TableId>> links;
    for (const Relationship &r : derive(facts).relationships) {
        if (r.origin == Origin::view && !r.reverse && r.target >= 10) links.emplace_back(r.source, r.target);
    }
    // c stands for child, so it is also linked with a.
    const std::vector<std::pair<TableId, TableId>> expected = {{20, 10}, {20, 11}, {21, 11}, {child, 12}};
    EXPECT_EQ(links, expected);
}

TEST_F(ViewsTest, ConstraintsOfOneNameAreToldApart) {
    ViewQuery twice = select(child, 2);
    twice.items.push_back(twice.items.front());
    twice.outputs.push_back({3, {1, 2}});
    add_view(10, twice);
    std::vector<std::string> texts;
    for (const Relationship &r : derive(facts).relationships) {
        if (r.origin == Origin::view && !r.reverse) texts.push_back(r.far_constraint);
    }
    EXPECT_EQ(texts, (std::vector<std::string>{"", "column_3"}));
}

}  // namespace
}  // namespace relmeta
