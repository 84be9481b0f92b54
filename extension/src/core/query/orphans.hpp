// Rows that reference nothing. A validated foreign key forbids them, but those of a NOT VALID key, of a declaration, and of a
// suggestion may exist; and session_replication_role can break any key.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/model/equality.hpp"
#include "core/model/relationship.hpp"

namespace relmeta {

/// Columns of one table that reference those of another.
struct Reference {
    std::string relationship;  ///< empty if there is none yet
    TableId source = 0;
    ColumnNames columns;
    TableId target = 0;
    ColumnNames target_columns;
    bool is_key = true;  ///< a foreign key, which does not cover the rows of inheriting tables
    bool match_full = false;
    bool temporal = false;
};

/// The references that make a relationship: one, or one for each of the two ends through a bridge.
std::vector<Reference> references_of(const Relationship &relationship, const Facts &facts);

/// The number of orphans shown.
constexpr std::size_t most_examples = 10;

// Why orphans were not counted, or not all.
constexpr const char *const note_of_time = "the time was up";
constexpr const char *const note_of_temporal = "keys with PERIOD are not checked";
std::string note_of_hidden_rows(const std::string &table);

/// Throws UserError 22023 unless `most` is positive.
void require_most(std::int64_t most);
/// Throws UserError 22023 if a relationship and columns are given, 22004 if either is without its table.
void require_one_way(bool table, bool relationship, bool columns);

struct OrphanQuery {
    std::string rows;  ///< returns a jsonb object for each orphan: its primary key and the columns that reference nothing
    std::string all;   ///< returns all columns of each orphan, for the user
};

/// A NULL in a key of one column, or in one of several (MATCH SIMPLE), references nothing by intent. MATCH FULL forbids a NULL in
/// some of several columns. `collation` returns the qualified name of a collation.
OrphanQuery orphan_query(const Reference &reference, const Facts &facts, const Equality &equality,
                         const std::function<std::string(CollationId)> &collation);

}  // namespace relmeta
