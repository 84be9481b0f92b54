// The derived relationships and bridges, as stored in relmeta.relationship and relmeta.bridge.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/facts.hpp"
#include "core/text/error.hpp"

namespace relmeta {

/// Read from source to target: one_to_many means one source row has many target rows.
enum class Kind : std::uint8_t { one_to_one, one_to_many, many_to_one, many_to_many };
enum class Origin : std::uint8_t { foreign_key, bridge, declared, view };
constexpr std::size_t origins = 4;
enum class Grade { declared, pure, attributed };

const char *to_string(Kind kind);
const char *to_string(Origin origin);
const char *to_string(Grade grade);
/// The inverse of to_string(Kind); throws std::invalid_argument for anything else.
Kind kind_from(const std::string &text);

inline bool to_many(Kind kind) { return kind == Kind::one_to_many || kind == Kind::many_to_many; }
inline Kind kind_of(bool many_sources, bool many_targets) {
    return many_sources ? (many_targets ? Kind::many_to_many : Kind::many_to_one)
                        : (many_targets ? Kind::one_to_many : Kind::one_to_one);
}
inline Kind inverse(Kind kind) {
    return kind == Kind::one_to_many ? Kind::many_to_one : kind == Kind::many_to_one ? Kind::one_to_many : kind;
}

/// A named, directed link from a source table to a target table. Every link is stored twice, once per direction.
struct Relationship {
    TableId source = 0;
    TableId target = 0;
    TableId bridge = 0;  ///< 0: direct
    TableId holder = 0;  ///< the table with the foreign key or declaration; the bridge; the view that carries the key
    Kind kind = Kind::many_to_one;
    Origin origin = Origin::foreign_key;
    bool required = false;     ///< constraints guarantee that every source row has a target row
    bool enforced = true;      ///< validated, enforced foreign keys guarantee the link
    bool pair_unique = false;  ///< each pair of source and target row is linked at most once
    bool reverse = false;      ///< opposite to its foreign key or declaration; false through a bridge
    SharedName name;
    SharedName inverse;            ///< the name of the same link in the other direction
    SharedColumns source_columns;  ///< columns of source, joined to target_columns or bridge_source_columns
    SharedColumns target_columns;
    SharedColumns bridge_source_columns;  ///< columns of the bridge, joined to source_columns
    SharedColumns bridge_target_columns;  ///< columns of the bridge, joined to target_columns
    SharedName constraint;                ///< the foreign key; through a bridge, the end to source; empty if declared
    SharedName far_constraint;            ///< through a bridge, the end to target; distinguishes links of a view by one key
    SharedName condition;                 ///< on a row of the holder, as Condition::text(); empty: none
};

/// Whether the relationship comes from a foreign key with PERIOD (18+). Its last columns are periods, and rows are linked if the
/// periods overlap. Any other foreign key references one row.
inline bool is_temporal(const Relationship &relationship) {
    return relationship.origin == Origin::foreign_key && relationship.kind == Kind::many_to_many;
}

/// The error for an unknown relationship name; `names` lists the table's relationships.
UserError no_relationship(const std::string &table, const std::string &name, const std::vector<std::string> &names);
/// The error for a relation that relmeta ignores; `name` is empty if no relation has that OID.
UserError takes_no_part(TableId id, const std::string &name);

/// A foreign key or declared relationship that is one of the ends of a bridge.
struct End {
    TableId target = 0;
    ColumnNumbers columns;
    std::string role;        ///< the name of the end: the stem of its column
    SharedName constraint;  ///< the name of the foreign key or, if declared, of the relationship
    bool exclusive = false;  ///< each row has exactly one of the exclusive ends, so no row connects two of them
    ColumnNumbers target_columns = {};
    bool declared = false;       ///< by declare_relationship, without a foreign key
    bool enforced = false;       ///< by a validated foreign key
    std::string condition = {};  ///< on a row of the bridge
};

struct Bridge {
    TableId table = 0;
    Grade grade = Grade::pure;
    std::vector<End> ends;     ///< two or more, ordered by first column
    ColumnNumbers payload;     ///< columns that are neither part of an end nor set aside
    bool pair_unique = false;  ///< each pair of rows that it connects occurs at most once
    std::string reason;        ///< why the table is a bridge
};

}  // namespace relmeta
