// Relationships as SQL text: the condition of one, and the SELECT that joins several tables along a tree of them.
#pragma once

#include <string>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

/// left.a = right.x AND left.b = right.y; and left.b && right.y where the last columns are periods. `left` and `right` are SQL
/// text: quoted where they must be.
std::string equal_columns(const std::string &left, const ColumnNames &left_columns, const std::string &right,
                          const ColumnNames &right_columns, bool with_periods = false);

/// The condition of a relationship between tables that go by these names, which are SQL text: account.id =
/// account_user.account_id AND account_user.user_id = "user".id. `bridge` is not looked at where there is none.
std::string condition(const Relationship &relationship, const std::string &source, const std::string &bridge,
                      const std::string &target);

/// Whether a query finds a target row for every source row, whoever runs it and whenever: `required` says what constraints
/// guarantee, and a query sees less where the target has row-level security, where the rows of tables that inherit from the
/// source are under no key, and within a transaction that defers the key. `facts` must hold both tables, the source with its
/// keys.
bool always_finds_a_row(const Relationship &relationship, const Facts &facts);

/// Whether a query can find several target rows for a source row: to-many, or no unique index covers the rows of tables that
/// inherit. `facts` must hold the target and the bridge.
bool can_multiply(const Relationship &relationship, const Facts &facts);

/// One step of a join: a relationship, and the names of those that would do as well.
struct JoinStep {
    Relationship relationship;
    std::vector<std::string> alternatives;
};

/// Relationships that the join follows, and others that would do as well.
struct JoinWay {
    std::vector<Relationship> part;
    std::vector<Relationship> instead;
};

/// The SELECT that joins `tables` by `steps`, which start at the first of them and go on from there, as find_tree gives them. It
/// keeps every row of the first table: a step is a JOIN where it always finds a row, else, and after such a step, a LEFT JOIN. It
/// has every column of `tables`, each under a name of its own: a name that several have is prefixed with the table's. Comments at
/// the end say where rows can multiply, where another relationship or way would do as well, and, where `exact` is false, that a
/// cheaper tree may exist. It ends in a line break, so that SQL can be added to it. `facts` must hold every table.
std::string join_sql(const std::vector<TableId> &tables, const std::vector<JoinStep> &steps, bool exact, const Facts &facts,
                     const std::vector<JoinWay> &other_ways = {});

/// A table in a FROM list: schema.table, with AS where it goes by another name than its own.
std::string from_item(const Table &table, const std::string &alias);

}  // namespace relmeta
