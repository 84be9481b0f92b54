// What views are made of, read from pg_rewrite, and which views stand on a table, from pg_depend.
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

/// The views and materialized views that stand on these relations, directly or on one another, ascending.
std::vector<Oid> views_over(const std::vector<Oid> &relations);

/// Adds to `facts`, which contain only tables that were read whole, these views and what they stand on.
void read_below(const std::vector<Oid> &views, Facts &facts);

/// Adds to `facts`, which contain only tables that were read whole, what core's Views needs to know of the links that these views
/// hold, but for declarations.
void read_around_views(const std::vector<Oid> &views, Facts &facts);

/// Adds what is declared between the tables of `facts`.
void read_declared(Facts &facts);

/// The tables whose rows the view, below which facts were read, refers to or stands for; none if it is not among the facts.
std::set<Oid> tables_meant(Oid view, const Facts &facts, ViewKeys &keys);

}  // namespace relmeta::server
