#pragma once

#include <string>
#include <string_view>

namespace relmeta {

/// The text with A to Z in lower case; other characters stay, whatever the locale.
inline std::string lower(std::string_view text) {
    std::string result(text);
    for (char &c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

/// The text with a to z in upper case, likewise.
inline std::string upper(std::string_view text) {
    std::string result(text);
    for (char &c : result) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return result;
}

}  // namespace relmeta
