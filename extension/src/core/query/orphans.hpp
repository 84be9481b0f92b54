// Finds rows that reference nothing. A validated foreign key forbids them, but a NOT VALID key, a declaration or a suggestion may
// have some, and session_replication_role can break any key.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/model/condition.hpp"
#include "core/model/equality.hpp"
#include "core/model/relationship.hpp"

namespace relmeta {

/// Columns of one table that reference those of another.
struct Reference {
    std::string relationship;  ///< empty for columns without a relationship
    TableId source = 0;
    ColumnNames columns;
    TableId target = 0;
    ColumnNames target_columns;
    bool is_key = true;  ///< a foreign key, which does not cover rows of inheriting tables
    bool match_full = false;
    bool temporal = false;
    std::string condition;  ///< on the source rows that reference a row
};

/// The references of a relationship: one, or through a bridge, one for each of the two ends.
std::vector<Reference> references_of(const Relationship &relationship, const Facts &facts);

/// The number of orphans shown.
constexpr std::size_t most_examples = 10;

// Why orphans were not counted, or not all of them.
constexpr const char *const note_of_time = "time ran out";
constexpr const char *const note_of_temporal = "keys with PERIOD are not checked";
std::string note_of_hidden_rows(const std::string &table);

/// Throws UserError 22023 unless `most` is positive.
void require_most(std::int64_t most);
/// Throws UserError 22023 if both a relationship and columns are given, 22004 if either is given without a table.
void require_one_way(bool table, bool relationship, bool columns);

struct OrphanQuery {
    std::string rows;  ///< returns a jsonb object per orphan: its primary key and the columns that reference nothing
    std::string all;   ///< returns all columns of each orphan, for the user
};

/// With MATCH SIMPLE, a row with a NULL in any of the columns is not an orphan. MATCH FULL forbids NULL in only some of the
/// columns. `collation` returns the qualified name of a collation.
OrphanQuery orphan_query(const Reference &reference, const Facts &facts, const Equality &equality,
                         const std::function<std::string(CollationId)> &collation, const ConstantWriter &constant);

}  // namespace relmeta
