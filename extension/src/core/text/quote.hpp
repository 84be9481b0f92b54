// Quoting of identifiers and literals, as by PostgreSQL's quote_ident and quote_literal. Core quotes all SQL text with these
// functions, and the result does not depend on the server version.
#pragma once

#include <cstddef>
#include <string>

namespace relmeta {

/// Quotes the identifier unless it matches [a-z_][a-z0-9_]* and is not a keyword. A keyword is any word that one of PostgreSQL 14
/// to 19 treats as more than an unreserved keyword.
std::string quote_identifier(const std::string &identifier);
/// schema.name, with each part quoted; just the name if `schema` is empty.
std::string quote_qualified(const std::string &schema, const std::string &name);
/// A string literal that does not depend on standard_conforming_strings.
std::string quote_literal(const std::string &text);
/// A double-quoted name for messages: user -> "user". As in PostgreSQL's own messages, no character is escaped. Text much longer
/// than a name is truncated and ends in three dots.
std::string in_quotes(const std::string &name);

/// The longest name in bytes: NAMEDATALEN - 1.
constexpr std::size_t max_name_bytes = 63;

/// Truncates a UTF-8 name to at most `bytes` bytes, at a character boundary.
std::string cut(const std::string &name, std::size_t bytes = max_name_bytes);

/// The text as a comment that ends at the end of the line: control characters become blanks.
std::string in_comment(const std::string &text);

/// Joins the elements of a range with `separator`.
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

/// The same, with each element formatted by `write`.
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

/// Quotes each identifier and joins them with ", ".
template <typename Range>
std::string quote_identifiers(const Range &names) {
    return join(names, ", ", [](const std::string &name) { return quote_identifier(name); });
}

}  // namespace relmeta
