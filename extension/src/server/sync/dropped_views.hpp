// What is declared of views outlives them for as long as the transaction that drops them: to change a view's columns, migrations
// drop it and create it again.
#pragma once

#include <set>

#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Keeps what is declared of a relation that was just dropped, where it was a view.
void keep_declarations_of(Oid dropped);

/// Declares again what was kept of the views that have come back: this one, where it has the name and the owner of one that this
/// transaction dropped. Adds the tables that declare.
void declare_again(Oid created, std::set<Oid> &tables);

}  // namespace relmeta::server
