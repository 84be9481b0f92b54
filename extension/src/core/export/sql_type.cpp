#include "core/export/sql_type.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace relmeta {

namespace {

constexpr std::array<std::pair<const char *, const char *>, 9> short_names{{
    {"character varying", "varchar"},
    {"character", "char"},
    {"bit varying", "varbit"},
    {"double precision", "float8"},
    {"real", "float4"},
    {"timestamp without time zone", "timestamp"},
    {"timestamp with time zone", "timestamptz"},
    {"time without time zone", "time"},
    {"time with time zone", "timetz"},
}};

}  // namespace

SqlType sql_type(const std::string &text) {
    SqlType type;
    type.name = text;
    const std::string brackets = "[]";
    if (text.size() > brackets.size() && text.compare(text.size() - brackets.size(), brackets.size(), brackets) == 0) {
        type.array = true;
        type.name.resize(text.size() - brackets.size());
    }
    // PostgreSQL qualifies a built-in type if search_path finds another type with its name first.
    const std::string built_in = "pg_catalog.";
    if (type.name.compare(0, built_in.size(), built_in) == 0) {
        type.name.erase(0, built_in.size());
    }
    // A quoted name may contain parentheses. The modifier of timestamp(3) with time zone is inside the name.
    const std::size_t open = type.name.find('(', type.name.rfind('"') == std::string::npos ? 0 : type.name.rfind('"'));
    const std::size_t close = type.name.find(')', open);
    if (open != std::string::npos && close != std::string::npos) {
        type.arguments = type.name.substr(open + 1, close - open - 1);
        type.name.erase(open, close - open + 1);
    }
    const auto known =
        std::find_if(short_names.begin(), short_names.end(), [&](const auto &each) { return type.name == each.first; });
    if (known != short_names.end()) {
        type.name = known->second;
    }
    return type;
}

std::string short_text(const SqlType &type) {
    return type.name + (type.arguments.empty() ? "" : '(' + type.arguments + ')') + (type.array ? "[]" : "");
}

bool is_word(const std::string &name) {
    return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

}  // namespace relmeta
