// The findings that are known and accepted, kept in a file under version control, so that only new ones count. A finding is known
// by its rule and its object; one that has become more severe is new.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/lint/lint.hpp"

namespace relmeta {

class Baseline {
public:
    explicit Baseline(const std::vector<Finding> &findings);
    /// What text() has written. Throws UserError, with the number of the line.
    static Baseline read(const std::string &text);

    /// One line for each finding, sorted; the same for the same findings.
    std::string text() const;
    bool knows(const Finding &finding) const;
    /// How many of the known are not among these.
    std::size_t gone(const std::vector<Finding> &findings) const;

private:
    using Key = std::pair<std::string, std::string>;  ///< rule and object

    std::map<Key, Severity> known_;
};

}  // namespace relmeta
