// SQL for relationships: the condition of one, and a SELECT that joins several tables along a tree.
#pragma once

#include <string>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

/// left.a = right.x AND left.b = right.y; with periods, the last term is left.b && right.y. `left` and `right` are SQL text,
/// already quoted.
std::string equal_columns(const std::string &left, const ColumnNames &left_columns, const std::string &right,
                          const ColumnNames &right_columns, bool with_periods = false);

/// The join condition of a relationship: account.id = account_user.account_id AND account_user.user_id = "user".id. The names of
/// the tables are SQL text; `bridge` is ignored if there is none.
std::string condition(const Relationship &relationship, const std::string &source, const std::string &bridge,
                      const std::string &target);

/// AND, then the relationship's condition on the row of `holder`, which is SQL text; empty if it has no condition.
std::string and_condition(const Relationship &relationship, const std::string &holder);

/// Whether a query always finds a target row for every source row. This is stricter than `required`: row-level security on the
/// target can hide rows, keys do not cover rows of tables that inherit from the source, and a transaction can defer the key.
/// `facts` must contain both tables, the source with its keys.
bool always_finds_a_row(const Relationship &relationship, const Facts &facts);

/// Whether a query can find several target rows for a source row: the relationship is to-many, or inheriting tables, which unique
/// indexes do not cover, contribute rows. `facts` must contain the target and the bridge.
bool can_multiply(const Relationship &relationship, const Facts &facts);

/// One step of a join: a relationship, and the names of equally good ones.
struct JoinStep {
    Relationship relationship;
    std::vector<std::string> alternatives;
};

/// A part of a join, and relationships that can replace it.
struct JoinWay {
    std::vector<Relationship> part;
    std::vector<Relationship> instead;
};

/// How to handle several to-many branches of a join that multiply each other's rows.
enum class FanOut {
    comment,    ///< add a comment
    aggregate,  ///< aggregate them in subqueries
    error       ///< throw UserError 21000, with their names
};

/// `comment`, `aggregate` or `error`; throws UserError 22023 for anything else.
FanOut fan_out_from(const std::string &word);

/// The SELECT that joins `tables` by `steps`, as returned by find_tree. It keeps every row of the first table: a step is a JOIN
/// if it always finds a row, otherwise it and the steps that depend on it are LEFT JOINs. It returns every column of `tables`
/// under a unique name; ambiguous names are prefixed with the table's. Comments at the end list steps that can multiply rows and
/// other relationships or paths that also fit, and unless `exact`, say that a cheaper tree may exist. The text ends with a
/// newline, so that SQL can be appended. `facts` must contain every table.
///
/// With FanOut::aggregate, a branch that would multiply others, or be multiplied, becomes a subquery that returns the number of
/// its rows and their columns as a jsonb array, in the order of the primary key if `facts` contains it; 0 and [] if there are
/// none. Columns that are not readable are left out and listed in a comment.
std::string join_sql(const std::vector<TableId> &tables, const std::vector<JoinStep> &steps, bool exact, const Facts &facts,
                     const std::vector<JoinWay> &other_ways = {}, FanOut fan_out = FanOut::comment);

/// A table in a FROM list: schema.table, with AS if the alias differs from its name.
std::string from_item(const Table &table, const std::string &alias);

}  // namespace relmeta
