// Which operator = compares two columns, and which index can find rows by it: PostgreSQL's lookups in pg_type, pg_opclass,
// pg_amop and pg_cast, on rows of these catalogs.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../connection.hpp"
#include "core/model/equality.hpp"
#include "core/suggest/suggest.hpp"

namespace relmeta::client {

class Types {
public:
    /// Reads the facts about these types, in the open transaction.
    void read(Connection &connection, const std::set<TypeId> &used);

    /// Whether a key column of a unique index can hold two values that a foreign key considers equal: its operator class has a
    /// different equality than the column's type, or its collation is stricter than the column's.
    bool has_stricter_equality(const Column &column, std::uint32_t operator_class, CollationId collation);
    /// Whether the planner can use a column of an index to find rows by the type's = operator.
    bool finds_equal(const Column &column, std::uint32_t operator_class, CollationId collation);
    bool is_default_class(TypeId type, std::uint32_t operator_class);
    /// An equality of two values, as SQL text that names the operator.
    std::string equal(const Operand &left, const Operand &right) const;
    /// Whether comparing values of the type runs no user-defined code.
    bool is_safe_to_compare(TypeId type) const;
    /// The properties that suggestions use.
    TypeTraits traits(TypeId type) const;
    /// The base type of a domain; for other types, the type itself.
    TypeId base(TypeId type) const;

private:
    struct Type {
        char kind = 'b';
        TypeId base = 0;
        TypeId element = 0;  ///< only for a true array
        char category = 'U';
        bool preferred = false;
    };
    struct Class {
        std::uint32_t method = 0;
        std::uint32_t family = 0;
        TypeId input = 0;
        bool is_default = false;
    };
    struct Operator {
        std::uint32_t id = 0;
        std::string schema;  ///< empty: pg_catalog
        std::string name;
        TypeId left = 0;
        TypeId right = 0;
    };
    struct Member {
        std::uint32_t family;
        TypeId left;
        TypeId right;
        std::int16_t strategy;
        bool operator<(const Member &other) const {
            return std::tie(family, left, right, strategy) < std::tie(other.family, other.left, other.right, other.strategy);
        }
    };

    const Type &type(TypeId type) const;
    bool is_binary_coercible(TypeId from, TypeId to) const;
    bool becomes(TypeId from, TypeId to) const;
    const Class *default_class(TypeId type, std::uint32_t method) const;
    const Class *find_default_class(TypeId type, std::uint32_t method) const;
    const Class *find_class(std::uint32_t operator_class) const;
    const Operator *member(std::uint32_t family, TypeId left, TypeId right, std::int16_t strategy) const;
    const Operator *equality(TypeId type) const;
    const Operator *equality(TypeId left, TypeId right) const;
    const Operator *equality_in(const Class &family, const Class *left, const Class *right, TypeId left_type, TypeId right_type,
                                std::int16_t strategy) const;
    std::string as_input(const Operand &operand, TypeId input) const;

    std::unordered_map<TypeId, Type> types_;
    std::map<std::uint32_t, Class> classes_;
    std::map<Member, Operator> members_;
    std::set<std::pair<std::uint32_t, std::uint32_t>> searched_;  ///< operator family and operator
    std::set<std::pair<TypeId, TypeId>> binary_casts_;            ///< implicit casts only
    std::set<std::pair<TypeId, TypeId>> casts_;                   ///< the same, including casts by a function
    std::set<CollationId> nondeterministic_;
    std::map<TypeId, std::string> input_names_;  ///< for types of operators outside pg_catalog
    std::map<std::pair<TypeId, std::uint32_t>, bool> same_equality_;
    mutable std::map<std::pair<TypeId, std::uint32_t>, const Class *>
        defaults_;  ///< by type and access method, as looked up
};

}  // namespace relmeta::client
