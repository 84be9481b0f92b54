// The ON DELETE and ON UPDATE actions of foreign keys, and conflicts with the columns they set.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// Whether an action of one of the table's keys sets the column to null.
bool action_needs_null(const Table &table, ColumnNumber column);
/// Whether an action sets any of the columns to null.
bool actions_need_null(const Table &table, const ColumnNumbers &columns);

/// What would change if `other` were dropped in favor of `kept`, which states the same link, as a clause; may be empty.
std::string difference(const Table &table, const ForeignKey &kept, const ForeignKey &other);

/// An action that always fails.
struct Contradiction {
    bool on_delete = true;  ///< false: on update
    std::string text;       ///< the reason, as a clause
};

/// The actions of the key that fail for every row. `may_have_default` is called for columns without a default of their own, which
/// may have one from a domain.
std::vector<Contradiction> contradictions(const Table &table, const ForeignKey &key,
                                          const std::function<bool(const Column &)> &may_have_default);

}  // namespace relmeta
