#include "core/context/names.hpp"

#include <cstdint>
#include <cstdio>
#include <string_view>

#include "core/text/keyword.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 1;
};

/// The UTF-8 character at this offset; an invalid byte stands for itself.
Character character_at(const std::string &text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
    const std::uint32_t first = byte(at);
    const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1;
    if (first < 0x80 || first > 0xF4 || bytes == 1 || at + bytes > text.size()) return {first, 1};
    std::uint32_t code = first & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) return {first, 1};
        code = code << 6 | (byte(at + i) & 0x3FU);
    }
    return {code, bytes};
}

/// Control and format characters, which break lines, move the cursor, change the direction of text, or are invisible.
bool is_unseen(const Character &character) {
    const std::uint32_t c = character.code;
    if (c < 0x20 || c == 0x7F) return true;
    if (character.bytes == 1) return false;
    return c < 0xA0 || c == 0xAD || c == 0x61C || c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

bool is_plain(const std::string &name) {
    if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
    return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

}  // namespace

std::string sql_name(const std::string &name) {
    bool unseen = false;
    std::string escaped;
    for (std::size_t at = 0; at < name.size();) {
        const Character character = character_at(name, at);
        if (is_unseen(character)) {
            unseen = true;
            char text[12];
            std::snprintf(text, sizeof text, character.code > 0xFFFF ? "\\+%06X" : "\\%04X",
                          static_cast<unsigned>(character.code));
            escaped += text;
        } else if (name[at] == '"' || name[at] == '\\') {
            escaped.append(2, name[at]);
        } else {
            escaped.append(name, at, character.bytes);
        }
        at += character.bytes;
    }
    return unseen ? "U&\"" + escaped + '"' : quote_identifier(name);
}

std::string context_name(const std::string &name) { return is_plain(name) ? name : sql_name(name); }

bool is_quoted_word(const std::string &name) { return is_plain(name) && is_keyword(name); }

std::string show_unseen(const std::string &text) {
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = character_at(text, at);
        if (is_unseen(character) && text[at] != '\n' && text[at] != '\t') {
            char escaped[12];
            std::snprintf(escaped, sizeof escaped, "\\u%04X", static_cast<unsigned>(character.code));
            shown += escaped;
        } else {
            shown.append(text, at, character.bytes);
        }
        at += character.bytes;
    }
    return shown;
}

std::string comment_literal(const std::string &comment) {
    std::string text;
    bool blank = false;
    for (std::size_t at = 0; at < comment.size();) {
        const Character character = character_at(comment, at);
        if (character.code == ' ' || character.code == '\n' || character.code == '\t' || character.code == '\r') {
            blank = !text.empty();
        } else if (!is_unseen(character)) {
            if (blank) text += ' ';
            blank = false;
            text.append(comment, at, character.bytes);
        }
        at += character.bytes;
        if (text.size() > longest_comment) break;
    }
    const bool longer = text.size() > longest_comment;
    if (longer) text = cut(text, longest_comment - 3);
    std::string quoted = "'";
    for (const char c : text) quoted.append(c == '\'' ? 2 : 1, c);
    return quoted + (longer ? "...'" : "'");
}

}  // namespace relmeta
