#include "server/catalog/conditions.hpp"

#include <algorithm>
#include <optional>

#include "core/text/quote.hpp"
#include "server/catalog/table_description.hpp"
#include "server/pg/datum.hpp"

extern "C" {
#include <access/transam.h>
#include <catalog/pg_enum.h>
#include <catalog/pg_operator.h>
#include <catalog/pg_type.h>
#include <nodes/value.h>
#include <parser/parse_coerce.h>
#include <parser/parse_oper.h>
#include <utils/builtins.h>
#include <utils/lsyscache.h>
#include <utils/syscache.h>
}

namespace relmeta::server {

namespace {

/// The condition of the declaration with this name over these columns; also empty if there is no such declaration.
std::string condition_of_end(const Relationship &r, const std::string &name, TableId target, const ColumnNames &columns,
                             const std::vector<DeclaredRelationship> &declared) {
    const auto found = std::find_if(declared.begin(), declared.end(), [&](const DeclaredRelationship &row) {
        return row.source == r.holder && row.name == name && row.target == target && row.source_columns == columns;
    });
    return found != declared.end() ? found->condition : std::string();
}

/// The declarations that the relationship may come from, and the one that has its name.
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

/// The same if the declaration was just renamed: then it is the one whose name no other relationship has.
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

void require_label(Oid type, const std::string &label, Snapshot snapshot) {
    bool is_label = false;
    if (label.size() <= max_name_bytes) {
        scan(EnumRelationId, EnumTypIdLabelIndexId, snapshot,
             {oid_equals(Anum_pg_enum_enumtypid, type), Equals{Anum_pg_enum_enumlabel, F_NAMEEQ, to_name(label)}},
             [&](HeapTuple, TupleDesc) { return !(is_label = true); });
    }
    if (!is_label) {
        throw UserError(sqlstate::invalid_text_representation,
                        "invalid input value for enum " + type_text(type, -1) + ": " + in_quotes(label));
    }
}

UserError no_operator(Oid type, const std::string &operation) {
    return UserError(sqlstate::undefined_function,
                     "operator does not exist: " + type_text(type, -1) + " " + operation + " unknown");
}

/// The type that an untyped constant has on the right side of the operator; InvalidOid if there is no such operator.
Oid type_on_the_right(Oid left, const std::string &operation) {
    return pg::call([&]() -> Oid {
        List *name = list_make2(makeString(pstrdup("pg_catalog")), makeString(pstrdup(operation.c_str())));
        const Operator found = oper(nullptr, name, left, UNKNOWNOID, true, -1);
        if (!HeapTupleIsValid(found)) {
            return InvalidOid;
        }
        const Oid right = reinterpret_cast<Form_pg_operator>(GETSTRUCT(found))->oprright;
        ReleaseSysCache(found);
        return IsPolymorphicType(right) ? left : right;
    });
}

/// For a built-in type. Whether a date is in range can depend on DateStyle, so that is not checked.
void require_value(Oid type, const std::string &operation, const std::string &value) {
    const Oid right = type_on_the_right(type, operation);
    if (!OidIsValid(right)) {
        throw no_operator(type, operation);
    }
    if (pg::call([&] { return TypeCategory(right); }) == TYPCATEGORY_STRING) {
        return;
    }
    const ErrorData *error = pg::in_subtransaction([&] {
        pg::call([&] {
            Oid input = InvalidOid;
            Oid parameter = InvalidOid;
            getTypeInputInfo(right, &input, &parameter);
            OidInputFunctionCall(input, pstrdup(value.c_str()), parameter, -1);
        });
    });
    if (error != nullptr && ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_DATA_EXCEPTION &&
        error->sqlerrcode != ERRCODE_DATETIME_VALUE_OUT_OF_RANGE) {
        throw UserError(sqlstate::invalid_text_representation, error->message);
    }
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

ConstantTest constants_as_of(Snapshot snapshot) {
    return [snapshot](const std::string &value, const std::string &operation, TypeId type) {
        const Oid base = pg::call([&] { return getBaseType(type); });
        if (base < FirstNormalObjectId) {
            require_value(base, operation, value);
        } else if (pg::call([&] { return get_typtype(base); }) != TYPTYPE_ENUM) {
            throw incomparable(type_text(type, -1));
        } else if (base != type) {
            throw no_operator(type, operation);  // the operators of enumerated types do not accept domains
        } else {
            require_label(base, value, snapshot);
        }
    };
}

}  // namespace relmeta::server
