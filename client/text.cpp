// Text for a terminal.
#include "text.hpp"

#include <langinfo.h>
#include <libpq-fe.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace relmeta::client {
namespace {

/// The length in bytes of the character at `at`; never past the end of the text.
std::size_t character_length(const std::string &text, std::size_t at, int encoding) {
    const int length = PQmblen(text.c_str() + at, encoding);
    return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(length, 1)), 1, text.size() - at);
}

int character_width(const std::string &text, std::size_t at, int encoding) {
    return std::max(PQdsplen(text.c_str() + at, encoding), 0);
}

/// The length in bytes of the control character at `at`, in ASCII or in the upper half of ISO 8859; 0 if it is not one.
std::size_t control_length(const std::string &text, std::size_t at, int encoding) {
    const auto upper_control = [](char c) { return (static_cast<unsigned char>(c) & 0xe0) == 0x80; };
    if (static_cast<unsigned char>(text[at]) < 0x20 || text[at] == 0x7f) return 1;
    const std::string name = pg_encoding_to_char(encoding);
    if (name == "UTF8" || name == "SQL_ASCII") return text[at] == '\xc2' && upper_control(text[at + 1]) ? 2 : 0;
    const bool iso = name.rfind("LATIN", 0) == 0 || name.rfind("ISO_8859", 0) == 0;
    return iso && upper_control(text[at]) ? 1 : 0;
}

/// The character after the backslash in JSON; 0 if no short escape exists.
char json_escape(char c) {
    switch (c) {
        case '"':
        case '\\': return c;
        case '\b': return 'b';
        case '\f': return 'f';
        case '\n': return 'n';
        case '\r': return 'r';
        case '\t': return 't';
        default: return '\0';
    }
}

bool is_plain(const std::string &name) {
    if (name.empty() || !(name[0] == '_' || (name[0] >= 'a' && name[0] <= 'z'))) return false;
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

void wrap_line(const std::string &line, int width, int encoding, std::vector<std::string> &lines) {
    std::size_t start = 0, break_at = 0;  // break_at: after the last possible line break
    int taken = 0;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t length = character_length(line, at, encoding);
        const int columns = character_width(line, at, encoding);
        if (taken + columns > width && at > start && line[at] != ' ') {
            const std::size_t end = break_at > start ? break_at : at;
            lines.push_back(line.substr(start, end - start));
            start = end;
            taken = display_width(line.substr(start, at - start), encoding);
        }
        taken += columns;
        if (std::strchr(" ,._", line[at])) break_at = at + length;
        at += length;
    }
    lines.push_back(line.substr(start));
}

}  // namespace

int display_width(const std::string &text, int encoding) {
    int width = 0;
    for (std::size_t at = 0; at < text.size(); at += character_length(text, at, encoding)) {
        width += character_width(text, at, encoding);
    }
    return width;
}

int usual_encoding() {
    static const int encoding = [] {
        const char *const name = std::getenv("PGCLIENTENCODING");
        return std::max(pg_char_to_encoding(name ? name : nl_langinfo(CODESET)), 0);  // 0: SQL_ASCII, unknown bytes
    }();
    return encoding;
}

std::string printable(const std::string &text) {
    const int encoding = usual_encoding();
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = std::max(character_length(text, at, encoding), control_length(text, at, encoding));
        const bool control = control_length(text, at, encoding) > 0 && text[at] != '\n' && text[at] != '\t';
        for (const std::size_t end = at + length; at < end; ++at) {
            char escaped[5];
            std::snprintf(escaped, sizeof escaped, "\\x%02X", static_cast<unsigned char>(text[at]));
            shown += control ? std::string(escaped) : std::string(1, text[at]);
        }
    }
    return shown;
}

std::vector<std::string> wrapped(const std::string &text, int width, int encoding) {
    std::vector<std::string> lines;
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        const std::string line = text.substr(start, end - start);
        if (width > 0) {
            wrap_line(line, width, encoding, lines);
        } else {
            lines.push_back(line);
        }
        start = end + 1;
    }
    return lines;
}

std::string array_element(const std::string &text) {
    const int encoding = usual_encoding();
    std::string element = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_length(text, at, encoding);
        if (length == 1 && (text[at] == '"' || text[at] == '\\')) element += '\\';
        element.append(text, at, length);
        at += length;
    }
    return element + '"';
}

std::string json_string(const std::string &text, int encoding) {
    std::string string = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_length(text, at, encoding);
        const char c = text[at];
        if (length > 1) {
            string.append(text, at, length);
        } else if (const char short_form = json_escape(c); short_form != '\0') {
            string += '\\';
            string += short_form;
        } else if (static_cast<unsigned char>(c) < ' ') {
            char escaped[7];
            std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
            string += escaped;
        } else {
            string += c;
        }
        at += length;
    }
    return string + '"';
}

std::string plain_name(const std::string &name) {
    std::string plain;
    for (std::size_t at = 0; at < name.size();) {
        if (name[at] != '"') {
            plain += name[at++];
            continue;
        }
        std::size_t end = at + 1;  // a doubled quote ends one part and starts the next: neither is plain
        while (end < name.size() && name[end] != '"') ++end;
        const std::string inside = name.substr(at + 1, end - at - 1);
        const bool alone = (at == 0 || name[at - 1] == '.') && (end + 1 >= name.size() || name[end + 1] == '.');
        plain += alone && is_plain(inside) ? inside : name.substr(at, end - at + 1);
        at = end + 1;
    }
    return plain;
}

}  // namespace relmeta::client
