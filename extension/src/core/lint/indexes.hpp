// What the indexes of a table do for a lookup of rows by some of its columns, as the query behind a foreign key makes it:
// every column is equal to a value, and nothing else is known.
#pragma once

#include <string>

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

}  // namespace relmeta
