// Updates the catalog after a DDL command, without ever making the command fail.
#pragma once

#include <functional>

#include "server/sync/touched.hpp"

namespace relmeta::server {

/// The setting relmeta.sync. If false, DDL only marks touched tables as stale.
extern bool sync_enabled;

/// Whether the session user may turn relmeta.sync off: superusers and the database owner. Raises PostgreSQL errors.
bool may_turn_sync_off();

/// Whether commands can be ignored, because relmeta.sync is off and everything is already marked as stale. Call it within
/// attempt().
bool waits_for_refresh();

/// Updates the catalog after a command; `collect` returns the touched tables. If that fails, undoes its changes, issues a
/// WARNING, and marks the tables as stale.
void follow(const std::function<Touched()> &collect);

/// Runs `part` in a subtransaction. If it fails, issues a message of this level (WARNING, LOG) that relmeta could not `what`,
/// with the hint, which may be null. Returns whether it succeeded.
bool attempt(int level, const char *what, const char *hint, const std::function<void()> &part);

}  // namespace relmeta::server
