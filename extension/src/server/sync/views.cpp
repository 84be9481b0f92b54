// Differences are found without locks on the views. The caller then locks, reads and derives the views again.
#include "server/sync/views.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "core/derive/derive.hpp"
#include "core/model/sort_unique.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/view_facts.hpp"
#include "server/pg/datum.hpp"

extern "C" {
#include <catalog/pg_class.h>
#include <utils/lsyscache.h>
}

namespace relmeta::server {

namespace {

/// A relationship without its names and the properties that depend only on the source's columns.
using Meaning = std::tuple<TableId, TableId, ColumnNames, ColumnNames, Kind, bool, bool, std::string, std::string>;

Meaning meaning(const Relationship &r) {
    return {r.source, r.target, r.source_columns, r.target_columns, r.kind, r.required, r.enforced, r.constraint, r.far_constraint};
}

template <class Rows, class RowOf>
std::set<Meaning> meanings(const Rows &rows, TableId holder, Origin origin, RowOf row_of) {
    std::set<Meaning> result;
    for (const auto &element : rows) {
        const Relationship &r = row_of(element);
        if (r.holder == holder && r.origin == origin && !r.reverse) {
            result.insert(meaning(r));
        }
    }
    return result;
}

const Relationship &of_stored(const Stored<Relationship> &stored) { return stored.row; }
const Relationship &of_derived(const Relationship &derived) { return derived; }
const Relationship &of_link(const ViewLink &link) { return link.forward; }

/// Whether the relationships of a table's foreign keys differ from the stored ones.
bool has_other_keys(Oid table, const StoredCatalog &stored) {
    Facts facts;
    if (!read_table(table, Depth::all, facts)) {
        return true;
    }
    for (Oid target : referenced_tables(table)) {
        if (facts.table(target) == nullptr) {
            read_table(target, Depth::columns, facts);
        }
    }
    Views views(facts);
    Derived derived;
    derive(facts.at(table), facts, views, derived);
    return meanings(derived.relationships, table, Origin::foreign_key, of_derived) !=
           meanings(stored.relationships, table, Origin::foreign_key, of_stored);
}

/// The stored links of views.
class StoredLinks {
public:
    /// Adds the tables that a view, or a dropped relation, refers to or shows.
    void add_tables(Oid relation, std::set<Oid> &tables) const {
        for (const auto &stored : relationships_.by_source(relation)) {
            const Relationship &row = stored.row;
            if (row.holder != relation || row.bridge != 0 || row.origin == Origin::declared) {
                continue;
            }
            if (!row.reverse) {
                tables.insert(row.target);
                continue;
            }
            // A source that refers to the view by these columns also refers to its table.
            for (const auto &other : relationships_.by_holder(row.target)) {
                if (other.row.source == row.target && !other.row.reverse && other.row.source_columns == row.target_columns) {
                    tables.insert(other.row.target);
                }
            }
        }
    }

    /// Adds the views that hold a link of this relation.
    void add_holders(Oid relation, std::vector<Oid> &views) const {
        for (const auto &row : relationships_.by_source(relation)) {
            if (row.row.origin == Origin::view) {
                views.push_back(row.row.holder);
            }
        }
    }

private:
    StoreTable<Relationship> relationships_{AccessShareLock};
};

/// The tables that the foreign keys of a table refer to, now and according to the stored relationships.
std::set<Oid> targets_of(Oid table, const StoredCatalog &stored) {
    const std::vector<Oid> now = referenced_tables(table);
    std::set<Oid> targets(now.begin(), now.end());
    for (const Stored<Relationship> &row : stored.relationships) {
        if (row.row.holder == table && row.row.origin == Origin::foreign_key && !row.row.reverse) {
            targets.insert(row.row.target);
        }
    }
    return targets;
}

/// The pairs of table and schema in which views of the table meet tables and views that refer to it, in locking order.
class Meetings {
public:
    /// Adds a view that shows or refers to these tables, or a table that refers to them. `moved`: it may have been in other
    /// schemas.
    void add(Oid relation, bool moved, const std::set<Oid> &tables) {
        scan(RelationRelationId, ClassOidIndexId, moved ? SnapshotAny : nullptr, {oid_equals(Anum_pg_class_oid, relation)},
             [&](HeapTuple tuple, TupleDesc) {
                 const auto form = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple));
                 const bool view = form->relkind == RELKIND_VIEW || form->relkind == RELKIND_MATVIEW;
                 for (Oid table : tables) {
                     bool &of_view = places_[{table, form->relnamespace}];
                     of_view = of_view || view;
                 }
                 return true;
             });
    }

    void add(const Meetings &others) {
        for (const auto &[place, view] : others.places_) {
            bool &of_view = places_[place];
            of_view = of_view || view;
        }
    }

    /// Tries to lock the pairs without waiting, except those that `others` contains. Returns whether it locked all of them.
    bool lock_at_once(const Meetings &others) const {
        ViewLocks locks(false);
        return std::all_of(places_.begin(), places_.end(), [&](const auto &entry) {
            return others.places_.count(entry.first) > 0 || locks.meet(entry.first.second, entry.first.first, entry.second);
        });
    }

    /// Locks the pairs. Returns the tables of those that another transaction has locked.
    std::vector<Oid> lock(ViewLocks &locks) const {
        std::vector<Oid> missed;
        for (const auto &[place, view] : places_) {
            if (!locks.meet(place.second, place.first, view)) {
                missed.push_back(place.first);
            }
        }
        return missed;
    }

private:
    std::map<std::pair<Oid, Oid>, bool> places_;  ///< table and schema; whether a view of them has changed
};

}  // namespace

bool is_view(Oid relation) {
    const char kind = pg::call([&] { return get_rel_relkind(relation); });
    return kind == RELKIND_VIEW || kind == RELKIND_MATVIEW;
}

bool lock_below(Oid view, ViewLocks &locks) {
    for (;;) {
        Facts facts;
        read_below({view}, facts);
        std::vector<Oid> relations;
        for (const auto &entry : facts.tables) {
            if (entry.first != view) {
                relations.push_back(entry.first);
            }
        }
        sort_unique(relations);
        const ViewLocks::Read got = locks.read(relations);
        if (got == ViewLocks::Read::failed) {
            return false;
        }
        if (got == ViewLocks::Read::done) {
            ViewKeys keys(facts);
            const std::set<Oid> meant = tables_meant(view, facts, keys);
            return locks.read({meant.begin(), meant.end()}) != ViewLocks::Read::failed;
        }
    }
}

std::vector<Oid> lock_linked(const Change &change, const std::vector<Oid> &holders, const StoredCatalog &stored, ViewLocks &locks,
                             std::vector<Oid> &missed) {
    const StoredLinks links;
    Meetings meetings;
    std::set<Oid> linked;
    const auto add = [&](Oid relation, bool was_elsewhere, const std::set<Oid> &tables) {
        meetings.add(relation, was_elsewhere, tables);
        linked.insert(tables.begin(), tables.end());
    };
    std::vector<Oid> views;
    std::copy_if(holders.begin(), holders.end(), std::back_inserter(views), is_view);
    Facts facts;
    read_below(views, facts);
    ViewKeys keys(facts);
    for (Oid view : views) {
        std::set<Oid> tables = tables_meant(view, facts, keys);
        links.add_tables(view, tables);
        add(view, change.moved, tables);
    }
    for (Oid table : change.touched) {
        if (!exists(table)) {
            std::set<Oid> tables;
            links.add_tables(table, tables);
            add(table, true, tables);
        }
    }
    for (Oid table : change.touched) {
        if (exists(table) && !is_view(table)) {
            const std::set<Oid> targets = targets_of(table, stored);
            Meetings own;
            own.add(table, change.moved, targets);
            const bool no_views = own.lock_at_once(meetings) && views_over({targets.begin(), targets.end()}).empty();
            if (!no_views && (change.moved || change.marked.count(table) > 0 || has_other_keys(table, stored))) {
                meetings.add(own);
                linked.insert(targets.begin(), targets.end());
            }
        }
    }
    const std::vector<Oid> left = meetings.lock(locks);
    missed.insert(missed.end(), left.begin(), left.end());
    sort_unique(missed);
    return {linked.begin(), linked.end()};
}

std::vector<Oid> views_linked(const Change &change, const std::vector<Oid> &tables, const std::vector<Oid> &holders) {
    const StoredLinks links;
    std::vector<Oid> candidates = views_over(tables);
    for (Oid table : change.touched) {
        if (!exists(table)) {
            links.add_holders(table, candidates);
        }
    }
    for (Oid holder : holders) {
        if (is_view(holder)) {
            links.add_holders(holder, candidates);
        }
    }
    sort_unique(candidates);
    std::vector<Oid> result;
    std::set_difference(candidates.begin(), candidates.end(), holders.begin(), holders.end(), std::back_inserter(result));
    return result;
}

void keep_different(std::vector<Oid> &views, const std::vector<Oid> &touched) {
    if (views.empty()) {
        return;
    }
    Facts facts;
    for (Oid table : touched) {
        read_table(table, Depth::all, facts);
    }
    read_around_views(views, facts);
    read_declared(facts);
    Views derived(facts);
    StoreTable<Relationship> relationships(AccessShareLock);
    views.erase(std::remove_if(views.begin(), views.end(),
                               [&](Oid view) {
                                   const Table *table = facts.table(view);
                                   return table != nullptr &&
                                          meanings(derived.links_of(*table), view, Origin::view, of_link) ==
                                              meanings(relationships.by_holder(view), view, Origin::view, of_stored);
                               }),
                views.end());
}

}  // namespace relmeta::server
