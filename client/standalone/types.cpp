// The rules of PostgreSQL's lookup_type_cache(), GetDefaultOpClass(), IsBinaryCoercible() and can_coerce_type().
#include "types.hpp"

#include <tuple>

#include "binary_row.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

// pg_am.dat, pg_type.dat and stratnum.h; OIDs of built-in objects never change.
constexpr std::uint32_t btree = 403, hash = 405;
constexpr std::int16_t btree_equal = 3, hash_equal = 1;
enum Pseudo : TypeId {
    record = 2249,
    any = 2276,
    any_array = 2277,
    any_element = 2283,
    record_array = 2287,
    any_non_array = 2776,
    any_enum = 3500,
    any_range = 3831,
    any_multirange = 4537,
    any_compatible_multirange = 4538,
    any_compatible = 5077,
    any_compatible_array = 5078,
    any_compatible_non_array = 5079,
    any_compatible_range = 5080,
};

bool is_polymorphic(TypeId type) {
    switch (type) {
        case any_array:
        case any_element:
        case any_non_array:
        case any_enum:
        case any_range:
        case any_multirange:
        case any_compatible:
        case any_compatible_array:
        case any_compatible_non_array:
        case any_compatible_range:
        case any_compatible_multirange: return true;
        default: return false;
    }
}

std::string array_of(const std::set<TypeId> &types) {
    return "{" + join(types, ",", [](TypeId type) { return std::to_string(type); }) + "}";
}

}  // namespace

void Types::read(Connection &connection, const std::set<TypeId> &used) {
    const Result types = connection.run_binary(
        {"WITH RECURSIVE needed (oid) AS (SELECT * FROM (SELECT pg_catalog.unnest($1::pg_catalog.oid[]) "
         "UNION SELECT opcintype FROM pg_catalog.pg_opclass) AS used UNION SELECT other.oid FROM needed JOIN pg_catalog.pg_type "
         "AS t "
         "USING (oid) CROSS JOIN LATERAL (VALUES (t.typbasetype), (t.typelem)) AS other (oid) WHERE other.oid <> 0) "
         "SELECT t.oid, t.typtype, t.typbasetype, CASE WHEN t.typlen = -1 THEN t.typelem ELSE 0 END, t.typcategory, "
         "t.typispreferred "
         "FROM needed JOIN pg_catalog.pg_type AS t USING (oid)",
         {array_of(used)}});
    for_each_row(types, [&](BinaryRow row) {
        const TypeId id = row.oid();
        Type type;
        type.kind = row.letter();
        type.base = row.oid();
        type.element = row.oid();
        type.category = row.letter();
        type.preferred = row.flag();
        types_.emplace(id, type);
    });
    const Result classes =
        connection.run_binary({"SELECT oid, opcmethod, opcfamily, opcintype, opcdefault FROM pg_catalog.pg_opclass", {}});
    for_each_row(classes, [&](BinaryRow row) {
        const std::uint32_t id = row.oid();
        Class one;
        one.method = row.oid();
        one.family = row.oid();
        one.input = row.oid();
        one.is_default = row.flag();
        classes_.emplace(id, one);
    });
    const Result members =
        connection.run_binary({"SELECT m.amopfamily, m.amoplefttype, m.amoprighttype, m.amopstrategy, m.amopopr, "
                               "CASE WHEN n.nspname <> 'pg_catalog' THEN n.nspname END, o.oprname, o.oprleft, o.oprright, "
                               "CASE WHEN n.nspname <> 'pg_catalog' THEN pg_catalog.format_type(o.oprleft, -1) END, "
                               "CASE WHEN n.nspname <> 'pg_catalog' THEN pg_catalog.format_type(o.oprright, -1) END "
                               "FROM pg_catalog.pg_amop AS m JOIN pg_catalog.pg_operator AS o ON o.oid = m.amopopr "
                               "JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace WHERE m.amoppurpose = 's'",
                               {}});
    for_each_row(members, [&](BinaryRow row) {
        Member member{};
        member.family = row.oid();
        member.left = row.oid();
        member.right = row.oid();
        member.strategy = row.small();
        Operator one;
        one.id = row.oid();
        one.schema = row.text();
        one.name = row.text();
        one.left = row.oid();
        one.right = row.oid();
        searched_.emplace(member.family, one.id);
        if (!one.schema.empty()) {
            input_names_[one.left] = row.text();
            input_names_[one.right] = row.text();
        }
        members_.emplace(member, std::move(one));
    });
    const Result casts = connection.run_binary(
        {"SELECT castsource, casttarget, castmethod = 'b' FROM pg_catalog.pg_cast WHERE castcontext = 'i'", {}});
    for_each_row(casts, [&](BinaryRow row) {
        const TypeId from = row.oid(), to = row.oid();
        casts_.emplace(from, to);
        if (row.flag()) binary_casts_.emplace(from, to);
    });
    const Result collations =
        connection.run_binary({"SELECT oid FROM pg_catalog.pg_collation WHERE NOT collisdeterministic", {}});
    for_each_row(collations, [&](BinaryRow row) { nondeterministic_.insert(row.oid()); });
}

const Types::Type &Types::type(TypeId id) const {
    static const Type unknown;
    const auto found = types_.find(id);
    return found != types_.end() ? found->second : unknown;
}

TypeId Types::base(TypeId id) const {
    while (type(id).kind == 'd' && type(id).base != 0) id = type(id).base;
    return id;
}

bool Types::is_binary_coercible(TypeId from, TypeId to) const {
    if (from == to || to == any || to == any_element || to == any_compatible) return true;
    from = base(from);
    if (from == to) return true;
    const Type &source = type(from);
    switch (to) {
        case any_array:
        case any_compatible_array: return source.element != 0;
        case any_non_array:
        case any_compatible_non_array: return source.element == 0;
        case any_enum: return source.kind == 'e';
        case any_range:
        case any_compatible_range: return source.kind == 'r';
        case any_multirange:
        case any_compatible_multirange: return source.kind == 'm';
        case record: return source.kind == 'c';
        case record_array: return source.element != 0 && type(source.element).kind == 'c';
        default: return binary_casts_.count({from, to}) > 0;
    }
}

bool Types::becomes(TypeId from, TypeId to) const { return is_binary_coercible(from, to) || casts_.count({base(from), to}) > 0; }

const Types::Class *Types::default_class(TypeId id, std::uint32_t method) const {
    const auto [place, fresh] = defaults_.try_emplace({id, method}, nullptr);
    if (fresh) place->second = find_default_class(base(id), method);
    return place->second;
}

const Types::Class *Types::find_default_class(TypeId id, std::uint32_t method) const {
    const Class *preferred = nullptr, *compatible = nullptr;
    int of_preferred = 0, of_compatible = 0;
    for (const auto &[number, one] : classes_) {
        if (one.method != method || !one.is_default) continue;
        if (one.input == id) return &one;
        if (!is_binary_coercible(id, one.input)) continue;
        if (type(one.input).preferred && type(one.input).category == type(id).category) {
            preferred = &one;
            ++of_preferred;
        } else {
            compatible = &one;
            ++of_compatible;
        }
    }
    return of_preferred == 1 ? preferred : of_preferred == 0 && of_compatible == 1 ? compatible : nullptr;
}

const Types::Class *Types::find_class(std::uint32_t operator_class) const {
    const auto found = classes_.find(operator_class);
    return found != classes_.end() ? &found->second : nullptr;
}

const Types::Operator *Types::member(std::uint32_t family, TypeId left, TypeId right, std::int16_t strategy) const {
    const auto found = members_.find({family, left, right, strategy});
    return found != members_.end() ? &found->second : nullptr;
}

const Types::Operator *Types::equality(TypeId id) const {
    const Operator *found = nullptr;
    if (const Class *one = default_class(id, btree)) found = member(one->family, one->input, one->input, btree_equal);
    if (found == nullptr) {
        if (const Class *one = default_class(id, hash)) found = member(one->family, one->input, one->input, hash_equal);
    }
    const TypeId element = type(base(id)).element;
    return found != nullptr && found->left == any_array && element != 0 && equality(element) == nullptr ? nullptr : found;
}

bool Types::has_stricter_equality(const Column &column, std::uint32_t operator_class, CollationId collation) {
    if (collation != column.collation && column.collation != 0 && nondeterministic_.count(column.collation) > 0) return true;
    const auto [place, fresh] = same_equality_.try_emplace({column.type, operator_class}, false);
    if (fresh) {
        const Class *one = find_class(operator_class);
        const Operator *ours = one != nullptr ? member(one->family, one->input, one->input, btree_equal) : nullptr;
        const Operator *usual = equality(column.type);
        place->second = one != nullptr && (ours != nullptr ? ours->id : 0) == (usual != nullptr ? usual->id : 0);
    }
    return !place->second;
}

bool Types::finds_equal(const Column &column, std::uint32_t operator_class, CollationId collation) {
    const Operator *usual = equality(column.type);
    const Class *one = find_class(operator_class);
    return usual != nullptr && one != nullptr && (collation == 0 || collation == column.collation) &&
           searched_.count({one->family, usual->id}) > 0;
}

bool Types::is_default_class(TypeId id, std::uint32_t operator_class) {
    const Class *one = find_class(operator_class);
    return one != nullptr && one == default_class(id, one->method);
}

/// = in `family`, if one of the types has its default class there: the class of both types, or of one that the other is
/// implicitly coerced to.
const Types::Operator *Types::equality_in(const Class &family, const Class *left, const Class *right, TypeId left_type,
                                          TypeId right_type, std::int16_t strategy) const {
    if (left != nullptr && right != nullptr && left->family == right->family) {
        const Operator *across = member(family.family, left->input, right->input, strategy);
        if (across != nullptr && (left->input != right->input || !is_polymorphic(left->input))) return across;
    }
    const bool fit = is_polymorphic(family.input) ? base(left_type) == base(right_type)
                                                  : becomes(left_type, family.input) && becomes(right_type, family.input);
    return fit ? member(family.family, family.input, family.input, strategy) : nullptr;
}

const Types::Operator *Types::equality(TypeId left, TypeId right) const {
    for (const auto &[method, strategy] : {std::pair(btree, btree_equal), std::pair(hash, hash_equal)}) {
        const Class *one = default_class(left, method), *other = default_class(right, method);
        for (const Class *family : {one, other}) {
            const Operator *found = family != nullptr ? equality_in(*family, one, other, left, right, strategy) : nullptr;
            if (found != nullptr) return found;
        }
    }
    return nullptr;
}

/// Arrays, rows and ranges cannot be keys: their classes serve all types of their kind.
bool Types::is_safe_to_compare(TypeId id) const {
    constexpr TypeId first_of_users = 16384;  // FirstNormalObjectId
    const TypeId of = base(id);
    return of < first_of_users || type(of).kind == 'e';
}

TypeTraits Types::traits(TypeId id) const {
    const TypeId of = base(id);
    const Class *found = default_class(of, btree);
    if (found == nullptr) return {};
    if (type(of).kind == 'e') return {of, Nature::text};
    return {is_polymorphic(found->input) || found->input == record ? 0 : found->family, nature_of(of, type(of).category)};
}

std::string Types::as_input(const Operand &operand, TypeId input) const {
    const auto name = input_names_.find(input);
    return operand.type == input || is_polymorphic(input) || name == input_names_.end() ? operand.text
                                                                                        : operand.text + "::" + name->second;
}

std::string Types::equal(const Operand &left, const Operand &right) const {
    const Operator *found = left.type != 0 && right.type != 0 ? equality(left.type, right.type) : nullptr;
    // No role can add a preferred operator to pg_catalog. If there is no operator, this raises PostgreSQL's error.
    if (found == nullptr || found->schema.empty()) return left.text + " OPERATOR(pg_catalog.=) " + right.text;
    return as_input(left, found->left) + " OPERATOR(" + quote_identifier(found->schema) + "." + found->name + ") " +
           as_input(right, found->right);
}

}  // namespace relmeta::client
