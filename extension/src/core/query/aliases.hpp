// The names that tables go by within one SQL statement: each is used once, so that none hides another.
#pragma once

#include <map>
#include <set>
#include <string>

namespace relmeta {

class Aliases {
public:
    /// The name, or, where it is taken, the name with the next number that makes it free: user, user_2, user_3. At most 63 bytes,
    /// not quoted.
    std::string take(const std::string &name);

private:
    std::set<std::string> taken_;
    std::map<std::string, unsigned> numbers_;  ///< the last given, by what names have in common once they are cut
};

}  // namespace relmeta
