// A name that is too long is cut to leave room for the number.
#include "aliases.hpp"

#include "naming.hpp"

namespace relmeta {

std::string Aliases::take(const std::string &name) {
    std::string alias = cut(name);
    for (int number = 2; !taken_.insert(alias).second; ++number) {
        const std::string suffix = "_" + std::to_string(number);
        alias = cut(name, max_name_bytes - suffix.size()) + suffix;
    }
    return alias;
}

}  // namespace relmeta
