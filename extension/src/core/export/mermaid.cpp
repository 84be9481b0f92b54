// A Mermaid entity-relationship diagram. Names are quoted, with an entity code (#34;) for each character that is special to
// Mermaid's lexer, Markdown or directives. Column names cannot be quoted, so all characters except those of a plain word become
// underscores, and a comment shows the original name.
#include <cctype>

#include "core/export/formats.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

bool plain(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string escaped(const std::string &text) {
    std::string result;
    for (const char c : text) {
        if (plain(c) || (static_cast<unsigned char>(c) & 0x80) != 0) {
            result += c;
        } else {
            result += '#' + std::to_string(static_cast<int>(c)) + ';';
        }
    }
    return result;
}

std::string quoted(const std::string &text) { return '"' + escaped(text) + '"'; }

std::string entity(const Table &table) {
    const std::string schema = table.schema == "public" ? "" : escaped(name_part(table.schema)) + '.';
    return '"' + schema + escaped(name_part(table.name)) + '"';
}

/// The text for a comment in the diagram, which must not contain a directive: %%{init}%%.
std::string comment_line(const std::string &text) {
    std::string result;
    for (const char c : in_comment(text)) {
        result += c == '%' ? std::string("#37;") : std::string(1, c);
    }
    return result;
}

/// Converts the text to a word of the grammar, which reserves pk, fk and uk, in any case, for keys.
std::string word(const std::string &text, const std::string &extra = {}) {
    std::string result;
    for (const char c : text) {
        result += plain(c) || extra.find(c) != std::string::npos ? c : '_';
    }
    const bool key = result.size() == 2 && std::tolower(static_cast<unsigned char>(result[1])) == 'k' &&
                     std::string("pPfFuU").find(result[0]) != std::string::npos;
    const bool letter = std::isalpha(static_cast<unsigned char>(result[0])) != 0 || result[0] == '_';
    return key || !letter ? '_' + result : result;
}

std::string attribute(const Choice &choice, const Table &table, const Column &column) {
    std::vector<std::string> keys;
    if (contains(primary_key_columns(table), column.number)) {
        keys.emplace_back("PK");
    }
    if (in_foreign_key(table, column.number)) {
        keys.emplace_back("FK");
    }
    for (const Index *index : unique_keys(table)) {
        if (index->columns == ColumnNumbers{column.number}) {
            keys.emplace_back("UK");
            break;
        }
    }
    const std::string name = word(column.name);
    const std::string comment = choice.comment(table, column);
    const std::string note =
        (name == column.name ? "" : column.name) + (name == column.name || comment.empty() ? "" : ": ") + comment;
    return word(choice.type(column), "[]()") + ' ' + name + (keys.empty() ? "" : ' ' + join(keys, ", ")) +
           (note.empty() ? "" : ' ' + quoted(note));
}

/// From the referenced table, or the far end of a bridge, to the other table.
std::string line(const Choice &choice, const Relationship &link) {
    const Table &source = choice.table(link.source);
    const bool identifying = link.bridge != 0 || subset(source.numbers_at(link.source_columns), primary_key_columns(source));
    const char *left = to_many(link.kind) ? "}o" : link.required ? "||" : "|o";
    const char *right = to_many(inverse(link.kind)) ? "o{" : "o|";
    return entity(choice.table(link.target)) + ' ' + left + (identifying ? "--" : "..") + right + ' ' +
           entity(source) + " : \"" + escaped(link.inverse) + " / " + escaped(link.name) +
           (link.condition.empty() ? "" : " (" + escaped(link.condition) + ")") + '"';
}

}  // namespace

std::string mermaid(const Choice &choice) {
    std::string text = "erDiagram\n";
    for (const Table *table : choice.drawn()) {
        if (const std::string comment = choice.comment(*table); !comment.empty()) {
            text += "    %% " + comment_line(comment) + '\n';
        }
        text += "    " + entity(*table) + " {\n";
        for (const Column &column : table->columns) {
            text += "        " + attribute(choice, *table, column) + '\n';
        }
        text += "    }\n";
    }
    for (const Relationship *link : choice.links()) {
        text += "    " + line(choice, *link) + '\n';
    }
    return text;
}

}  // namespace relmeta::formats
