// The views that a command's tables make a difference to, beside those that stand on them.
#pragma once

#include <vector>

#include "server/catalog/derivation.hpp"

namespace relmeta::server {

/// Whether it is a view or a materialized view.
bool is_view(Oid relation);

/// The views whose relationships are no longer what is stored because of these tables and views: those that refer to the same
/// tables, or that these refer to. `touched` are the tables of a command, `holders` what is derived again anyway, both ascending,
/// and `stored` is what is stored of the holders. `moved` says that names or schemas of the tables have changed.
std::vector<Oid> views_concerned(const std::vector<Oid> &touched, const std::vector<Oid> &holders, const StoredCatalog &stored,
                                 bool moved);

}  // namespace relmeta::server
