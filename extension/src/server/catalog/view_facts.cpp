#include "server/catalog/view_facts.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <unordered_map>

#include "core/expression/view_reader.hpp"
#include "core/model/sort_unique.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/conditions.hpp"
#include "server/catalog/store.hpp"
#include "server/pg/datum.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <access/transam.h>
#include <catalog/dependency.h>
#include <catalog/pg_class.h>
#include <catalog/pg_depend.h>
#include <catalog/pg_rewrite.h>
#include <utils/inval.h>
#include <utils/lsyscache.h>
#include <utils/syscache.h>
#include <utils/timestamp.h>
}

namespace relmeta::server {

namespace {

/// The base type of a domain, any other type itself; 0 if it has just been dropped.
TypeId base_type(TypeId type) {
    if (type < FirstGenbkiObjectId) {
        return type;  // a built-in type, which is never a domain
    }
    return pg::call([&] { return SearchSysCacheExists1(TYPEOID, ObjectIdGetDatum(type)) ? getBaseType(type) : InvalidOid; });
}

/// Whether it is the rule of a view, rather than one that a user created.
bool is_of_view(const FormData_pg_rewrite *rule) { return rule->ev_type == '1' && rule->is_instead; }

void read_action(HeapTuple tuple, TupleDesc descriptor, Table &view) {
    Datum action = 0;
    if (is_of_view(reinterpret_cast<const FormData_pg_rewrite *>(GETSTRUCT(tuple))) &&
        get(tuple, descriptor, Anum_pg_rewrite_ev_action, &action)) {
        const Unpacked text(action);
        view.view = read_view_query({text.data(), text.size()}, base_type);
    }
}

/// The view that the rule defines; InvalidOid if it is another rule.
Oid view_of_rule(Oid rule) {
    Oid view = InvalidOid;
    scan(RewriteRelationId, RewriteOidIndexId, nullptr, {oid_equals(Anum_pg_rewrite_oid, rule)}, [&](HeapTuple tuple, TupleDesc) {
        const auto form = reinterpret_cast<const FormData_pg_rewrite *>(GETSTRUCT(tuple));
        view = is_of_view(form) ? form->ev_class : InvalidOid;
        return false;
    });
    return view;
}

/// The views whose queries name a relation, cached until a rule changes. A command looks up the tables that its foreign keys
/// refer to, and pg_depend has a row for each foreign key that refers to them, so reading it each time would be slow.
class ViewsByRelation {
public:
    const std::vector<Oid> &of(Oid relation) {
        pg::call([] { AcceptInvalidationMessages(); });
        if (changes_ != seen_changes_ || views_.size() > most_relations) {
            views_.clear();
            seen_changes_ = changes_;
        }
        const auto known = views_.find(relation);
        if (known != views_.end()) {
            return known->second;
        }
        if (last_change_ != GetCurrentTransactionStartTimestamp() && is_new(relation)) {
            return none_;
        }
        std::vector<Oid> views = read(relation);
        // If a rule has changed meanwhile, the next call discards the result.
        return views_[relation] = std::move(views);
    }

    /// Called for every changed rule, when reading catalogs and raising errors are not allowed.
    static void rule_changed(Datum, SyscacheId, uint32) {
        ++changes_;
        last_change_ = GetCurrentTransactionStartTimestamp();
    }

private:
    static constexpr std::size_t most_relations = 100000;

    static std::vector<Oid> read(Oid relation) {
        std::vector<Oid> rules;
        scan(DependRelationId, DependReferenceIndexId, nullptr,
             {oid_equals(Anum_pg_depend_refclassid, RelationRelationId), oid_equals(Anum_pg_depend_refobjid, relation)},
             [&](HeapTuple tuple, TupleDesc) {
                 const auto form = reinterpret_cast<Form_pg_depend>(GETSTRUCT(tuple));
                 if (form->classid == RewriteRelationId) {
                     rules.push_back(form->objid);
                 }
                 return true;
             });
        sort_unique(rules);
        std::vector<Oid> views;
        for (Oid rule : rules) {
            const Oid view = view_of_rule(rule);
            if (OidIsValid(view) && view != relation) {
                views.push_back(view);
            }
        }
        return views;
    }

    static std::uint64_t changes_;
    static TimestampTz last_change_;  ///< the start of the transaction that noticed it
    std::vector<Oid> none_;
    std::uint64_t seen_changes_ = 0;
    std::unordered_map<Oid, std::vector<Oid>> views_;
};

std::uint64_t ViewsByRelation::changes_ = 0;
TimestampTz ViewsByRelation::last_change_ = 0;

/// Adds the relations in FROM of a query and of all its subqueries.
void add_relations(const ViewQuery &query, std::set<const ViewQuery *> &seen, std::vector<Oid> &relations) {
    pg::check_interrupts();
    if (!seen.insert(&query).second) {
        return;
    }
    for (const ViewItem &item : query.items) {
        if (item.query) {
            add_relations(*item.query, seen, relations);
        } else if (item.relation != 0) {
            relations.push_back(item.relation);
        }
    }
    for (const auto &branch : query.branches) {
        add_relations(*branch, seen, relations);
    }
}

/// Reads tables and views completely, each once. Those already among the facts are complete.
class WholeTables {
public:
    explicit WholeTables(Facts &facts) : facts_(facts) {}

    /// Reads the relation and, if it is a view, the relations it depends on.
    const Table *read(Oid relation) {
        std::vector<Oid> left = {relation};
        while (!left.empty()) {
            const Oid next = left.back();
            left.pop_back();
            if (!read_.insert(next).second || (facts_.table(next) == nullptr && !read_table(next, Depth::all, facts_))) {
                continue;
            }
            if (const Table &table = facts_.at(next); table.view) {
                std::set<const ViewQuery *> seen;
                add_relations(*table.view, seen, left);
            }
        }
        return facts_.table(relation);
    }

    /// The same for all views of a table in one of the schemas.
    void read_views(Oid table, const std::set<std::string> &schemas) {
        for (Oid view : views_over({table})) {
            if (schemas.count(schema_of(view)) > 0) {
                read(view);
            }
        }
    }

    static std::string schema_of(Oid relation) {
        const char *name = pg::call([&]() -> const char * { return get_namespace_name(get_rel_namespace(relation)); });
        return name != nullptr ? name : "";
    }

private:
    Facts &facts_;
    std::set<Oid> read_;
};

/// The tables whose foreign keys refer to this one, according to the stored relationships and the facts.
std::vector<Oid> referring_tables(Oid table, const Facts &facts) {
    std::vector<Oid> result;
    if (OidIsValid(relmeta_relation(Codec<Relationship>::table))) {
        for (const auto &row : StoreTable<Relationship>(AccessShareLock).by_source(table)) {
            if (row.row.origin == Origin::foreign_key && row.row.reverse) {
                result.push_back(row.row.holder);
            }
        }
    }
    for (const auto &entry : facts.tables) {
        const auto &keys = entry.second.foreign_keys;
        if (std::any_of(keys.begin(), keys.end(), [&](const ForeignKey &key) { return key.target == table; })) {
            result.push_back(entry.first);
        }
    }
    sort_unique(result);
    return result;
}

}  // namespace

void read_view_queries(Snapshot snapshot, Facts &facts) {
    scan(RewriteRelationId, InvalidOid, snapshot, {}, [&](HeapTuple tuple, TupleDesc descriptor) {
        const auto found = facts.tables.find(reinterpret_cast<const FormData_pg_rewrite *>(GETSTRUCT(tuple))->ev_class);
        if (found != facts.tables.end() && found->second.is_view()) {
            read_action(tuple, descriptor, found->second);
        }
        return true;
    });
}

void read_view_query_of(Table &view) {
    scan(RewriteRelationId, RewriteRelRulenameIndexId, nullptr, {oid_equals(Anum_pg_rewrite_ev_class, view.id)},
         [&](HeapTuple tuple, TupleDesc descriptor) {
             read_action(tuple, descriptor, view);
             return view.view == nullptr;
         });
}

void register_rules() { CacheRegisterSyscacheCallback(RULERELNAME, ViewsByRelation::rule_changed, 0); }

std::vector<Oid> views_over(const std::vector<Oid> &relations) {
    static ViewsByRelation known;
    std::set<Oid> views;
    std::vector<Oid> left = relations;
    while (!left.empty()) {
        const Oid relation = left.back();
        left.pop_back();
        for (Oid view : known.of(relation)) {
            if (takes_part(view) && views.insert(view).second) {
                left.push_back(view);
            }
        }
    }
    return {views.begin(), views.end()};
}

void read_below(const std::vector<Oid> &views, Facts &facts) {
    WholeTables whole(facts);
    for (Oid view : views) {
        whole.read(view);
    }
}

void read_around_views(const std::vector<Oid> &views, Facts &facts) {
    WholeTables whole(facts);
    for (Oid view : views) {
        whole.read(view);
    }
    // The keys that the views carry determine which tables matter.
    ViewKeys keys(facts);
    std::map<Oid, std::set<std::string>> meant;  // with the schemas of the views
    std::vector<Oid> targets;
    for (Oid view : views) {
        const Table *table = facts.table(view);
        if (table == nullptr || !table->is_view()) {
            continue;
        }
        for (const CarriedKey &key : keys.of(*table)) {
            if (key.key != nullptr) {
                targets.push_back(key.target);
            } else if (keys.unique(*table, key.columns)) {
                meant[key.target].insert(table->schema);
            }
        }
    }
    for (const auto &entry : meant) {
        whole.read_views(entry.first, entry.second);
        for (Oid referring : referring_tables(entry.first, facts)) {
            if (entry.second.count(WholeTables::schema_of(referring)) > 0) {
                whole.read(referring);
            }
            whole.read_views(referring, entry.second);
        }
    }
    for (Oid target : targets) {
        if (facts.table(target) == nullptr) {
            read_table(target, Depth::columns, facts);
        }
    }
}

void read_declared(Facts &facts) {
    if (!OidIsValid(relmeta_relation(Codec<DeclaredRelationship>::table))) {
        return;
    }
    for (const auto &row : StoreTable<DeclaredRelationship>(AccessShareLock).read(nullptr, {})) {
        const auto source = facts.tables.find(row.row.source);
        if (source != facts.tables.end()) {
            declare(row.row, source->second, facts, constants_as_of(nullptr));
        }
    }
}

std::set<Oid> tables_meant(Oid view, const Facts &facts, ViewKeys &keys) {
    std::set<Oid> tables;
    const Table *table = facts.table(view);
    if (table != nullptr && table->is_view()) {
        for (const CarriedKey &key : keys.of(*table)) {
            tables.insert(key.target);
        }
    }
    return tables;
}

}  // namespace relmeta::server
