// Constants and null tests in stored expressions.
#pragma once

#include <cstdint>
#include <optional>

#include "core/expression/node.hpp"

namespace relmeta {

/// A truth value or an integer that is known, or null.
struct Constant {
    bool known = false;
    bool null = false;
    std::int64_t number = 0;  ///< 1 and 0 of a truth value
};

/// What a constant of type boolean or integer is; of any other type only whether it is null is known.
Constant constant_of(const Node &node);

/// Whether a null test asks for IS NOT NULL; nothing where that cannot be told.
std::optional<bool> is_not_null_test(const Node &test);

}  // namespace relmeta
