#include "core/suggest/composite.hpp"
#include "core/suggest/leads.hpp"
#include "core/suggest/suggest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace relmeta {

namespace {

constexpr TypeId integer_type = 23;
constexpr TypeId uuid_type = 2950;

/// Tables without foreign keys, each with a primary key, and the input of suggest() for them.
struct Undeclared {
    Facts facts;
    std::map<TypeId, TypeTraits> types{{integer_type, {1976, Nature::number}}, {uuid_type, {2968, Nature::random}}};
    std::set<ColumnId> generated;
    std::vector<Rejection> rejections;

    TableId table(const std::string &name, const ColumnNames &columns = {"id"}, TypeId type = integer_type,
                  const std::string &schema = "public") {
        const auto id = static_cast<TableId>(facts.tables.size() + 1);
        Table &table = facts.tables[id];
        table.id = id;
        table.schema = schema;
        table.name = name;
        for (const std::string &name_of_column : columns) {
            Column column;
            column.number = static_cast<ColumnNumber>(table.columns.size() + 1);
            column.name = name_of_column;
            column.type = type;
            table.columns.push_back(column);
        }
        Index key;
        key.name = name + "_pkey";
        key.columns = {1};
        key.unique = key.primary = key.valid = true;
        table.indexes.push_back(key);
        return id;
    }

    SuggestInput input() const { return {facts, types, generated, rejections, std::nullopt}; }

    /// Each suggestion as source.column > target, in order.
    std::vector<std::string> suggested(const SuggestInput &from) const {
        std::vector<std::string> result;
        for (const Suggestion &suggestion : suggest(from)) {
            const Table &source = facts.at(suggestion.link.source);
            result.push_back(source.name + "." + source.at(suggestion.link.columns[0]).name + " > " +
                             facts.at(suggestion.link.target).name);
        }
        std::sort(result.begin(), result.end());
        return result;
    }
    std::vector<std::string> suggested() const { return suggested(input()); }
};

using Found = std::vector<std::string>;

TEST(Suggest, ScoreIsTheSumOfItsTerms) {
    Undeclared schema;
    schema.table("user");
    schema.table("post", {"id", "user_id"});
    const std::vector<Suggestion> found = suggest(schema.input());
    ASSERT_EQ(found.size(), 1u);
    double sum = 0;
    for (const Term &term : found[0].terms) sum += term.weight;
    EXPECT_DOUBLE_EQ(found[0].score, 1 / (1 + std::exp(-sum)));
    EXPECT_EQ(found[0].fix, "ALTER TABLE public.post ADD FOREIGN KEY (user_id) REFERENCES public.\"user\" (id) NOT VALID;");
    EXPECT_EQ(to_string(found[0].terms[0]), "-3.0 most columns refer to nothing");
}

TEST(Suggest, ReadsNamesInAnySpelling) {
    for (const char *column : {"user_id", "userId", "USER_ID", "id_user", "fkUser", "userid", "UserID", "user_fk", "user_id_2"}) {
        Undeclared schema;
        schema.table("users");
        schema.table("post", {"id", column});
        EXPECT_EQ(schema.suggested(), (Found{std::string("post.") + column + " > users"})) << column;
    }
}

TEST(Suggest, TakesTheLongestName) {
    Undeclared schema;
    schema.table("address");
    schema.table("billing_address");
    schema.table("orders", {"id", "billing_address_id", "home_address_id"});
    EXPECT_EQ(schema.suggested(), (Found{"orders.billing_address_id > billing_address", "orders.home_address_id > address"}));
}

TEST(Suggest, NeverAColumnThatMakesItsValuesNorOfAnotherFamily) {
    Undeclared schema;
    schema.table("user");
    const TableId post = schema.table("post", {"id", "user_id"});
    schema.table("vote", {"id", "user_id"}, uuid_type);
    schema.generated.insert({post, 2});
    EXPECT_EQ(schema.suggested(), Found());
}

TEST(Suggest, OneKeyOfACircle) {
    Undeclared schema;
    schema.table("host", {"hostid"});
    schema.table("host_inventory", {"hostid"});
    EXPECT_EQ(schema.suggested(), (Found{"host_inventory.hostid > host"}));
}

TEST(Suggest, RowsDecideBetweenTargetsThatAreAsGood) {
    Undeclared schema;
    const TableId account = schema.table("account");
    const TableId other = schema.table("account");
    schema.facts.tables[account].schema = "one";
    schema.facts.tables[other].schema = "other";
    schema.table("login", {"id", "account_id"});
    EXPECT_EQ(schema.suggested(), Found());
    SuggestInput input = schema.input();
    input.sample = [&](const LinkColumns &link) {
        Sample sample;
        sample.values = 100;
        sample.missing = link.target == other ? 90 : 0;
        return std::optional<Sample>(sample);
    };
    const std::vector<Suggestion> found = suggest(input);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].link.target, account);
    EXPECT_EQ(found[0].orphans, 0);
}

TEST(Suggest, ContainmentSaysMoreOfRandomValues) {
    const auto score = [](TypeId type) {
        Undeclared schema;
        schema.table("user", {"id"}, type);
        schema.table("post", {"id", "last_user_id"}, type);
        SuggestInput input = schema.input();
        input.sample = [](const LinkColumns &) { return std::optional<Sample>(Sample{1000, 0, true}); };
        return suggest(input).at(0).score;
    };
    EXPECT_GT(score(uuid_type), score(integer_type));
}

TEST(Suggest, OrphansMakeADeclaration) {
    Undeclared schema;
    schema.table("user");
    schema.table("post", {"id", "user_id"});
    SuggestInput input = schema.input();
    input.sample = [](const LinkColumns &) { return std::optional<Sample>(Sample{1000, 3, true}); };
    EXPECT_EQ(suggest(input).at(0).fix,
              "SELECT relmeta.declare_relationship('public.post', ARRAY['user_id']::pg_catalog.name[], 'public.\"user\"', "
              "ARRAY['id']::pg_catalog.name[]);");
}

TEST(Suggest, SamplesTheMostCertainFirst) {
    Undeclared schema;
    schema.table("user");
    schema.table("post", {"id", "last_user_id", "user_id"});
    std::vector<ColumnNumber> order;
    SuggestInput input = schema.input();
    input.sample = [&](const LinkColumns &link) {
        order.push_back(link.columns[0]);
        return std::optional<Sample>();
    };
    suggest(input);
    EXPECT_EQ(order, (std::vector<ColumnNumber>{3, 2}));
}

TEST(Suggest, StatisticsSpeakAgainst) {
    Undeclared schema;
    const TableId user = schema.table("user");
    schema.table("post", {"id", "user_id"});
    SuggestInput input = schema.input();
    input.statistics = [&](ColumnId column) {
        Statistics statistics;
        statistics.rows = column.first == user ? 100 : 10000;
        statistics.distinct = column.first == user ? 100 : 5000;
        return std::optional<Statistics>(statistics);
    };
    EXPECT_EQ(schema.suggested(input), Found());
}

/// The score of the suggestion for that column; 0 if there is none.
double score_of(const Undeclared &schema, TableId table, ColumnNumber column) {
    SuggestInput input = schema.input();
    input.min_score = 0;
    for (const Suggestion &suggestion : suggest(input)) {
        if (suggestion.link.source == table && suggestion.link.columns == ColumnNumbers{column}) return suggestion.score;
    }
    return 0;
}

void add_index(Undeclared &schema, TableId table, ColumnNumber column) {
    Index index;
    index.name = "i";
    index.columns = {column};
    index.valid = true;
    schema.facts.tables[table].indexes.push_back(index);
}

TEST(Suggest, MissesTheIndexThatOthersHave) {
    Undeclared schema;
    schema.table("user");
    const TableId post = schema.table("post", {"id", "user_id"});
    std::vector<TableId> others;
    for (const char *name : {"a", "b", "c", "d"}) others.push_back(schema.table(name, {"id", "user_id"}));
    const double before = score_of(schema, post, 2);
    for (TableId other : others) add_index(schema, other, 2);
    EXPECT_EQ(score_of(schema, post, 2), before) << "four are no habit";
    const TableId fifth = schema.table("e", {"id", "user_id"});
    add_index(schema, fifth, 2);
    EXPECT_LT(score_of(schema, post, 2), before);
    EXPECT_GT(score_of(schema, fifth, 2), before);
}

TEST(Suggest, BelievesALogLess) {
    Undeclared schema;
    schema.table("user");
    const TableId post = schema.table("post", {"id", "user_id"});
    EXPECT_LT(score_of(schema, schema.table("login_history", {"id", "user_id"}), 2), score_of(schema, post, 2));
    EXPECT_LT(score_of(schema, schema.table("auditLogs", {"id", "user_id"}), 2), score_of(schema, post, 2));
}

TEST(Suggest, ACopyRefersToCopies) {
    Undeclared schema;
    for (const char *name : {"release", "release_raw", "track"}) schema.table(name);
    schema.table("track_raw", {"id", "release_id"});
    EXPECT_EQ(schema.suggested(), (Found{"track_raw.release_id > release_raw"}));
}

TEST(Suggest, ANameOfKeysIsASuffix) {
    Undeclared schema;
    schema.table("file", {"checksum"});
    schema.table("user");
    schema.table("version", {"id", "file_checksum", "user_checksum"});
    EXPECT_EQ(schema.suggested(), (Found{"version.file_checksum > file"}));
}

TEST(Suggest, AKeyCalledAfterAnotherTableIsItselfAReference) {
    Undeclared schema;
    schema.table("default_volume_type", {"project_id", "volume_type"});
    schema.table("volume", {"id", "project_id"});
    EXPECT_EQ(schema.suggested(), Found());
}

/// Makes these columns the key of a table.
void set_key(Undeclared &schema, TableId table, const ColumnNumbers &columns) { schema.facts.tables[table].indexes[0].columns = columns; }

/// Each composite suggestion as source(columns) > target(columns).
Found composites(const Undeclared &schema) {
    Found result;
    for (const Suggestion &suggestion : suggest(schema.input())) {
        const LinkColumns &link = suggestion.link;
        if (link.columns.size() < 2) continue;
        const auto side = [&](TableId table, const ColumnNumbers &columns) {
            std::string text = schema.facts.at(table).name + "(";
            for (const std::string &name : schema.facts.at(table).names(columns)) text += name + " ";
            return text + ")";
        };
        result.push_back(side(link.source, link.columns) + " > " + side(link.target, link.target_columns));
    }
    std::sort(result.begin(), result.end());
    return result;
}

TEST(Suggest, ACompositeKeyToItself) {
    Undeclared schema;
    schema.table("tenant");
    set_key(schema, schema.table("part", {"tenant_id", "id", "parent_id"}), {1, 2});
    set_key(schema, schema.table("piece", {"tenant_id", "id", "parent_tenant_id", "parent_id"}), {1, 2});
    set_key(schema, schema.table("product", {"tenant_id", "id", "previous_product_id"}), {1, 2});
    set_key(schema, schema.table("page", {"site_id", "page_id", "root_page_id"}), {1, 2});
    EXPECT_EQ(composites(schema),
              (Found{"page(site_id root_page_id ) > page(site_id page_id )", "part(tenant_id parent_id ) > part(tenant_id id )",
                     "piece(parent_tenant_id parent_id ) > piece(tenant_id id )",
                     "product(tenant_id previous_product_id ) > product(tenant_id id )"}));
}

TEST(Suggest, NoCompositeKeyToItself) {
    Undeclared schema;
    set_key(schema, schema.table("host_inheritance", {"host_id", "parent_host_id", "weight"}), {1, 2});
    Index other = schema.facts.tables[1].indexes[0];
    other.name = "other";
    other.columns = {1, 3};
    other.primary = false;
    schema.facts.tables[1].indexes.push_back(other);
    set_key(schema, schema.table("day", {"year", "number", "parent_number"}), {1, 2});            // the year names no owner
    set_key(schema, schema.table("part", {"tenant_id", "id", "parent_tenant_id"}), {1, 2});       // the id is missing
    set_key(schema, schema.table("piece", {"tenant_id", "id", "billing_tenant_id"}), {1, 2});     // not that kind of role
    EXPECT_EQ(composites(schema), Found());
    // An index that only finds rows is not a target if the primary key can be one.
    const TableId step = schema.table("step", {"id", "tenant_id", "parent_id"});
    other.columns = {2, 1};
    schema.facts.tables[step].indexes.push_back(other);
    EXPECT_EQ(composites(schema), Found());
    schema.facts.tables[step].indexes[1].constraint = true;
    EXPECT_EQ(composites(schema), (Found{"step(tenant_id parent_id ) > step(tenant_id id )"}));
}

TEST(Suggest, AKeyWithVersionsIsNamedAfterItsTable) {
    Undeclared schema;
    schema.table("current_node");
    schema.table("current_way");
    schema.table("current_tag");
    set_key(schema, schema.table("node", {"node_id", "version"}), {1, 2});
    set_key(schema, schema.table("node_tag", {"node_id", "version", "k"}), {1, 2, 3});
    EXPECT_EQ(composites(schema), (Found{"node_tag(node_id version ) > node(node_id version )"}));
    EXPECT_EQ(schema.suggested(), (Found{"node_tag.node_id > node"}));
}

TEST(Suggest, AnIndexThatOnlyFindsRowsIsNoReasonToReferToIt) {
    Undeclared schema;
    const TableId member = schema.table("member", {"id", "site_id"});
    Index both = schema.facts.tables[member].indexes[0];
    both.name = "both";
    both.columns = {1, 2};
    both.primary = false;
    schema.facts.tables[member].indexes.push_back(both);
    schema.table("invite", {"id", "member_id", "site_id"});
    EXPECT_EQ(schema.suggested(), (Found{"invite.member_id > member"}));
    schema.facts.tables[member].indexes[1].constraint = true;
    EXPECT_EQ(composites(schema), (Found{"invite(member_id site_id ) > member(id site_id )"}));
}

TEST(Suggest, ARoleWithoutAnIndexIsLessCertain) {
    Undeclared schema;
    schema.table("user");
    const TableId post = schema.table("post", {"id", "last_user_id"});
    EXPECT_LT(score_of(schema, post, 2), 0.9);
    add_index(schema, post, 2);
    EXPECT_GT(score_of(schema, post, 2), 0.9);
}

TEST(Suggest, AGenericRelationHasNoTable) {
    for (const char *beside : {"content_type_id", "color"}) {
        Undeclared schema;
        schema.table("tag");
        schema.table("tag_item", {"id", "object_id", beside});
        EXPECT_EQ(schema.suggested(), beside == std::string("color") ? Found{"tag_item.object_id > tag"} : Found()) << beside;
    }
}

TEST(Suggest, ThePreviousRowOfAVersion) {
    Undeclared schema;
    schema.table("tag_version", {"id", "previous_version_id", "parent_tag_id"});
    EXPECT_EQ(schema.suggested(), (Found{"tag_version.previous_version_id > tag_version"}));
}

/// A table with a key column and a type column with these known values.
struct Polymorphic : Undeclared {
    static constexpr TypeId text_type = 25;
    TableId picture;

    Polymorphic() {
        types[text_type] = {1994, Nature::text};
        picture = table("picture", {"id", "imageable_id", "imageable_type"});
        facts.tables[picture].columns[2].type = text_type;
    }

    /// Each suggestion as target where condition.
    Found suggested_for(const std::vector<std::string> &values) const {
        SuggestInput with_values = input();
        with_values.min_score = 0;
        with_values.values = [&](ColumnId column) {
            return column == ColumnId{picture, 3} ? values : std::vector<std::string>();
        };
        Found result;
        for (const Suggestion &suggestion : suggest(with_values)) {
            const Table &target = facts.at(suggestion.link.target);
            result.push_back(target.schema + "." + target.name + " where " + suggestion.link.condition);
        }
        std::sort(result.begin(), result.end());
        return result;
    }
};

TEST(Suggest, AValueOfATypeColumnNamesATable) {
    for (const char *value : {"Product", "product", "products", "PRODUCT", "shop/product", "App::Models::Product", "shop.Product", "Shop:Products"}) {
        Polymorphic schema;
        schema.table("products");
        EXPECT_EQ(schema.suggested_for({value}), (Found{"public.products where imageable_type = '" + std::string(value) + "'"}));
    }
    Polymorphic schema;
    schema.table("blog_post");
    schema.table("post");
    EXPECT_EQ(schema.suggested_for({"Blog::Post", "Post", "News::Post"}),
              (Found{"public.blog_post where imageable_type = 'Blog::Post'", "public.post where imageable_type = 'News::Post'",
                     "public.post where imageable_type = 'Post'"}));
}

TEST(Suggest, AValueThatNamesNoTableIsNone) {
    Polymorphic schema;
    schema.table("product");
    const std::string longest(300, 'x');
    EXPECT_EQ(schema.suggested_for({"", "/", "Drawing", "Production", "a product", "product\n", longest + "/product"}), Found());
    EXPECT_EQ(schema.suggested_for({}), Found());
}

TEST(Suggest, OneOfTwoTablesWithThatNameOnlyIfTheValueSaysWhich) {
    Polymorphic schema;
    schema.facts.tables[schema.table("post")].schema = "blog";
    schema.facts.tables[schema.table("posts")].schema = "forum";
    EXPECT_EQ(schema.suggested_for({"Post", "blog/post"}), (Found{"blog.post where imageable_type = 'blog/post'"}));
}

TEST(Suggest, NothingUnconditionalBesideAType) {
    for (const char *column : {"owner_id", "parent_id"}) {
        Polymorphic schema;
        schema.table("user");
        schema.facts.tables[schema.picture].columns[1].name = column;
        schema.facts.tables[schema.picture].columns[2].name = column == std::string("owner_id") ? "owner_type" : "parent_type";
        EXPECT_EQ(schema.suggested_for({"Robot"}), Found()) << column;
        EXPECT_EQ(schema.suggested_for({"User"}).size(), 1u) << column;
    }
}

TEST(Suggest, AValueIsSuggestedUntilItIsDeclaredOrRejected) {
    Polymorphic schema;
    const TableId product = schema.table("product");
    const TableId person = schema.table("person");
    RelationshipDeclaration declared;
    declared.target = product;
    declared.columns = {2};
    declared.target_columns = {1};
    declared.condition = "imageable_type = 'Product'";
    schema.facts.tables[schema.picture].declared = {declared};
    EXPECT_EQ(schema.suggested_for({"Product", "Person"}), (Found{"public.person where imageable_type = 'Person'"}));
    schema.rejections = {{schema.picture, {2}, person}};
    EXPECT_EQ(schema.suggested_for({"Product", "Person"}), Found());
    schema.facts.tables[schema.picture].declared[0].condition.clear();
    schema.rejections.clear();
    EXPECT_EQ(schema.suggested_for({"Product", "Person"}), Found());
}

TEST(Suggest, RejectedIsNotSuggested) {
    Undeclared schema;
    const TableId user = schema.table("user");
    const TableId post = schema.table("post", {"id", "user_id"});
    schema.rejections = {{post, {2}, user}};
    EXPECT_EQ(schema.suggested(), Found());
    schema.rejections = {{post, {2}, post}};
    EXPECT_EQ(schema.suggested(), (Found{"post.user_id > user"}));
    schema.rejections = {{post, {2}, 0}};
    EXPECT_EQ(schema.suggested(), Found());
}

TEST(Suggest, OddNamesDoNoHarm) {
    Undeclared schema;
    for (const char *name : {"_", "", "1", "id", "_id", "__", "\xC3\xA9t\xC3\xA9", "a_b_c_d_e_f_g", "Id", "x_1_2_3"}) schema.table(name, {name, "_id", "1", "__", "id_"});
    schema.suggested();
}

/// The references of the columns of tables in this schema, each as source.column > schema.target.
Found suggested_in(const Undeclared &database, const std::string &schema) {
    Found result;
    for (const Suggestion &suggestion : suggest(database.input())) {
        const Table &source = database.facts.at(suggestion.link.source);
        const Table &target = database.facts.at(suggestion.link.target);
        if (source.schema != schema) continue;
        result.push_back(source.name + "." + source.at(suggestion.link.columns[0]).name + " > " + target.schema + "." + target.name);
    }
    std::sort(result.begin(), result.end());
    return result;
}

TEST(Suggest, TheTableOfTheSameSchema) {
    Undeclared database;
    database.table("plan", {"id"}, integer_type, "shared");
    for (const char *schema : {"customer1", "customer2", "customer3"}) {
        database.table("users", {"id"}, integer_type, schema);
        database.table("post", {"id", "user_id", "owner_id", "plan_id"}, integer_type, schema);
        database.table("post_meta", {"id", "text"}, integer_type, schema);
        database.table("users_post", {"id", "entity0", "entity1"}, integer_type, schema);
    }
    for (const std::string schema : {"customer1", "customer2", "customer3"}) {
        EXPECT_EQ(suggested_in(database, schema),
                  (Found{"post.owner_id > " + schema + ".users", "post.plan_id > shared.plan", "post.user_id > " + schema + ".users",
                         "post_meta.id > " + schema + ".post", "users_post.entity0 > " + schema + ".users",
                         "users_post.entity1 > " + schema + ".post"}))
            << schema;
    }
}

TEST(Suggest, NoneOfTheTablesOfOtherSchemas) {
    Undeclared database;
    database.table("users", {"id"}, integer_type, "customer1");
    database.table("users", {"id"}, integer_type, "customer2");
    database.table("post", {"id", "user_id"}, integer_type, "reports");
    EXPECT_EQ(suggested_in(database, "reports"), Found()) << "nothing decides";
}

TEST(Suggest, AmongTheStrongestOfManyTables) {
    Undeclared database;
    const TableId post = database.table("post", {"id", "user_id"});
    for (int i = 0; i < 300; ++i) database.table("user", {"id"}, integer_type, "schema" + std::to_string(i));
    const SuggestInput input = database.input();
    const NameReader names(input);
    const Table &table = database.facts.at(post);
    EXPECT_EQ(names.leads(table, table.at("user_id")).size(), 20U);
    database.table("user");
    EXPECT_EQ(database.suggested(), Found{"post.user_id > user"});
}

std::size_t number_of_composite_leads(const Undeclared &schema) {
    const SuggestInput input = schema.input();
    return CompositeReader(input, NameReader(input)).leads().size();
}

TEST(Suggest, AFewCompositeKeysOfTheSameNamesLeadToEachOther) {
    Undeclared schema;
    for (int i = 0; i < 20; ++i) set_key(schema, schema.table("line" + std::to_string(i), {"site_id", "page_id"}), {1, 2});
    EXPECT_EQ(number_of_composite_leads(schema), 20U * 19U);
}

TEST(Suggest, ManyCompositeKeysOfTheSameNamesLeadNowhere) {
    Undeclared schema;
    for (int i = 0; i < 300; ++i) set_key(schema, schema.table("line" + std::to_string(i), {"site_id", "page_id"}), {1, 2});
    EXPECT_EQ(number_of_composite_leads(schema), 0U);
}

TEST(Suggest, AmongManyCompositeKeysTheOneThatIsNamed) {
    Undeclared schema;
    for (int i = 0; i < 300; ++i) {
        const std::string name = "line" + std::to_string(i);
        set_key(schema, schema.table(name, {"site_id", "page_id"}), {1, 2});
        schema.table("vote" + std::to_string(i), {"id", "site_id", name + "_page_id"});  // a column shows which
        schema.table(name + "_note", {"id", "site_id", "page_id"});                      // the table's name shows which
        schema.table("mark" + std::to_string(i), {"id", "site_id", "page_id"});          // nothing does
    }
    EXPECT_LE(number_of_composite_leads(schema), 2 * 300U);
    const Found found = composites(schema);
    EXPECT_EQ(found.size(), 2 * 300U);
    EXPECT_EQ(std::count(found.begin(), found.end(), "vote7(site_id line7_page_id ) > line7(site_id page_id )"), 1);
    EXPECT_EQ(std::count(found.begin(), found.end(), "line7_note(site_id page_id ) > line7(site_id page_id )"), 1);
}

TEST(Suggest, ANameThatManyTablesEndInTellsThemNotApart) {
    Undeclared schema;
    for (int i = 0; i < 300; ++i) {
        const std::string number = std::to_string(i);
        set_key(schema, schema.table("x" + number + "_item", {"tenant_id", "id"}), {1, 2});
        schema.table("use" + number, {"id", "tenant_id", "item_id"});
        schema.table("view" + number, {"id", "tenant_id", "x" + number + "_item_id"});
    }
    EXPECT_EQ(number_of_composite_leads(schema), 300U);
    const Found found = composites(schema);
    EXPECT_EQ(std::count(found.begin(), found.end(), "view7(tenant_id x7_item_id ) > x7_item(tenant_id id )"), 1);
}

TEST(Suggest, ACompositeKeyOfTheSameSchema) {
    for (const int schemas : {3, 100}) {
        Undeclared database;
        for (int i = 0; i < schemas; ++i) {
            const std::string schema = "customer" + std::to_string(i);
            set_key(database, database.table("page", {"site_id", "page_id"}, integer_type, schema), {1, 2});
            database.table("vote", {"id", "site_id", "page_id"}, integer_type, schema);
        }
        database.table("vote", {"id", "site_id", "page_id"}, integer_type, "reports");
        EXPECT_LE(number_of_composite_leads(database), 2U * schemas);
        EXPECT_EQ(composites(database).size(), std::size_t(schemas)) << "nothing decides in reports";
        EXPECT_EQ(suggested_in(database, "customer2"), (Found{"vote.site_id > customer2.page"}));
    }
}

TEST(Suggest, TheTableOfTheSameSchemaAmongMany) {
    Undeclared database;
    database.table("plan", {"id"}, integer_type, "shared");
    for (int i = 0; i < 50; ++i) {
        const std::string schema = "customer" + std::to_string(i);
        database.table("users", {"id"}, integer_type, schema);
        database.table("host", {"hostid"}, integer_type, schema);
        database.table("host_inventory", {"hostid"}, integer_type, schema);
        database.table("post", {"id", "user_id", "owner_id", "plan_id", "hostid"}, integer_type, schema);
        database.table("post_meta", {"id", "text"}, integer_type, schema);
    }
    database.table("login", {"id", "user_id", "owner_id"}, integer_type, "shared");
    for (const std::string schema : {"customer0", "customer25", "customer49"}) {
        EXPECT_EQ(suggested_in(database, schema),
                  (Found{"host_inventory.hostid > " + schema + ".host", "post.hostid > " + schema + ".host",
                         "post.owner_id > " + schema + ".users", "post.plan_id > shared.plan", "post.user_id > " + schema + ".users",
                         "post_meta.id > " + schema + ".post"}));
    }
    EXPECT_EQ(suggested_in(database, "shared"), Found()) << "nothing decides";
}

TEST(Suggest, TheHomeOfAKeyThatManyTablesHave) {
    Undeclared schema;
    for (int i = 0; i < 300; ++i) schema.table("a" + std::to_string(i), {"recordid"});
    schema.table("record", {"recordid"});
    schema.table("use", {"id", "recordid", "last_recordid"});
    const Found found = schema.suggested();
    EXPECT_EQ(std::count(found.begin(), found.end(), "use.recordid > record"), 1);
    EXPECT_EQ(std::count(found.begin(), found.end(), "use.last_recordid > record"), 1);
}

TEST(Suggest, AShortNameAmongManyThatEndAlike) {
    Undeclared schema;
    for (int i = 0; i < 300; ++i) schema.table("app_a" + std::to_string(i) + "_user");
    schema.table("app_user");
    schema.table("app_post", {"id", "user_id"});
    EXPECT_EQ(schema.suggested(), (Found{"app_post.user_id > app_user"}));
}

TEST(Suggest, AValueNamesTheTableOfTheSameSchema) {
    for (const int schemas : {3, 100}) {
        Polymorphic database;
        database.facts.tables[database.picture].schema = "customer1";
        for (int i = 0; i < schemas; ++i) database.table("post", {"id"}, integer_type, "customer" + std::to_string(i));
        EXPECT_EQ(database.suggested_for({"Post"}), (Found{"customer1.post where imageable_type = 'Post'"}));
        EXPECT_EQ(database.suggested_for({"customer2/post"}), (Found{"customer2.post where imageable_type = 'customer2/post'"}));
    }
}

}  // namespace

}  // namespace relmeta
