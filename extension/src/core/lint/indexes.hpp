// What the indexes of a table do for a lookup of rows by some of its columns, as the query behind a foreign key makes it:
// every column is equal to a value, and nothing else is known.
#pragma once

#include <string>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

enum class Service {
    none,    ///< the planner has no index to use
    partly,  ///< it can use one, and reads more than the rows asked for
    full,
};

/// How the lookup is served, and by what.
struct IndexUse {
    Service service = Service::none;
    std::string text;  ///< what indexes there are and why they do not serve, a clause; empty where none comes near
};

/// An index serves where it starts with the columns, in any order, or is unique over some of them. One over some rows does where
/// the columns being not null implies its predicate.
IndexUse index_use(const Table &table, const ColumnNumbers &columns);

inline bool has_index(const Table &table, const ColumnNumbers &columns) {
    return index_use(table, columns).service == Service::full;
}

/// Indexes to make for lookups that none serves, where one can serve several: it starts with the columns of the narrowest, then
/// come those that the next one has more.
class WantedIndexes {
public:
    /// Lookups over different columns.
    explicit WantedIndexes(std::vector<ColumnNumbers> lookups);
    /// The columns of the index for this lookup.
    ColumnNumbers columns(const ColumnNumbers &lookup) const;
    /// The narrower lookup whose index serves this one too; nullptr where it takes one of its own.
    const ColumnNumbers *served_with(const ColumnNumbers &lookup) const;

private:
    struct Pair {
        ColumnNumbers narrow;
        ColumnNumbers wide;
    };
    std::vector<Pair> pairs_;  ///< a lookup is narrow in at most one, and wide in at most one
};

}  // namespace relmeta
