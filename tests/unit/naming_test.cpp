// Assignment of names to relationships: unique on their source, and stable.
#include "named_schema.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "core/text/quote.hpp"

namespace relmeta {
namespace {

TEST(Naming, NamesBothDirectionsAndPairsThem) {
    NamedSchema s;
    const TableId account = s.table("account");
    const TableId user = s.table("user");
    const TableId join = s.table("account_user", {"id", "account_id", "user_id"});
    const std::size_t near = s.key(join, {"account_id"}, account);
    const std::size_t far = s.key(join, {"user_id"}, user);
    const std::size_t link = s.bridge(join, near, far);
    s.assign();
    EXPECT_EQ(s.name(near), "account");
    EXPECT_EQ(s.name(near + 1), "account_users");
    EXPECT_EQ(s.name(far), "user");
    EXPECT_EQ(s.name(far + 1), "account_users");
    EXPECT_EQ(s.name(link), "users");
    EXPECT_EQ(s.name(link + 1), "accounts");
    for (std::size_t i = 0; i < s.relationships.size(); ++i) {
        EXPECT_EQ(s.relationships[i].inverse, s.name(i ^ 1)) << i;
    }
}

TEST(Naming, PairsTheDirectionsOfABridgeFromATableToItself) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId follow = s.table("follow", {"a_id", "b_id", "c_id"});
    std::vector<std::size_t> ends;
    for (const char *column : {"a_id", "b_id", "c_id"}) ends.push_back(s.key(follow, {column}, user));
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = i + 1; j < 3; ++j) s.bridge(follow, ends[i], ends[j]);
    }
    s.assign();
    std::set<std::string> names;
    for (std::size_t i = 0; i < s.relationships.size(); ++i) {
        EXPECT_EQ(s.relationships[i].inverse, s.name(i ^ 1)) << i;
        if (s.relationships[i].source == user) {
            EXPECT_TRUE(names.insert(s.name(i)).second) << s.name(i);
        }
    }
}

TEST(Naming, AvoidsColumnsOfTheSource) {
    NamedSchema s;
    const TableId user = s.table("user", {"id", "posts"});
    const TableId post = s.table("post", {"id", "author"});
    const TableId note = s.table("note", {"id", "user"});
    const std::size_t author = s.key(post, {"author"}, user);
    const std::size_t own = s.key(note, {"user"}, user);
    s.assign();
    EXPECT_EQ(s.name(author), "user");
    EXPECT_EQ(s.name(author + 1), "posts_as_author");
    EXPECT_EQ(s.name(own), "user_row") << "the column names the table itself";
}

TEST(Naming, TellsColumnsThatAreTheirOwnStemsApart) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author", "editor", "user_id"});
    const std::size_t author = s.key(post, {"author"}, user);
    const std::size_t editor = s.key(post, {"editor"}, user);
    const std::size_t own = s.key(post, {"user_id"}, user);
    s.assign();
    EXPECT_EQ(s.name(author), "author_user");
    EXPECT_EQ(s.name(editor), "editor_user");
    EXPECT_EQ(s.name(own), "user");
    EXPECT_EQ(s.name(author + 1), "posts_as_author");
    EXPECT_EQ(s.name(own + 1), "posts");
}

TEST(Naming, SaysMoreThanTheTableInASelfReference) {
    NamedSchema s;
    const TableId employee = s.table("employee", {"id", "reports_to"});
    const std::size_t boss = s.key(employee, {"reports_to"}, employee);
    s.assign();
    EXPECT_EQ(s.name(boss), "reports_to_employee");
    EXPECT_EQ(s.name(boss + 1), "employees_as_reports_to");
}

TEST(Naming, PutsTheRoleOfAKeyToItsOwnTableIntoTheInverse) {
    NamedSchema s;
    const TableId user = s.table("user", {"id", "referrer_id"});
    const std::size_t referrer = s.key(user, {"referrer_id"}, user);
    EXPECT_EQ(s.candidates_of(referrer),
              (Names{"referrer", "referrer_user", "user", "user_by_referrer_id", "user_referrer_id_fkey"}));
    EXPECT_EQ(s.best(referrer + 1), "users_as_referrer");
    s.relationships[referrer].kind = s.relationships[referrer + 1].kind = Kind::one_to_one;
    EXPECT_EQ(s.best(referrer + 1), "user_as_referrer");
}

TEST(Naming, TakesNoRoleFromOneOrTwoLetters) {
    NamedSchema s;
    const TableId post = s.table("Post");
    const TableId user = s.table("User");
    const TableId link = s.table("_PostToUser", {"A", "B"});
    const std::size_t a = s.key(link, {"A"}, post);
    const std::size_t b = s.key(link, {"B"}, user);
    const std::size_t users = s.bridge(link, a, b);
    s.assign();
    EXPECT_EQ(s.name(users), "Users");
    EXPECT_EQ(s.name(users + 1), "Posts");
    EXPECT_EQ(s.name(a), "Post");
    EXPECT_EQ(s.name(b), "User");
    EXPECT_EQ(s.best(b + 1), "_PostToUsers");

    // If several refer to one table, the names distinguish them.
    const TableId edge = s.table("edge", {"a_id", "b_id", "c2"});
    const std::size_t first = s.key(edge, {"a_id"}, user);
    const std::size_t second = s.key(edge, {"b_id"}, user);
    const std::size_t linked = s.bridge(edge, first, second);
    EXPECT_EQ(s.best(first), "aUser");
    EXPECT_EQ(s.best(second + 1), "edges_as_b");
    EXPECT_EQ(s.best(linked), "UsersAsB");
    EXPECT_EQ(s.best(linked + 1), "UsersAsA");
    EXPECT_EQ(s.best(s.key(edge, {"c2"}, post)), "Post");
    const TableId order = s.table("bestellung", {"部署_id"});
    EXPECT_EQ(s.best(s.key(order, {"部署_id"}, post)), "部署") << "two characters of another script are a word";
}

TEST(Naming, TellsNumberedColumnsApartWhoeverCameFirst) {
    for (const Names &columns : {Names{"person_id_1", "person_id_2"}, Names{"person1_id", "person2_id"}}) {
        NamedSchema s;
        const TableId person = s.table("person");
        const TableId match = s.table("match", {"id", columns[0], columns[1]});
        const std::size_t one = s.key(match, {columns[0]}, person);
        s.assign();
        s.remember();
        const std::size_t two = s.key(match, {columns[1]}, person);
        const std::size_t linked = s.bridge(match, one, two);
        s.assign();
        EXPECT_EQ(s.name(one), "person_1") << columns[0];
        EXPECT_EQ(s.name(two), "person_2") << columns[1];
        EXPECT_EQ(s.name(one + 1), "matches_as_person_1");
        EXPECT_EQ(s.name(two + 1), "matches_as_person_2");
        EXPECT_EQ(s.name(linked), "people_as_person_2");
        EXPECT_EQ(s.name(linked + 1), "people_as_person_1");
    }
    NamedSchema s;
    const TableId oauth2 = s.table("oauth2");
    EXPECT_EQ(s.best(s.key(s.table("token", {"oauth2_id"}), {"oauth2_id"}, oauth2)), "oauth2") << "the number is in the noun";
    EXPECT_EQ(s.best(s.key(s.table("ticket", {"approver_1"}), {"approver_1"}, oauth2) + 1), "tickets");
}

TEST(Naming, TakesNoKeywordForARole) {
    NamedSchema s;
    const TableId city = s.table("city");
    const TableId order = s.table("order");
    const TableId trip = s.table("trip", {"from_id", "to_id", "order_id"});
    const std::size_t from = s.key(trip, {"from_id"}, city);
    const std::size_t to = s.key(trip, {"to_id"}, city);
    const std::size_t linked = s.bridge(trip, from, to);
    EXPECT_EQ(s.best(from), "from_city");
    EXPECT_EQ(s.best(to), "to_city");
    EXPECT_EQ(s.best(linked), "cities_as_to");
    EXPECT_EQ(s.best(linked + 1), "cities_as_from");
    EXPECT_EQ(s.best(s.key(trip, {"order_id"}, order)), "order") << "the table is called so";
}

TEST(Naming, SaysWhatAWiderKeyHasMore) {
    NamedSchema s;
    const TableId list = s.table("list", {"id", "user_id"});
    const TableId task = s.table("a_task", {"user_id", "other_list_id"});
    const std::size_t wide = s.key(task, {"user_id", "other_list_id"}, list, {"user_id", "id"});
    const std::size_t narrow = s.key(task, {"other_list_id"}, list);
    s.assign();
    EXPECT_EQ(s.name(narrow), "other_list");
    EXPECT_EQ(s.name(wide), "other_list_of_user");
    EXPECT_EQ(s.name(narrow + 1), "a_tasks_as_other_list");
    EXPECT_EQ(s.name(wide + 1), "a_tasks_as_other_list_of_user");
}

TEST(Naming, SaysNoNounTwice) {
    NamedSchema s;
    const TableId node = s.table("graph_node");
    const TableId edge = s.table("edge_data", {"start_node", "end_node", "owner"});
    EXPECT_EQ(s.candidates_of(s.key(edge, {"start_node"}, node))[1], "graph_node");
    const std::size_t end = s.key(edge, {"end_node"}, node);
    const std::size_t owner = s.key(edge, {"owner"}, node);
    EXPECT_EQ(s.candidates_of(end)[1], "end_node_row");
    EXPECT_EQ(s.candidates_of(owner)[1], "owner_graph_node");
}

TEST(Naming, TellsHoldersInOtherSchemasApartByTheirSchema) {
    NamedSchema s;
    const TableId parent = s.table("parent");
    const std::size_t near = s.key(s.table("child", {"parent_id"}), {"parent_id"}, parent);
    const std::size_t far = s.key(s.table("child", {"parent_id"}, "q5"), {"parent_id"}, parent);
    const std::size_t mother = s.key(s.table("child", {"mother_id"}, "q6"), {"mother_id"}, parent);
    s.assign();
    EXPECT_EQ(s.name(near + 1), "children");
    EXPECT_EQ(s.name(far + 1), "q5_children");
    EXPECT_EQ(s.name(mother + 1), "q6_children");
}

TEST(Naming, GivesForeignKeysTheirNamesBeforeBridgesWhateverTheOrder) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "user_id"});
    const TableId like = s.table("a_like", {"post_id", "user_id"});
    const std::size_t liked = s.key(like, {"post_id"}, post);
    const std::size_t liker = s.key(like, {"user_id"}, user);
    const std::size_t likes = s.bridge(like, liker, liked);
    const std::size_t written = s.key(post, {"user_id"}, user);
    s.assign();
    EXPECT_EQ(s.name(written + 1), "posts");
    EXPECT_EQ(s.name(likes), "posts_via_a_like");
    EXPECT_EQ(s.name(likes + 1), "users");

    NamedSchema turned = s;
    std::reverse(turned.relationships.begin(), turned.relationships.end());
    turned.assign();
    std::reverse(turned.relationships.begin(), turned.relationships.end());
    for (std::size_t i = 0; i < s.relationships.size(); ++i) EXPECT_EQ(turned.name(i), s.name(i)) << i;
}

TEST(Naming, OrdersHoldersBySchemaAndNumbersTheRest) {
    NamedSchema s;
    const TableId user = s.table("user", {"id", "posts", "posts_as_a", "posts_by_a_id", "x_posts", "posts_by_post_a_id_fkey"});
    const TableId later = s.table("post", {"id", "a_id"}, "x");
    const TableId first = s.table("post", {"id", "a_id"}, "b");
    const TableId second = s.table("post", {"id", "a_id"}, "c");
    const std::size_t in_x = s.key(later, {"a_id"}, user);
    const std::size_t in_b = s.key(first, {"a_id"}, user);
    const std::size_t in_c = s.key(second, {"a_id"}, user);
    s.assign();
    EXPECT_EQ(s.name(in_b + 1), "b_posts");
    EXPECT_EQ(s.name(in_c + 1), "c_posts");
    EXPECT_EQ(s.name(in_x + 1), "posts_2");
}

TEST(Naming, KeepsANameWhileItIsACandidate) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author_id"});
    const std::size_t author = s.key(post, {"author_id"}, user);
    s.assign();
    EXPECT_EQ(s.name(author + 1), "posts");
    s.remember();

    NamedSchema grown = s;
    grown.add_column(post, "editor_id");
    const std::size_t editor = grown.key(post, {"editor_id"}, user);
    grown.assign();
    EXPECT_EQ(grown.name(author + 1), "posts") << "kept, although it would be posts_as_author now";
    EXPECT_EQ(grown.name(editor + 1), "posts_as_editor");

    NamedSchema renamed = s;
    renamed.facts.tables[post].name = "article";
    renamed.assign();
    EXPECT_EQ(renamed.name(author + 1), "articles") << "a rename carries through";
    EXPECT_EQ(renamed.name(author), "author");

    NamedSchema column = s;
    column.facts.tables[post].columns[1].name = "writer_id";
    column.relationships[author].source_columns = column.relationships[author + 1].target_columns = {"writer_id"};
    column.assign();
    EXPECT_EQ(column.name(author), "writer");
    EXPECT_EQ(column.name(author + 1), "posts");
    EXPECT_EQ(column.relationships[author].inverse, "posts");
}

TEST(Naming, KeepsANumberedName) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "user_id"});
    const std::size_t own = s.key(post, {"user_id"}, user);
    s.history[own + 1].previous = "posts_3";
    s.assign();
    EXPECT_EQ(s.name(own + 1), "posts_3");
}

TEST(Naming, KeepsANameThatAColumnTookLater) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "user_id"});
    const std::size_t own = s.key(post, {"user_id"}, user);
    s.assign();
    s.remember();
    s.add_column(post, "user");
    s.assign();
    EXPECT_EQ(s.name(own), "user");
}

TEST(Naming, NeverTakesANameAwayFromWhoHasIt) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "user_id"});
    const TableId like = s.table("post_like", {"post_id", "user_id"});
    const std::size_t liked = s.key(like, {"post_id"}, post);
    const std::size_t likes = s.bridge(like, s.key(like, {"user_id"}, user), liked);
    s.assign();
    EXPECT_EQ(s.name(likes), "posts");
    s.remember();
    const std::size_t written = s.key(post, {"user_id"}, user);
    s.assign();
    EXPECT_EQ(s.name(likes), "posts");
    EXPECT_EQ(s.name(written + 1), "posts_as_user") << "a foreign key, but the later one";
}

/// A user's posts, by their author, and notes.
struct PostsAndNotes : NamedSchema {
    const TableId user = table("user");
    const std::size_t author = key(table("post", {"id", "author_id"}), {"author_id"}, user);
    const std::size_t own = key(table("note", {"id", "user_id"}), {"user_id"}, user);
};

TEST(Naming, TakesTheUsersChoiceFirst) {
    PostsAndNotes s;
    s.history[s.own + 1] = {SharedName("notes"), SharedName("posts"), true};
    s.assign();
    EXPECT_EQ(s.name(s.own + 1), "posts") << "even where it is no candidate";
    EXPECT_EQ(s.name(s.author + 1), "posts_as_author");
    EXPECT_EQ(s.relationships[s.own].inverse, "posts");
}

TEST(Naming, LetsWhatYieldsHaveWhatIsLeft) {
    PostsAndNotes s;
    s.history[s.own + 1] = {SharedName("posts"), SharedName("posts"), true, true};
    s.assign();
    EXPECT_EQ(s.name(s.author + 1), "posts") << "new, and takes it";
    EXPECT_EQ(s.name(s.own + 1), "notes");
    s.history[s.author] = {SharedName("author"), SharedName("poet"), true, true};
    s.assign();
    EXPECT_EQ(s.name(s.author), "poet") << "where nobody else wants it";
}

TEST(Naming, LeavesAChosenNameToWhoHasItWhateverTheUserChoseForAnother) {
    PostsAndNotes s;
    s.history[s.author + 1] = {SharedName("posts"), SharedName("posts"), true};
    s.history[s.own + 1] = {SharedName("notes"), SharedName("posts"), true};
    s.assign();
    EXPECT_EQ(s.name(s.author + 1), "posts");
    EXPECT_EQ(s.name(s.own + 1), "notes");
}

TEST(Naming, PrefersTheRecordedNameAlsoWhereItIsNoCandidateYet) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author_id"});
    const std::size_t author = s.key(post, {"author_id"}, user);
    s.history[author + 1] = {SharedName("posts"), SharedName("posts_as_author"), false};
    s.history[author] = {SharedName(""), SharedName("poet"), false};
    s.assign();
    EXPECT_EQ(s.name(author + 1), "posts_as_author");
    EXPECT_EQ(s.name(author), "poet");
}

TEST(Naming, KeepsAReservedNameForWhoIsNotThereYet) {
    PostsAndNotes s;
    s.assign({{s.user, "posts"}});
    EXPECT_EQ(s.name(s.author + 1), "posts_as_author");
    EXPECT_EQ(s.name(s.own + 1), "notes");

    s.history[s.author + 1] = {SharedName("posts"), SharedName(""), false};
    s.assign({{s.user, "posts"}});
    EXPECT_EQ(s.name(s.author + 1), "posts_as_author") << "who has it without a word of the user's gives way";
    s.history[s.author + 1] = {SharedName("posts"), SharedName("posts"), true};
    s.assign({{s.user, "posts"}});
    EXPECT_EQ(s.name(s.author + 1), "posts") << "the user's choice is not reserved against";
    s.history[s.author + 1] = {};
    s.assign({{s.user, "notes"}});
    EXPECT_EQ(s.name(s.author + 1), "posts");
}

TEST(Naming, LetsTheFirstKeepANameThatTwoClaim) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId a = s.table("a", {"id", "user_id"});
    const TableId b = s.table("b", {"id", "user_id"});
    const std::size_t of_b = s.key(b, {"user_id"}, user);
    const std::size_t of_a = s.key(a, {"user_id"}, user);
    s.history[of_a + 1] = {SharedName(""), SharedName("things"), true};
    s.history[of_b + 1] = {SharedName(""), SharedName("things"), true};
    s.assign();
    EXPECT_EQ(s.name(of_a + 1), "things");
    EXPECT_EQ(s.name(of_b + 1), "bs");
}

TEST(Naming, ComesBackFromADumpThatRestoresKeyByKey) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author", "editor_id", "user_id"});
    s.key(post, {"user_id"}, user);
    s.assign();
    s.remember();
    for (const char *column : {"editor_id", "author"}) {
        s.key(post, {column}, user);
        s.assign();
        s.remember();
    }
    std::vector<std::size_t> order(s.relationships.size() / 2);
    std::iota(order.begin(), order.end(), 0);
    do {
        NamedSchema restored = s;
        restored.facts.tables[post].foreign_keys.clear();
        restored.relationships.clear();
        restored.history.clear();
        for (std::size_t there = 1; there <= order.size(); ++there) {
            const std::size_t arrives = order[there - 1];
            restored.facts.tables[post].foreign_keys.push_back(s.facts.tables[post].foreign_keys[arrives]);
            for (const std::size_t place : {2 * arrives, 2 * arrives + 1}) {
                restored.relationships.push_back(s.relationships[place]);
                restored.history.push_back({SharedName(), SharedName(s.name(place)), false});
            }
            std::vector<Naming::Question> waiting;
            for (std::size_t i = there; i < order.size(); ++i) {
                for (const std::size_t place : {2 * order[i], 2 * order[i] + 1}) {
                    waiting.emplace_back(s.relationships[place].source, s.name(place));
                }
            }
            restored.assign(waiting);
            restored.remember();
            for (NameHistory &history : restored.history) history.recorded.clear();
            for (std::size_t i = 0; i < restored.relationships.size(); ++i) {
                EXPECT_EQ(restored.name(i), s.name(2 * order[i / 2] + i % 2));
            }
        }
    } while (std::next_permutation(order.begin(), order.end()));
}

/// The featured asset of a product, and a bridge between products and assets.
TEST(Naming, PrefersWhatIsNamedAfterItsTablesWhateverTheOrder) {
    NamedSchema s;
    const TableId asset = s.table("asset");
    const TableId product = s.table("product", {"id", "featured_asset_id"});
    const TableId link = s.table("product_asset", {"product_id", "asset_id"});
    const std::size_t featured = s.key(product, {"featured_asset_id"}, asset);
    const std::size_t near = s.key(link, {"product_id"}, product);
    const std::size_t far = s.key(link, {"asset_id"}, asset);
    const std::size_t assets = s.bridge(link, near, far);
    s.assign();
    EXPECT_EQ(s.name(assets + 1), "products");
    EXPECT_EQ(s.name(featured + 1), "products_as_featured_asset");
    EXPECT_EQ(s.name(assets), "assets");

    s.facts.tables[product].columns[1].name = "asset_id";
    s.relationships[featured].source_columns = s.relationships[featured + 1].target_columns = {"asset_id"};
    s.history.assign(s.history.size(), {});
    s.assign();
    EXPECT_EQ(s.name(featured + 1), "products") << "of two that are so named, the foreign key";
    EXPECT_EQ(s.name(assets + 1), "products_via_product_asset");
}

TEST(Naming, NamesDeclaredRelationshipsLikeForeignKeys) {
    NamedSchema s;
    const TableId user = s.table("user_view", {"user_id", "name"});
    const TableId log = s.table("log", {"actor_id", "subject_id"});
    const std::size_t actor = s.declare(log, {"actor_id"}, user, {"user_id"});
    const std::size_t subject = s.declare(log, {"subject_id"}, user, {"user_id"});
    s.assign();
    EXPECT_EQ(s.name(actor), "actor");
    EXPECT_EQ(s.name(actor + 1), "logs_as_actor");
    EXPECT_EQ(s.name(subject + 1), "logs_as_subject");
    EXPECT_EQ(s.relationships[actor].inverse, "logs_as_actor");
    EXPECT_EQ(s.relationships[subject + 1].inverse, "subject");
    EXPECT_EQ(s.candidates_of(actor).back(), "user_view_by_actor_id") << "there is no constraint to name it after";
}

TEST(Naming, AsksOnlyForNamesThatMatter) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author_id"});
    const std::size_t author = s.key(post, {"author_id"}, user);
    s.history[author].previous = "author";
    Naming naming(s.facts, false);
    using Questions = std::vector<Naming::Question>;
    EXPECT_EQ(naming.assign(s.relationships, s.history), (Questions{{user, "posts"}})) << "author is kept, so nobody else has it";
    naming.answer({user, "posts"}, true);
    EXPECT_EQ(naming.assign(s.relationships, s.history), (Questions{{user, "posts_as_author"}}));
    naming.answer({user, "posts_as_author"}, false);
    EXPECT_TRUE(naming.assign(s.relationships, s.history).empty());
    EXPECT_EQ(s.name(author + 1), "posts_as_author");
    EXPECT_EQ(s.relationships[author].inverse, "posts_as_author");
}

TEST(Naming, AsksWhetherARecordedNameIsStillFree) {
    NamedSchema s;
    const TableId user = s.table("user");
    const TableId post = s.table("post", {"id", "author_id"});
    const std::size_t author = s.key(post, {"author_id"}, user);
    s.history[author + 1] = {SharedName(""), SharedName("writings"), true};
    Naming naming(s.facts, false);
    naming.answer({post, "author"}, false);
    naming.answer({user, "posts"}, false);
    EXPECT_EQ(naming.assign(s.relationships, s.history).size(), 1u);
    naming.answer({user, "writings"}, true);
    EXPECT_TRUE(naming.assign(s.relationships, s.history).empty());
    EXPECT_EQ(s.name(author + 1), "posts");
}

}  // namespace
}  // namespace relmeta
