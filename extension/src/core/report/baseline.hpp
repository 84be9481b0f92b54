// Known and accepted findings, kept in a file under version control, so that only new ones are reported. A finding is identified
// by rule and object. If its severity has increased, it counts as new.
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
    /// Parses the output of text(). Throws UserError with the line number.
    static Baseline read(const std::string &text);

    /// One line per finding, sorted, so that the same findings produce the same text.
    std::string text() const;
    bool knows(const Finding &finding) const;
    /// The number of known findings that are not in `findings`.
    std::size_t gone(const std::vector<Finding> &findings) const;

private:
    using Key = std::pair<std::string, std::string>;  ///< rule and object

    std::map<Key, Severity> known_;
};

}  // namespace relmeta
