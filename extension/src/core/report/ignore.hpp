// Findings that the user does not want to hear of: of a rule, of an object, or of a rule about an object.
#pragma once

#include <string>
#include <vector>

#include "core/lint/lint.hpp"

namespace relmeta {

struct Ignore {
    std::string rule;    ///< empty: whatever the rule
    std::string object;  ///< as findings write it, or the table that it is on; empty: whatever the object
    std::string origin;  ///< where the user said so, for messages: "--ignore required_cycle"
};

/// What RULE, RULE:OBJECT or :OBJECT stands for. Throws UserError as check_ignore does.
Ignore ignore_from(const std::string &text);

/// Throws UserError where neither is named, for a rule that there is not, and for an object that is not written as findings write
/// it.
void check_ignore(const Ignore &ignore);

/// Takes out of `findings` those that are ignored, and returns the ignores that none of them matched.
std::vector<Ignore> take_ignored(std::vector<Finding> &findings, const std::vector<Ignore> &ignores);

}  // namespace relmeta
