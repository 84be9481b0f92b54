// The catalog's names for kinds, origins and grades.
#include "core/model/relationship.hpp"

#include <stdexcept>

#include "core/text/quote.hpp"

namespace relmeta {

const char *to_string(Kind kind) {
    switch (kind) {
        case Kind::one_to_one: return "one_to_one";
        case Kind::one_to_many: return "one_to_many";
        case Kind::many_to_one: return "many_to_one";
        case Kind::many_to_many: break;
    }
    return "many_to_many";
}

const char *to_string(Origin origin) {
    switch (origin) {
        case Origin::foreign_key: return "foreign_key";
        case Origin::bridge: return "bridge";
        case Origin::view: return "view";
        case Origin::declared: break;
    }
    return "declared";
}

const char *to_string(Grade grade) {
    switch (grade) {
        case Grade::declared: return "declared";
        case Grade::pure: return "pure";
        case Grade::attributed: break;
    }
    return "attributed";
}

Kind kind_from(const std::string &text) {
    for (Kind kind : {Kind::one_to_one, Kind::one_to_many, Kind::many_to_one, Kind::many_to_many}) {
        if (text == to_string(kind)) {
            return kind;
        }
    }
    throw std::invalid_argument("invalid relationship kind: " + text);
}

UserError no_relationship(const std::string &table, const std::string &name, const std::vector<std::string> &names) {
    return UserError(sqlstate::undefined_object,
                     "relationship " + in_quotes(name) + " of table " + in_quotes(table) + " does not exist",
                     names.empty() ? "The table has no relationships. Add a foreign key, or use relmeta.declare_relationship."
                                   : "Its relationships are: " + join(names, ", ") + ".");
}

UserError takes_no_part(TableId id, const std::string &name) {
    if (name.empty()) {
        return UserError(sqlstate::undefined_table, "relation with OID " + std::to_string(id) + " does not exist");
    }
    return UserError(
        sqlstate::wrong_object_type, in_quotes(name) + " cannot have relationships",
        "Only tables, views and foreign tables that are neither temporary nor system relations can have relationships.");
}

}  // namespace relmeta
