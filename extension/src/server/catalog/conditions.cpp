#include "server/catalog/conditions.hpp"

#include <algorithm>
#include <optional>

#include "server/catalog/table_description.hpp"
#include "server/pg/datum.hpp"

extern "C" {
#include <access/transam.h>
#include <catalog/pg_type.h>
#include <utils/builtins.h>
#include <utils/lsyscache.h>
}

namespace relmeta::server {

namespace {

/// The condition of the declaration of this name over these columns: empty also where there is no such declaration.
std::string condition_of_end(const Relationship &r, const std::string &name, TableId target, const ColumnNames &columns,
                             const std::vector<DeclaredRelationship> &declared) {
    const auto found = std::find_if(declared.begin(), declared.end(), [&](const DeclaredRelationship &row) {
        return row.source == r.holder && row.name == name && row.target == target && row.source_columns == columns;
    });
    return found != declared.end() ? found->condition : std::string();
}

/// The declarations that may have made the relationship, and the one that has its name.
struct Candidates {
    std::vector<const DeclaredRelationship *> all;
    const DeclaredRelationship *named = nullptr;
};

Candidates candidates_of(const Relationship &r, const std::vector<DeclaredRelationship> &declared) {
    Candidates found;
    for (const DeclaredRelationship &row : declared) {
        Relationship of_row = r;
        of_row.condition = row.condition;
        if (is_declaration_of(row, of_row)) {
            found.all.push_back(&row);
            found.named = row.name == (r.reverse ? r.inverse : r.name) ? &row : found.named;
        }
    }
    return found;
}

bool can_have_condition(const Relationship &r) { return r.origin == Origin::declared || r.origin == Origin::bridge; }

/// Several declarations over the same columns differ by name.
std::optional<std::string> condition_of(const Relationship &r, const std::vector<DeclaredRelationship> &declared) {
    if (r.origin == Origin::bridge) {
        return both(condition_of_end(r, r.constraint, r.source, r.bridge_source_columns, declared),
                    condition_of_end(r, r.far_constraint, r.target, r.bridge_target_columns, declared));
    }
    const Candidates found = candidates_of(r, declared);
    return found.named != nullptr  ? std::optional<std::string>(found.named->condition)
           : found.all.size() == 1 ? std::optional<std::string>(found.all.front()->condition)
                                   : std::nullopt;
}

/// The same where the declaration has just got another name: it is the one that no other relationship is called after.
std::optional<std::string> condition_left(const Relationship &r, const std::vector<DeclaredRelationship> &declared,
                                          const std::vector<Stored<Relationship>> &relationships) {
    std::vector<const DeclaredRelationship *> left = candidates_of(r, declared).all;
    left.erase(std::remove_if(left.begin(), left.end(),
                              [&](const DeclaredRelationship *row) {
                                  return std::any_of(relationships.begin(), relationships.end(), [&](const auto &other) {
                                      return other.row.origin == Origin::declared && other.row.holder == r.holder &&
                                             !other.row.reverse && other.row.name == row->name;
                                  });
                              }),
               left.end());
    return left.size() == 1 ? std::optional<std::string>(left.front()->condition) : std::nullopt;
}

}  // namespace

void add_conditions(std::vector<Stored<Relationship>> &relationships, const std::vector<DeclaredRelationship> &declared) {
    if (declared.empty()) {
        return;
    }
    for (Stored<Relationship> &stored : relationships) {
        if (can_have_condition(stored.row)) {
            pg::check_interrupts();
            std::optional<std::string> condition = condition_of(stored.row, declared);
            if (!condition) {
                condition = condition_left(stored.row, declared, relationships);
            }
            stored.row.condition = condition.value_or("");
        }
    }
}

std::vector<DeclaredRelationship> declarations_of(Oid source) {
    std::vector<DeclaredRelationship> declared;
    for (auto &row : StoreTable<DeclaredRelationship>(AccessShareLock).by_source(source)) {
        declared.push_back(std::move(row.row));
    }
    return declared;
}

void add_condition(Relationship &relationship) {
    if (!can_have_condition(relationship)) {
        return;
    }
    const std::optional<std::string> condition = condition_of(relationship, declarations_of(relationship.holder));
    if (!condition) {
        throw Stale(table_text(relationship.holder), "It has no declaration of relationship " + relationship.name + ".");
    }
    relationship.condition = *condition;
}

std::string constant_of_type(const std::string &literal, TypeId type) {
    const Oid base = pg::call([&] { return getBaseType(type); });
    if (base < FirstNormalObjectId) {
        return literal;
    }
    if (pg::call([&] { return get_typtype(base); }) == TYPTYPE_ENUM) {
        return literal + "::" + type_text(base, -1);
    }
    throw incomparable(type_text(type, -1));
}

}  // namespace relmeta::server
