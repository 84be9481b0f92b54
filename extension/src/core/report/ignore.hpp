// Findings to ignore, by rule, by object, or by both.
#pragma once

#include <string>
#include <vector>

#include "core/lint/lint.hpp"

namespace relmeta {

struct Ignore {
    std::string rule;    ///< empty: any rule
    std::string object;  ///< an object as in findings, or the table that it belongs to; empty: any object
    std::string origin;  ///< where the user specified it, for messages: "--ignore required_cycle"
};

/// Parses RULE, RULE:OBJECT or :OBJECT. Throws UserError like check_ignore.
Ignore ignore_from(const std::string &text);

/// Throws UserError if both are empty, if the rule is unknown, or if the object is not in the format of findings.
void check_ignore(const Ignore &ignore);

/// Removes ignored findings and returns the ignores that matched no finding.
std::vector<Ignore> take_ignored(std::vector<Finding> &findings, const std::vector<Ignore> &ignores);

}  // namespace relmeta
