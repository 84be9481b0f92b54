#include "core/model/declarations.hpp"

#include <algorithm>

#include "core/text/poll.hpp"

namespace relmeta {

void declare(const DeclaredRelationship &declared, Table &source, const Facts &facts) {
    const Table *target = facts.table(declared.target);
    RelationshipDeclaration declaration;
    declaration.target = declared.target;
    declaration.kind = declared.kind;
    declaration.name = declared.name;
    declaration.inverse_name = declared.inverse_name;
    declaration.inverse_yields = declared.inverse_yields;
    auto numbers = [](const Table &table, const ColumnNames &names, ColumnNumbers &into) {
        for (const std::string &name : names) {
            if (const Column *column = table.column(name)) {
                into.push_back(column->number);
            }
        }
        return into.size() == names.size();
    };
    bool twice = std::any_of(source.declared.begin(), source.declared.end(), [&](const RelationshipDeclaration &other) {
        poll();
        return other.target == declared.target && source.names(other.columns) == declared.source_columns && target != nullptr &&
               target->names(other.target_columns) == declared.target_columns;
    });
    // Declarations restored from a dump or written by hand are unchecked.
    const bool pairs = !declared.source_columns.empty() && declared.source_columns.size() == declared.target_columns.size();
    if (!twice && pairs && target != nullptr && numbers(source, declared.source_columns, declaration.columns) &&
        numbers(*target, declared.target_columns, declaration.target_columns)) {
        source.declared.push_back(std::move(declaration));
    }
}

bool is_declaration_of(const DeclaredRelationship &declared, const Relationship &relationship) {
    auto fits = [&](TableId source, const ColumnNames &columns, TableId target, const ColumnNames &target_columns) {
        return declared.source == source && declared.source_columns == columns && declared.target == target &&
               declared.target_columns == target_columns;
    };
    return relationship.reverse
               ? fits(relationship.target, relationship.target_columns, relationship.source, relationship.source_columns)
               : fits(relationship.source, relationship.source_columns, relationship.target, relationship.target_columns);
}

}  // namespace relmeta
