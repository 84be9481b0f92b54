// The words that the catalog stores for kinds, origins and grades.
#include "core/model/relationship.hpp"

#include <stdexcept>

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

}  // namespace relmeta
