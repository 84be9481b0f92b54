// Finds and locks the views that a command affects through links, in addition to those that depend on its tables.
#pragma once

#include <set>
#include <vector>

#include "server/catalog/derivation.hpp"
#include "server/sync/locks.hpp"

namespace relmeta::server {

/// The maximum number of views that a command updates.
constexpr std::size_t most_views = 1000;

/// Whether the relation is a view or a materialized view.
bool is_view(Oid relation);

/// Locks the facts that a view depends on. Returns false if another transaction is changing them.
bool lock_below(Oid view, ViewLocks &locks);

/// A command's changes that can affect links of views.
struct Change {
    std::vector<Oid> touched;  ///< the tables of the command, ascending
    bool moved = false;        ///< their names or schemas have changed
    std::set<Oid> marked;      ///< stale tables, which may have changed in any way
};

/// The tables that these holders, ascending, refer to or show, or did so before; `stored` has their stored rows. Locks the views
/// of these tables, and the tables and views that refer to them. Adds a table to `missed` if another transaction is changing
/// those.
std::vector<Oid> lock_linked(const Change &change, const std::vector<Oid> &holders, const StoredCatalog &stored, ViewLocks &locks,
                             std::vector<Oid> &missed);

/// The views, except the holders, whose relationships may depend on the change, because they show or refer to one of these
/// tables.
std::vector<Oid> views_linked(const Change &change, const std::vector<Oid> &tables, const std::vector<Oid> &holders);

/// Removes the views whose links equal the stored ones. The foreign keys of `touched` may not be stored yet.
void keep_different(std::vector<Oid> &views, const std::vector<Oid> &touched);

}  // namespace relmeta::server
