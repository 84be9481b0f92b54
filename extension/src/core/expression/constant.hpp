// Constants and null tests in stored expressions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/expression/node.hpp"

namespace relmeta {

/// A known boolean or integer, or a known null.
struct Constant {
    bool known = false;
    bool null = false;
    std::int64_t number = 0;  ///< 1 or 0 for a boolean
};

/// The value of a boolean or integer constant; for any other type, only whether it is null.
Constant constant_of(const Node &node);

/// The value of a text constant; nullopt for anything else.
std::optional<std::string> text_of(const Node &node);

/// The operand of the casts that the server adds between text types.
const Node &without_casts(const Node &node);

/// Whether the operator compares text for equality.
bool is_text_equality(const Node &node);

/// true for IS NOT NULL, false for IS NULL, nullopt for anything else.
std::optional<bool> is_not_null_test(const Node &test);

}  // namespace relmeta
