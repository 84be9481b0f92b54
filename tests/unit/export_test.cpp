// The quoting of exports, and that they depend only on names. tests/t/export.pl tests them with the programs that read the
// formats.
#include "core/export/exporter.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "core/derive/derive.hpp"
#include "core/export/choice.hpp"
#include "core/export/graphql.hpp"
#include "core/export/json_writer.hpp"
#include "core/export/sql_type.hpp"
#include "core/text/error.hpp"
#include "core/text/quote.hpp"

namespace relmeta {
namespace {

constexpr TypeId integer = 23;

/// A database of tables with a surrogate key and references; table ids and column numbers can be chosen freely.
class Database {
public:
    explicit Database(TableId first_id = 9999) : next_(first_id) {}

    TableId table(const std::string &name, const std::string &schema = "public") {
        Table made;
        made.id = next_--;
        made.schema = schema;
        made.name = name;
        made.columns.push_back(column(1, "id", true));
        Index key;
        key.name = name + "_pkey";
        key.columns = {1};
        key.unique = key.primary = key.constraint = key.valid = true;
        made.indexes.push_back(key);
        facts_.tables.emplace(made.id, made);
        return made.id;
    }

    void refer(TableId source, const std::string &name, TableId target, bool required = false) {
        Table &table = facts_.tables.at(source);
        const auto number = static_cast<ColumnNumber>(table.columns.size() + 1);
        table.columns.push_back(column(number, name, required));
        ForeignKey key;
        key.name = table.name + "_" + name + "_fkey";
        key.target = target;
        key.columns = {number};
        key.target_columns = {1};
        table.foreign_keys.push_back(key);
        facts_.tables.at(target).is_referenced = true;
    }

    Table &operator[](TableId id) { return facts_.tables.at(id); }

    /// Relationships are named after their columns.
    std::string write(const std::string &format, const std::optional<std::vector<TableId>> &tables = std::nullopt,
                      bool edges = false) const {
        Derived derived = derive(facts_);
        for (Relationship &relationship : derived.relationships) {
            relationship.name = relationship.source_columns.front() + ">" + relationship.constraint;
            relationship.inverse = relationship.target_columns.front() + ">" +
                                   (relationship.bridge == 0 ? relationship.constraint : relationship.far_constraint);
        }
        return export_as(format, {facts_, derived.relationships, derived.bridges, {{{integer, -1}, "integer"}}, tables, edges});
    }

private:
    static Column column(ColumnNumber number, const std::string &name, bool required) {
        Column made;
        made.number = number;
        made.type = integer;
        made.name = name;
        made.not_null = required;
        return made;
    }

    TableId next_;
    Facts facts_;
};

bool has(const std::string &text, const std::string &part) { return text.find(part) != std::string::npos; }

/// a and b with a bridge between them.
Database bridged(TableId first_id) {
    Database database(first_id);
    const TableId a = database.table("a");
    const TableId b = database.table("b");
    const TableId bridge = database.table("a_b");
    database.refer(bridge, "a_id", a, true);
    database.refer(bridge, "b_id", b, true);
    Index pair = database[bridge].indexes.front();
    pair.name = "pair";
    pair.columns = {2, 3};
    pair.primary = false;
    database[bridge].indexes.push_back(pair);
    return database;
}

TEST(Export, NamesTheFormatsWhereThereIsNoSuchOne) {
    try {
        Database().write("xml");
        FAIL() << "no error";
    } catch (const UserError &error) {
        EXPECT_EQ(error.sqlstate, "22023");
        EXPECT_STREQ(error.what(), "invalid value for parameter \"format\": \"xml\"");
        for (const std::string &format : export_formats()) {
            EXPECT_TRUE(has(error.hint, format)) << format;
        }
    }
}

TEST(Export, IsDescribedFormatByFormat) {
    std::ifstream sections("doc/formats.md");
    std::ifstream page("doc/relmeta.1");
    std::string described;
    std::string named;
    for (std::string line; std::getline(sections, line);) {
        if (line.compare(0, 3, "## ") == 0) described += (described.empty() ? "" : ", ") + line.substr(3);
    }
    for (std::string line; std::getline(page, line);) {
        if (line.compare(0, 12, "Formats are ") == 0) named = line.substr(12);
    }
    EXPECT_EQ(described, join(export_formats(), ", ")) << "sections of doc/formats.md";
    EXPECT_EQ(named, join(export_formats(), ", ") + ".") << "doc/relmeta.1";
}

TEST(Export, WritesTheSameForTheSameCatalogWhateverItsIds) {
    for (const std::string &format : export_formats()) {
        EXPECT_EQ(bridged(100).write(format), bridged(5000).write(format)) << format;
        EXPECT_EQ(bridged(100).write(format).back(), '\n') << format;
    }
}

TEST(Export, OfNothingIsStillOfTheFormat) {
    EXPECT_EQ(Database().write("mermaid"), "erDiagram\n");
    EXPECT_EQ(Database().write("dbml"), "");
    EXPECT_EQ(Database().write("json"),
              "{\n  \"relmeta\": 1,\n  \"tables\": [],\n  \"relationships\": [],\n  \"bridges\": []\n}\n");
}

TEST(Export, DrawsABridgeAsAnEdgeOnlyWhereNothingIsLost) {
    Database plain = bridged(9);
    EXPECT_TRUE(has(plain.write("mermaid"), "\"a_b\""));
    EXPECT_FALSE(has(plain.write("mermaid", std::nullopt, true), "\"a_b\""));
    EXPECT_TRUE(has(plain.write("mermaid", std::nullopt, true), "\"b\" }o--o{ \"a\""));
    EXPECT_TRUE(has(plain.write("dbml", std::nullopt, true), "\"a_b\"")) << "no diagram";

    Database referred = bridged(9);
    const TableId other = referred.table("other");
    referred.refer(other, "a_b_id", 7);
    EXPECT_TRUE(has(referred.write("mermaid", std::nullopt, true), "\"a_b\" {"));
    EXPECT_FALSE(has(referred.write("mermaid", {{9, 8, 7}}, true), "\"a_b\" {")) << "the other table is not shown";
}

TEST(Export, ShowsALinkThroughABridgeThatIsNotShown) {
    EXPECT_TRUE(has(bridged(9).write("mermaid", {{9, 8}}), "\"b\" }o--o{ \"a\""));
    EXPECT_FALSE(has(bridged(9).write("mermaid", {{9, 7}}), "}o--o{"));
}

TEST(Export, HoldsPartitionsThatAreReferredTo) {
    Database database;
    const TableId part = database.table("part");
    database[part].is_partition = true;
    database.refer(database.table("entry"), "part_id", part);
    EXPECT_TRUE(has(database.write("mermaid"), "\"part\" |o..o{ \"entry\""));
}

TEST(Export, LeavesOutPartitionsUnlessAsked) {
    Database database;
    const TableId whole = database.table("whole");
    const TableId part = database.table("part");
    database[part].is_partition = true;
    EXPECT_FALSE(has(database.write("json"), "\"part\""));
    EXPECT_TRUE(has(database.write("json", {{part}}), "\"part\""));
    database.refer(part, "whole_id", whole);
    EXPECT_TRUE(has(database.write("json"), "\"part\"")) << "with a key of its own";
}

TEST(Export, QuotesForMermaid) {
    Database database;
    const TableId odd = database.table("direction TB \"x\\%\n\".é", "a.b");
    database.refer(odd, "Pk", odd);
    database.refer(odd, "1 two", odd);
    const std::string text = database.write("mermaid");
    EXPECT_TRUE(has(text, "    \"#34;a#46;b#34;.#34;direction#32;TB#32;#34;#34;x#92;#37;#10;#34;#34;#46;é#34;\" {\n"));
    EXPECT_TRUE(has(text, "        integer _Pk FK \"Pk\"\n        integer _1_two FK \"1#32;two\"\n"));
}

TEST(Export, QuotesForGraphviz) {
    Database database;
    database.table("a\"\\N\n<&>");
    const std::string text = database.write("dot");
    EXPECT_TRUE(has(text, "  \"public.\\\"a\\\"\\\"\\\\N\\n<&>\\\"\" ["));
    EXPECT_TRUE(has(text, "<B>&quot;a&quot;&quot;\\N &lt;&amp;&gt;&quot;</B>"));
}

TEST(Export, TellsTablesApartThatPrintAlike) {
    Database database;
    const TableId first = database.table("b.c", "a");
    const TableId second = database.table("c", "a.b");
    database.table("a.b");
    database.table("b", "a");
    database.refer(first, "x", second);
    database.refer(first, "y", second);
    database.refer(first, "z", second);  // so that it is not a bridge
    for (const char *name : {"a.\\\"b.c\\\"", "\\\"a.b\\\".c", "public.\\\"a.b\\\"", "a.b"}) {
        EXPECT_TRUE(has(database.write("dot"), std::string("  \"") + name + "\" [")) << name;
    }
    for (const char *name : {"a.#34;b#46;c#34;", "#34;a#46;b#34;.c", "#34;a#46;b#34;", "a.b"}) {
        EXPECT_TRUE(has(database.write("mermaid"), std::string("    \"") + name + "\" {")) << name;
    }
    EXPECT_TRUE(has(database.write("postgraphile"), "\"a.\\\"b.c\\\".\\\"b.c_x_fkey\\\"\": {"));
}

TEST(Export, QuotesForDbml) {
    Database database;
    database.table("a\"\\'\n");
    EXPECT_TRUE(has(database.write("dbml"), "Table \"public\".\"a\\\"\\\\'\\n\" {\n"));
    EXPECT_TRUE(has(database.write("dbml"), "name: 'a\"\\\\\\'\\n_pkey'"));
}

TEST(Export, WritesEachReferenceOfDbmlOnce) {
    Database database;
    const TableId a = database.table("a");
    const TableId b = database.table("b");
    for (const char *name : {"one", "two"}) {  // two bridges that are not shown
        const TableId bridge = database.table(std::string("a_b_") + name);
        database.refer(bridge, "a_id", a, true);
        database.refer(bridge, "b_id", b, true);
    }
    const std::string text = database.write("dbml", {{a, b}});
    const std::size_t first = text.find("Ref ");
    ASSERT_NE(first, std::string::npos);
    EXPECT_EQ(text.find("Ref ", first + 1), std::string::npos);
    EXPECT_TRUE(has(text, "\n// \"id>a_b_two_a_id_fkey\""));
}

TEST(Export, ShowsFewerColumnsOfMoreTables) {
    const auto picture = [](int tables) {
        Database database;
        TableId last = database.table("first");
        database[last].columns.push_back(database[last].columns.front());
        database[last].columns.back().number = 2;
        database[last].columns.back().name = "plain";
        for (int i = 1; i < tables; ++i) {
            database.table("t" + std::to_string(i));
        }
        return database.write("dot");
    };
    EXPECT_TRUE(has(picture(30), "plain"));
    EXPECT_FALSE(has(picture(31), ">plain"));
    EXPECT_TRUE(has(picture(31), "<U>id</U>"));
    EXPECT_FALSE(has(picture(121), "<U>id</U>"));
}

TEST(Export, GivesEveryRelationshipAFieldOfItsOwn) {
    Facts facts;
    Table &table = facts.tables[1];
    table.id = 1;
    table.columns.resize(1);
    table.columns[0].name = "x y";
    std::vector<Relationship> relationships(5);
    const char *const names[] = {"a b", "a_b", "a.b", "x_y", "1"};
    for (std::size_t i = 0; i < relationships.size(); ++i) {
        relationships[i].source = relationships[i].target = relationships[i].holder = 1;
        relationships[i].name = names[i];
    }
    const ExportInput input{facts, relationships, {}, {}, std::nullopt};
    const Choice choice(input);
    const FieldNames fields(choice);
    const char *const expected[] = {"a_b_2", "a_b", "a_b_3", "x_y_2", "_1"};
    for (std::size_t i = 0; i < relationships.size(); ++i) {
        EXPECT_EQ(fields.of(relationships[i]), expected[i]) << names[i];
    }
    EXPECT_EQ(graphql_name(""), "_");
    EXPECT_EQ(graphql_name("é<"), "___");
}

TEST(Export, SpellsNamesInCamelCaseAsPostgraphileDoes) {
    const std::pair<const char *, const char *> names[] = {{"posts_as_author", "postsAsAuthor"},
                                                           {"Cases", "cases"},
                                                           {"HTTPServer", "httpServer"},
                                                           {"user2_id", "user2Id"},
                                                           {"_2nd_boss", "_2ndBoss"},
                                                           {"the_3RD_day", "the3rdDay"},
                                                           {"12th", "_12Th"},
                                                           {"1sts", "_1Sts"},
                                                           {"paid_2022_01s", "paid202201s"},
                                                           {"b\"cs_as a", "bCsAsA"},
                                                           {"__x", "_x"},
                                                           {"é", "_"}};
    for (const auto &[name, camel] : names) {
        EXPECT_EQ(camel_name(name), camel);
        EXPECT_EQ(camel_name(camel), camel);
    }
}

TEST(Export, TakesTypesApart) {
    const std::pair<const char *, const char *> types[] = {{"character varying(20)[]", "varchar(20)[]"},
                                                           {"timestamp(3) with time zone", "timestamptz(3)"},
                                                           {"numeric(10,2)", "numeric(10,2)"},
                                                           {"double precision[]", "float8[]"},
                                                           {"\"a(b)\".\"c[]\"", "\"a(b)\".\"c[]\""},
                                                           {"\"a(b)\"(3)", "\"a(b)\"(3)"},
                                                           {"public.geometry(Point,4326)", "public.geometry(Point,4326)"}};
    for (const auto &[text, expected] : types) {
        EXPECT_EQ(short_text(sql_type(text)), expected);
    }
    EXPECT_EQ(sql_type("timestamp(3) with time zone").arguments, "3");
    EXPECT_FALSE(sql_type("\"c[]\"").array);
}

TEST(Export, LetsNoNameEndThePageThatHoldsIt) {
    Database database;
    database.table("</script><script>alert(1)//");
    EXPECT_FALSE(has(database.write("html"), "</script><script>a"));
    EXPECT_TRUE(has(database.write("html"), "\\u003c/script>\\u003cscript>alert(1)//"));
}

TEST(Export, KeepsACommentInFrontOfItsDirective) {
    Facts facts;
    Table &target = facts.tables[1];
    target.id = 1;
    target.schema = "s";
    target.name = "a";
    target.columns.resize(1);
    target.columns[0].name = "id";
    target.columns[0].number = 1;
    Table &table = facts.tables[2];
    table = target;
    table.id = 2;
    table.name = "b";
    ForeignKey key;
    key.name = "k";
    key.target = 1;
    key.columns = key.target_columns = {1};
    table.foreign_keys.push_back(key);
    std::vector<Relationship> relationships = derive(facts).relationships;
    relationships[0].name = relationships[1].inverse = "x";
    relationships[0].inverse = relationships[1].name = "y";
    const auto comment = [&](const char *before) {
        ExportInput input{facts, relationships, {}, {}, std::nullopt};
        input.comments[{2, "k"}] = before;
        return export_as("pg_graphql", input);
    };
    const std::string directive = "@graphql({\"foreign_name\":\"x\",\"local_name\":\"y\"})';\n";
    const std::string start = "COMMENT ON CONSTRAINT k ON s.b IS '";
    EXPECT_EQ(comment(""), start + directive);
    EXPECT_EQ(comment("it's (so) "), start + "it''s (so)\n" + directive);
    EXPECT_EQ(comment("old @graphql({\"a\": 1})"), start + "old\n" + directive);
    EXPECT_EQ(comment("@graphql({\"a\": \")\"}) and more"), start + " and more\n" + directive);
    EXPECT_EQ(comment("broken @graphql({"), start + "broken\n" + directive);
}

TEST(JsonWriter, EscapesWhatJsonDemandsAndNothingElse) {
    EXPECT_EQ(json_string("a\"b\\c\n\x01/é\xff"), "\"a\\\"b\\\\c\\u000a\\u0001/é\xff\"");
}

TEST(JsonWriter, SeparatesAndIndents) {
    JsonWriter loose(2);
    loose.begin_object().member("a", 1).key("b").begin_array().value("x").value(true).end_array();
    loose.member("c", std::vector<std::string>{"y", "z"}).key("d").begin_object().end_object().key("e").null().end_object();
    EXPECT_EQ(loose.text(),
              "{\n  \"a\": 1,\n  \"b\": [\n    \"x\",\n    true\n  ],\n  \"c\": [\"y\", \"z\"],\n  \"d\": {},\n  \"e\": null\n}");
    JsonWriter tight(0);
    tight.begin_array().begin_object().member("a", "b").member("c", std::vector<std::string>{"y", "z"}).end_object().end_array();
    EXPECT_EQ(tight.text(), "[{\"a\":\"b\",\"c\":[\"y\",\"z\"]}]");
}

}  // namespace
}  // namespace relmeta
