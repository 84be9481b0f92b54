// Findings as text for programs. All of it is UTF-8, as the findings are.
#pragma once

#include <string>
#include <vector>

#include "core/lint/lint.hpp"

namespace relmeta::reports {

/// A JSON array of objects with the columns of relmeta.lint().
std::string json(const std::vector<Finding> &findings);
/// A log in the Static Analysis Results Interchange Format, version 2.1.0. `version`: of the program.
std::string sarif(const std::vector<Finding> &findings, const std::string &version);
/// Workflow commands, as GitHub and the forges that follow it read them in what a job prints: an annotation each.
std::string annotations(const std::vector<Finding> &findings);

}  // namespace relmeta::reports
