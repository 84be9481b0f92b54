// DBML for dbdiagram.io and @dbml/core: a Table for each table and a Ref for each link, preceded by a comment with the link's
// names. DBML allows only one Ref between the same columns, and none from columns to themselves. Other links, and those under
// a condition, are written only as comments.
#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "core/export/formats.hpp"
#include "core/export/sql_type.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

std::string quoted(const std::string &text, char quote = '"') {
    std::string result(1, quote);
    for (const char c : text) {
        if (c == quote || c == '\\') {
            result += '\\';
        }
        if (c == '\n') {
            result += "\\n";
        } else if (c == '\r') {
            result += "\\r";
        } else {
            result += c;
        }
    }
    return result + quote;
}

std::string quoted(const Table &table) { return quoted(table.schema) + '.' + quoted(table.name); }

std::string quoted_columns(const ColumnNames &names) {
    const auto write = [](const std::string &name) { return quoted(name); };
    return names.size() == 1 ? quoted(names.front()) : '(' + join(names, ", ", write) + ')';
}

void write_indexes(const Table &table, std::string &text) {
    std::vector<std::string> lines;
    if (const Index *index = table.primary_key()) {
        lines.push_back(quoted_columns(table.names(index->columns)) + " [pk, name: " + quoted(index->name, '\'') + ']');
    }
    for (const Index *index : unique_keys(table)) {
        lines.push_back(quoted_columns(table.names(index->columns)) + " [unique, name: " + quoted(index->name, '\'') + ']');
    }
    if (!lines.empty()) {
        text += "  indexes {\n    " + join(lines, "\n    ") + "\n  }\n";
    }
}

/// The type, without quotes if DBML allows it, because programs that generate SQL keep them. Arguments must be words or numbers.
std::string type_text(const std::string &text) {
    const SqlType type = sql_type(text);
    const bool plain = std::all_of(type.arguments.begin(), type.arguments.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == ',' || c == '_';
    });
    return is_word(type.name) && plain ? short_text(type) : quoted(text);
}

void write_table(const Choice &choice, const Table &table, std::string &text) {
    text += "Table " + quoted(table) + " {\n";
    for (const Column &column : table.columns) {
        text += "  " + quoted(column.name) + ' ' + type_text(choice.type(column));
        std::vector<std::string> settings;
        if (column.not_null) {
            settings.emplace_back("not null");
        }
        if (const std::string comment = choice.comment(table, column); !comment.empty()) {
            settings.push_back("note: " + quoted(comment, '\''));
        }
        text += (settings.empty() ? "" : " [" + join(settings, ", ") + ']') + '\n';
    }
    if (const std::string comment = choice.comment(table); !comment.empty()) {
        text += "  Note: " + quoted(comment, '\'') + '\n';
    }
    write_indexes(table, text);
    text += "}\n\n";
}

using Endpoint = std::pair<TableId, ColumnNames>;

void write_ref(const Choice &choice, const Relationship &link, std::set<std::set<Endpoint>> &seen, std::string &text) {
    text += "// " + quoted(link.name) + ", " + quoted(link.inverse) +
            (link.condition.empty() ? "" : " where " + in_comment(link.condition)) + '\n';
    const std::set<Endpoint> endpoints{{link.source, link.source_columns}, {link.target, link.target_columns}};
    if (endpoints.size() == 1 || !link.condition.empty() || !seen.insert(endpoints).second) {
        return;
    }
    const Table &source = choice.table(link.source);
    const ForeignKey *key = link.bridge == 0 ? source.foreign_key(link.constraint) : nullptr;
    // DBML cannot express the column list of the action.
    if (key != nullptr && !key->on_delete_columns.empty()) {
        text += "// on delete only " + quoted_columns(source.names(key->on_delete_columns)) + '\n';
    }
    const std::string from = quoted(source) + '.' + quoted_columns(link.source_columns);
    const std::string to = quoted(choice.table(link.target)) + '.' + quoted_columns(link.target_columns);
    const bool named = !link.constraint.empty() && link.origin != Origin::view;
    text += "Ref " + quoted(named ? link.constraint : link.name) + ": ";
    switch (link.kind) {
        case Kind::many_to_one: text += from + " > " + to; break;
        case Kind::one_to_many: text += from + " < " + to; break;
        case Kind::one_to_one: text += to + " - " + from; break;  // in a one-to-one Ref, the second end has the key
        case Kind::many_to_many: text += from + " <> " + to; break;
    }
    if (key != nullptr) {
        text += std::string(" [delete: ") + action_name(key->on_delete) + ", update: " + action_name(key->on_update) + ']';
    }
    text += '\n';
}

}  // namespace

std::string dbml(const Choice &choice) {
    std::string text;
    for (const Table *table : choice.drawn()) {
        write_table(choice, *table, text);
    }
    std::set<std::set<Endpoint>> seen;
    for (const Relationship *link : choice.links()) {
        write_ref(choice, *link, seen, text);
    }
    return text;
}

}  // namespace relmeta::formats
