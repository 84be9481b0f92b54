#include "server/sync/follow.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/view_facts.hpp"
#include "server/pg/datum.hpp"
#include "server/pg/guard.hpp"
#include "server/sync/accessors.hpp"
#include "server/sync/locks.hpp"
#include "server/sync/recompute.hpp"
#include "server/sync/stale.hpp"
#include "server/sync/views.hpp"

extern "C" {
#include <utils/snapmgr.h>
}

namespace relmeta::server {

bool sync_enabled = true;

namespace {

constexpr const char *use_refresh = "Run SELECT relmeta.refresh() to bring the relationships up to date.";

/// The maximum wait before marking tables as stale, in milliseconds, because the update has already waited.
constexpr int patience_to_mark = 50;

/// Sets a variable, and restores it at the end of the scope.
class Temporarily {
public:
    Temporarily(int &variable, int value) : variable_(variable), before_(std::exchange(variable, value)) {}
    ~Temporarily() { variable_ = before_; }
    Temporarily(const Temporarily &) = delete;
    Temporarily &operator=(const Temporarily &) = delete;

private:
    int &variable_;
    int before_;
};

/// Checks the session user, not the current user, so a SECURITY DEFINER function cannot turn sync off.
bool is_on() {
    return sync_enabled || !pg::call([] { return may_turn_sync_off(); });
}

void mark(const Touched &touched, const std::string &reason) {
    std::vector<Oid> tables = {everything};
    if (!touched.everything) {
        const std::set<Oid> marked = stale_tables();
        const std::vector<Oid> own(touched.tables.begin(), touched.tables.end());
        const std::vector<Oid> views = views_over(own);
        tables = concerned(own, marked);
        for (const std::vector<Oid> &others : {declarers_of(own), views}) {
            tables.insert(tables.end(), others.begin(), others.end());
        }
        // Another transaction may be creating a view of them.
        std::copy_if(own.begin(), own.end(), std::back_inserter(tables),
                     [](Oid table) { return takes_part(table) && !is_new(table); });
        if (touched.renamed) {
            const std::vector<Oid> neighbours = neighbours_of(touched.tables);
            tables.insert(tables.end(), neighbours.begin(), neighbours.end());
        }
        tables.insert(tables.end(), touched.dependent.begin(), touched.dependent.end());
        if (views.size() > most_views) {
            tables = {everything};
        } else if (!is_on() && marked.size() + tables.size() > max_stale) {
            tables.push_back(everything);
        }
    }
    mark_stale(tables, reason);
}

}  // namespace

bool may_turn_sync_off() {
    const Oid user = GetSessionUserId();
    return superuser_arg(user) || is_database_owner(user);
}

bool attempt(int level, const char *what, const char *hint, const std::function<void()> &part) {
    ErrorData *error = pg::in_subtransaction([&] {
        pg::arm_fault();
        // CREATE INDEX CONCURRENTLY and similar commands end without a snapshot, but tables with TOAST values must not be read or
        // written without one.
        const bool has_snapshot = pg::call([] { return ActiveSnapshotSet(); });
        if (!has_snapshot) {
            pg::call([] { PushActiveSnapshot(GetTransactionSnapshot()); });
        }
        part();
        if (!has_snapshot) {
            pg::call([] { PopActiveSnapshot(); });
        }
    });
    if (error != nullptr) {
        pg::call([&] {
            ereport(level, (errcode(error->sqlerrcode), errmsg("relmeta could not %s: %s", what, error->message),
                            error->detail != nullptr ? errdetail_internal("%s", error->detail) : 0,
                            hint != nullptr ? errhint("%s%s%s", hint, error->hint != nullptr ? " " : "",
                                                      error->hint != nullptr ? error->hint : "")
                                            : 0));
        });
    }
    return error == nullptr;
}

bool waits_for_refresh() { return !is_on() && stale_tables().count(everything) > 0; }

void follow(const std::function<Touched()> &collect) {
    Touched touched;
    touched.everything = true;  // unless collect() succeeds
    bool on = true;
    const bool followed = attempt(WARNING, "follow this command", use_refresh, [&] {
        on = is_on();
        touched = waits_for_refresh() ? Touched() : collect();
        if (!on) {
            return;
        }
        if (touched.everything) {
            recompute_all();
            follow_all_accessors();
        } else if (!touched.nothing()) {
            const std::vector<Oid> tables(touched.tables.begin(), touched.tables.end());
            lock_catalog_for(tables);
            std::vector<Oid> neighbours = touched.renamed ? neighbours_of(touched.tables) : std::vector<Oid>();
            neighbours.insert(neighbours.end(), touched.dependent.begin(), touched.dependent.end());
            recompute(tables, std::move(neighbours), touched.renamed);
        }
        follow_accessors();
    });
    if ((followed && on) || touched.nothing()) {
        return;
    }
    const Temporarily no_fault(pg::fault, 0);  // test faults affect only updating, not marking
    const Temporarily less_patience(lock_timeout, std::min(lock_timeout, patience_to_mark));
    attempt(WARNING, "mark the tables changed by this command as stale", use_refresh,
            [&] { mark(touched, followed ? "relmeta.sync was off" : "the command could not be followed"); });
}

}  // namespace relmeta::server
