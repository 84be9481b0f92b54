// Unique table aliases within one SQL statement.
#pragma once

#include <map>
#include <set>
#include <string>

namespace relmeta {

class Aliases {
public:
    /// Returns the name, or the first free name with a number: user, user_2, user_3. At most 63 bytes, not quoted.
    std::string take(const std::string &name);

private:
    std::set<std::string> taken_;
    std::map<std::string, unsigned> numbers_;  ///< the last number used, by the common part of truncated names
};

}  // namespace relmeta
