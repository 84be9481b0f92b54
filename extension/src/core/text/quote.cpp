// The rules are those of quote_identifier() and quote_literal_cstr() in PostgreSQL's ruleutils.c and quote.c.
#include "core/text/quote.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "core/text/keyword.hpp"

namespace relmeta {

namespace {

// clang-format off
/// The words whose category in a kwlist.h of PostgreSQL 14 to 19 is not UNRESERVED_KEYWORD, in ASCII order.
constexpr std::array<std::string_view, 165> keywords = {
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between", "bigint",
    "binary", "bit", "boolean", "both", "case", "cast", "char", "character", "check", "coalesce", "collate", "collation",
    "column", "concurrently", "constraint", "create", "cross", "current_catalog", "current_date", "current_role",
    "current_schema", "current_time", "current_timestamp", "current_user", "dec", "decimal", "default", "deferrable", "desc",
    "distinct", "do", "else", "end", "except", "exists", "extract", "false", "fetch", "float", "for", "foreign", "freeze",
    "from", "full", "grant", "graph_table", "greatest", "group", "grouping", "having", "ilike", "in", "initially", "inner",
    "inout", "int", "integer", "intersect", "interval", "into", "is", "isnull", "join", "json", "json_array", "json_arrayagg",
    "json_exists", "json_object", "json_objectagg", "json_query", "json_scalar", "json_serialize", "json_table", "json_value",
    "lateral", "leading", "least", "left", "like", "limit", "localtime", "localtimestamp", "merge_action", "national",
    "natural", "nchar", "none", "normalize", "not", "notnull", "null", "nullif", "numeric", "offset", "on", "only", "or",
    "order", "out", "outer", "overlaps", "overlay", "placing", "position", "precision", "primary", "real", "references",
    "returning", "right", "row", "select", "session_user", "setof", "similar", "smallint", "some", "substring", "symmetric",
    "system_user", "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat", "trim", "true", "union",
    "unique", "user", "using", "values", "varchar", "variadic", "verbose", "when", "where", "window", "with", "xmlattributes",
    "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize",
    "xmltable",
};
// clang-format on

bool is_plain(std::string_view identifier) {
    if (identifier.empty()) return false;
    for (std::size_t i = 0; i < identifier.size(); ++i) {
        const char c = identifier[i];
        const bool letter = (c >= 'a' && c <= 'z') || c == '_';
        const bool digit = c >= '0' && c <= '9';
        if (!letter && !(digit && i > 0)) return false;
    }
    return true;
}

}  // namespace

bool is_keyword(std::string_view word) { return std::binary_search(keywords.begin(), keywords.end(), word); }

std::string cut(const std::string &name, std::size_t bytes) {
    if (name.size() <= bytes) return name;
    // A byte 10xxxxxx continues a character: back up to the character's first byte.
    while (bytes > 0 && (static_cast<unsigned char>(name[bytes]) & 0xC0) == 0x80) --bytes;
    return name.substr(0, bytes);
}

std::string quote_identifier(const std::string &identifier) {
    if (is_plain(identifier) && !is_keyword(identifier)) return identifier;
    std::string quoted = "\"";
    for (const char c : identifier) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    quoted += '"';
    return quoted;
}

std::string quote_qualified(const std::string &schema, const std::string &name) {
    return schema.empty() ? quote_identifier(name) : quote_identifier(schema) + "." + quote_identifier(name);
}

std::string quote_literal(const std::string &text) {
    const bool escape = text.find('\\') != std::string::npos;
    std::string quoted = escape ? "E'" : "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') quoted += c;
        quoted += c;
    }
    quoted += '\'';
    return quoted;
}

std::string in_quotes(const std::string &name) {
    constexpr std::size_t most_quoted = 100;
    return '"' + (name.size() > most_quoted ? cut(name, most_quoted) + "..." : name) + '"';
}

std::string in_comment(const std::string &text) {
    std::string clean = text;
    for (char &c : clean) {
        if (static_cast<unsigned char>(c) < 32) c = ' ';
    }
    return clean;
}

}  // namespace relmeta
