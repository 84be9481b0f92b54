#include "catalog.hpp"

#include <set>

#include "constants.hpp"

namespace relmeta::client {

namespace {

/// Leaves out views without declared relationships.
void leave_out_views(Catalog &catalog) {
    if (!catalog.session.exclude_views) return;
    std::set<TableId> declared;
    for (const auto &[id, table] : catalog.facts.tables) {
        for (const RelationshipDeclaration &declaration : table.declared) declared.insert({id, declaration.target});
    }
    for (auto &[id, table] : catalog.facts.tables) table.left_out = table.left_out || (table.is_view() && declared.count(id) == 0);
}

}  // namespace

void derive(Connection &connection, const UserInput &input, Catalog &catalog) {
    const ConstantTest test = constant_test(connection, catalog.types);
    const Declarations declarations = input.declarations ? input.declarations(catalog.facts, test) : Declarations();
    for (const auto &[table, declaration] : declarations.bridges) {
        const auto found = catalog.facts.tables.find(table);
        if (found != catalog.facts.tables.end()) found->second.bridge = declaration;
    }
    catalog.rejections = declarations.rejections;
    Known known;
    for (const DeclaredRelationship &declared : declarations.relationships) {
        known.declarations.push_back(&declared);
        const auto source = catalog.facts.tables.find(declared.source);
        if (source != catalog.facts.tables.end()) declare(declared, source->second, catalog.facts, test);
    }
    leave_out_views(catalog);
    for (const NameRecord &record : declarations.names) known.names.push_back(&record);
    NamedCatalog named = derive_named(catalog.facts, all_holders(catalog.facts), known);
    catalog.relationships = std::move(named.relationships);
    catalog.bridges = std::move(named.bridges);
    if (input.derived) input.derived(catalog.relationships);
}

}  // namespace relmeta::client
