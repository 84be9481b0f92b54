// Read without locks: what is found to differ is locked, read again and derived again by the caller.
#include "server/sync/views.hpp"

#include <algorithm>
#include <iterator>
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

/// What a relationship is, but for its names and for what depends on the source's columns alone.
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

/// Whether the foreign keys of a table make other relationships than those that are stored.
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

/// The tables that these views, as they are and as they are stored, refer to or stand for.
class MeantTables {
public:
    void add(const std::vector<Oid> &more) { tables_.insert(more.begin(), more.end()); }

    /// What is stored of the links of a view, or of a table that is gone: from it, and to it from what refers to the same table.
    void add_stored(Oid relation) {
        for (const auto &row : relationships_.by_source(relation)) {
            if (row.row.bridge != 0 || row.row.origin == Origin::declared) {
                continue;
            }
            tables_.insert(row.row.target);
            add(referenced_tables(row.row.target));
            for (const auto &other : relationships_.by_holder(row.row.target)) {
                if (other.row.origin == Origin::view && !other.row.reverse) {
                    tables_.insert(other.row.target);
                }
            }
        }
    }

    /// The views that hold a link of this relation.
    void add_holders(Oid relation, std::vector<Oid> &views) const {
        for (const auto &row : relationships_.by_source(relation)) {
            if (row.row.origin == Origin::view) {
                views.push_back(row.row.holder);
            }
        }
    }

    std::vector<Oid> tables() const { return {tables_.begin(), tables_.end()}; }

private:
    StoreTable<Relationship> relationships_{AccessShareLock};
    std::set<Oid> tables_;
};

/// Keeps those of the views whose links are not those that are stored. What these tables refer to may not be stored yet.
void keep_different(std::vector<Oid> &views, const std::vector<Oid> &touched) {
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

}  // namespace

bool is_view(Oid relation) {
    const char kind = pg::call([&] { return get_rel_relkind(relation); });
    return kind == RELKIND_VIEW || kind == RELKIND_MATVIEW;
}

std::vector<Oid> views_concerned(const std::vector<Oid> &touched, const std::vector<Oid> &holders, const StoredCatalog &stored,
                                 bool moved) {
    std::vector<Oid> views;
    std::copy_if(holders.begin(), holders.end(), std::back_inserter(views), is_view);
    MeantTables meant;
    std::vector<Oid> result;
    for (Oid view : views) {
        meant.add_stored(view);
    }
    if (!views.empty()) {
        Facts facts;
        read_around_views(views, facts);
        meant.add(tables_meant(views, facts));
    }
    for (Oid table : touched) {
        if (!exists(table)) {
            meant.add_stored(table);
            meant.add_holders(table, result);
        } else if (!is_view(table)) {
            std::vector<Oid> targets = referenced_tables(table);
            for (const Stored<Relationship> &row : stored.relationships) {
                if (row.row.holder == table && row.row.origin == Origin::foreign_key && !row.row.reverse) {
                    targets.push_back(row.row.target);
                }
            }
            sort_unique(targets);
            if (!targets.empty() && !views_over(targets).empty() && (moved || has_other_keys(table, stored))) {
                meant.add(targets);
            }
        }
    }
    std::vector<Oid> candidates = views_over(meant.tables());
    for (Oid view : views) {
        meant.add_holders(view, candidates);
    }
    candidates.insert(candidates.end(), result.begin(), result.end());
    sort_unique(candidates);
    result.clear();
    std::set_difference(candidates.begin(), candidates.end(), holders.begin(), holders.end(), std::back_inserter(result));
    if (!result.empty()) {
        keep_different(result, touched);
    }
    return result;
}

}  // namespace relmeta::server
