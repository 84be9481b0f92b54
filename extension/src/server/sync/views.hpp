// What a command's tables mean for views, beside those that stand on them, and the locks for it.
#pragma once

#include <set>
#include <vector>

#include "server/catalog/derivation.hpp"
#include "server/sync/locks.hpp"

namespace relmeta::server {

/// A command follows no more views than this.
constexpr std::size_t most_views = 1000;

/// Whether it is a view or a materialized view.
bool is_view(Oid relation);

/// Locks the facts that a view depends on. Returns false if another transaction is changing them.
bool lock_below(Oid view, ViewLocks &locks);

/// Which links of views a command can have changed.
struct Change {
    std::vector<Oid> touched;  ///< the tables of the command, ascending
    bool moved = false;        ///< their names or schemas have changed
    std::set<Oid> marked;      ///< those that may have changed in any way
};

/// The tables that these holders, ascending, refer to, are views of, or stopped to. `stored` is what is stored of them. Locks the
/// views of these and what refers to them. Adds the tables to `missed` where another transaction is changing these.
std::vector<Oid> lock_linked(const Change &change, const std::vector<Oid> &holders, const StoredCatalog &stored, ViewLocks &locks,
                             std::vector<Oid> &missed);

/// The views other than the holders whose relationships may depend on the change, because of what refers to these tables or is a
/// view of them.
std::vector<Oid> views_linked(const Change &change, const std::vector<Oid> &tables, const std::vector<Oid> &holders);

/// Keeps those of the views whose links are not those that are stored. What `touched` refer to may not be stored yet.
void keep_different(std::vector<Oid> &views, const std::vector<Oid> &touched);

}  // namespace relmeta::server
