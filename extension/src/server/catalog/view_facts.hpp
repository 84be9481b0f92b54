// The queries of views, read from pg_rewrite, and the views that depend on a table, from pg_depend.
#pragma once

#include <set>
#include <vector>

#include "core/derive/view_keys.hpp"
#include "server/pg/compat.hpp"

extern "C" {
#include <utils/snapshot.h>
}

namespace relmeta::server {

/// Reads the queries of all views among the facts, as `snapshot` sees them.
void read_view_queries(Snapshot snapshot, Facts &facts);

/// Reads the query of one view.
void read_view_query_of(Table &view);

/// Registers the invalidation callback for rules. Called once, when the library is loaded.
void register_rules();

/// The views and materialized views that depend on these relations, directly or through other views, ascending.
std::vector<Oid> views_over(const std::vector<Oid> &relations);

/// Adds these views, and the relations they depend on, to `facts`, which must contain only completely read tables.
void read_below(const std::vector<Oid> &views, Facts &facts);

/// Adds the facts that core's Views requires for the links of these views, except declarations, to `facts`, which must contain
/// only completely read tables.
void read_around_views(const std::vector<Oid> &views, Facts &facts);

/// Adds the declared relationships between the tables of `facts`.
void read_declared(Facts &facts);

/// The tables whose rows the view refers to or shows; empty if it is not among the facts. The facts below it must have been read.
std::set<Oid> tables_meant(Oid view, const Facts &facts, ViewKeys &keys);

}  // namespace relmeta::server
