#include "sync.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "../core/reconcile.hpp"
#include "catalog_reader.hpp"
#include "datum.hpp"
#include "derivation.hpp"
#include "locks.hpp"

extern "C" {
#include <utils/snapmgr.h>
#include <utils/syscache.h>
}

namespace relmeta::server {

bool sync_enabled = true;

namespace {

/// More stale tables than this wait for refresh(): the next command should not pay for all of them.
constexpr std::size_t max_healed = 100;

/// Stands in relmeta.stale, as a null, where the tables are not known.
constexpr Oid everything = InvalidOid;

constexpr const char *use_refresh = "Run SELECT relmeta.refresh() to bring the relationships up to date.";

/// What has to be written to one table. Rows go before rows come, so that a name can pass from one to another.
template <class Row>
struct Changes {
    std::vector<ItemPointerData> removed;
    std::vector<std::pair<ItemPointerData, Row>> updated;
    std::vector<Row> inserted;

    std::int64_t write(StoreTable<Row> &table) const {
        for (const ItemPointerData &where : removed) {
            table.remove(where);
        }
        for (const auto &row : updated) {
            table.update(row.first, row.second);
        }
        for (const Row &row : inserted) {
            table.insert(row);
        }
        return static_cast<std::int64_t>(std::max(removed.size(), inserted.size()) + updated.size());
    }
};

Changes<Relationship> relationship_changes(const StoredCatalog &stored, const DerivedCatalog &derived) {
    Changes<Relationship> changes;
    std::vector<bool> lives(stored.relationships.size());
    for (std::size_t i = 0; i < derived.relationships.size(); ++i) {
        const Relationship &fresh = derived.relationships[i];
        std::size_t old = derived.continued[i];
        if (old == no_place) {
            changes.inserted.push_back(fresh);
            continue;
        }
        lives[old] = true;
        const Stored<Relationship> &row = stored.relationships[old];
        if (row.row == fresh) {
            continue;
        }
        if (row.row.name == fresh.name) {
            changes.updated.emplace_back(row.where, fresh);
        } else {
            changes.removed.push_back(row.where);
            changes.inserted.push_back(fresh);
        }
    }
    for (std::size_t i = 0; i < lives.size(); ++i) {
        if (!lives[i]) {
            changes.removed.push_back(stored.relationships[i].where);
        }
    }
    return changes;
}

/// For rows that are told apart by what `key` says of them.
template <class Row, class Key>
Changes<Row> keyed_changes(const std::vector<Stored<Row>> &stored, const std::vector<Row> &derived, Key key) {
    Changes<Row> changes;
    std::map<decltype(key(derived[0])), const Stored<Row> *> old;
    for (const Stored<Row> &row : stored) {
        if (!old.emplace(key(row.row), &row).second) {
            changes.removed.push_back(row.where);
        }
    }
    for (const Row &fresh : derived) {
        auto found = old.find(key(fresh));
        if (found == old.end()) {
            changes.inserted.push_back(fresh);
            continue;
        }
        if (!(found->second->row == fresh)) {
            changes.updated.emplace_back(found->second->where, fresh);
        }
        old.erase(found);
    }
    for (const auto &gone : old) {
        changes.removed.push_back(gone.second->where);
    }
    return changes;
}

/// What tells the relationships of foreign keys and bridges apart, whatever they are called.
auto identity(const NameRecord &record) {
    return std::make_tuple(record.holder, record.constraint, record.far_constraint, record.reverse);
}

/// A declaration holds the names that its relationship has, as a name record does. One that another took while there was no
/// such relationship is given up, so that nothing changes on the day it becomes free.
void write_declared_names(const std::vector<Relationship> &relationships) {
    std::map<std::tuple<TableId, ColumnNames, TableId, ColumnNames>, const Relationship *> made;
    for (const Relationship &row : relationships) {
        if (row.origin == Origin::declared && !row.reverse) {
            made.emplace(std::make_tuple(row.source, row.source_columns, row.target, row.target_columns), &row);
        }
    }
    if (made.empty()) {
        return;
    }
    StoreTable<DeclaredRelationship> declarations(RowExclusiveLock);
    for (auto &row : declarations.read(nullptr, {})) {
        DeclaredRelationship &said = row.row;
        auto found = made.find(std::make_tuple(said.source, said.source_columns, said.target, said.target_columns));
        if (found == made.end()) {
            continue;
        }
        const std::string &name = said.name.empty() ? said.name : found->second->name;
        const std::string &inverse = said.inverse_name.empty() ? said.inverse_name : found->second->inverse;
        if (name != said.name || inverse != said.inverse_name) {
            said.name = name;
            said.inverse_name = inverse;
            declarations.update(row.where, said);
        }
    }
}

/// relmeta's derived tables and its name records, open for writing.
struct Tables {
    StoreTable<Relationship> relationships{RowExclusiveLock};
    StoreTable<StoredBridge> bridges{RowExclusiveLock};
    StoreTable<NameRecord> names{RowExclusiveLock};

    StoredCatalog read(const std::vector<Oid> &holders) const {
        StoredCatalog stored;
        for (Oid holder : holders) {
            append(stored.relationships,
                   relationships.read("relationship_holder_idx", {oid_equals(Codec<Relationship>::holder, holder)}));
            append(stored.bridges, bridges.read("bridge_bridge_idx", {oid_equals(Codec<StoredBridge>::bridge, holder)}));
            append(stored.names, names.read("relationship_name_holder_idx", {oid_equals(Codec<NameRecord>::holder, holder)}));
        }
        return stored;
    }

    std::int64_t write(const StoredCatalog &stored, const DerivedCatalog &derived) {
        std::int64_t changed = relationship_changes(stored, derived).write(relationships);
        changed +=
            keyed_changes(stored.bridges, derived.bridges, [](const StoredBridge &row) { return row.bridge; }).write(bridges);
        keyed_changes(stored.names, derived.names, identity).write(names);
        write_declared_names(derived.relationships);
        pg::call([] { CommandCounterIncrement(); });
        return changed;
    }

private:
    template <class Row>
    static void append(std::vector<Stored<Row>> &to, std::vector<Stored<Row>> from) {
        to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    }
};

using Targets = std::map<Oid, std::set<Oid>>;  ///< what a table refers to; a table without keys is not there

/// What these refer to now.
Targets targets_of(const std::vector<Oid> &holders) {
    Targets result;
    for (Oid holder : holders) {
        for (Oid target : referenced_tables(holder)) {
            result[holder].insert(target);
        }
    }
    return result;
}

/// What they referred to when they were stored.
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

bool any_declares_relationships(const std::vector<Oid> &holders) {
    std::vector<Stored<DeclaredRelationship>> declared = StoreTable<DeclaredRelationship>(AccessShareLock).read(nullptr, {});
    return std::any_of(declared.begin(), declared.end(), [&](const Stored<DeclaredRelationship> &row) {
        return std::binary_search(holders.begin(), holders.end(), row.row.source);
    });
}

/// The tables that could be bridges and that `holders` have begun or ceased to refer to, `after` being what they refer to now: a
/// table that others refer to is a bridge only where its key is the pair.
std::vector<Oid> newly_referenced(const std::vector<Oid> &holders, const std::set<Oid> &before, const std::set<Oid> &after,
                                  const StoreTable<StoredBridge> &bridges) {
    std::vector<Oid> changed;
    std::set_symmetric_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(changed));
    changed.erase(std::remove_if(
                      changed.begin(), changed.end(),
                      [&](Oid table) {
                          return after.count(table) > 0
                                     ? bridges.read("bridge_bridge_idx", {oid_equals(Codec<StoredBridge>::bridge, table)}).empty()
                                     : referenced_tables(table).size() < 2 || is_referenced_by_others(table, holders);
                      }),
                  changed.end());
    return changed;
}

/// The tables with so many keys that one can be a scope that refer to this one: what it refers to tells.
void add_scoped(Oid table, const StoreTable<Relationship> &relationships, std::vector<Oid> &into) {
    for (const Stored<Relationship> &row :
         relationships.read("relationship_source_name_idx", {oid_equals(Codec<Relationship>::source, table)})) {
        if (row.row.origin == Origin::foreign_key && row.row.reverse &&
            referenced_tables(row.row.holder).size() >= many_keys) {
            into.push_back(row.row.holder);
        }
    }
}

/// The tables, other than `holders`, that can have become a bridge, or another one, by what these refer to now. It has to hold
/// all that recognise() says of other tables than its own, but for names.
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

/// Looks names up among the relationships of other holders. What a transaction in progress has inserted or deleted counts as
/// taken: nobody waits for it, and whichever way it ends no name is given twice.
class NameBook {
public:
    NameBook(const Tables &tables, const std::vector<Oid> &holders) : tables_(tables), holders_(holders) {}

    void answer(const std::vector<Naming::Question> &questions, Naming &naming) {
        std::vector<Oid> sources;
        for (const Naming::Question &question : questions) {
            sources.push_back(question.first);
        }
        locks_.add(std::move(sources));
        for (const Naming::Question &question : questions) {
            naming.answer(question, taken(question));
        }
    }

private:
    bool taken(const Naming::Question &question) const {
        SnapshotData dirty;
        InitDirtySnapshot(dirty);
        std::vector<Stored<Relationship>> rows =
            tables_.relationships.read("relationship_source_name_idx",
                                       {oid_equals(Codec<Relationship>::source, question.first),
                                        Equals{Codec<Relationship>::name, F_NAMEEQ, to_name(question.second)}},
                                       &dirty);
        return std::any_of(rows.begin(), rows.end(), [&](const Stored<Relationship> &row) {
            return !std::binary_search(holders_.begin(), holders_.end(), row.row.holder);
        });
    }

    const Tables &tables_;
    const std::vector<Oid> &holders_;
    NameLocks locks_;
};

template <class Row>
void remove_all(const char *index, AttrNumber column, Oid table) {
    StoreTable<Row> rows(RowExclusiveLock);
    for (const Stored<Row> &row : rows.read(index, {oid_equals(column, table)})) {
        rows.remove(row.where);
    }
    pg::call([] { CommandCounterIncrement(); });  // a row of the next call may be one of these
}

/// What the user declared about a dropped table goes with it.
void forget_dropped(const std::vector<Oid> &holders) {
    for (Oid table : holders) {
        if (!pg::call([&] { return SearchSysCacheExists1(RELOID, ObjectIdGetDatum(table)); })) {
            remove_all<DeclaredBridge>("declared_bridge_bridge_idx", Codec<DeclaredBridge>::bridge, table);
            remove_all<DeclaredRelationship>("declared_relationship_source_idx", Codec<DeclaredRelationship>::source, table);
            remove_all<DeclaredRelationship>("declared_relationship_target_idx", Codec<DeclaredRelationship>::target, table);
            remove_all<NameRecord>("relationship_name_source_idx", Codec<NameRecord>::source, table);
        }
    }
}

/// The tables that something is declared about.
std::vector<Oid> declared_tables() {
    std::vector<Oid> tables;
    for (const auto &row : StoreTable<DeclaredBridge>(AccessShareLock).read(nullptr, {})) {
        tables.push_back(row.row.bridge);
    }
    for (const auto &row : StoreTable<DeclaredRelationship>(AccessShareLock).read(nullptr, {})) {
        tables.insert(tables.end(), {row.row.source, row.row.target});
    }
    for (const auto &row : StoreTable<NameRecord>(AccessShareLock).read(nullptr, {})) {
        tables.push_back(row.row.source);
    }
    sort_unique(tables);
    return tables;
}

/// The tables that are marked as stale.
std::set<Oid> stale_tables() {
    std::set<Oid> tables;
    for (const Stored<StaleTable> &mark : StoreTable<StaleTable>(AccessShareLock).read(nullptr, {})) {
        tables.insert(mark.row.table);
    }
    return tables;
}

std::vector<Oid> as_vector(const std::set<Oid> &tables) { return {tables.begin(), tables.end()}; }

/// The stale tables that nobody else is changing, for this command to derive again with its own; `everything` among them where
/// that is stale, and nobody is changing anything.
std::vector<Oid> stale_tables_to_heal() {
    std::vector<Oid> tables = as_vector(stale_tables());
    if (tables.size() > max_healed) {
        return {};
    }
    tables.erase(std::remove_if(tables.begin(), tables.end(),
                                [](Oid table) { return table == everything ? !try_lock_catalog() : !try_lock_holder(table); }),
                 tables.end());
    return tables;
}

void remove_stale_marks(const std::vector<Oid> *holders) {
    StoreTable<StaleTable> stale(RowExclusiveLock);
    for (const Stored<StaleTable> &row : stale.read(nullptr, {})) {
        if (holders == nullptr || std::binary_search(holders->begin(), holders->end(), row.row.table)) {
            stale.remove(row.where);
        }
    }
}

/// Once there are so many that they wait for refresh(), so does everything: a load of thousands of tables is not followed
/// further.
void mark_stale(const std::vector<Oid> &tables, const std::string &reason) {
    StoreTable<StaleTable> stale(RowExclusiveLock);
    std::set<Oid> marked = stale_tables();
    for (Oid table : tables) {
        if (marked.insert(table).second) {
            stale.insert({table, reason});
        }
    }
    if (marked.size() > max_healed && marked.insert(everything).second) {
        stale.insert({everything, reason});
    }
    pg::call([] { CommandCounterIncrement(); });
}

/// Derives everything; names continue from what `history` makes of the stored ones.
template <class History>
std::int64_t derive_everything(History history) {
    lock_catalog(ShareRowExclusiveLock);
    forget_dropped(declared_tables());
    Facts facts = read_catalog(nullptr);
    StoredCatalog stored = read_stored_catalog(nullptr);
    DerivedCatalog derived = derive_catalog(facts, all_holders(facts), history(stored));
    Tables tables;
    std::int64_t changed = tables.write(stored, derived);
    remove_stale_marks(nullptr);
    return changed;
}

}  // namespace

std::int64_t recompute(std::vector<Oid> holders) {
    lock_catalog(RowExclusiveLock);
    std::vector<Oid> stale = stale_tables_to_heal();
    if (!stale.empty() && stale.front() == everything) {
        return recompute_all();
    }
    holders.insert(holders.end(), stale.begin(), stale.end());
    sort_unique(holders);
    lock_holders(holders);
    forget_dropped(holders);
    Tables tables;
    StoredCatalog stored = tables.read(holders);
    const Targets targets = targets_of(holders);
    if (stored.empty() && targets.empty() && stale.empty() && !any_declares_relationships(holders)) {
        return 0;
    }
    std::vector<Oid> parents = reconsidered(holders, stored, targets, tables);
    if (!parents.empty()) {
        lock_holders(parents);
        holders.insert(holders.end(), parents.begin(), parents.end());
        sort_unique(holders);
        stored = tables.read(holders);
    }
    Facts facts = read_holders(holders);
    NameBook book(tables, holders);
    DerivedCatalog derived =
        derive_catalog(facts, holders, stored, [&](const auto &questions, Naming &naming) { book.answer(questions, naming); });
    std::int64_t changed = tables.write(stored, derived);
    if (!stale.empty()) {
        remove_stale_marks(&holders);
    }
    return changed;
}

std::int64_t recompute_all() {
    return derive_everything([](const StoredCatalog &stored) -> const StoredCatalog & { return stored; });
}

std::int64_t recompute_all_from_loaded_names() {
    return derive_everything([](StoredCatalog stored) {
        std::set<decltype(identity(NameRecord()))> given;
        for (Stored<Relationship> &row : stored.relationships) {
            given.emplace(row.row.holder, row.row.constraint, row.row.far_constraint, row.row.reverse);
            row.row.name.clear();
        }
        auto was_given_here = [&](const Stored<NameRecord> &record) {
            return !record.row.chosen && given.count(identity(record.row)) > 0 &&
                   !TransactionIdIsCurrentTransactionId(record.writer);
        };
        stored.names.erase(std::remove_if(stored.names.begin(), stored.names.end(), was_given_here), stored.names.end());
        return stored;
    });
}

std::vector<Oid> with_neighbours(const std::set<Oid> &tables) {
    std::vector<Oid> result = as_vector(tables);
    StoreTable<Relationship> relationships(AccessShareLock);
    for (Oid table : tables) {
        for (const Stored<Relationship> &row :
             relationships.read("relationship_source_name_idx", {oid_equals(Codec<Relationship>::source, table)})) {
            result.push_back(row.row.holder);
        }
    }
    sort_unique(result);
    return result;
}

bool attempt(int level, const char *what, const char *hint, const std::function<void()> &part) {
    ErrorData *error = pg::in_subtransaction([&] {
        pg::arm_fault();
        // CREATE INDEX CONCURRENTLY and its like end without a snapshot, and without one no table may be read or written that can
        // hold values out of line.
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
                            hint != nullptr ? errhint("%s", hint) : 0));
        });
    }
    return error == nullptr;
}

bool waits_for_refresh() {
    if (sync_enabled) {
        return false;
    }
    std::set<Oid> tables = stale_tables();
    return tables.size() > max_healed && tables.count(everything) > 0;
}

void follow(const std::function<Touched()> &collect) {
    Touched touched;
    touched.everything = true;  // unless collect() comes to say
    bool followed = attempt(WARNING, "follow this command", use_refresh, [&] {
        touched = waits_for_refresh() ? Touched() : collect();
        if (!sync_enabled) {
            return;
        }
        if (touched.everything) {
            recompute_all();
        } else if (!touched.nothing()) {
            recompute(touched.renamed ? with_neighbours(touched.tables) : as_vector(touched.tables));
        }
    });
    if ((followed && sync_enabled) || touched.nothing()) {
        return;
    }
    // The fault to test is in following, not in saying that it failed.
    int no_fault = std::exchange(pg::fault, 0);
    attempt(WARNING, "mark what this command changed as stale", use_refresh, [&] {
        mark_stale(touched.everything ? std::vector<Oid>{everything}
                   : touched.renamed  ? with_neighbours(touched.tables)
                                      : as_vector(touched.tables),
                   followed ? "relmeta.sync was off" : "the command could not be followed");
    });
    pg::fault = no_fault;
}

}  // namespace relmeta::server
