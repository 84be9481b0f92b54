#include "core/model/declarations.hpp"

#include <algorithm>

#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

void declare(const DeclaredRelationship &declared, Table &source, const Facts &facts, const ConstantTest &test) {
    const Table *target = facts.table(declared.target);
    RelationshipDeclaration declaration;
    declaration.target = declared.target;
    declaration.condition = declared.condition;
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
        return other.target == declared.target && other.condition == declared.condition &&
               source.names(other.columns) == declared.source_columns && target != nullptr &&
               target->names(other.target_columns) == declared.target_columns;
    });
    // Declarations restored from a dump or written by hand are unchecked.
    const bool pairs = !declared.source_columns.empty() && declared.source_columns.size() == declared.target_columns.size();
    if (!twice && pairs && target != nullptr && is_condition_on(source, declared.condition, test) &&
        numbers(source, declared.source_columns, declaration.columns) &&
        numbers(*target, declared.target_columns, declaration.target_columns)) {
        source.declared.push_back(std::move(declaration));
    }
}

Kind kind_of(const RelationshipDeclaration &declaration, const Table &source, const Table &target) {
    return declaration.kind.empty() ? kind_of(proof_of_uniqueness(source, declaration.columns, declaration.condition) == nullptr,
                                              proof_of_uniqueness(target, declaration.target_columns) == nullptr)
                                    : kind_from(declaration.kind);
}

void require_possible(const RelationshipDeclaration &declaration, const Table &source, const Table &target) {
    RelationshipDeclaration proved = declaration;
    proved.kind.clear();
    if (declaration.kind == to_string(Kind::many_to_many) && kind_of(proved, source, target) == Kind::one_to_one) {
        throw UserError(sqlstate::invalid_parameter_value,
                        "relationship between unique columns of " + in_quotes(source.name) + " and " + in_quotes(target.name) +
                            " cannot be many_to_many",
                        "It is one_to_one at most. To link many rows with many, use a bridge, as in SELECT relmeta.add_bridge(" +
                            quote_literal(quote_qualified(source.schema, source.name)) + ", " +
                            quote_literal(quote_qualified(target.schema, target.name)) + ").");
    }
}

const Index *proof_of_uniqueness(const Table &table, const ColumnNumbers &columns, const std::string &condition) {
    if (condition.empty()) {
        return proof_of_uniqueness(table, columns);
    }
    const ColumnNumbers fixed = united(columns, fixed_columns(table, condition));
    if (const Index *proof = proof_of_uniqueness(table, fixed)) {
        return proof;
    }
    std::vector<std::string> known = Condition(condition).tests();
    for (const Column &column : table.columns) {
        if (column.not_null || contains(fixed, column.number)) {
            known.push_back(quote_identifier(column.name) + " IS NOT NULL");
        }
    }
    const auto proves = [&](const Index &index) {
        if (index.condition.empty() || !is_unique_over(index, fixed)) {
            return false;
        }
        const std::vector<std::string> tests = Condition(index.condition).tests();
        return std::all_of(tests.begin(), tests.end(), [&](const std::string &test) {
            return std::find(known.begin(), known.end(), test) != known.end();
        });
    };
    const auto found = std::find_if(table.indexes.begin(), table.indexes.end(), proves);
    return found == table.indexes.end() ? nullptr : &*found;
}

bool same_declaration(const DeclaredRelationship &a, const DeclaredRelationship &b) {
    return a.source == b.source && a.target == b.target && a.source_columns == b.source_columns &&
           a.target_columns == b.target_columns && a.condition == b.condition;
}

bool is_declaration_of(const DeclaredRelationship &declared, const Relationship &relationship) {
    const Relationship &r = relationship;
    auto fits = [&](TableId source, const ColumnNames &columns, TableId target, const ColumnNames &target_columns) {
        return declared.source == source && declared.source_columns == columns && declared.target == target &&
               declared.target_columns == target_columns && declared.condition == r.condition;
    };
    return r.reverse ? fits(r.target, r.target_columns, r.source, r.source_columns)
                     : fits(r.source, r.source_columns, r.target, r.target_columns);
}

}  // namespace relmeta
