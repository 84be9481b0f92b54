// A name that is too long is truncated to leave room for the number.
#include "core/query/aliases.hpp"

#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

std::string Aliases::take(const std::string &name) {
    poll();
    std::string alias = cut(name);
    if (taken_.insert(alias).second) return alias;
    constexpr std::size_t longest_suffix = 11;
    unsigned &number = numbers_.try_emplace(cut(name, max_name_bytes - longest_suffix), 1U).first->second;
    do {
        const std::string suffix = "_" + std::to_string(++number);
        alias = cut(name, max_name_bytes - suffix.size()) + suffix;
    } while (!taken_.insert(alias).second);
    return alias;
}

}  // namespace relmeta
