// NOT EXISTS becomes an anti join, which also stops early with a LIMIT. NOT IN does not, and would find nothing if the target has
// a NULL.
#include "core/query/orphans.hpp"

#include <algorithm>

#include "core/text/error.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

Reference reference(const Relationship &of, TableId source, const ColumnNames &columns, TableId target, const ColumnNames &target_columns,
                    const std::string &constraint, const Facts &facts) {
    const ForeignKey *key = constraint.empty() ? nullptr : facts.at(source).foreign_key(constraint);
    return {of.name, source, columns, target, target_columns, key != nullptr, key != nullptr && key->match_full,
            key != nullptr && key->temporal, of.condition};
}

/// A foreign key compares using the collation of the referenced column.
std::string condition(const Reference &reference, const Table &source, const Table &target, const Equality &equality,
                      const std::function<std::string(CollationId)> &collation) {
    std::vector<std::string> there;
    std::vector<std::string> equal;
    for (std::size_t i = 0; i < reference.columns.size(); ++i) {
        const Column &column = source.at(reference.columns[i]);
        const Column &key = target.at(reference.target_columns[i]);
        std::string value = "s." + quote_identifier(column.name);
        there.push_back(value + " IS NOT NULL");
        if (column.collation != key.collation && column.collation != 0 && key.collation != 0) {
            value = "(" + value + " COLLATE " + collation(key.collation) + ")";
        }
        equal.push_back(equality({"t." + quote_identifier(key.name), key.type}, {value, column.type}));
    }
    const bool some = reference.match_full && there.size() > 1;
    const std::string only = reference.is_key && target.kind != 'p' ? "ONLY " : "";
    return (some ? "(" : "") + join(there, some ? " OR " : " AND ") + (some ? ")" : "") + "\n  AND NOT EXISTS (SELECT FROM " + only +
           quote_qualified(target.schema, target.name) + " AS t WHERE " + join(equal, " AND ") + ")";
}

}  // namespace

std::string note_of_hidden_rows(const std::string &table) { return "row-level security hides rows of " + table; }

void require_most(std::int64_t most) {
    if (most > 0) return;
    throw UserError(sqlstate::invalid_parameter_value, "most must be at least 1",
                    "Give the number of rows to stop at; 1 finds out whether there is any.");
}

void require_one_way(bool table, bool relationship, bool columns) {
    if (!table && (relationship || columns)) {
        throw UserError(sqlstate::null_value_not_allowed, "source must not be null",
                        "Give the table whose rows refer to nothing, or no argument for all tables.");
    }
    if (relationship && columns) {
        throw UserError(sqlstate::invalid_parameter_value, "relationship and source_columns cannot both be given",
                        "Give the name of a relationship, or columns and their target.");
    }
}

std::vector<Reference> references_of(const Relationship &r, const Facts &facts) {
    if (r.bridge != 0) {
        return {reference(r, r.bridge, r.bridge_source_columns, r.source, r.source_columns, r.constraint, facts),
                reference(r, r.bridge, r.bridge_target_columns, r.target, r.target_columns, r.far_constraint, facts)};
    }
    if (r.reverse) return {reference(r, r.target, r.target_columns, r.source, r.source_columns, r.constraint, facts)};
    return {reference(r, r.source, r.source_columns, r.target, r.target_columns, r.constraint, facts)};
}

OrphanQuery orphan_query(const Reference &reference, const Facts &facts, const Equality &equality,
                         const std::function<std::string(CollationId)> &collation, const ConstantWriter &constant) {
    const Table &source = facts.at(reference.source);
    const Table &target = facts.at(reference.target);
    const std::string only = reference.is_key && source.kind != 'p' ? "ONLY " : "";
    const std::string rest = "\nFROM " + only + quote_qualified(source.schema, source.name) + " AS s\nWHERE " +
                             condition(reference, source, target, equality, collation) +
                             (reference.condition.empty() ? "" : "\n  AND " + Condition(reference.condition).sql("s", source, constant));
    ColumnNames shown;
    if (const Index *primary = source.primary_key()) {
        for (ColumnNumber number : primary->columns) {
            if (source.at(number).readable) shown.push_back(source.at(number).name);
        }
    }
    for (const std::string &name : reference.columns) {
        if (std::find(shown.begin(), shown.end(), name) == shown.end()) shown.push_back(name);
    }
    const auto pair = [](const std::string &name) { return quote_literal(name) + ", s." + quote_identifier(name); };
    return {"SELECT pg_catalog.jsonb_build_object(" + join(shown, ", ", pair) + ")" + rest, "SELECT s.*" + rest + ";"};
}

}  // namespace relmeta
