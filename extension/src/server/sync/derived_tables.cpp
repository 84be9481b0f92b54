#include "server/sync/derived_tables.hpp"

#include <iterator>
#include <map>
#include <tuple>

#include "server/catalog/conditions.hpp"
#include "server/sync/accessors.hpp"
#include "server/sync/changes.hpp"
#include "server/sync/declared_ends.hpp"

namespace relmeta::server {

namespace {

/// Renames the end of a declared bridge whose declared relationship gets a new name.
void rename_end_of(const Table &table, const DeclaredRelationship &declaration, const std::string &name) {
    ColumnReference old;
    old.name = declaration.name;
    old.columns = table.numbers(declaration.source_columns);
    const std::string before = end_name(table, old);
    if (before != name && table.foreign_key(before) == nullptr) {
        rename_end(table.id, before, name);
    }
}

/// Updates the names in declarations to those of their relationships, and adds missing ones, because ends of bridges and
/// conditions are found by name. If the name was taken while the relationship did not exist, the declaration gives it up, so that
/// nothing changes when the name becomes free.
void write_declared_names(const std::vector<Relationship> &relationships, const Facts &facts) {
    std::map<std::tuple<TableId, ColumnNames, TableId, ColumnNames, std::string>, const Relationship *> derived;
    for (const Relationship &row : relationships) {
        if (row.origin == Origin::declared && !row.reverse) {
            derived.emplace(std::make_tuple(row.source, row.source_columns, row.target, row.target_columns, row.condition), &row);
        }
    }
    if (derived.empty()) {
        return;
    }
    StoreTable<DeclaredRelationship> declarations(RowExclusiveLock);
    for (auto &row : declarations.read(nullptr, {})) {
        DeclaredRelationship &declaration = row.row;
        auto found = derived.find(std::make_tuple(declaration.source, declaration.source_columns, declaration.target,
                                                  declaration.target_columns, declaration.condition));
        if (found == derived.end()) {
            continue;
        }
        const std::string &name = found->second->name;
        const std::string &inverse = declaration.inverse_name.empty() ? declaration.inverse_name : found->second->inverse;
        if (name != declaration.name || inverse != declaration.inverse_name) {
            rename_end_of(facts.at(declaration.source), declaration, name);
            declaration.name = name;
            declaration.inverse_name = inverse;
            declarations.update(row.where, declaration);
        }
    }
}

template <class Row>
void append(std::vector<Stored<Row>> &to, std::vector<Stored<Row>> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

StoredCatalog Tables::read(const std::vector<Oid> &holders) const {
    StoredCatalog stored;
    for (Oid holder : holders) {
        append(stored.relationships, relationships.by_holder(holder));
        append(stored.bridges, bridges.by_bridge(holder));
        append(stored.names, names.by_holder(holder));
    }
    for (auto &row : StoreTable<DeclaredRelationship>(AccessShareLock).read(nullptr, {})) {
        stored.declared.push_back(std::move(row.row));
    }
    add_conditions(stored.relationships, stored.declared);
    return stored;
}

std::int64_t Tables::write(const StoredCatalog &stored, const DerivedCatalog &derived, const Facts &facts) {
    const Changes<Relationship> changes = relationship_changes(stored, derived);
    if (have_accessors()) {
        changes.visit([](const Relationship &row) { accessor_may_change(row.source, row.name); });
    }
    std::int64_t changed = changes.write(relationships);
    changed += bridge_changes(stored, derived).write(bridges);
    name_changes(stored, derived).write(names);
    write_declared_names(derived.relationships, facts);
    pg::call([] { CommandCounterIncrement(); });
    return changed;
}

}  // namespace relmeta::server
