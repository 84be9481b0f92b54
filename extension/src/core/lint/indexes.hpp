// Determines how the indexes of a table support a lookup by some of its columns, such as the query of a foreign key: every column
// is compared by equality, and no other condition is known.
#pragma once

#include <string>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

enum class Service {
    none,    ///< the planner can use no index
    partly,  ///< it can use one, but reads additional rows
    full,
};

/// The support for a lookup, and the index or the reason.
struct IndexUse {
    Service service = Service::none;
    std::string text;  ///< the unsuitable indexes and the reasons, as a clause; empty if there are none
};

/// An index serves if it starts with the columns, in any order, or is unique over some of them. A partial index serves if its
/// predicate is true whenever the columns are not null.
IndexUse index_use(const Table &table, const ColumnNumbers &columns);

inline bool has_index(const Table &table, const ColumnNumbers &columns) {
    return index_use(table, columns).service == Service::full;
}

/// Indexes to suggest for lookups that no index serves. One index can serve several lookups: it starts with the columns of the
/// narrowest, followed by the additional columns of the next.
class WantedIndexes {
public:
    /// The lookups must be over different columns.
    explicit WantedIndexes(std::vector<ColumnNumbers> lookups);
    /// The columns of the index for this lookup.
    ColumnNumbers columns(const ColumnNumbers &lookup) const;
    /// The narrower lookup whose index also serves this one; nullptr if it needs an index of its own.
    const ColumnNumbers *served_with(const ColumnNumbers &lookup) const;

private:
    struct Pair {
        ColumnNumbers narrow;
        ColumnNumbers wide;
    };
    std::vector<Pair> pairs_;  ///< a lookup is the narrow one in at most one pair, and the wide one in at most one
};

}  // namespace relmeta
