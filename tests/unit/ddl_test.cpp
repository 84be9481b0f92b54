// The DDL of bridges and references: its text, the names it chooses, and its errors.
#include "core/build/bridge_ddl.hpp"
#include "core/build/reference_ddl.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "core/text/error.hpp"

namespace relmeta {
namespace {

const Words words = Words::defaults();

TableDescription table(TableId id, const std::string &name, std::vector<KeyColumn> key = {{"id", "integer", ""}},
                       const std::string &schema = "public") {
    TableDescription table;
    table.id = id;
    table.schema = schema;
    table.name = name;
    table.primary_key = key.empty() ? TableDescription::Key::missing : TableDescription::Key::usable;
    table.key = std::move(key);
    return table;
}

bool none_taken(const std::string &) { return false; }

std::string ddl_of(const std::vector<TableDescription> &ends, const BridgeOptions &options = {}) {
    return bridge_ddl(plan_bridge(ends, options, words), none_taken);
}

std::vector<ColumnNames> columns_of(const std::vector<TableDescription> &ends, const std::vector<std::string> &roles = {}) {
    BridgeOptions options;
    options.roles = roles;
    std::vector<ColumnNames> columns;
    for (const PlannedEnd &end : plan_bridge(ends, options, words).ends) columns.push_back(end.columns);
    return columns;
}

BridgeOptions with_roles(std::vector<std::string> roles) {
    BridgeOptions options;
    options.roles = std::move(roles);
    return options;
}

template <typename Action>
UserError error_of(Action action) {
    try {
        action();
    } catch (const UserError &error) {
        return error;
    }
    return UserError("00000", "no error");
}

UserError bridge_error(const std::vector<TableDescription> &ends, const BridgeOptions &options = {}) {
    return error_of([&] { plan_bridge(ends, options, words); });
}

const TableDescription account = table(1, "account");
const TableDescription user = table(2, "user");

TEST(BridgeDdl, MakesASurrogateKeyAndAUniquePair) {
    EXPECT_EQ(ddl_of({account, user}),
              "CREATE TABLE public.account_user (\n"
              "    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"
              "    account_id integer NOT NULL REFERENCES public.account (id) ON DELETE CASCADE,\n"
              "    user_id integer NOT NULL REFERENCES public.\"user\" (id) ON DELETE CASCADE,\n"
              "    UNIQUE (account_id, user_id)\n"
              ");\n"
              "CREATE INDEX account_user_user_id_account_id_idx ON public.account_user (user_id, account_id);");
}

TEST(BridgeDdl, MakesThePairThePrimaryKeyWhereAskedTo) {
    BridgeOptions options;
    options.key = "Composite";
    options.on_delete = "No Action";
    EXPECT_EQ(ddl_of({account, user}, options),
              "CREATE TABLE public.account_user (\n"
              "    account_id integer NOT NULL REFERENCES public.account (id),\n"
              "    user_id integer NOT NULL REFERENCES public.\"user\" (id),\n"
              "    PRIMARY KEY (account_id, user_id)\n"
              ");\n"
              "CREATE INDEX account_user_user_id_account_id_idx ON public.account_user (user_id, account_id);");
}

TEST(BridgeDdl, DeclaresCompositeKeysBelowTheColumns) {
    const TableDescription seat = table(3, "seat", {{"hall", "text", "pg_catalog.\"C\""}, {"no", "other.seat_no", ""}}, "Venue");
    BridgeOptions options;
    options.on_delete = "restrict";
    EXPECT_EQ(ddl_of({seat, user}, options),
              "CREATE TABLE \"Venue\".seat_user (\n"
              "    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"
              "    seat_hall text COLLATE pg_catalog.\"C\" NOT NULL,\n"
              "    seat_no other.seat_no NOT NULL,\n"
              "    user_id integer NOT NULL REFERENCES public.\"user\" (id) ON DELETE RESTRICT,\n"
              "    UNIQUE (seat_hall, seat_no, user_id),\n"
              "    FOREIGN KEY (seat_hall, seat_no) REFERENCES \"Venue\".seat (hall, no) ON DELETE RESTRICT\n"
              ");\n"
              "CREATE INDEX seat_user_user_id_seat_hall_seat_no_idx ON \"Venue\".seat_user (user_id, seat_hall, seat_no);");
}

TEST(BridgeDdl, GivesEveryEndAnIndexOfItsOwn) {
    BridgeOptions options;
    options.key = "composite";
    EXPECT_EQ(ddl_of({table(1, "supplier"), table(2, "part"), table(3, "project")}, options),
              "CREATE TABLE public.supplier_part_project (\n"
              "    supplier_id integer NOT NULL REFERENCES public.supplier (id) ON DELETE CASCADE,\n"
              "    part_id integer NOT NULL REFERENCES public.part (id) ON DELETE CASCADE,\n"
              "    project_id integer NOT NULL REFERENCES public.project (id) ON DELETE CASCADE,\n"
              "    PRIMARY KEY (supplier_id, part_id, project_id)\n"
              ");\n"
              "CREATE INDEX supplier_part_project_part_id_project_id_supplier_id_idx "
              "ON public.supplier_part_project (part_id, project_id, supplier_id);\n"
              "CREATE INDEX supplier_part_project_project_id_supplier_id_part_id_idx "
              "ON public.supplier_part_project (project_id, supplier_id, part_id);");
}

TEST(BridgeDdl, IsUnloggedWhereATableItRefersToIs) {
    TableDescription unlogged = account;
    unlogged.persistence = 'u';
    EXPECT_EQ(ddl_of({user, unlogged}).substr(0, 42), "CREATE UNLOGGED TABLE public.user_account ");
}

TEST(BridgeDdl, NumbersAnIndexNameThatIsTaken) {
    const BridgePlan plan = plan_bridge({account, user}, {}, words);
    const std::set<std::string> taken = {"account_user_user_id_account_id_idx", "account_user_user_id_account_id_idx1"};
    const std::string ddl = bridge_ddl(plan, [&](const std::string &name) { return taken.count(name) > 0; });
    EXPECT_NE(ddl.find("CREATE INDEX account_user_user_id_account_id_idx2 ON"), std::string::npos) << ddl;
}

TEST(BridgeDdl, KeepsIndexNamesDistinctWhereTheyAreCut) {
    const std::string ddl = ddl_of(
        {table(1, "a" + std::string(40, 'x')), table(2, "b" + std::string(40, 'x')), table(3, "c" + std::string(40, 'x'))});
    std::set<std::string> names;
    for (std::size_t at = ddl.find("CREATE INDEX "); at != std::string::npos; at = ddl.find("CREATE INDEX ", at + 1)) {
        const std::string name = ddl.substr(at + 13, ddl.find(' ', at + 13) - at - 13);
        EXPECT_LE(name.size(), 63u);
        names.insert(name);
    }
    EXPECT_EQ(names.size(), 2u) << ddl;
}

TEST(BridgeDdl, FindsTheSurrogateKeyAnotherNameWhereIdIsAnEndsColumn) {
    const std::string ddl = ddl_of({table(1, "id"), user});
    EXPECT_NE(ddl.find("\n    id_user_id bigint GENERATED"), std::string::npos) << ddl;
    EXPECT_NE(ddl.find("\n    id integer NOT NULL REFERENCES public.id (id)"), std::string::npos) << ddl;
}

using Columns = std::vector<ColumnNames>;

TEST(BridgeColumns, AreNamedByTheSingularOfTheTable) {
    EXPECT_EQ(columns_of({table(1, "accounts"), table(2, "users")}), (Columns{{"account_id"}, {"user_id"}}));
    EXPECT_EQ(plan_bridge({table(1, "accounts"), table(2, "users")}, {}, words).name, "accounts_users");
}

TEST(BridgeColumns, AreNotPrefixedTwice) {
    EXPECT_EQ(
        columns_of({table(1, "accounts", {{"account_id", "integer", ""}}), table(2, "Order", {{"orderId", "integer", ""}})}),
        (Columns{{"account_id"}, {"orderId"}}));
    EXPECT_EQ(columns_of({table(1, "country", {{"country", "text", ""}}), table(2, "order", {{"preorder_id", "integer", ""}})}),
              (Columns{{"country"}, {"order_preorder_id"}}));
}

TEST(BridgeColumns, AreNamedByRoles) {
    EXPECT_EQ(columns_of({user, user}, {"follower", "followee"}), (Columns{{"follower_id"}, {"followee_id"}}));
    const TableDescription users = table(2, "users", {{"user_id", "integer", ""}});
    EXPECT_EQ(columns_of({users, users}, {"follower", "user"}), (Columns{{"follower_id"}, {"user_id"}}));
}

TEST(BridgeColumns, OfTablesOfOneNameAreNamedByTheirSchemas) {
    EXPECT_EQ(
        columns_of({table(1, "item", {{"id", "integer", ""}}, "sales"), table(2, "item", {{"id", "integer", ""}}, "stock")}),
        (Columns{{"sales_item_id"}, {"stock_item_id"}}));
}

TEST(BridgeColumns, OfTablesOfOneSingularAreNamedByTheTables) {
    EXPECT_EQ(columns_of({user, table(3, "users")}), (Columns{{"user_id"}, {"users_id"}}));
}

TEST(BridgeColumns, OfOneEndAreNumberedWhereTheyMeet) {
    EXPECT_EQ(columns_of({table(5, "user", {{"id", "integer", ""}, {"user_id", "integer", ""}}), account}),
              (Columns{{"user_id", "user_id_2"}, {"account_id"}}));
}

TEST(BridgeColumns, AreCutToFit) {
    const std::string long_name(63, 'x');
    const Columns columns = columns_of({table(1, long_name), table(2, long_name, {{"id", "integer", ""}}, "other")});
    EXPECT_LE(columns[0][0].size(), 63u);
    EXPECT_LE(columns[1][0].size(), 63u);
    EXPECT_EQ(columns[0][0].substr(columns[0][0].size() - 3), "_id");
    EXPECT_NE(columns[0], columns[1]);
}

TEST(BridgeName, NamesATableThatRecursOnceAndThenTheRoles) {
    EXPECT_EQ(plan_bridge({user, user}, with_roles({"follower", "followee"}), words).name, "user_follower_followee");
    EXPECT_EQ(plan_bridge({user, account, user}, with_roles({"a", "b", "c"}), words).name, "user_a_account_c");
}

TEST(BridgeName, SaysWhetherItIsCut) {
    const TableDescription left = table(1, std::string(40, 'l'));
    const TableDescription right = table(2, std::string(40, 'r'));
    const BridgePlan plan = plan_bridge({left, right}, {}, words);
    EXPECT_TRUE(plan.name_is_cut);
    EXPECT_EQ(plan.name, std::string(31, 'l') + "_" + std::string(31, 'r'));
    EXPECT_FALSE(plan_bridge({account, user}, {}, words).name_is_cut);
}

TEST(ObjectName, IsCutAsPostgresqlCutsIt) {
    EXPECT_EQ(object_name({"t", "a_b"}, "idx"), "t_a_b_idx");
    EXPECT_EQ(object_name({std::string(40, 'a'), std::string(50, 'b')}, "idx"),
              std::string(29, 'a') + "_" + std::string(29, 'b') + "_idx");
    EXPECT_EQ(object_name({std::string(40, 'a'), "bbb"}, ""), std::string(40, 'a') + "_bbb");
    EXPECT_EQ(object_name({std::string(80, 'a'), "bbb"}, ""), std::string(59, 'a') + "_bbb");
    EXPECT_EQ(object_name({std::string(80, 'a'), std::string(80, 'b')}, ""), std::string(31, 'a') + "_" + std::string(31, 'b'));
    EXPECT_EQ(object_name({std::string(80, 'a'), std::string(80, 'b')}, "i"),
              std::string(30, 'a') + "_" + std::string(30, 'b') + "_i");
}

TEST(ObjectName, IsCutBetweenCharacters) {
    std::string name;
    for (int i = 0; i < 40; ++i) name += "\xc3\xbc";  // ü
    EXPECT_EQ(object_name({name}).size(), 62u);
    EXPECT_EQ(object_name({name, "id"}).size(), 63u) << "60 bytes of 30 letters, _id";
}

TEST(BridgeErrors, NeedARoleForEachEndOfOneTable) {
    const UserError itself = bridge_error({user, user});
    EXPECT_EQ(itself.sqlstate, "22023");
    EXPECT_STREQ(itself.what(), "a bridge from table \"user\" to itself needs a role for each end");
    EXPECT_EQ(itself.hint, "Use, for example, roles => '{follower,followee}'.");
    EXPECT_STREQ(bridge_error({user, account, user}).what(),
                 "a bridge with table \"user\" at several ends needs a role for each end");
}

TEST(BridgeErrors, NeedAsManyDistinctRolesAsEnds) {
    EXPECT_STREQ(bridge_error({account, user}, with_roles({"a"})).what(),
                 "number of roles (1) does not match number of ends (2)");
    EXPECT_EQ(bridge_error({account, user}, with_roles({"a"})).hint,
              "Give one role for each end, in this order: \"account\", \"user\".");
    EXPECT_STREQ(bridge_error({user, user}, with_roles({"a", "a"})).what(), "role \"a\" specified more than once");
    EXPECT_STREQ(bridge_error({user, user}, with_roles({"a", ""})).what(), "a role must not be empty");
}

TEST(BridgeErrors, NameTheOptionThatIsWrong) {
    BridgeOptions options;
    options.key = "natural";
    EXPECT_STREQ(bridge_error({account, user}, options).what(), "invalid value for parameter \"key\": \"natural\"");
    options = {};
    options.on_delete = "explode";
    EXPECT_STREQ(bridge_error({account, user}, options).what(), "invalid value for parameter \"on_delete\": \"explode\"");
    EXPECT_EQ(bridge_error({account, user}, options).hint, "Available values: cascade, restrict, no action.");
    options.on_delete = "SET NULL";
    EXPECT_STREQ(bridge_error({account, user}, options).what(), "a bridge cannot use on_delete \"SET NULL\"");
    options = {};
    options.name = "";
    EXPECT_EQ(bridge_error({account, user}, options).sqlstate, "42602");
}

struct Refused {
    const char *what;
    void (*spoil)(TableDescription &);
    const char *sqlstate;
    const char *message;
};

TEST(BridgeErrors, RefuseWhatNoForeignKeyCanReferTo) {
    using Key = TableDescription::Key;
    const std::vector<Refused> refused = {
        {"a view", [](TableDescription &t) { t.kind = 'v'; }, "42809", "\"user\" is not a table"},
        {"a foreign table", [](TableDescription &t) { t.kind = 'f'; }, "42809", "\"user\" is not a table"},
        {"an index", [](TableDescription &t) { t.kind = 'i'; }, "42809", "\"user\" is not a table"},
        {"a system table", [](TableDescription &t) { t.system = true; }, "42809", "\"user\" is a system table"},
        {"a temporary table", [](TableDescription &t) { t.persistence = 't'; }, "42P16", "\"user\" is a temporary table"},
        {"a partition", [](TableDescription &t) { t.partition_of = "users"; }, "42809", "\"user\" is a partition"},
        {"no key", [](TableDescription &t) { t.primary_key = Key::missing; }, "42704", "table \"user\" has no primary key"},
        {"a deferrable key", [](TableDescription &t) { t.primary_key = Key::deferrable; }, "55000",
         "cannot reference the deferrable primary key of table \"user\""},
        {"a temporal key", [](TableDescription &t) { t.primary_key = Key::temporal; }, "0A000",
         "cannot reference the temporal primary key of table \"user\" with a plain foreign key"},
    };
    for (const Refused &one : refused) {
        TableDescription spoilt = user;
        one.spoil(spoilt);
        const UserError error = bridge_error({account, spoilt});
        EXPECT_EQ(error.sqlstate, one.sqlstate) << one.what;
        EXPECT_STREQ(error.what(), one.message) << one.what;
        EXPECT_NE(error.hint, "") << one.what;
    }
}

// A table that may already be the bridge.

Table facts_of(const std::string &name, const std::vector<std::string> &column_names) {
    Table facts;
    facts.id = 9;
    facts.schema = "public";
    facts.name = name;
    for (const std::string &column : column_names) {
        Column one;
        one.number = static_cast<ColumnNumber>(facts.columns.size() + 1);
        one.name = column;
        facts.columns.push_back(one);
    }
    return facts;
}

void add_key(Table &facts, const std::string &name, TableId target, ColumnNumbers columns) {
    ForeignKey key;
    key.name = name;
    key.target = target;
    key.columns = std::move(columns);
    key.target_columns = std::vector<ColumnNumber>(key.columns.size(), 1);
    facts.foreign_keys.push_back(key);
}

TEST(EndsIn, AreFoundInTheOrderAskedFor) {
    Table facts = facts_of("account_user", {"user_id", "account_id", "note"});
    add_key(facts, "to_account", 1, {2});
    add_key(facts, "to_user", 2, {1});
    EXPECT_EQ(ends_in(facts, plan_bridge({account, user}, {}, words), words), (ColumnNames{"to_account", "to_user"}));
    EXPECT_EQ(ends_in(facts, plan_bridge({account, table(3, "part")}, {}, words), words), std::nullopt);
}

TEST(EndsIn, AreFoundByTheOnlyKeyOrByTheColumn) {
    Table facts = facts_of("account_user", {"member", "account_id", "user_id"});
    add_key(facts, "account", 1, {2});
    add_key(facts, "member", 2, {1});
    const BridgePlan plan = plan_bridge({account, user}, {}, words);
    EXPECT_EQ(ends_in(facts, plan, words), (ColumnNames{"account", "member"}));
    add_key(facts, "user", 2, {3});
    EXPECT_EQ(ends_in(facts, plan, words), (ColumnNames{"account", "user"})) << "the column is the planned one";
    facts.columns[2].name = "guest";
    EXPECT_EQ(ends_in(facts, plan, words), std::nullopt) << "two keys, and nothing says which";
}

TEST(EndsIn, AreFoundByTheirRoles) {
    Table facts = facts_of("follow", {"followee_uuid", "follower_id"});
    add_key(facts, "a", 2, {1});
    add_key(facts, "b", 2, {2});
    EXPECT_EQ(ends_in(facts, plan_bridge({user, user}, with_roles({"follower", "followee"}), words), words),
              (ColumnNames{"b", "a"}));
    EXPECT_EQ(ends_in(facts, plan_bridge({user, user}, with_roles({"follower", "friend"}), words), words), std::nullopt);
}

// References

const TableDescription post = table(9, "post");

std::string reference_ddl(const TableDescription &source, const Table &facts, const TableDescription &target,
                          const ReferenceOptions &options = {}) {
    return plan_reference(source, facts, target, options, words, none_taken).ddl;
}

UserError reference_error(const Table &facts, const TableDescription &target, const ReferenceOptions &options = {}) {
    return error_of([&] { plan_reference(post, facts, target, options, words, none_taken); });
}

TEST(ReferenceDdl, AddsAColumnAndAnIndex) {
    EXPECT_EQ(reference_ddl(post, facts_of("post", {"id"}), user),
              "ALTER TABLE public.post\n"
              "    ADD COLUMN user_id integer REFERENCES public.\"user\" (id);\n"
              "CREATE INDEX post_user_id_idx ON public.post (user_id);");
}

TEST(ReferenceDdl, DoesAllThatTheOptionsSay) {
    ReferenceOptions options;
    options.role = "author";
    options.required = true;
    options.one_to_one = true;
    options.on_delete = "cascade";
    EXPECT_EQ(reference_ddl(post, facts_of("post", {"id"}), user, options),
              "ALTER TABLE public.post\n"
              "    ADD COLUMN author_id integer NOT NULL UNIQUE REFERENCES public.\"user\" (id) ON DELETE CASCADE;");
}

const TableDescription seat = table(3, "seat", {{"hall", "text", "pg_catalog.\"C\""}, {"no", "integer", ""}});

TEST(ReferenceDdl, AddsTheColumnsOfACompositeKey) {
    EXPECT_EQ(reference_ddl(post, facts_of("post", {"id"}), seat),
              "ALTER TABLE public.post\n"
              "    ADD COLUMN seat_hall text COLLATE pg_catalog.\"C\",\n"
              "    ADD COLUMN seat_no integer,\n"
              "    ADD FOREIGN KEY (seat_hall, seat_no) REFERENCES public.seat (hall, no);\n"
              "CREATE INDEX post_seat_hall_seat_no_idx ON public.post (seat_hall, seat_no);");
    ReferenceOptions options;
    options.one_to_one = true;
    EXPECT_EQ(reference_ddl(post, facts_of("post", {"id"}), seat, options),
              "ALTER TABLE public.post\n"
              "    ADD COLUMN seat_hall text COLLATE pg_catalog.\"C\",\n"
              "    ADD COLUMN seat_no integer,\n"
              "    ADD UNIQUE (seat_hall, seat_no),\n"
              "    ADD FOREIGN KEY (seat_hall, seat_no) REFERENCES public.seat (hall, no);");
}

TEST(ReferenceDdl, UsesTheColumnsNamed) {
    ReferenceOptions options;
    options.columns = {"place", "hall"};
    options.required = true;
    options.on_delete = "set default";
    Table facts = facts_of("post", {"id", "hall", "place"});
    facts.columns[1].not_null = true;
    EXPECT_EQ(reference_ddl(post, facts, seat, options),
              "ALTER TABLE public.post\n"
              "    ALTER COLUMN place SET NOT NULL,\n"
              "    ADD FOREIGN KEY (place, hall) REFERENCES public.seat (hall, no) ON DELETE SET DEFAULT;\n"
              "CREATE INDEX post_place_hall_idx ON public.post (place, hall);");
}

TEST(ReferenceDdl, MakesNoIndexWhereOneStartsWithTheColumns) {
    ReferenceOptions options;
    options.columns = {"place", "hall"};
    const Table facts = facts_of("post", {"id", "hall", "place"});
    TableDescription source = post;
    source.indexes = {{"hall", "place", "id"}};
    EXPECT_EQ(reference_ddl(source, facts, seat, options),
              "ALTER TABLE public.post\n"
              "    ADD FOREIGN KEY (place, hall) REFERENCES public.seat (hall, no);");
    source.indexes = {{"hall"}, {"id", "hall", "place"}};
    EXPECT_NE(reference_ddl(source, facts, seat, options).find("CREATE INDEX"), std::string::npos);
}

TEST(ReferenceDdl, AddsNoUniqueConstraintWhereTheColumnsAreUnique) {
    ReferenceOptions options;
    options.columns = {"place", "hall"};
    options.one_to_one = true;
    Table facts = facts_of("post", {"id", "hall", "place"});
    EXPECT_EQ(reference_ddl(post, facts, seat, options),
              "ALTER TABLE public.post\n"
              "    ADD UNIQUE (place, hall),\n"
              "    ADD FOREIGN KEY (place, hall) REFERENCES public.seat (hall, no);");
    Index proof;
    proof.name = "post_hall";
    proof.columns = {2};
    proof.unique = proof.valid = true;
    facts.indexes.push_back(proof);
    EXPECT_EQ(reference_ddl(post, facts, seat, options),
              "ALTER TABLE public.post\n"
              "    ADD FOREIGN KEY (place, hall) REFERENCES public.seat (hall, no);\n"
              "CREATE INDEX post_place_hall_idx ON public.post (place, hall);");
}

TEST(ReferencePlan, FindsTheKeyThatIsThere) {
    Table facts = facts_of("post", {"id", "user_id", "author"});
    add_key(facts, "post_user_fk", 2, {2});
    ReferencePlan plan = plan_reference(post, facts, user, {}, words, none_taken);
    EXPECT_EQ(plan.constraint, "post_user_fk");
    EXPECT_EQ(plan.columns, ColumnNames{"user_id"});
    EXPECT_EQ(plan.ddl, "");
    ReferenceOptions options;
    options.columns = {"author"};
    EXPECT_EQ(plan_reference(post, facts, user, options, words, none_taken).constraint, "");
}

TEST(ReferenceErrors, NameTheColumn) {
    const Table facts = facts_of("post", {"id", "user_id"});
    const UserError there = reference_error(facts, user);
    EXPECT_EQ(there.sqlstate, "42701");
    EXPECT_STREQ(there.what(), "column \"user_id\" of table \"post\" already exists");
    EXPECT_EQ(there.hint, "Use it with columns => '{user_id}'. To add another column, give a role, as in role => 'owner'.");

    ReferenceOptions options;
    options.columns = {"author"};
    const UserError missing = reference_error(facts, user, options);
    EXPECT_EQ(missing.sqlstate, "42703");
    EXPECT_STREQ(missing.what(), "column \"author\" of table \"post\" does not exist");

    options.columns = {"id", "id"};
    EXPECT_STREQ(reference_error(facts, seat, options).what(), "column \"id\" specified more than once in columns");
    options.columns = {"author"};
    const UserError too_few = reference_error(facts, seat, options);
    EXPECT_EQ(too_few.sqlstate, "42830");
    EXPECT_STREQ(too_few.what(), "number of columns (1) does not match primary key of table \"seat\" (2 columns)");
}

TEST(ReferenceErrors, RefuseAnUnloggedTargetOfAPermanentTable) {
    TableDescription unlogged = user;
    unlogged.persistence = 'u';
    const Table facts = facts_of("post", {"id"});
    const UserError error = reference_error(facts, unlogged);
    EXPECT_EQ(error.sqlstate, "42P16");
    EXPECT_STREQ(error.what(), "permanent table \"post\" cannot reference unlogged table \"user\"");
    TableDescription source = post;
    source.persistence = 'u';
    EXPECT_NE(reference_ddl(source, facts, unlogged), "");
}

TEST(ReferenceErrors, NameTheOptionThatIsWrong) {
    Table facts = facts_of("post", {"id", "author"});
    ReferenceOptions options;
    options.on_delete = "set null";
    options.required = true;
    EXPECT_STREQ(reference_error(facts, user, options).what(), "a required reference cannot use on_delete \"set null\"");
    options.required = false;
    options.columns = {"author"};
    EXPECT_STREQ(reference_error(facts, user, options).what(), "no error");
    facts.columns[1].not_null = true;
    EXPECT_STREQ(reference_error(facts, user, options).what(),
                 "column \"author\" is NOT NULL and cannot use on_delete \"set null\"");
    options = {};
    options.on_delete = "set default";
    EXPECT_STREQ(reference_error(facts, user, options).what(), "on_delete \"set default\" requires columns with a default");
    options = {};
    options.role = "";
    EXPECT_STREQ(reference_error(facts, user, options).what(), "a role must not be empty");
    options = {};
    options.on_delete = "";
    EXPECT_STREQ(reference_error(facts, user, options).what(), "invalid value for parameter \"on_delete\": \"\"");
}

}  // namespace
}  // namespace relmeta
