// Has the catalog follow a command of the user's, and never fails because of relmeta.
#pragma once

#include <functional>

#include "server/sync/touched.hpp"

namespace relmeta::server {

/// The setting relmeta.sync; false: DDL only marks what it touches as stale.
extern bool sync_enabled;

/// Whether the user of the session may turn relmeta.sync off: superusers and the owner of the database. Raises PostgreSQL errors.
bool may_turn_sync_off();

/// Whether the command need not be looked at: relmeta.sync is off, and everything waits for refresh() already. To be asked in
/// attempt().
bool waits_for_refresh();

/// Follows a command of the user's, of which `collect` says what it touched. What cannot be followed is undone, reported as a
/// WARNING, and its tables are marked as stale.
void follow(const std::function<Touched()> &collect);

/// Runs a part of following a command; where it fails, a message of that level (WARNING, LOG) says that relmeta could not `what`,
/// with the hint, which may be null. True where it ended well.
bool attempt(int level, const char *what, const char *hint, const std::function<void()> &part);

}  // namespace relmeta::server
