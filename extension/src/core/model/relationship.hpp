// What is derived: relationships and bridges, as the tables relmeta.relationship and relmeta.bridge hold them.
#pragma once

#include <string>
#include <vector>

#include "core/model/facts.hpp"
#include "core/text/error.hpp"

namespace relmeta {

/// Read from source to target: one_to_many is "one source row has many target rows".
enum class Kind { one_to_one, one_to_many, many_to_one, many_to_many };
enum class Origin { foreign_key, bridge, declared };
enum class Grade { declared, pure, attributed };

const char *to_string(Kind kind);
const char *to_string(Origin origin);
const char *to_string(Grade grade);
/// Reads what to_string wrote; throws std::invalid_argument for anything else.
Kind kind_from(const std::string &text);

inline bool to_many(Kind kind) { return kind == Kind::one_to_many || kind == Kind::many_to_many; }
inline Kind kind_of(bool many_sources, bool many_targets) {
    return many_sources ? (many_targets ? Kind::many_to_many : Kind::many_to_one)
                        : (many_targets ? Kind::one_to_many : Kind::one_to_one);
}
inline Kind inverse(Kind kind) {
    return kind == Kind::one_to_many ? Kind::many_to_one : kind == Kind::many_to_one ? Kind::one_to_many : kind;
}

/// A named, directed link from a source table to a target table; every link is there twice, once in each direction.
struct Relationship {
    TableId source = 0;
    TableId target = 0;
    std::string name;
    Kind kind = Kind::many_to_one;
    ColumnNames source_columns;  ///< of source, joined with target_columns, or with bridge_source_columns
    ColumnNames target_columns;
    TableId bridge = 0;                 ///< 0: direct
    ColumnNames bridge_source_columns;  ///< of the bridge, joined with source_columns
    ColumnNames bridge_target_columns;  ///< of the bridge, joined with target_columns
    TableId holder = 0;                 ///< whose foreign key makes the link; the bridge, where there is one
    std::string constraint;             ///< the foreign key; through a bridge, the one to source. Empty: declared
    std::string far_constraint;         ///< through a bridge, the foreign key to target
    std::string inverse;                ///< the name of the same link read from target
    bool required = false;              ///< every source row has at least one target row, guaranteed by constraints
    bool enforced = true;               ///< validated, enforced foreign keys guarantee the link
    bool pair_unique = false;           ///< a pair of source and target row is linked at most once
    bool reverse = false;               ///< runs against its foreign key (or declaration); false through a bridge
    Origin origin = Origin::foreign_key;
};

/// Made by a foreign key with PERIOD (18+), whose last columns are periods: rows are linked where these overlap. Any other
/// foreign key leads to one row.
inline bool is_temporal(const Relationship &relationship) {
    return relationship.origin == Origin::foreign_key && relationship.kind == Kind::many_to_many;
}

/// The error for a name that no relationship of the table has; `names` are those that there are.
UserError no_relationship(const std::string &table, const std::string &name, const std::vector<std::string> &names);
/// The error for a relation that relmeta does not look at; `name` is empty where there is no relation of that OID.
UserError takes_no_part(TableId id, const std::string &name);

/// A foreign key of a bridge that does the connecting.
struct End {
    TableId target = 0;
    ColumnNumbers columns;
    std::string role;  ///< what the end is called: the stem of its column
    std::string constraint;
    bool exclusive = false;  ///< one of several of which a row has exactly one, so that no row connects two of these
};

struct Bridge {
    TableId table = 0;
    Grade grade = Grade::pure;
    std::vector<End> ends;     ///< two or more, in order of their first column
    ColumnNumbers payload;     ///< the columns that are neither an end's, nor set aside
    bool pair_unique = false;  ///< every pair of ends that it connects occurs at most once
    std::string reason;        ///< why it is a bridge, in a sentence
};

}  // namespace relmeta
