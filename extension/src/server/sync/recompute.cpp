#include "server/sync/recompute.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include "core/model/sort_unique.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/view_facts.hpp"
#include "server/pg/datum.hpp"
#include "server/sync/accessors.hpp"
#include "server/sync/changes.hpp"
#include "server/sync/declared_ends.hpp"
#include "server/sync/derived_tables.hpp"
#include "server/sync/dumped_names.hpp"
#include "server/sync/fingerprint.hpp"
#include "server/sync/locks.hpp"
#include "server/sync/name_book.hpp"
#include "server/sync/stale.hpp"
#include "server/sync/touched.hpp"
#include "server/sync/views.hpp"

namespace relmeta::server {

namespace {

/// With more holders than this, everything is derived again at once.
constexpr std::size_t many_holders = 100;

/// The maximum number of other stale tables that a command brings up to date.
constexpr std::size_t max_healed = 10;

/// If more tables than this differ, the whole catalog is locked.
constexpr std::size_t max_refreshed_apart = 1000;

using Targets = std::map<Oid, std::set<Oid>>;  ///< the tables that each holder references; no entry if it has no keys

/// The tables that these holders reference now.
Targets targets_of(const std::vector<Oid> &holders) {
    Targets result;
    for (Oid holder : holders) {
        for (Oid target : referenced_tables(holder)) {
            result[holder].insert(target);
        }
    }
    return result;
}

/// The tables that they referenced according to the stored relationships.
Targets stored_targets(const StoredCatalog &stored) {
    Targets result;
    for (const Stored<Relationship> &row : stored.relationships) {
        if (row.row.origin == Origin::foreign_key && !row.row.reverse) {
            result[row.row.holder].insert(row.row.target);
        }
    }
    return result;
}

const std::set<Oid> &of(const Targets &targets, Oid holder) {
    static const std::set<Oid> none;
    const auto found = targets.find(holder);
    return found != targets.end() ? found->second : none;
}

std::set<Oid> all_of(const Targets &targets) {
    std::set<Oid> result;
    for (const auto &entry : targets) {
        result.insert(entry.second.begin(), entry.second.end());
    }
    return result;
}

/// The possible bridges that `holders` have started or stopped referencing, given the tables that they referenced before and
/// after: a referenced table is a bridge only if the pair is its key.
std::vector<Oid> newly_referenced(const std::vector<Oid> &holders, const std::set<Oid> &before, const std::set<Oid> &after,
                                  const StoreTable<StoredBridge> &bridges) {
    std::vector<Oid> changed;
    std::set_symmetric_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(changed));
    changed.erase(std::remove_if(changed.begin(), changed.end(),
                                 [&](Oid table) {
                                     return after.count(table) > 0
                                                ? bridges.by_bridge(table).empty()
                                                : referenced_tables(table).size() < 2 || is_referenced_by_others(table, holders);
                                 }),
                  changed.end());
    return changed;
}

/// Adds tables that reference this one and have enough foreign keys for a scope, which depends on the tables that this one
/// references. Declared relationships count as foreign keys.
void add_scoped(Oid table, const StoreTable<Relationship> &relationships, std::vector<Oid> &into) {
    for (const Stored<Relationship> &row : relationships.by_source(table)) {
        if (row.row.origin != Origin::bridge && row.row.reverse) {
            const std::vector<Oid> targets = referenced_tables(row.row.holder);
            const auto declared = StoreTable<DeclaredRelationship>(AccessShareLock).by_source(row.row.holder);
            if (targets.size() + declared.size() >= many_keys) {
                into.push_back(row.row.holder);
            }
        }
    }
}

/// Tables other than `holders` whose verdict may have changed because `holders` now reference other tables. Must cover all facts
/// of other tables that recognise() reads, except names.
std::vector<Oid> reconsidered(const std::vector<Oid> &holders, const StoredCatalog &stored, const Targets &after,
                              const Tables &tables) {
    const Targets before = stored_targets(stored);
    std::vector<Oid> result = newly_referenced(holders, all_of(before), all_of(after), tables.bridges);
    for (Oid holder : holders) {
        if (of(before, holder) != of(after, holder)) {
            add_scoped(holder, tables.relationships, result);
        }
    }
    result.erase(std::remove_if(result.begin(), result.end(),
                                [&](Oid table) { return std::binary_search(holders.begin(), holders.end(), table); }),
                 result.end());
    sort_unique(result);
    return result;
}

template <class Row>
void remove_all(const char *index, AttrNumber column, Oid table) {
    if (!OidIsValid(relmeta_relation(Codec<Row>::table))) {
        return;  // during an update from a version without the table
    }
    StoreTable<Row> rows(RowExclusiveLock);
    for (const Stored<Row> &row : rows.read(index, {oid_equals(column, table)})) {
        rows.remove(row.where);
    }
    pg::call([] { CommandCounterIncrement(); });  // the next call may find the same rows
}

/// Removes declarations and name records about dropped tables.
void forget_dropped(const std::vector<Oid> &holders) {
    for (Oid table : holders) {
        if (!exists(table)) {
            remove_all<DeclaredBridge>(Codec<DeclaredBridge>::bridge_index, Codec<DeclaredBridge>::bridge, table);
            remove_all<DeclaredRelationship>(Codec<DeclaredRelationship>::source_index, Codec<DeclaredRelationship>::source,
                                             table);
            remove_all<DeclaredRelationship>(Codec<DeclaredRelationship>::target_index, Codec<DeclaredRelationship>::target,
                                             table);
            remove_all<RejectedRelationship>(Codec<RejectedRelationship>::source_index, Codec<RejectedRelationship>::source,
                                             table);
            remove_all<RejectedRelationship>(Codec<RejectedRelationship>::target_index, Codec<RejectedRelationship>::target,
                                             table);
            remove_all<AccessorSource>(Codec<AccessorSource>::source_index, Codec<AccessorSource>::source, table);
            remove_all<NameRecord>(Codec<NameRecord>::source_index, Codec<NameRecord>::source, table);
            remove_all<NameRecord>(Codec<NameRecord>::holder_index, Codec<NameRecord>::holder, table);
        }
    }
}

/// The tables with declarations, rejections or name records.
std::vector<Oid> declared_tables() {
    std::vector<Oid> tables;
    for (const auto &row : StoreTable<DeclaredBridge>(AccessShareLock).read(nullptr, {})) {
        tables.push_back(row.row.bridge);
    }
    for (const auto &row : StoreTable<DeclaredRelationship>(AccessShareLock).read(nullptr, {})) {
        tables.insert(tables.end(), {row.row.source, row.row.target});
    }
    for (const auto &row : StoreTable<RejectedRelationship>(AccessShareLock).read(nullptr, {})) {
        tables.push_back(row.row.source);
        if (row.row.target != 0) {
            tables.push_back(row.row.target);
        }
    }
    for (const auto &row : StoreTable<NameRecord>(AccessShareLock).read(nullptr, {})) {
        tables.push_back(row.row.source);
    }
    sort_unique(tables);
    return tables;
}

/// Some stale tables, locked: tables that the current role owns and no other transaction is changing, and tables that no longer
/// exist.
std::vector<Oid> tables_to_heal(const std::set<Oid> &marked) {
    std::vector<Oid> tables;
    if (marked.count(everything) > 0) {
        return tables;  // requires refresh() anyway
    }
    for (Oid table : marked) {
        if (tables.size() == max_healed) {
            break;
        }
        const bool mine = !exists(table) || pg::call([&] { return is_table_owner(table, GetUserId()); });
        ViewLocks at_once(false);
        if (mine && at_once.change({table}).empty() && (!is_view(table) || lock_below(table, at_once)) &&
            try_lock_neighbour(table)) {
            tables.push_back(table);
        }
    }
    return tables;
}

void add(std::vector<Oid> &tables, const std::vector<Oid> &more) {
    tables.insert(tables.end(), more.begin(), more.end());
    sort_unique(tables);
}

/// Locks neighbours of a command's tables, and returns those that were locked. Adds the others to `missed`.
std::vector<Oid> locked_neighbours(const std::vector<Oid> &neighbours, std::vector<Oid> &missed) {
    std::vector<Oid> locked = lock_neighbours(neighbours);
    std::set_difference(neighbours.begin(), neighbours.end(), locked.begin(), locked.end(), std::back_inserter(missed));
    return locked;
}

/// The tables that are marked.
std::vector<Oid> marked_of(const std::vector<Oid> &tables, const std::set<Oid> &marked) {
    std::vector<Oid> result;
    std::copy_if(tables.begin(), tables.end(), std::back_inserter(result), [&](Oid table) { return marked.count(table) > 0; });
    return result;
}

/// Locks the facts of the tables that a command has changed, and those that its views depend on. Returns the tables and views
/// whose facts could not be locked.
std::vector<Oid> lock_facts(std::vector<Oid> tables, const std::vector<Oid> &derived, ViewLocks &locks) {
    tables.erase(std::remove_if(tables.begin(), tables.end(), [](Oid table) { return !takes_part(table); }), tables.end());
    std::vector<Oid> missed = locks.change(tables);
    for (Oid table : derived) {
        if (is_view(table) && !lock_below(table, locks)) {
            missed.push_back(table);
        }
    }
    sort_unique(missed);
    return missed;
}

/// The views, or none if they are too many for a command to lock and derive again.
std::vector<Oid> unless_too_many(std::vector<Oid> views) {
    if (views.size() > most_views) {
        leave_views(views.size(), most_views);
        views.clear();
    }
    return views;
}

/// Whether all relations are tables, not views, that this transaction created.
bool are_new_tables(const std::vector<Oid> &relations) {
    return std::all_of(relations.begin(), relations.end(), [](Oid relation) { return is_new(relation) && !is_view(relation); });
}

/// The holders whose stored and derived rows differ.
std::vector<Oid> differing(const Picture &picture) {
    std::vector<Oid> tables;
    relationship_changes(picture.stored, picture.derived).visit([&](const Relationship &row) { tables.push_back(row.holder); });
    bridge_changes(picture.stored, picture.derived).visit([&](const StoredBridge &row) { tables.push_back(row.bridge); });
    name_changes(picture.stored, picture.derived).visit([&](const NameRecord &row) { tables.push_back(row.holder); });
    sort_unique(tables);
    return tables;
}

/// Derives the locked holders, and writes the differences. Adds holders whose relationships give up a name.
std::int64_t derive_holders(Tables &rows, std::vector<Oid> &holders, StoredCatalog stored) {
    NameBook book(rows, holders, stored);
    DerivedCatalog derived;
    std::optional<Facts> facts;
    for (std::size_t yielding = 0;;) {
        facts.emplace(read_holders(holders));
        pass_on_ends(*facts, stored);
        derived = derive_catalog(*facts, holders, stored,
                                 [&](const auto &questions, Naming &naming) { book.answer(questions, naming); });
        if (book.yielding().size() == yielding) {
            break;
        }
        yielding = book.yielding().size();
        add(holders, book.yielding());
        pg::call([] { CommandCounterIncrement(); });
        stored = rows.read(holders);
    }
    return rows.write(stored, derived, *facts);
}

std::int64_t recompute_holders(std::vector<Oid> tables, std::vector<Oid> neighbours, bool moved) {
    const std::set<Oid> marked = stale_tables_at_hand();
    sort_unique(tables);
    sort_unique(neighbours);
    lock_catalog_for(tables);
    ViewLocks view_locks;
    // Stale tables may have changed in any way.
    Change change{tables, moved, marked};
    add(change.touched, marked_of(neighbours, marked));
    std::vector<Oid> missed = lock_facts(change.touched, tables.empty() ? neighbours : change.touched, view_locks);
    add(neighbours, declarers_of(tables));
    const auto followed = [&](std::vector<Oid> views) { return tables.empty() ? views : unless_too_many(std::move(views)); };
    add(neighbours, followed(views_over(change.touched)));
    std::vector<Oid> holders = concerned(tables, marked);
    const auto without_holders = [&](std::vector<Oid> from) {
        from.erase(std::remove_if(from.begin(), from.end(),
                                  [&](Oid table) { return std::binary_search(holders.begin(), holders.end(), table); }),
                   from.end());
        return from;
    };
    neighbours = without_holders(neighbours);
    if (holders.empty() && neighbours.empty()) {
        leave_stale(missed);
        return 0;
    }
    Tables rows;
    std::vector<Oid> all = holders;
    add(all, neighbours);
    StoredCatalog stored = rows.read(change.touched);
    std::vector<Oid> linked = lock_linked(change, all, stored, view_locks, missed);
    // Rows read before locking are still current if no other transaction sees the tables.
    const bool still_true = linked.empty() && all == change.touched && are_new_tables(all);
    lock_holders(holders);
    const std::vector<Oid> healed = tables_to_heal(marked);
    add(change.touched, healed);
    add(neighbours, without_holders(followed(views_over(healed))));
    add(holders, locked_neighbours(neighbours, missed));
    add(holders, healed);
    forget_dropped(holders);
    const bool read_again = !still_true || !healed.empty();
    if (read_again) {
        stored = rows.read(holders);
    }
    std::vector<Oid> others = reconsidered(holders, stored, targets_of(holders), rows);
    if (read_again) {
        linked = lock_linked(change, holders, stored, view_locks, missed);
    }
    std::vector<Oid> candidates = followed(views_linked(change, linked, holders));
    keep_different(candidates, change.touched);
    add(others, candidates);
    const std::vector<Oid> locked = locked_neighbours(others, missed);
    if (!locked.empty()) {
        add(holders, locked);
        stored = rows.read(holders);
    }
    const std::int64_t changed = derive_holders(rows, holders, std::move(stored));
    if (!marked.empty()) {
        for (Oid holder : holders) {
            if (marked.count(holder) > 0) {
                accessors_from_may_change(holder);
                accessors_of_may_change(holder);
            }
        }
        remove_stale_marks(&holders);
    }
    leave_stale(missed);
    return changed;
}

}  // namespace

std::int64_t recompute(const std::vector<Oid> &tables, std::vector<Oid> neighbours, bool moved) {
    const std::int64_t changed = recompute_holders(tables, std::move(neighbours), moved);
    for (Oid table : tables) {  // locked by now
        accessors_of_may_change(table);
    }
    follow_accessors();
    return changed;
}

std::int64_t recompute_everything() {
    lock_catalog(ShareRowExclusiveLock);
    take_dumped_names();  // loaded while their trigger was disabled
    forget_dropped(declared_tables());
    std::optional<Facts> read;
    read_steadily([&] { read.emplace(read_catalog(nullptr)); });
    Facts &facts = *read;
    StoredCatalog stored = read_stored_catalog(nullptr);
    pass_on_ends(facts, stored);
    DerivedCatalog derived = derive_catalog(facts, all_holders(facts), stored);
    Tables tables;
    std::int64_t changed = tables.write(stored, derived, facts);
    remove_stale_marks(nullptr);
    follow_accessors();
    return changed;
}

std::int64_t recompute_all() {
    const std::set<Oid> marked = stale_tables();
    if (marked.count(everything) > 0 || marked.size() > max_refreshed_apart ||
        views_over({marked.begin(), marked.end()}).size() > most_views ||
        !StoreTable<DumpedName>(RowExclusiveLock).read(nullptr, {}).empty()) {
        return recompute_everything();
    }
    const std::int64_t seen = marked.empty() ? fingerprint() : 0;
    if (seen != 0 && is_verified(seen)) {
        return 0;
    }
    std::vector<Oid> tables;
    {
        const Picture picture = take_picture();
        if (picture.stored.empty()) {
            return recompute_everything();
        }
        tables = differing(picture);
    }
    tables.insert(tables.end(), marked.begin(), marked.end());
    for (Oid table : declared_tables()) {
        if (!exists(table)) {
            tables.push_back(table);
        }
    }
    if (tables.empty()) {
        if (seen != 0) {
            keep_verified(seen);
        }
        return 0;
    }
    sort_unique(tables);
    return tables.size() > max_refreshed_apart ? recompute_everything() : recompute({}, tables);
}

void follow_dumped_names() {
    lock_catalog(ShareRowExclusiveLock);
    std::vector<Oid> holders = take_dumped_names();
    if (holders.size() > many_holders) {
        recompute_everything();
    } else if (!holders.empty()) {
        recompute(holders);
    }
}

}  // namespace relmeta::server
