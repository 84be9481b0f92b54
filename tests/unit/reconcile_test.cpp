// The stored relationship that a derived one continues.
#include "core/derive/reconcile.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace relmeta {
namespace {

/// The two directions of a foreign key of one column.
std::vector<Relationship> key(TableId holder, TableId target, const std::string &column, const std::string &constraint) {
    Relationship forward;
    forward.source = forward.holder = holder;
    forward.target = target;
    forward.constraint = constraint;
    forward.source_columns = {column};
    forward.target_columns = {"id"};
    Relationship back = forward;
    std::swap(back.source, back.target);
    std::swap(back.source_columns, back.target_columns);
    back.kind = Kind::one_to_many;
    back.reverse = true;
    return {forward, back};
}

std::vector<std::size_t> matched(const std::vector<Relationship> &fresh, const std::vector<Relationship> &stored) {
    std::vector<const Relationship *> pointers;
    for (const Relationship &relationship : stored) {
        pointers.push_back(&relationship);
    }
    return match(fresh, pointers);
}

std::vector<Relationship> joined(std::vector<Relationship> a, const std::vector<Relationship> &b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

TEST(Match, FollowsARenamedColumnAndARenamedConstraint) {
    const std::vector<Relationship> before = joined(key(1, 2, "author_id", "a"), key(1, 2, "editor_id", "b"));
    EXPECT_EQ(matched(joined(key(1, 2, "writer_id", "a"), key(1, 2, "editor_id", "b")), before),
              (std::vector<std::size_t>{0, 1, 2, 3}));
    EXPECT_EQ(matched(joined(key(1, 2, "author_id", "z"), key(1, 2, "editor_id", "b")), before),
              (std::vector<std::size_t>{0, 1, 2, 3}));
}

TEST(Match, PrefersTheClosestWhateverTheOrder) {
    const std::vector<Relationship> before = joined(key(1, 2, "editor_id", "b"), key(1, 2, "author_id", "a"));
    EXPECT_EQ(matched(joined(key(1, 2, "author_id", "a"), key(1, 2, "editor_id", "b")), before),
              (std::vector<std::size_t>{2, 3, 0, 1}));
}

TEST(Match, LeavesOtherHoldersAndTablesAlone) {
    EXPECT_EQ(matched(key(1, 2, "author_id", "a"), key(3, 2, "author_id", "a")), (std::vector<std::size_t>{no_place, no_place}));
    EXPECT_EQ(matched(key(1, 2, "author_id", "a"), key(1, 3, "author_id", "a")), (std::vector<std::size_t>{no_place, no_place}));
    EXPECT_EQ(matched(key(1, 2, "author_id", "a"), {}), (std::vector<std::size_t>{no_place, no_place}));
}

TEST(Match, GivesNoneTwice) {
    const std::vector<Relationship> before = key(1, 2, "author_id", "a");
    EXPECT_EQ(matched(joined(before, before), before), (std::vector<std::size_t>{0, 1, no_place, no_place}));
}

TEST(Match, TellsTheDirectionsOfAColumnThatRefersToItselfApart) {
    const std::vector<Relationship> fresh = key(1, 1, "id", "a");
    EXPECT_EQ(matched(fresh, {fresh[1], fresh[0]}), (std::vector<std::size_t>{1, 0}));
    EXPECT_EQ(matched(fresh, fresh), (std::vector<std::size_t>{0, 1}));
}

}  // namespace
}  // namespace relmeta
