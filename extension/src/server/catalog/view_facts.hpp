// What views are made of, read from pg_rewrite, and which views stand on a table, from pg_depend.
#pragma once

#include <vector>

#include "core/model/view_query.hpp"
#include "server/pg/compat.hpp"

extern "C" {
#include <utils/snapshot.h>
}

namespace relmeta::server {

/// Reads the queries of all views among the facts, as `snapshot` sees them.
void read_view_queries(Snapshot snapshot, Facts &facts);

/// Reads the query of one view.
void read_view_query_of(Table &view);

/// The views and materialized views that stand on these relations, directly or on one another, ascending.
std::vector<Oid> views_over(const std::vector<Oid> &relations);

/// Adds to `facts`, which contain only tables that were read whole, what core's Views needs to know of the links that these views
/// hold, but for declarations.
void read_around_views(const std::vector<Oid> &views, Facts &facts);

/// Adds what is declared between the tables of `facts`.
void read_declared(Facts &facts);

/// The tables whose rows these views, whose facts were read around, refer to or stand for, ascending.
std::vector<Oid> tables_meant(const std::vector<Oid> &views, const Facts &facts);

}  // namespace relmeta::server
