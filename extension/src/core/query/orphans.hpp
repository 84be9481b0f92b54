// Rows that reference nothing. A validated foreign key forbids them, but those of a NOT VALID key, of a declaration, and of a
// suggestion may exist; and session_replication_role can break any key.
#pragma once

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

struct OrphanQuery {
    std::string rows;  ///< returns a jsonb object for each orphan: its primary key and the columns that reference nothing
    std::string all;   ///< returns all columns of each orphan, for the user
};

/// A NULL in a key of one column, or in one of several (MATCH SIMPLE), references nothing by intent. MATCH FULL forbids a NULL in
/// some of several columns. `collation` returns the qualified name of a collation.
OrphanQuery orphan_query(const Reference &reference, const Facts &facts, const Equality &equality,
                         const std::function<std::string(CollationId)> &collation);

}  // namespace relmeta
