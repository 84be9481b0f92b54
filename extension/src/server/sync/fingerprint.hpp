// A fingerprint of everything that relationships are derived from, and of the stored ones: the versions of the rows of the system
// catalogs and of relmeta's own tables. A version of a row is its location and the transaction that wrote it, by which PL/pgSQL
// also recognizes functions it has compiled; no later version of any row has both.
//
// refresh() keeps the fingerprint with which it found nothing to change. If the next one has the same, it has nothing to do.
#pragma once

#include <cstdint>

namespace relmeta::server {

/// The fingerprint of what this transaction sees now.
std::int64_t fingerprint();

/// Whether relationships with this fingerprint are known to be up to date.
bool is_verified(std::int64_t fingerprint);

/// Keeps the fingerprint of relationships that are up to date, unless another session is doing so.
void keep_verified(std::int64_t fingerprint);

}  // namespace relmeta::server
