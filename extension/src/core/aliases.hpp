// The names that tables go by within one SQL statement: each is used once, so that none hides another.
#pragma once

#include <set>
#include <string>

namespace relmeta {

class Aliases {
public:
    /// The name, or, where it is taken, the name with the first number from 2 that makes it free: user, user_2, user_3. At most
    /// 63 bytes, not quoted.
    std::string take(const std::string &name);

private:
    std::set<std::string> taken_;
};

}  // namespace relmeta
