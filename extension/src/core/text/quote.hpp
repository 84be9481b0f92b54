// Quoting of identifiers and literals, the same as PostgreSQL's quote_ident and quote_literal. All SQL text that core writes goes
// through these functions, and it reads the same whatever the version of the server.
#pragma once

#include <cstddef>
#include <string>

namespace relmeta {

/// The identifier as SQL text: bare where it is [a-z_][a-z0-9_]* and no keyword, else in double quotes. Every word that any of
/// PostgreSQL 14 to 19 treats as more than an unreserved keyword counts as a keyword.
std::string quote_identifier(const std::string &identifier);
/// schema.name, each part quoted; the name alone where `schema` is empty.
std::string quote_qualified(const std::string &schema, const std::string &name);
/// The text as a string literal that means the same whatever standard_conforming_strings is.
std::string quote_literal(const std::string &text);
/// A double-quoted name for use in messages: user -> "user". No character is escaped, as in PostgreSQL's own messages. What is
/// much longer than a name is cut, and ends in three dots.
std::string in_quotes(const std::string &name);

/// The longest name in bytes: NAMEDATALEN - 1.
constexpr std::size_t max_name_bytes = 63;

/// Cuts a UTF-8 name to at most `bytes` bytes on a character boundary.
std::string cut(const std::string &name, std::size_t bytes = max_name_bytes);

/// Text as it can stand in a comment that ends with the line: control characters are blanks.
std::string in_comment(const std::string &text);

/// The elements of a range one after the other, with `separator` between them.
template <typename Range>
std::string join(const Range &range, const std::string &separator) {
    std::string text;
    bool first = true;
    for (const auto &element : range) {
        if (!first) text += separator;
        text += element;
        first = false;
    }
    return text;
}

/// The same with each element written by `write`.
template <typename Range, typename Write>
std::string join(const Range &range, const std::string &separator, Write write) {
    std::string text;
    bool first = true;
    for (const auto &element : range) {
        if (!first) text += separator;
        text += write(element);
        first = false;
    }
    return text;
}

/// Identifiers, each quoted, separated by ", ".
template <typename Range>
std::string quote_identifiers(const Range &names) {
    return join(names, ", ", [](const std::string &name) { return quote_identifier(name); });
}

}  // namespace relmeta
