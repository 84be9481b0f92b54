// What a foreign key does to its rows when the row they refer to is deleted or changes, and what the columns allow.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// Whether an action of one of the table's keys sets the column to null.
bool action_needs_null(const Table &table, ColumnNumber column);
/// Whether one does so with any of the columns.
bool actions_need_null(const Table &table, const ColumnNumbers &columns);

/// What would change without `other`, if `kept`, which states the same link, stays: a clause, empty where nothing would.
std::string difference(const Table &table, const ForeignKey &kept, const ForeignKey &other);

/// An action that can only fail.
struct Contradiction {
    bool on_delete = true;  ///< false: on update
    std::string text;       ///< what it sets that cannot be, a clause
};

/// The actions of the key that fail for every row, whatever the data. `may_have_default` is asked for columns that have no
/// default of their own, but may have that of a domain.
std::vector<Contradiction> contradictions(const Table &table, const ForeignKey &key,
                                          const std::function<bool(const Column &)> &may_have_default);

}  // namespace relmeta
