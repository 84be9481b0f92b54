// Findings as text for programs, in UTF-8.
#pragma once

#include <string>
#include <vector>

#include "core/lint/lint.hpp"

namespace relmeta::reports {

/// A JSON array of objects with the columns of relmeta.lint().
std::string json(const std::vector<Finding> &findings);
/// A log in the Static Analysis Results Interchange Format (SARIF) 2.1.0. `version` is the program's.
std::string sarif(const std::vector<Finding> &findings, const std::string &version);
/// Workflow commands, one annotation per finding, as parsed by GitHub and compatible forges from a job's output.
std::string annotations(const std::vector<Finding> &findings);

}  // namespace relmeta::reports
