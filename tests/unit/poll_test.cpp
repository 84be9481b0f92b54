// All work on large input can be interrupted: every entry point of core polls often, and propagates what the poll throws.
#include "core/text/poll.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "core/build/bridge_ddl.hpp"
#include "core/build/reference_ddl.hpp"
#include "core/derive/bridge.hpp"
#include "core/derive/derive.hpp"
#include "core/derive/explain.hpp"
#include "core/derive/reconcile.hpp"
#include "core/export/exporter.hpp"
#include "core/lint/lint.hpp"
#include "core/naming/naming.hpp"
#include "core/query/aliases.hpp"
#include "core/query/graph.hpp"
#include "core/query/join.hpp"
#include "core/query/nested.hpp"
#include "core/query/path.hpp"
#include "core/query/selection.hpp"
#include "core/query/tree.hpp"
#include "core/text/near.hpp"

namespace relmeta {
namespace {

struct Stopped {};
unsigned long polls = 0;
unsigned long polls_left = 0;

void count() { ++polls; }
void stop_at_last() {
    if (polls_left-- == 0) throw Stopped{};
}

class Polling {
public:
    explicit Polling(void (*hook)()) { on_poll = hook; }
    ~Polling() { on_poll = nullptr; }
};

/// The number of polls of `work`. Then runs it again, interrupted after none, half and all but one of these polls.
unsigned long polls_of(const std::function<void()> &work) {
    polls = 0;
    {
        const Polling polling(count);
        work();
    }
    const unsigned long all = polls;
    for (const unsigned long left : {0UL, all / 2, all - 1}) {
        const Polling polling(stop_at_last);
        polls_left = left;
        EXPECT_THROW(work(), Stopped) << "after " << left << " polls of " << all;
    }
    return all;
}

constexpr TableId count_of_tables = 300;

Index unique_index(const std::string &name, const ColumnNumbers &columns, bool primary) {
    Index index;
    index.name = name;
    index.columns = columns;
    index.unique = index.valid = true;
    index.primary = primary;
    return index;
}

ForeignKey foreign_key(const std::string &name, TableId target, ColumnNumber column) {
    ForeignKey key;
    key.name = name;
    key.target = target;
    key.columns = {column};
    key.target_columns = {1};
    return key;
}

/// Tables that refer to the previous one and to the first; every third is a bridge.
class Schemas : public testing::Test {
protected:
    Schemas() {
        for (TableId id = 1; id <= count_of_tables; ++id) {
            Table &table = facts.tables[id];
            table.id = id;
            table.schema = "public";
            table.name = "item" + std::to_string(id);
            for (const char *name : {"id", "before_id", "first_id"}) {
                Column column;
                column.number = static_cast<ColumnNumber>(table.columns.size() + 1);
                column.type = 23;
                column.not_null = true;
                column.name = name;
                table.columns.push_back(column);
            }
            table.indexes.push_back(unique_index(table.name + "_pkey", {1}, true));
            if (id < 3) continue;
            if (id % 3 == 0) table.indexes.push_back(unique_index("pair", {2, 3}, false));
            table.foreign_keys = {foreign_key("before", id - 1, 2), foreign_key("first", 1, 3)};
        }
        derived = derive(facts);
        name_all();
        for (const Relationship &relationship : derived.relationships)
            schema.relationships[relationship.source].push_back(relationship);
        for (const auto &entry : facts.tables) schema.relationships[entry.first];
        graph = build_graph(derived.relationships);
    }

    void name_all() { Naming(facts, true).assign(derived.relationships, std::vector<NameHistory>(derived.relationships.size())); }

    LintInput everything() const { return {facts, derived.relationships, derived.bridges, types, std::nullopt}; }

    Facts facts;
    Derived derived;
    Schema schema{facts, {}};
    Graph graph;
    std::map<TypeKey, std::string> types{{{23, -1}, "integer"}};
};

TEST_F(Schemas, AreDerivedNamedAndMatched) {
    EXPECT_GE(polls_of([&] { derive(facts); }), count_of_tables);
    EXPECT_GE(polls_of([&] { name_all(); }), derived.relationships.size());
    std::vector<const Relationship *> stored;
    for (const Relationship &relationship : derived.relationships) stored.push_back(&relationship);
    EXPECT_GE(polls_of([&] { match(derived.relationships, stored); }), stored.size());
    EXPECT_GE(polls_of([&] { recognise(*facts.table(3), facts); }), 1U);
    EXPECT_GE(polls_of([&] { explain_bridge(*facts.table(3), facts); }), 1U);
    for (const Relationship &relationship : {derived.relationships.front(), derived.relationships.back()}) {
        EXPECT_GE(polls_of([&] { explain(relationship, facts); }), 1U);
    }
}

TEST_F(Schemas, AreSearched) {
    EXPECT_GE(polls_of([&] { build_graph(derived.relationships); }), derived.relationships.size());
    PathQuery query;
    query.source = count_of_tables;
    query.target = count_of_tables / 2;
    query.max_paths = 10;
    EXPECT_GE(polls_of([&] { find_paths(graph, query); }), count_of_tables);
    query.via = {7};
    EXPECT_GE(polls_of([&] { find_paths(graph, query); }), count_of_tables);
    std::vector<TableId> tables{2, 9, 44, 103};
    EXPECT_GE(polls_of([&] { find_tree(graph, tables, facts); }), count_of_tables);
    for (TableId id = 200; id < 220; ++id) tables.push_back(id);
    EXPECT_GE(polls_of([&] { find_tree(graph, tables, facts); }), count_of_tables);
    std::vector<JoinStep> steps;
    for (const TreeStep &step : find_tree(graph, tables, facts).steps)
        steps.push_back({derived.relationships[step.step.row], {}});
    EXPECT_GE(polls_of([&] { join_sql(tables, steps, false, facts); }), steps.size());
}

TEST_F(Schemas, AreCheckedAndExported) {
    EXPECT_GE(polls_of([&] { lint(everything()); }), count_of_tables);
    for (const std::string &format : export_formats()) {
        EXPECT_GE(polls_of([&] {
                      export_as(format, {facts, derived.relationships, derived.bridges, types, std::nullopt});
                  }),
                  count_of_tables)
            << format;
    }
}

TEST_F(Schemas, AreReadByASelection) {
    std::string text = "{ ";
    for (int i = 0; i < 300; ++i) text += "a" + std::to_string(i) + ": item2 { id } ";
    text += "}";
    Selection selection;
    EXPECT_GE(polls_of([&] { selection = parse_selection(text); }), 300U);
    for (Field &field : selection.fields) field.name = schema.relationships[1].front().name;
    EXPECT_GE(polls_of([&] { missing_tables(1, selection, schema); }), 300U);
    EXPECT_GE(polls_of([&] { nested_sql(1, selection, std::nullopt, schema); }), 300U);
}

TEST(Polls, AreInWhatNamesTakePartIn) {
    EXPECT_GE(polls_of([] {
                  Aliases aliases;
                  for (int i = 0; i < 100; ++i) aliases.take("user");
              }),
              100U);
    EXPECT_GE(polls_of([] { near_hint("usre", std::vector<std::string>(100, "user")); }), 100U);
    EXPECT_GE(polls_of([] {
                  std::string list = "[";
                  for (int i = 0; i < 100; ++i) list += "1, ";
                  parse_values(list + "1]");
              }),
              100U);
}

TEST(ManyKeys, OfOneTableDoNotMakeItsNameAThingToTryForever) {
    Facts facts;
    Table &target = facts.tables[1];
    target.id = 1;
    target.name = "a";
    Table &table = facts.tables[2];
    table.id = 2;
    table.name = "a_a_a";
    for (ColumnNumber number = 1; number <= 400; ++number) {
        Column column;
        column.number = number;
        column.name = "a" + std::to_string(number) + "_id";
        column.not_null = true;
        table.columns.push_back(column);
        table.foreign_keys.push_back(foreign_key("key" + std::to_string(number), 1, number));
    }
    polls = 0;
    const Polling polling(count);
    EXPECT_FALSE(recognise(table, facts).bridge.has_value());
    EXPECT_LT(polls, 1'000'000U);
    table.bridge.verdict = BridgeDeclaration::Verdict::declared;
    EXPECT_EQ(recognise(table, facts).reason,
              "declared by declare_bridge, but a bridge has at most 32 ends and a_a_a has 400 foreign keys");
}

}  // namespace
}  // namespace relmeta
