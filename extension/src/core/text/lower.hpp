#pragma once

#include <string>
#include <string_view>

namespace relmeta {

/// Converts A to Z to lower case and leaves other characters unchanged, in any locale.
inline char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
inline std::string lower(std::string_view text) {
    std::string result(text);
    for (char &c : result) c = to_lower(c);
    return result;
}

/// Converts a to z to upper case in the same way.
inline std::string upper(std::string_view text) {
    std::string result(text);
    for (char &c : result) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return result;
}

}  // namespace relmeta
