// Derives relationships from foreign keys, then from declarations, then through the bridge, then those of the view.
#include "core/derive/derive.hpp"

#include <algorithm>
#include <utility>

#include "core/derive/bridge.hpp"
#include "core/model/condition.hpp"
#include "core/model/declarations.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

namespace {

/// Adds a link in both directions; `forward` starts at the holder's side.
void add_both(Relationship forward, Derived &into) {
    into.relationships.push_back(std::move(forward));
    into.relationships.push_back(into.relationships.back());
    Relationship &back = into.relationships.back();
    std::swap(back.source, back.target);
    std::swap(back.source_columns, back.target_columns);
    std::swap(back.bridge_source_columns, back.bridge_target_columns);
    if (back.bridge != 0) {
        std::swap(back.constraint, back.far_constraint);
    } else {
        back.reverse = true;
    }
    back.kind = inverse(back.kind);
    back.required = false;
}

bool is_required(const Table &holder, const ForeignKey &key) {
    if (!key.enforced || !key.validated) {
        return false;
    }
    // MATCH FULL: all columns are null or none is, so one NOT NULL column is sufficient.
    return key.match_full ? std::any_of(key.columns.begin(), key.columns.end(),
                                        [&](ColumnNumber number) { return holder.all_not_null({number}); })
                          : holder.all_not_null(key.columns);
}

void derive_foreign_key(const Table &holder, const ForeignKey &key, const Table &target, Derived &into) {
    Relationship forward;
    forward.source = forward.holder = holder.id;
    forward.target = target.id;
    forward.origin = Origin::foreign_key;
    forward.constraint = key.name;
    forward.source_columns = into.pool.columns(holder, key.columns);
    forward.target_columns = into.pool.columns(target, key.target_columns);
    // A temporal key matches every row whose period overlaps.
    forward.kind = key.temporal ? Kind::many_to_many : kind_of(proof_of_uniqueness(holder, key.columns) == nullptr, false);
    forward.required = is_required(holder, key);
    forward.enforced = key.enforced && key.validated;
    forward.pair_unique = true;
    add_both(std::move(forward), into);
}

void derive_declared(const Table &holder, const RelationshipDeclaration &declaration, const Table &target, Derived &into) {
    Relationship forward;
    forward.source = forward.holder = holder.id;
    forward.target = target.id;
    forward.origin = Origin::declared;
    forward.source_columns = into.pool.columns(holder, declaration.columns);
    forward.target_columns = into.pool.columns(target, declaration.target_columns);
    forward.condition = declaration.condition;
    forward.kind = kind_of(declaration, holder, target);
    forward.enforced = false;
    forward.pair_unique = true;
    add_both(std::move(forward), into);
}

/// Adds a link through the bridge for every pair of ends that a row can connect.
void derive_bridge(const Table &holder, const Bridge &bridge, const Facts &facts, Derived &into) {
    for (std::size_t i = 0; i < bridge.ends.size(); ++i) {
        for (std::size_t j = i + 1; j < bridge.ends.size(); ++j) {
            poll();
            const End &near = bridge.ends[i];
            const End &far = bridge.ends[j];
            if (near.exclusive && far.exclusive) {
                continue;
            }
            Relationship forward;
            forward.source = near.target;
            forward.target = far.target;
            forward.bridge = forward.holder = holder.id;
            forward.origin = Origin::bridge;
            forward.constraint = near.constraint;
            forward.far_constraint = far.constraint;
            forward.condition = both(near.condition, far.condition);
            forward.source_columns = into.pool.columns(facts.at(near.target), near.target_columns);
            forward.target_columns = into.pool.columns(facts.at(far.target), far.target_columns);
            forward.bridge_source_columns = into.pool.columns(holder, near.columns);
            forward.bridge_target_columns = into.pool.columns(holder, far.columns);
            // From near to far, it is to-one if a near row occurs at most once in the bridge.
            const auto is_many = [&](const ColumnNumbers &columns) {
                return proof_of_uniqueness(holder, columns, forward.condition) == nullptr;
            };
            forward.kind = kind_of(is_many(far.columns), is_many(near.columns));
            forward.enforced = near.enforced && far.enforced;
            forward.pair_unique = !is_many(united(near.columns, far.columns));
            add_both(std::move(forward), into);
        }
    }
}

}  // namespace

void derive(const Table &holder, const Facts &facts, Views &views, Derived &into) {
    for (const ForeignKey *key : distinct_foreign_keys(holder)) {
        if (const Table *target = facts.table(key->target)) {
            derive_foreign_key(holder, *key, *target, into);
        }
    }
    for (const RelationshipDeclaration &declaration : holder.declared) {
        const Table *target = facts.table(declaration.target);
        if (target != nullptr && !is_said_by_a_key(holder, declaration)) {
            derive_declared(holder, declaration, *target, into);
        }
    }
    if (std::optional<Bridge> bridge = bridge_of(holder, facts)) {
        derive_bridge(holder, *bridge, facts, into);
        into.bridges.push_back(std::move(*bridge));
    }
    if (holder.is_view()) {
        for (ViewLink &link : views.links_of(holder)) {
            add_both(std::move(link.forward), into);
        }
    }
}

Derived derive(const Facts &facts) {
    Derived result;
    Views views(facts);
    for (const auto &entry : facts.tables) {
        derive(entry.second, facts, views, result);
    }
    return result;
}

}  // namespace relmeta
