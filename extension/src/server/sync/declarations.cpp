#include "server/sync/declarations.hpp"

#include <algorithm>

#include "core/text/error.hpp"
#include "core/text/quote.hpp"
#include "server/catalog/conditions.hpp"
#include "server/pg/datum.hpp"
#include "server/sync/accessors.hpp"
#include "server/sync/locks.hpp"
#include "server/sync/recompute.hpp"
#include "server/sync/views.hpp"

extern "C" {
#include <catalog/objectaddress.h>
#include <utils/lsyscache.h>
}

namespace relmeta::server {

namespace {

std::vector<Stored<NameRecord>> name_records(const StoreTable<NameRecord> &names, const Relationship &relationship) {
    std::vector<Stored<NameRecord>> records = names.by_holder(relationship.holder);
    records.erase(std::remove_if(records.begin(), records.end(),
                                 [&](const Stored<NameRecord> &record) {
                                     return record.row.constraint != relationship.constraint ||
                                            record.row.far_constraint != relationship.far_constraint ||
                                            record.row.reverse != relationship.reverse;
                                 }),
                  records.end());
    return records;
}

void visible() {
    pg::call([] { CommandCounterIncrement(); });
}

/// Changes the declaration of a relationship and derives its holder again.
template <class Change>
void change_declaration(const Relationship &relationship, Change change) {
    {
        StoreTable<DeclaredRelationship> declarations(RowExclusiveLock);
        for (auto &row : declarations.read(nullptr, {})) {
            if (is_declaration_of(row.row, relationship)) {
                change(row.row);
                declarations.update(row.where, row.row);
            }
        }
    }
    visible();
    recompute({relationship.holder});
}

/// Renames the inverse of a declared relationship like a new one, and stores that name in the declaration.
void forget_inverse_name(const Relationship &inverse) {
    lock_holders({inverse.holder});
    change_declaration(inverse, [](DeclaredRelationship &declaration) {
        declaration.inverse_name.clear();
        declaration.inverse_yields = true;
    });
    std::string name;
    for (const auto &row : StoreTable<Relationship>(AccessShareLock).by_holder(inverse.holder)) {
        if (row.row.origin == Origin::declared && row.row.reverse && row.row.source == inverse.source &&
            row.row.source_columns == inverse.source_columns && row.row.target_columns == inverse.target_columns &&
            row.row.inverse == inverse.inverse) {
            name = row.row.name;
        }
    }
    change_declaration(inverse, [&](DeclaredRelationship &declaration) { declaration.inverse_name = name; });
}

/// The views among the tables of a declaration. Declared relationships of a view replace derived ones.
std::vector<Oid> views_of(Oid source, Oid target) {
    std::vector<Oid> views;
    for (Oid table : {source, target}) {
        if (is_view(table)) {
            views.push_back(table);
        }
    }
    return views;
}

/// Replaces the bridge declaration of a table, or removes it if null, and derives the table again.
void say_of_bridge(Oid bridge, const BridgeDeclaration *declaration) {
    lock_holders({bridge});
    {
        StoreTable<DeclaredBridge> bridges(RowExclusiveLock);
        for (const auto &row : bridges.by_bridge(bridge)) {
            bridges.remove(row.where);
        }
        if (declaration != nullptr) {
            bridges.insert({bridge, *declaration});
        }
    }
    visible();
    recompute({bridge});
}

}  // namespace

bool is_owner(Oid table) {
    return pg::call([&] { return is_table_owner(table, GetUserId()); });
}

void require_owner(Oid table) {
    const std::string name = relation_name(table);
    if (name.empty()) {
        throw takes_no_part(table);
    }
    pg::call([&] {
        if (!is_table_owner(table, GetUserId())) {
            aclcheck_error(ACLCHECK_NOT_OWNER, get_relkind_objtype(get_rel_relkind(table)), name.c_str());
        }
    });
}

void require_references(Oid table) {
    const std::string name = relation_name(table);
    pg::call([&] {
        if (pg_class_aclcheck(table, GetUserId(), ACL_REFERENCES) != ACLCHECK_OK) {
            aclcheck_error(ACLCHECK_NO_PRIV, get_relkind_objtype(get_rel_relkind(table)), name.c_str());
        }
    });
}

void require_writable(const char *function) {
    const bool in_recovery = pg::call([] { return RecoveryInProgress(); });
    if (in_recovery || XactReadOnly) {
        throw cannot_write(function, in_recovery);
    }
}

void record_bridge(Oid bridge, const BridgeDeclaration &declaration) { say_of_bridge(bridge, &declaration); }

void forget_bridge(Oid bridge) { say_of_bridge(bridge, nullptr); }

void record_relationship(const DeclaredRelationship &declared) {
    lock_holders({declared.source});
    {
        StoreTable<DeclaredRelationship> relationships(RowExclusiveLock);
        for (const auto &row : relationships.by_source(declared.source)) {
            if (same_declaration(row.row, declared)) {
                relationships.remove(row.where);
            }
        }
        relationships.insert(declared);
    }
    visible();
    recompute({declared.source}, views_of(declared.source, declared.target));
}

void record_rejection(const RejectedRelationship &rejected) {
    {
        StoreTable<RejectedRelationship> rows(RowExclusiveLock);
        for (const auto &row : rows.by_source(rejected.source)) {
            if (row.row.source_columns == rejected.source_columns && row.row.target == rejected.target) {
                rows.remove(row.where);
            }
        }
        rows.insert(rejected);
    }
    visible();
}

Relationship relationship_named(Oid source, const std::string &name) {
    StoreTable<Relationship> relationships(AccessShareLock);
    std::vector<Stored<Relationship>> rows = relationships.by_source(source);
    std::vector<std::string> names;
    for (Stored<Relationship> &row : rows) {
        if (row.row.name == name) {
            add_condition(row.row);
            return row.row;
        }
        names.push_back(row.row.name);
    }
    if (relation_name(source).empty()) {
        throw takes_no_part(source);
    }
    throw no_relationship(relation_name(source), name, names);
}

void record_name(const Relationship &relationship, const std::string &new_name) {
    lock_holders({relationship.holder});
    if (relationship.origin == Origin::declared) {
        change_declaration(relationship, [&](DeclaredRelationship &declaration) {
            (relationship.reverse ? declaration.inverse_name : declaration.name) = new_name;
            declaration.inverse_yields = declaration.inverse_yields && !relationship.reverse;
        });
        return;
    }
    {
        StoreTable<NameRecord> names(RowExclusiveLock);
        for (const Stored<NameRecord> &record : name_records(names, relationship)) {
            names.remove(record.where);
        }
        names.insert({relationship.source, relationship.holder, relationship.constraint, relationship.far_constraint,
                      relationship.reverse, new_name, true});
    }
    visible();
    recompute({relationship.holder});
}

void forget_relationship(const Relationship &relationship) {
    if (relationship.origin == Origin::declared && relationship.reverse && !is_owner(relationship.holder)) {
        forget_inverse_name(relationship);
        return;
    }
    lock_holders({relationship.holder});
    std::vector<Oid> views;
    if (relationship.origin == Origin::declared) {
        StoreTable<DeclaredRelationship> declarations(RowExclusiveLock);
        for (const auto &row : declarations.read(nullptr, {})) {
            if (is_declaration_of(row.row, relationship)) {
                declarations.remove(row.where);
            }
        }
        views = views_of(relationship.source, relationship.target);
    } else {
        bool found = false;
        StoreTable<NameRecord> names(RowExclusiveLock);
        StoreTable<Relationship> relationships(RowExclusiveLock);
        for (const Stored<NameRecord> &record : name_records(names, relationship)) {
            if (record.row.chosen) {
                names.remove(record.where);
                found = true;
            }
        }
        // Remove its row, so that it is named like a new relationship.
        for (const auto &row : relationships.by_holder(relationship.holder)) {
            if (found && row.row.source == relationship.source && row.row.name == relationship.name) {
                accessor_may_change(row.row.source, row.row.name);
                relationships.remove(row.where);
            }
        }
    }
    visible();
    recompute({relationship.holder}, views);
}

bool is_said(const Relationship &relationship) {
    const auto records = name_records(StoreTable<NameRecord>(AccessShareLock), relationship);
    return relationship.origin == Origin::declared ||
           std::any_of(records.begin(), records.end(), [](const Stored<NameRecord> &record) { return record.row.chosen; });
}

bool name_again(const Relationship &relationship) {
    lock_holders({relationship.holder});
    {
        StoreTable<Relationship> relationships(RowExclusiveLock);
        for (const auto &row : relationships.by_holder(relationship.holder)) {
            if (row.row.source == relationship.source && row.row.name == relationship.name) {
                accessor_may_change(row.row.source, row.row.name);
                relationships.remove(row.where);
            }
        }
    }
    visible();
    recompute({relationship.holder});
    const auto held = StoreTable<Relationship>(AccessShareLock).by_holder(relationship.holder);
    return std::none_of(held.begin(), held.end(), [&](const Stored<Relationship> &row) {
        return row.row.source == relationship.source && row.row.name == relationship.name;
    });
}

void forget_waiting(Oid source) {
    std::vector<Oid> views;
    {
        StoreTable<DeclaredRelationship> declarations(RowExclusiveLock);
        for (const auto &row : declarations.by_source(source)) {
            for (Oid view : views_of(source, row.row.target)) {
                views.push_back(view);
            }
            declarations.remove(row.where);
        }
        StoreTable<RejectedRelationship> rejected(RowExclusiveLock);
        for (const auto &row : rejected.by_source(source)) {
            rejected.remove(row.where);
        }
        StoreTable<NameRecord> names(RowExclusiveLock);
        for (const auto &row : names.by_source(source)) {
            if (row.row.chosen) {
                names.remove(row.where);
            }
        }
    }
    visible();
    recompute({source}, views);
}

}  // namespace relmeta::server
