// Recognition of bridges: each test covers one rule, with a case just inside it and one just outside.
#include "core/derive/bridge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace relmeta {
namespace {

/// One table, built fact by fact, and the tables it refers to.
class Sample {
public:
    /// A column is written as its name, followed by "!" if it is NOT NULL, and by "=" if it also has a default.
    Sample(const std::string &name, const ColumnNames &columns) {
        table_.id = 1;
        table_.schema = "public";
        table_.name = name;
        for (std::string column : columns) {
            Column made;
            made.number = static_cast<ColumnNumber>(table_.columns.size() + 1);
            made.has_default = take(column, '=');
            made.not_null = take(column, '!');
            made.name = column;
            table_.columns.push_back(made);
        }
    }

    Sample &primary(const ColumnNames &columns) {
        index(table_.name + "_pkey", columns).primary = true;
        return *this;
    }

    Sample &unique(const ColumnNames &columns) {
        index(name_of(columns), columns);
        return *this;
    }

    /// Unique for the rows of a predicate that holds if the columns `implied_by` are not null; empty: it is never implied.
    Sample &partial(const ColumnNames &columns, const std::vector<ColumnNumbers> &implied_by = {}) {
        Index &made = index(name_of(columns), columns);
        made.partial = true;
        made.implied_by = implied_by;
        return *this;
    }

    /// The last column is WITHOUT OVERLAPS.
    Sample &temporal(const ColumnNames &columns) {
        index(name_of(columns), columns).temporal = true;
        return *this;
    }

    Sample &invalid(const ColumnNames &columns) {
        index(name_of(columns), columns).valid = false;
        return *this;
    }

    Sample &refers(const ColumnNames &columns, const std::string &target, const std::string &name = {}) {
        ForeignKey key;
        key.name = name.empty() ? table_.name + "_" + columns.back() + "_fkey" : name;
        key.columns = numbers(columns);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            key.target_columns.push_back(static_cast<ColumnNumber>(i + 1));
        }
        key.target = id(target);
        table_.foreign_keys.push_back(key);
        return *this;
    }

    /// One of the referenced tables itself refers to another.
    Sample &within(const std::string &target, const std::string &scope) {
        const TableId of = id(scope);
        std::vector<TableId> &refers_to = others_[id(target)].refers_to;
        refers_to.push_back(of);
        std::sort(refers_to.begin(), refers_to.end());
        return *this;
    }

    /// A CHECK constraint that exactly one of the columns is not null.
    Sample &exclusive(const ColumnNames &columns) {
        table_.exclusive.push_back({table_.name + "_check", united(numbers(columns), {})});
        return *this;
    }

    Sample &referenced() {
        table_.is_referenced = true;
        return *this;
    }

    Sample &declare(BridgeDeclaration::Verdict verdict, const std::vector<std::string> &ends = {}) {
        table_.bridge = {verdict, ends};
        return *this;
    }

    ForeignKey &key(const std::string &name) {
        return *std::find_if(table_.foreign_keys.begin(), table_.foreign_keys.end(),
                             [&](const ForeignKey &each) { return each.name == name; });
    }

    Recognition recognised(const Words &words = Words::builtin()) const {
        Facts facts(words);
        facts.tables = others_;
        Table table = table_;
        std::sort(table.foreign_keys.begin(), table.foreign_keys.end(),
                  [](const ForeignKey &a, const ForeignKey &b) { return a.name < b.name; });
        facts.tables[table.id] = table;
        return recognise(facts.tables[table.id], facts);
    }

    /// The grade, or "none".
    std::string grade() const {
        const Recognition result = recognised();
        return result.bridge ? to_string(result.bridge->grade) : "none";
    }

    /// The roles of the ends, with "?" after those that exclude each other, then "|" and the payload.
    std::string shape() const {
        const Recognition result = recognised();
        std::string text;
        if (result.bridge) {
            for (const End &end : result.bridge->ends) {
                text += end.role + (end.exclusive ? "? " : " ");
            }
            text += "|";
            for (const std::string &name : table_.names(result.bridge->payload)) {
                text += " " + name;
            }
        }
        return text;
    }

    std::string reason() const { return recognised().reason; }

private:
    static bool take(std::string &column, char mark) {
        const bool found = column.back() == mark;
        if (found) {
            column.pop_back();
        }
        return found;
    }

    std::string name_of(const ColumnNames &columns) const {
        std::string name = table_.name;
        for (const std::string &column : columns) {
            name += "_" + column;
        }
        return name + "_key";
    }

    Index &index(const std::string &name, const ColumnNames &columns) {
        Index made;
        made.name = name;
        made.columns = numbers(columns);
        made.unique = made.valid = true;
        table_.indexes.push_back(made);
        return table_.indexes.back();
    }

    /// An empty name means an expression.
    ColumnNumbers numbers(const ColumnNames &columns) const {
        ColumnNumbers result;
        for (const std::string &column : columns) {
            const Column *found = table_.column(column);
            result.push_back(found != nullptr ? found->number : ColumnNumber(0));
        }
        return result;
    }

    TableId id(const std::string &name) {
        for (const auto &entry : others_) {
            if (entry.second.name == name) {
                return entry.first;
            }
        }
        const TableId made = static_cast<TableId>(others_.size() + 2);
        others_[made].id = made;
        others_[made].schema = "public";
        others_[made].name = name;
        return made;
    }

    Table table_;
    TablesById others_;
};

/// A table with a neutral name, two foreign keys and the given columns.
Sample enrolment(const ColumnNames &more = {}, const std::string &mark = "!") {
    ColumnNames columns = {"student_id" + mark, "course_id" + mark};
    columns.insert(columns.end(), more.begin(), more.end());
    Sample sample("enrolment", columns);
    sample.refers({"student_id"}, "student").refers({"course_id"}, "course");
    return sample;
}

TEST(PureBridge, IsTwoMandatoryKeysAndNothingElse) {
    EXPECT_EQ(enrolment().grade(), "pure");
    EXPECT_EQ(enrolment().shape(), "student course |");
    EXPECT_EQ(enrolment().reason(), "only a link between student_id and course_id: neither may be null");
}

TEST(PureBridge, HasAKeyOverThePairWhateverToolMadeIt) {
    EXPECT_EQ(enrolment().primary({"course_id", "student_id"}).grade(), "pure");
    EXPECT_EQ(enrolment({"id!="}).primary({"id"}).unique({"student_id", "course_id"}).grade(), "pure");
    EXPECT_EQ(enrolment({"id!="}, "").primary({"id"}).unique({"student_id", "course_id"}).reason(),
              "only a link between student_id and course_id: enrolment_student_id_course_id_key covers exactly this pair, "
              "one of which may be null");
}

TEST(PureBridge, MayBeNullableOnlyWithAKeyOrWithoutAnyOtherColumn) {
    EXPECT_EQ(enrolment({}, "").reason(), "only a link between student_id and course_id: the table has no other column");
    EXPECT_EQ(enrolment({"note"}, "").grade(), "none");
}

TEST(PureBridge, MayBeNullableBesideWhatNumbersItsRows) {
    EXPECT_EQ(enrolment({"id!="}, "").primary({"id"}).reason(),
              "only a link between student_id and course_id: the table has no other column except id");
    EXPECT_EQ(enrolment({"id!=", "created_at"}, "").primary({"id"}).grade(), "pure");
    EXPECT_EQ(enrolment({"uuid!"}, "").primary({"uuid"}).grade(), "pure") << "given by the application";
    EXPECT_EQ(enrolment({"enrolment_id!"}, "").primary({"enrolment_id"}).grade(), "pure");
    EXPECT_EQ(enrolment({"enrolmentid!"}, "").primary({"enrolmentid"}).grade(), "pure");
    EXPECT_EQ(enrolment({"project_id!"}, "").primary({"project_id"}).grade(), "none") << "what a project has";
    EXPECT_EQ(enrolment({"project_id!"}, "").primary({"project_id"}).reason(),
              "no key covers exactly student_id and course_id, which may be null");
    EXPECT_EQ(enrolment({"id!="}, "").primary({"id"}).referenced().grade(), "none");
    EXPECT_EQ(enrolment({"id!=", "room_id"}, "").primary({"id"}).refers({"room_id"}, "room").grade(), "none");
    Sample one("enrolment", {"id!=", "student_id!", "course_id"});
    EXPECT_EQ(one.primary({"id"}).refers({"student_id"}, "student").refers({"course_id"}, "course").grade(), "pure");
    Sample self("follow", {"id!=", "follower_id", "followee_id"});
    EXPECT_EQ(self.primary({"id"}).refers({"follower_id"}, "user").refers({"followee_id"}, "user").grade(), "pure");
}

TEST(PureBridge, IsNoTree) {
    Sample tree("node", {"id!=", "parent_id", "document_id"});
    tree.primary({"id"}).refers({"document_id"}, "document").refers({"parent_id"}, "node");
    EXPECT_EQ(tree.grade(), "pure") << "another table of that name";
    tree.key("node_parent_id_fkey").target = 1;
    EXPECT_EQ(tree.grade(), "none") << "itself";
}

TEST(PureBridge, LeavesAuditAndOrderingColumnsAside) {
    Sample sample = enrolment({"id!=", "createdAt!", "UPDATED_AT", "created_by_id", "deleted_at", "position!"});
    EXPECT_EQ(sample.primary({"id"}).shape(), "student course |");
    EXPECT_EQ(sample.grade(), "pure");
}

TEST(PureBridge, LeavesAPublicIdentifierAside) {
    EXPECT_EQ(enrolment({"id!=", "uuid!="}).primary({"id"}).unique({"uuid"}).grade(), "pure");
    EXPECT_EQ(enrolment({"id!=", "code!"}).primary({"id"}).unique({"code"}).grade(), "none") << "someone chose that code";
}

TEST(AuditKey, IsNoEnd) {
    Sample two("note", {"id!=", "topic_id!", "create_uid!", "write_uid!"});
    two.primary({"id"}).refers({"topic_id"}, "topic").refers({"create_uid"}, "users").refers({"write_uid"}, "users");
    EXPECT_EQ(two.grade(), "none");
    EXPECT_EQ(two.reason(),
              "fewer than two foreign keys connect rows: create_uid is an audit column and write_uid is an audit column");

    Sample four("enrolment", {"student_id!", "course_id!", "created_by_id!", "updatedBy"});
    four.refers({"student_id"}, "student").refers({"course_id"}, "course");
    four.refers({"created_by_id"}, "users").refers({"updatedBy"}, "users");
    EXPECT_EQ(four.grade(), "pure");
    EXPECT_EQ(four.shape(), "student course |");
}

TEST(AuditKey, IsAnEndWhereItTakesPartInAKey) {
    Sample sample("favourite", {"post_id!", "created_by!"});
    sample.primary({"post_id", "created_by"}).refers({"post_id"}, "post").refers({"created_by"}, "users");
    EXPECT_EQ(sample.grade(), "pure");
}

TEST(AttributedBridge, HasAKeyOverThePairAndAFewColumns) {
    Sample sample = enrolment({"grade", "year!"}).primary({"student_id", "course_id"});
    EXPECT_EQ(sample.grade(), "attributed");
    EXPECT_EQ(sample.shape(), "student course | grade year");
    EXPECT_EQ(sample.reason(),
              "a link between student_id and course_id with 2 attributes: enrolment_pkey covers exactly this pair");
}

TEST(AttributedBridge, HasAtMostEightColumnsOfItsOwn) {
    const ColumnNames eight = {"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"};
    ColumnNames nine = eight;
    nine.push_back("c9");
    EXPECT_EQ(enrolment(eight).primary({"student_id", "course_id"}).grade(), "attributed");
    EXPECT_EQ(enrolment(nine).primary({"student_id", "course_id"}).reason(),
              "it has 9 columns besides student_id and course_id, too many for a link");
}

TEST(AttributedBridge, NeedsMoreThanColumnsAndTwoKeys) {
    EXPECT_EQ(enrolment({"grade"}).reason(),
              "no key covers exactly student_id and course_id, and the table has other columns: grade");
    EXPECT_EQ(enrolment({"grade", "term!"}).unique({"student_id", "course_id", "term"}).grade(), "none")
        << "a key over more than the pair";
}

/// A table with both ends on the same table, a kind, and the given columns.
Sample dependency(const ColumnNames &more = {}, const std::string &kind = "kind!") {
    ColumnNames columns = {"child_id!", "parent_id!", kind};
    columns.insert(columns.end(), more.begin(), more.end());
    Sample sample("dependency", columns);
    sample.refers({"child_id"}, "task").refers({"parent_id"}, "task");
    return sample;
}

TEST(TypedLink, OccursOnceForEachKind) {
    Sample sample = dependency().primary({"child_id", "parent_id", "kind"});
    EXPECT_EQ(sample.grade(), "attributed");
    EXPECT_EQ(sample.shape(), "child parent | kind");
    EXPECT_FALSE(sample.recognised().bridge->pair_unique);
    EXPECT_EQ(sample.reason(),
              "a link between child_id and parent_id with 1 attribute: dependency_pkey covers this pair once for each kind");
    EXPECT_EQ(dependency().grade(), "none") << "no key";
    EXPECT_EQ(dependency({"id!="}).primary({"id"}).unique({"kind", "parent_id", "child_id"}).grade(), "attributed");
    EXPECT_EQ(dependency({}, "kind").unique({"child_id", "parent_id", "kind"}).grade(), "attributed") << "or for none";
    EXPECT_EQ(dependency({"created_at", "sort_order"}).primary({"child_id", "parent_id", "kind"}).grade(), "attributed");
    EXPECT_EQ(enrolment({"day!"}).primary({"student_id", "course_id", "day"}).grade(), "attributed") << "when is a kind too";
    EXPECT_EQ(enrolment({"during!"}).temporal({"student_id", "course_id", "during"}).grade(), "attributed");
}

TEST(TypedLink, HasOtherAttributesOnlyBesideItsPrimaryKey) {
    const ColumnNames key = {"child_id", "parent_id", "kind"};
    Sample sample = dependency({"lag"}).primary(key);
    EXPECT_EQ(sample.shape(), "child parent | kind lag");
    EXPECT_EQ(sample.reason(),
              "a link between child_id and parent_id with 2 attributes: dependency_pkey covers this pair once for each kind");
    EXPECT_EQ(dependency({"id!=", "lag"}).primary({"id"}).unique(key).grade(), "none") << "a thing of its own";
    EXPECT_EQ(dependency({"lag"}).unique(key).grade(), "none");
    EXPECT_EQ(dependency({"position!", "lag"}, "x").primary({"child_id", "parent_id", "position"}).grade(), "attributed");
    EXPECT_EQ(dependency({"c1", "c2", "c3", "c4", "c5", "c6", "c7"}).primary(key).grade(), "attributed");
    EXPECT_EQ(dependency({"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"}).primary(key).reason(),
              "it has 9 columns besides child_id and parent_id, too many for a link");
}

TEST(TypedLink, IsToldApartByOneColumnOrTwo) {
    EXPECT_EQ(
        dependency({"phase!"}).primary({"child_id", "parent_id", "kind", "phase"}).reason(),
        "a link between child_id and parent_id with 2 attributes: dependency_pkey covers this pair once for each kind and phase");
    EXPECT_EQ(dependency({"x!", "y!"}).primary({"child_id", "parent_id", "kind", "x", "y"}).grade(), "none");
    EXPECT_EQ(dependency().invalid({"child_id", "parent_id", "kind"}).grade(), "none");
    EXPECT_EQ(dependency().unique({"child_id", "parent_id", "kind", ""}).grade(), "none") << "an expression";
    EXPECT_EQ(dependency().partial({"child_id", "parent_id", "kind"}).grade(), "attributed") << "of the rows that count";
    EXPECT_EQ(dependency({"deleted_at"}).unique({"child_id", "parent_id", "kind", "deleted_at"}).grade(), "attributed");
}

TEST(TypedLink, NeedsBothEnds) {
    Sample sample("dependency", {"child_id", "parent_id!", "kind!"});
    sample.refers({"child_id"}, "task").refers({"parent_id"}, "task").unique({"child_id", "parent_id", "kind"});
    EXPECT_EQ(sample.grade(), "none") << "one of which may be null";
    EXPECT_EQ(dependency().primary({"child_id", "parent_id", "kind"}).referenced().grade(), "none");
}

TEST(TypedLink, IsNoLineOfAnOrder) {
    const auto line = [](const ColumnNames &key) {
        Sample sample("line", {"order_id!", "line_no!", "product_id!"});
        return sample.refers({"order_id"}, "orders").refers({"product_id"}, "product").primary(key);
    };
    EXPECT_EQ(line({"order_id", "line_no"}).grade(), "none") << "the number counts within the order";
    EXPECT_EQ(line({"order_id", "line_no", "product_id"}).grade(), "attributed") << "a product stands in an order several times";
    EXPECT_EQ(line({"order_id", "line_no", "product_id"}).unique({"line_no", "order_id"}).grade(), "none");
    EXPECT_EQ(line({"order_id", "line_no", "product_id"}).unique({"line_no"}).grade(), "none") << "it stands alone";
    EXPECT_EQ(line({"order_id", "line_no", "product_id"}).partial({"line_no"}).grade(), "attributed") << "which proves nothing";
}

TEST(TypedLink, HasNoReferenceWithoutAKey) {
    for (const std::string name : {"object_id", "objectId", "object_pk", "id"}) {
        Sample sample("tagged", {"tag_id!", "type_id!", name + "!"});
        sample.refers({"tag_id"}, "tag").refers({"type_id"}, "content_type").primary({"tag_id", "type_id", name});
        EXPECT_EQ(sample.grade(), "none") << name;
    }
    EXPECT_EQ(enrolment({"term_code!"}).primary({"student_id", "course_id", "term_code"}).grade(), "attributed");
}

TEST(TypedLink, OfThreeEnds) {
    Sample sample("supply", {"supplier_id!", "part_id!", "project_id!", "kind!"});
    sample.refers({"supplier_id"}, "supplier").refers({"part_id"}, "part").refers({"project_id"}, "project");
    EXPECT_EQ(sample.grade(), "none");
    sample.primary({"supplier_id", "part_id", "project_id", "kind"});
    EXPECT_EQ(sample.reason(),
              "a link between supplier_id, part_id and project_id with 1 attribute: supply_pkey covers these once for each kind");
}

TEST(TypedLink, HasCompositeEnds) {
    Sample sample("t", {"tenant_id!", "user_id!", "group_id!", "kind!"});
    sample.refers({"tenant_id", "user_id"}, "user").refers({"tenant_id", "group_id"}, "group");
    EXPECT_EQ(sample.primary({"tenant_id", "user_id", "group_id", "kind"}).shape(), "user group | kind");
    EXPECT_EQ(sample.unique({"tenant_id", "user_id", "kind"}).grade(), "none") << "the kind counts within the user";
}

TEST(AttributedBridge, MayBeNamedAfterBothParents) {
    const auto named = [](const std::string &name, const std::string &mark, const ColumnNames &more) {
        ColumnNames columns = {"user_id!", "group_id" + mark};
        columns.insert(columns.end(), more.begin(), more.end());
        return Sample(name, columns).refers({"user_id"}, "auth_users").refers({"group_id"}, "auth_groups").grade();
    };
    EXPECT_EQ(named("user_group", "!", {"role"}), "attributed");
    EXPECT_EQ(named("GroupsUsers", "!", {"role"}), "attributed");
    EXPECT_EQ(named("auth_user_group_membership", "!", {"role"}), "attributed");
    EXPECT_EQ(named("user_joins_group", "!", {"role"}), "attributed");
    EXPECT_EQ(named("user_group_invitation", "!", {"role"}), "none") << "an invitation is a thing of its own";
    EXPECT_EQ(named("user_settings", "!", {"role"}), "none");
    EXPECT_EQ(named("user_group", "", {"role", "since"}), "attributed") << "one side may be missing";
    EXPECT_EQ(named("user_group", "", {"role", "since", "until"}), "none");
}

TEST(AttributedBridge, MayMissASideOnlyWithoutAThirdKey) {
    Sample sample("party_language", {"id!=", "party_id", "language_id", "company_id"});
    sample.primary({"id"}).refers({"party_id"}, "party").refers({"language_id"}, "language");
    EXPECT_EQ(sample.grade(), "attributed");
    sample.refers({"company_id"}, "company");
    EXPECT_EQ(sample.grade(), "none") << "a language for each party and company";
}

TEST(UniqueEnd, MakesNoBridge) {
    Sample sample = enrolment().primary({"student_id"});
    EXPECT_EQ(sample.grade(), "none");
    EXPECT_EQ(sample.reason(), "student_id is unique by itself (enrolment_pkey)");
    EXPECT_EQ(enrolment().primary({"student_id", "course_id"}).unique({"course_id"}).grade(), "none");
}

TEST(UniqueEnd, IsOnlyBelievedOfAPlainValidIndex) {
    EXPECT_EQ(enrolment().partial({"student_id"}).grade(), "pure");
    EXPECT_EQ(enrolment().invalid({"student_id"}).grade(), "pure");
    EXPECT_EQ(enrolment().unique({""}).grade(), "pure") << "an expression";
    EXPECT_EQ(enrolment().partial({"student_id"}, {{1}}).grade(), "none") << "where student_id is not null";
}

TEST(KeyOfLiveRows, MakesABridgeButProvesNoPair) {
    Sample partial = enrolment({"id!=", "grade", "deleted_at"}).primary({"id"}).partial({"student_id", "course_id"});
    EXPECT_EQ(partial.grade(), "attributed");
    EXPECT_FALSE(partial.recognised().bridge->pair_unique);
    EXPECT_EQ(
        partial.reason(),
        "a link between student_id and course_id with 1 attribute: enrolment_student_id_course_id_key covers exactly this pair "
        "among rows that are not deleted or excluded");
    Sample marked = enrolment({"id!=", "grade", "deleted"}).primary({"id"}).unique({"student_id", "course_id", "deleted"});
    EXPECT_EQ(marked.grade(), "attributed");
    EXPECT_EQ(enrolment({"grade"}).invalid({"student_id", "course_id"}).grade(), "none");
}

TEST(PairUnique, FollowsFromAProvingKey) {
    EXPECT_FALSE(enrolment().recognised().bridge->pair_unique);
    EXPECT_TRUE(enrolment().unique({"course_id", "student_id"}).recognised().bridge->pair_unique);
}

TEST(SelfBridge, HasBothEndsOnOneTable) {
    Sample sample("follow", {"follower_id!", "followee_id!"});
    sample.refers({"follower_id"}, "user").refers({"followee_id"}, "user").primary({"follower_id", "followee_id"});
    EXPECT_EQ(sample.shape(), "follower followee |");
    Sample named("person_person", {"a!", "b!", "since"});
    EXPECT_EQ(named.refers({"a"}, "person").refers({"b"}, "people").grade(), "attributed");
    Sample once("person_link", {"a!", "b!", "since"});
    EXPECT_EQ(once.refers({"a"}, "person").refers({"b"}, "person").grade(), "none") << "names only one of two ends";
}

TEST(CompositeEnds, MayShareTheTenantsColumn) {
    Sample sample("t", {"tenant_id!", "user_id!", "group_id!"});
    sample.primary({"tenant_id", "user_id", "group_id"});
    sample.refers({"tenant_id", "user_id"}, "user").refers({"tenant_id", "group_id"}, "group");
    EXPECT_EQ(sample.grade(), "pure");
    EXPECT_EQ(sample.shape(), "user group |");
    sample.refers({"tenant_id"}, "tenant");
    EXPECT_EQ(sample.shape(), "user group |");
    EXPECT_EQ(sample.reason(),
              "only a link between (tenant_id, user_id) and (tenant_id, group_id): t_pkey covers exactly this pair; ignored: "
              "tenant_id repeats part of a composite key");
}

TEST(CompositeEnds, WithAnIdentifierWithinTheTenant) {
    Sample sample("t", {"tenant_id!", "id!", "user_id!", "group_id!"});
    sample.primary({"tenant_id", "id"}).refers({"tenant_id", "user_id"}, "user").refers({"tenant_id", "group_id"}, "group");
    EXPECT_EQ(sample.grade(), "pure");
}

TEST(CompositeEnds, NeedAColumnOfTheirOwn) {
    Sample child("line_note", {"order_id!", "line_no!"});
    child.refers({"order_id"}, "orders").refers({"order_id", "line_no"}, "line");
    EXPECT_EQ(child.reason(), "fewer than two foreign keys connect rows: order_id repeats part of a composite key");
    Sample same("t", {"id!"});
    same.refers({"id"}, "base", "a").refers({"id"}, "other", "b");
    EXPECT_EQ(same.reason(), "id and id are the same columns");
}

TEST(CompositeEnds, AreMandatoryOnlyWithEveryColumn) {
    const auto grade = [](const std::string &second) {
        Sample sample("t", {"code!", "a1!", second, "b!"});
        return sample.primary({"code"}).refers({"a1", "a2"}, "x").refers({"b"}, "y").grade();
    };
    EXPECT_EQ(grade("a2!"), "pure");
    EXPECT_EQ(grade("a2"), "none");
}

TEST(ThreeKeys, LeaveTheTwoThatAKeyCoversExactly) {
    Sample sample("x", {"id!=", "a_id!", "b_id!", "c_id!"});
    sample.refers({"a_id"}, "a").refers({"b_id"}, "b").refers({"c_id"}, "c").primary({"id"});
    EXPECT_EQ(sample.grade(), "none");
    EXPECT_EQ(sample.reason(), "it has 3 foreign keys, and neither a key nor the table name shows which two it connects");
    sample.unique({"a_id", "c_id"});
    EXPECT_EQ(sample.grade(), "attributed");
    EXPECT_EQ(sample.shape(), "a c | b_id");
    sample.unique({"a_id", "b_id"});
    EXPECT_EQ(sample.grade(), "none") << "two such keys";
}

TEST(ThreeKeys, LeaveTheTwoThatMakeUpTheName) {
    Sample sample("report_user", {"id!=", "report_id!", "user_id!", "access_user_id"});
    sample.primary({"id"}).refers({"report_id"}, "report").refers({"user_id"}, "user").refers({"access_user_id"}, "user");
    EXPECT_EQ(sample.shape(), "report user | access_user_id");
    Sample unclear("report_user", {"id!=", "report_id!", "reader_id!", "writer_id!"});
    unclear.primary({"id"}).refers({"report_id"}, "report").refers({"reader_id"}, "user").refers({"writer_id"}, "user");
    EXPECT_EQ(unclear.grade(), "none") << "two users, both mandatory";
}

TEST(ThreeKeys, AreAllEndsWhereAKeyCoversJustThem) {
    Sample sample("supply", {"supplier_id!", "part_id!", "project_id!"});
    sample.refers({"supplier_id"}, "supplier").refers({"part_id"}, "part").refers({"project_id"}, "project");
    EXPECT_EQ(sample.grade(), "none");
    sample.primary({"supplier_id", "part_id", "project_id"});
    EXPECT_EQ(sample.shape(), "supplier part project |");
    EXPECT_FALSE(sample.recognised().bridge->pair_unique) << "a supplier supplies a part to several projects";
}

/// A table with three mandatory keys and the given columns.
Sample supply(const ColumnNames &more = {}) {
    ColumnNames columns = {"supplier_id!", "part_id!", "project_id!"};
    columns.insert(columns.end(), more.begin(), more.end());
    Sample sample("supply", columns);
    sample.refers({"supplier_id"}, "supplier").refers({"part_id"}, "part").refers({"project_id"}, "project");
    return sample;
}

TEST(ThreeKeys, AreALinkWithAttributesWhereAKeyCoversJustThem) {
    const ColumnNames key = {"supplier_id", "part_id", "project_id"};
    EXPECT_EQ(supply({"quantity"}).grade(), "none");
    Sample sample = supply({"quantity"}).primary(key);
    EXPECT_EQ(sample.grade(), "attributed");
    EXPECT_EQ(sample.shape(), "supplier part project | quantity");
    EXPECT_EQ(sample.reason(),
              "a link between supplier_id, part_id and project_id with 1 attribute: supply_pkey covers exactly these");
    EXPECT_EQ(supply({"id!=", "quantity"}).primary({"id"}).unique(key).grade(), "attributed");
    EXPECT_EQ(supply({"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"}).primary(key).grade(), "attributed");
    EXPECT_EQ(supply({"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"}).primary(key).reason(),
              "it has 9 columns besides supplier_id, part_id and project_id, too many for a link");
    EXPECT_EQ(supply({"quantity"}).invalid(key).grade(), "none");
    EXPECT_EQ(supply({"quantity"}).primary(key).referenced().grade(), "attributed") << "its key is the link";
}

TEST(ThreeKeys, AreNoLinkOnlyByTheirName) {
    Sample sample("supplier_part_project", {"supplier_id!", "part_id!", "project_id!", "quantity"});
    sample.refers({"supplier_id"}, "supplier").refers({"part_id"}, "part").refers({"project_id"}, "project");
    EXPECT_EQ(sample.grade(), "none") << "a column more";
}

TEST(FourKeys, LeaveTheThreeThatAKeyCoversExactly) {
    Sample sample = supply({"buyer_id", "note"}).refers({"buyer_id"}, "buyer").primary({"supplier_id", "part_id", "project_id"});
    EXPECT_EQ(sample.shape(), "supplier part project | buyer_id note");
    sample.unique({"supplier_id", "part_id", "buyer_id"});
    EXPECT_EQ(sample.grade(), "none") << "two such keys";
}

TEST(TenantKey, IsLeftAsideWhileTwoOtherEndsRemain) {
    Sample three("enrolment", {"id!=", "tenant_id!", "student_id!", "course_id!"});
    three.primary({"id"}).refers({"tenant_id"}, "tenant").refers({"student_id"}, "student").refers({"course_id"}, "course");
    EXPECT_EQ(three.shape(), "student course |");
    EXPECT_EQ(three.grade(), "pure");
    EXPECT_EQ(three.reason(),
              "only a link between student_id and course_id: neither may be null; ignored: tenant_id identifies the tenant");
    Sample two("subscription", {"id!=", "tenant_id!", "plan_id!"});
    two.primary({"id"}).refers({"tenant_id"}, "tenant").refers({"plan_id"}, "plan");
    EXPECT_EQ(two.shape(), "tenant plan |");
}

TEST(TenantKey, IsWhateverTheUserCallsIt) {
    Sample sample("enrolment", {"id!=", "campus_id!", "student_id!", "course_id!"});
    sample.primary({"id"}).refers({"campus_id"}, "campus").refers({"student_id"}, "student").refers({"course_id"}, "course");
    EXPECT_FALSE(sample.recognised().bridge);
    Words words = Words::defaults();
    words.add("tenant", "campus");
    EXPECT_TRUE(sample.recognised(words).bridge);
}

/// A table with three keys and the given columns; host and hostgroup belong to an org.
Sample member(const ColumnNames &more = {}) {
    ColumnNames columns = {"org_id!", "host_id!", "hostgroup_id!"};
    columns.insert(columns.end(), more.begin(), more.end());
    Sample sample("hm", columns);
    sample.refers({"org_id"}, "org").refers({"host_id"}, "host").refers({"hostgroup_id"}, "hostgroup");
    return sample.within("host", "org").within("hostgroup", "org");
}

TEST(Scope, IsWhatBothEndsReferToThemselves) {
    EXPECT_EQ(member({"id!="}).primary({"id"}).shape(), "host hostgroup |");
    EXPECT_EQ(member({"id!="}).primary({"id"}).reason(),
              "only a link between host_id and hostgroup_id: neither may be null; ignored: org_id is a scope that host and "
              "hostgroup also refer to");
    Sample one("hm", {"org_id!", "host_id!", "hostgroup_id!"});
    one.refers({"org_id"}, "org").refers({"host_id"}, "host").refers({"hostgroup_id"}, "hostgroup").within("host", "org");
    EXPECT_EQ(one.grade(), "none") << "only one is of an org";
    EXPECT_EQ(one.within("hostgroup", "host").grade(), "none") << "the other is of another table";
    EXPECT_EQ(one.within("hostgroup", "org").shape(), "host hostgroup |") << "one end may be of the other";
    EXPECT_EQ(member({"note"}).grade(), "none") << "and nothing says that it is a link";
}

TEST(Scope, MayTakePartInTheKey) {
    Sample sample = member({"note"}).primary({"org_id", "host_id", "hostgroup_id"});
    EXPECT_EQ(sample.shape(), "host hostgroup | note");
    EXPECT_EQ(
        sample.reason(),
        "a link between host_id and hostgroup_id with 1 attribute: hm_pkey covers exactly this pair within org_id; ignored: "
        "org_id is a scope that host and hostgroup also refer to");
    EXPECT_FALSE(sample.recognised().bridge->pair_unique) << "no key is over just the pair";
    EXPECT_TRUE(member({"note"}).primary({"host_id", "hostgroup_id"}).recognised().bridge->pair_unique);
    EXPECT_EQ(member({"note"}).primary({"host_id", "hostgroup_id"}).shape(), "host hostgroup | note");
    EXPECT_EQ(member({"kind!"}).primary({"org_id", "host_id", "hostgroup_id", "kind"}).shape(), "host hostgroup | kind");
    EXPECT_EQ(member({"kind!"}).primary({"org_id", "host_id", "kind"}).grade(), "none");
    Sample tenant("enrolment", {"tenant_id!", "student_id!", "course_id!", "grade"});
    tenant.refers({"tenant_id"}, "tenant").refers({"student_id"}, "student").refers({"course_id"}, "course");
    EXPECT_EQ(tenant.primary({"tenant_id", "student_id", "course_id"}).shape(), "student course | grade") << "so may a tenant";
}

TEST(Scope, IsNoScopeOfItself) {
    Sample tree("pick", {"first_id!", "second_id!", "third_id!"});
    tree.refers({"first_id"}, "person").refers({"second_id"}, "person").refers({"third_id"}, "person").within("person", "person");
    EXPECT_EQ(tree.grade(), "none") << "a person has a parent";
    Sample self("follow", {"follower_id!", "followee_id!", "site_id!"});
    self.refers({"follower_id"}, "person").refers({"followee_id"}, "person").refers({"site_id"}, "site").within("person", "site");
    EXPECT_EQ(self.shape(), "follower followee |");
    EXPECT_EQ(self.reason(),
              "only a link between follower_id and followee_id: neither may be null; ignored: site_id is a scope that person "
              "also refers to");
}

TEST(Scope, GivesWayToAName) {
    Sample sample("org_host", {"org_id!", "host_id!", "role_id!"});
    sample.refers({"org_id"}, "org").refers({"host_id"}, "host").refers({"role_id"}, "role");
    sample.within("host", "org").within("role", "org");
    EXPECT_EQ(sample.shape(), "org host | role_id");
    Sample three("org_host_role", {"org_id!", "host_id!", "role_id!"});
    three.refers({"org_id"}, "org").refers({"host_id"}, "host").refers({"role_id"}, "role");
    EXPECT_EQ(three.shape(), "org host role |");
    EXPECT_EQ(three.within("host", "org").within("role", "org").shape(), "host role |") << "but not to that of all three";
}

TEST(Scope, MayBeSeveral) {
    Sample sample = member({"site_id!", "kind!"}).refers({"site_id"}, "site").within("host", "site");
    EXPECT_EQ(sample.shape(), "") << "a site of the host alone";
    sample.within("hostgroup", "site");
    EXPECT_EQ(sample.grade(), "none");
    EXPECT_EQ(sample.unique({"site_id", "host_id", "hostgroup_id"}).shape(), "host hostgroup | kind");
}

/// A table with a mandatory key, two others, and the given columns.
Sample recipient(const ColumnNames &more = {}) {
    ColumnNames columns = {"id!=", "message_id!", "user_id", "group_id"};
    columns.insert(columns.end(), more.begin(), more.end());
    Sample sample("recipient", columns);
    return sample.primary({"id"}).refers({"message_id"}, "message").refers({"user_id"}, "user").refers({"group_id"}, "group");
}

TEST(ExclusiveLink, NeedsACheckThatSaysSo) {
    EXPECT_EQ(recipient().reason(),
              "it has 3 foreign keys, and neither a key nor the table name shows which two it connects, and no CHECK constraint "
              "requires exactly one of user_id and group_id");
    EXPECT_EQ(recipient({"note"}).reason(),
              "it has 3 foreign keys, and neither a key nor the table name shows which two it connects");
    Sample sample = recipient().exclusive({"user_id", "group_id"});
    EXPECT_EQ(sample.shape(), "message user? group? |");
    EXPECT_EQ(sample.grade(), "pure");
    EXPECT_EQ(sample.reason(),
              "only a link between message_id and one of user_id and group_id: recipient_check requires exactly one");
    EXPECT_FALSE(sample.recognised().bridge->pair_unique);
    EXPECT_EQ(recipient({"note"}).exclusive({"user_id", "note"}).grade(), "none") << "over a column that is no key";
}

TEST(ExclusiveLink, HasAttributesOnlyWithAKeyForEachPair) {
    Sample sample = recipient({"note"}).exclusive({"user_id", "group_id"});
    EXPECT_EQ(sample.reason(),
              "it has 1 column besides message_id and one of user_id and group_id, and no keys cover exactly these pairs");
    sample.unique({"message_id", "user_id"});
    EXPECT_EQ(sample.grade(), "none") << "and the other pair";
    sample.unique({"group_id", "message_id"});
    EXPECT_EQ(sample.shape(), "message user? group? | note");
    EXPECT_EQ(sample.reason(),
              "a link between message_id and one of user_id and group_id with 1 attribute: recipient_check requires exactly one, "
              "and keys cover exactly these pairs");
    EXPECT_TRUE(sample.recognised().bridge->pair_unique);
    Sample partial = recipient({"note"}).exclusive({"user_id", "group_id"});
    partial.partial({"message_id", "user_id"}, {{3}}).partial({"message_id", "group_id"}, {{4}});
    EXPECT_TRUE(partial.recognised().bridge->pair_unique) << "where the other is null";
    partial.invalid({"message_id", "group_id"});
    EXPECT_EQ(partial.grade(), "attributed");
    EXPECT_EQ(recipient({"note"}).exclusive({"user_id", "group_id"}).invalid({"message_id", "user_id"}).grade(), "none");
    const ColumnNames nine = {"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"};
    Sample much = recipient(nine).exclusive({"user_id", "group_id"}).unique({"message_id", "user_id"});
    EXPECT_EQ(much.unique({"message_id", "group_id"}).reason(),
              "it has 9 columns besides message_id and one of user_id and group_id, too many for a link");
}

TEST(ExclusiveLink, HasOneMandatoryEnd) {
    Sample none("recipient", {"id!=", "message_id", "user_id", "group_id"});
    none.primary({"id"}).refers({"message_id"}, "message").refers({"user_id"}, "user").refers({"group_id"}, "group");
    EXPECT_EQ(none.exclusive({"user_id", "group_id"}).grade(), "none");
    Sample two = recipient({"topic_id!"}).refers({"topic_id"}, "topic").exclusive({"user_id", "group_id"});
    EXPECT_EQ(two.grade(), "none");
    Sample optional = recipient({"topic_id"}).refers({"topic_id"}, "topic").exclusive({"user_id", "group_id"});
    EXPECT_EQ(optional.grade(), "none") << "an attribute";
    optional.unique({"message_id", "user_id"}).unique({"message_id", "group_id"});
    EXPECT_EQ(optional.shape(), "message user? group? | topic_id");
    Sample three = recipient({"topic_id"}).refers({"topic_id"}, "topic").exclusive({"user_id", "group_id", "topic_id"});
    EXPECT_EQ(three.shape(), "message user? group? topic? |");
    EXPECT_EQ(recipient().exclusive({"user_id", "group_id"}).unique({"user_id"}).reason(),
              "user_id is unique by itself (recipient_user_id_key)");
}

TEST(ExclusiveLink, GoesBeforeAPairWithAKey) {
    Sample sample = recipient().unique({"message_id", "user_id"});
    EXPECT_EQ(sample.shape(), "message user | group_id");
    EXPECT_EQ(sample.exclusive({"user_id", "group_id"}).shape(), "message user? group? |");
}

TEST(ExclusiveLink, MayHaveAScopeOrATenant) {
    Sample sample = recipient({"org_id!"}).refers({"org_id"}, "org").exclusive({"user_id", "group_id"});
    EXPECT_EQ(sample.grade(), "none");
    sample.within("message", "org").within("user", "org").within("group", "org");
    EXPECT_EQ(sample.shape(), "message user? group? |");
    Sample tenant = recipient({"tenant_id!"}).refers({"tenant_id"}, "tenant").exclusive({"user_id", "group_id"});
    EXPECT_EQ(tenant.shape(), "message user? group? |");
}

TEST(ExclusiveLink, MayHaveCompositeEnds) {
    const auto sample = [](const std::string &tenant) {
        Sample made("recipient", {"id!=", tenant, "message_id!", "user_id", "group_id"});
        made.refers({"tenant_id", "message_id"}, "message").refers({"tenant_id", "user_id"}, "user");
        return made.refers({"tenant_id", "group_id"}, "group").primary({"id"}).exclusive({"user_id", "group_id"});
    };
    EXPECT_EQ(sample("tenant_id!").shape(), "message user? group? |");
    EXPECT_EQ(sample("tenant_id").grade(), "none") << "no key holds where the tenant is null";
}

TEST(ExclusiveLink, IsReferredToOnlyByItsKeys) {
    Sample sample = recipient().exclusive({"user_id", "group_id"}).referenced();
    EXPECT_EQ(sample.reason(), "other tables refer to it, and message_id with each of user_id and group_id is not its key");
    sample.unique({"message_id", "user_id"}).unique({"message_id", "group_id"});
    EXPECT_EQ(sample.grade(), "pure");
}

TEST(ExclusiveLink, MayBeDeclared) {
    Sample sample = recipient({"note"}).exclusive({"user_id", "group_id"});
    sample.declare(BridgeDeclaration::Verdict::declared);
    EXPECT_EQ(sample.shape(), "message user? group? | note");
    sample.declare(BridgeDeclaration::Verdict::declared, {"recipient_user_id_fkey", "recipient_group_id_fkey"});
    EXPECT_EQ(sample.shape(), "user group | message_id note") << "a link between these two, which the user insists on";
}

TEST(ReferencedTable, IsABridgeOnlyIfItsKeyIsThePair) {
    EXPECT_EQ(enrolment({"id!="}).primary({"id"}).referenced().grade(), "none");
    EXPECT_EQ(enrolment({"id!="}).primary({"id"}).referenced().reason(),
              "other tables refer to it, and student_id and course_id are not its key");
    EXPECT_EQ(enrolment({"id!="}).primary({"id"}).unique({"student_id", "course_id"}).referenced().grade(), "pure");
    EXPECT_EQ(enrolment().partial({"student_id", "course_id"}).referenced().grade(), "none");
}

TEST(FewKeys, MakeNoBridge) {
    EXPECT_EQ(Sample("account_user", {"id!="}).reason(), "account_user has no foreign key");
    EXPECT_EQ(Sample("account_user_detail", {"id!"}).refers({"id"}, "account_user").reason(),
              "account_user_detail has only one foreign key");
}

TEST(DuplicateKeys, CountOnce) {
    Sample twice("t", {"a_id!"});
    twice.refers({"a_id"}, "a", "k1").refers({"a_id"}, "a", "k2");
    EXPECT_EQ(twice.reason(), "t has only one foreign key");
    Sample sample("t", {"a_id!", "b_id!"});
    sample.refers({"a_id"}, "a", "k1").refers({"a_id"}, "a", "k2").refers({"b_id"}, "b", "k3");
    EXPECT_EQ(sample.recognised().bridge->ends[0].constraint, "k1");
    sample.key("k1").validated = false;
    EXPECT_EQ(sample.recognised().bridge->ends[0].constraint, "k2") << "the one that holds for every row";
}

TEST(TemporalKey, IsNoEnd) {
    Sample sample = enrolment();
    sample.key("enrolment_course_id_fkey").temporal = true;
    EXPECT_EQ(sample.reason(), "enrolment has only one foreign key");
    sample.declare(BridgeDeclaration::Verdict::declared, {"enrolment_student_id_fkey", "enrolment_course_id_fkey"});
    EXPECT_EQ(
        sample.reason(),
        "declared by declare_bridge, but enrolment_course_id_fkey is a temporal foreign key, which can refer to several rows");
}

TEST(DeclaredBridge, IsWhatTheUserSays) {
    Sample sample = enrolment({"id!=", "c1", "c2", "created_at"}).primary({"id"}).unique({"student_id"}).referenced();
    sample.declare(BridgeDeclaration::Verdict::declared);
    EXPECT_EQ(sample.grade(), "declared");
    EXPECT_EQ(sample.shape(), "student course | c1 c2");
    EXPECT_EQ(sample.reason(), "declared by declare_bridge");
    EXPECT_EQ(sample.declare(BridgeDeclaration::Verdict::made).reason(), "created by add_bridge");
}

TEST(DeclaredBridge, HasTheEndsThatWereNamed) {
    Sample sample("x", {"a_id", "b_id", "created_by"});
    sample.refers({"a_id"}, "a", "ka").refers({"b_id"}, "b", "kb").refers({"created_by"}, "users", "kc");
    sample.declare(BridgeDeclaration::Verdict::declared);
    EXPECT_EQ(sample.shape(), "a b created_by |") << "by default all";
    sample.declare(BridgeDeclaration::Verdict::declared, {"kc", "ka"});
    EXPECT_EQ(sample.shape(), "a created_by | b_id");
    sample.refers({"a_id"}, "a", "kd").declare(BridgeDeclaration::Verdict::declared, {"ka", "kd"});
    EXPECT_EQ(sample.grade(), "none") << "one end, named twice";
}

TEST(DeclaredBridge, WaitsForItsEnds) {
    Sample sample = enrolment();
    sample.declare(BridgeDeclaration::Verdict::declared, {"enrolment_student_id_fkey", "enrolment_room_fkey"});
    EXPECT_EQ(sample.grade(), "none");
    EXPECT_EQ(sample.reason(),
              "declared by declare_bridge, but enrolment has no foreign key or declared relationship enrolment_room_fkey");
    Sample one("t", {"a_id"});
    one.refers({"a_id"}, "a").declare(BridgeDeclaration::Verdict::declared);
    EXPECT_EQ(one.reason(), "declared by declare_bridge, but a bridge needs two foreign keys and t has only a_id");
}

TEST(RejectedBridge, IsNone) {
    Sample sample = enrolment().primary({"student_id", "course_id"}).declare(BridgeDeclaration::Verdict::rejected);
    EXPECT_EQ(sample.grade(), "none");
    EXPECT_EQ(sample.reason(), "rejected by reject_bridge");
}

TEST(OrderOfEnds, IsThatOfTheirColumns) {
    Sample sample("t", {"z_id!", "a_id!"});
    sample.refers({"a_id"}, "a").refers({"z_id"}, "z");
    EXPECT_EQ(sample.shape(), "z a |");
}

}  // namespace
}  // namespace relmeta
