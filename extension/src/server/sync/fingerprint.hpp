// A fingerprint of everything that relationships are derived from, and of the stored ones: the versions of the rows of the system
// catalogs and of relmeta's own tables. A row version is its location and the transaction that wrote it, which PL/pgSQL also uses
// to recognize functions it has compiled. No later version of any row has both.
//
// refresh() stores the fingerprint when it finds nothing to change. If the next call computes the same one, nothing has changed.
#pragma once

#include <cstdint>

namespace relmeta::server {

/// The fingerprint of what this transaction sees now; 0 if another session locks one of the tables, for example VACUUM FULL.
std::int64_t fingerprint();

/// Whether relationships with this fingerprint are known to be up to date.
bool is_verified(std::int64_t fingerprint);

/// Stores the fingerprint of relationships that are up to date, unless another session is doing so.
void keep_verified(std::int64_t fingerprint);

}  // namespace relmeta::server
