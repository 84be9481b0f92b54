#include "core/export/models.hpp"

#include <cctype>
#include <cstdio>

#include "core/export/graphql.hpp"

namespace relmeta {

namespace {

/// Takes the name, with the first free number appended if it is taken.
std::string take(std::unordered_set<std::string> &taken, const std::string &name) {
    std::string free = name;
    for (int number = 2; !taken.insert(free).second; ++number) {
        poll();
        free = name + '_' + std::to_string(number);
    }
    return free;
}

}  // namespace

std::string plain_name(const std::string &text) {
    std::string name;
    for (const char c : graphql_name(text)) {
        if (c != '_' || (!name.empty() && name.back() != '_')) {
            name += c;
        }
    }
    while (!name.empty() && name.back() == '_') {
        name.pop_back();
    }
    return name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0 ? 'x' + name : name;
}

std::string class_name(const Table &table) {
    std::string name = camel_name(plain_name(table.schema == "public" ? table.name : table.schema + '_' + table.name));
    name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
    return name;
}

ModelNames::ModelNames(const Choice &choice, const Language &language) {
    std::unordered_set<std::string> taken_types = language.reserved_types;
    for (const Table *table : choice.tables()) {
        types_.emplace(table->id, take(taken_types, language.type(*table)));
        std::unordered_set<std::string> taken = language.reserved_fields;
        const auto free = [&](const std::string &name) { return plain_name(name) == name && taken.count(name) == 0; };
        for (const bool own : {true, false}) {
            for (const Column &column : table->columns) {
                const std::pair<TableId, ColumnNumber> key(table->id, column.number);
                if (columns_.count(key) == 0 && free(column.name) == own) {
                    columns_.emplace(key, take(taken, plain_name(column.name)));
                }
            }
        }
        for (const bool own : {true, false}) {
            for (const Relationship *relationship : choice.relationships_of(*table)) {
                if (relationships_.count(relationship) == 0 && free(relationship->name) == own) {
                    relationships_.emplace(relationship, take(taken, plain_name(relationship->name)));
                }
            }
        }
    }
}

std::vector<std::string> ModelNames::columns(const Table &table, const ColumnNames &names) const {
    std::vector<std::string> fields;
    for (const std::string &name : names) {
        fields.push_back(column(table, name));
    }
    return fields;
}

ColumnNumbers identifying_columns(const Choice &choice, const Table &table) {
    if (const Index *key = table.primary_key()) {
        return key->columns;
    }
    for (const Index *index : unique_keys(table)) {
        if (table.all_not_null(index->columns)) {
            return index->columns;
        }
    }
    for (const Relationship *relationship : choice.relationships_of(table)) {
        if (relationship->bridge == 0 && (relationship->kind == Kind::one_to_one || relationship->kind == Kind::one_to_many)) {
            return table.numbers_at(relationship->source_columns);
        }
    }
    ColumnNumbers all;
    for (const Column &column : table.columns) {
        all.push_back(column.number);
    }
    return all;
}

bool in_models(const Choice &choice, const Relationship &relationship) {
    // The key of a relationship from a table to a view already leads to a table; it would be in the code twice.
    const TableId source = relationship.reverse ? relationship.target : relationship.source;
    if (relationship.origin == Origin::view && source != relationship.holder) {
        return false;
    }
    return !is_temporal(relationship) && (relationship.bridge == 0 || choice.chosen(relationship.bridge));
}

bool holds_key(const Relationship &relationship) {
    return relationship.kind == Kind::many_to_one || (relationship.kind == Kind::one_to_one && !relationship.reverse);
}

const std::unordered_set<std::string> &python_words() {
    static const std::unordered_set<std::string> words{
        "False",  "None",     "True", "and",    "as",      "assert", "async",  "await",  "break", "class",  "continue", "def",
        "del",    "elif",     "else", "except", "finally", "for",    "from",   "global", "if",    "import", "in",       "is",
        "lambda", "nonlocal", "not",  "or",     "pass",    "raise",  "return", "try",    "while", "with",   "yield"};
    return words;
}

const std::unordered_set<std::string> &javascript_words() {
    static const std::unordered_set<std::string> words{
        "arguments", "async",   "await",  "break",    "case",    "catch",      "class",     "const",  "continue",
        "debugger",  "default", "delete", "do",       "else",    "enum",       "eval",      "export", "extends",
        "false",     "finally", "for",    "function", "if",      "implements", "import",    "in",     "instanceof",
        "interface", "let",     "new",    "null",     "package", "private",    "protected", "public", "return",
        "static",    "super",   "switch", "this",     "throw",   "true",       "try",       "typeof", "undefined",
        "var",       "void",    "while",  "with",     "yield"};
    return words;
}

std::string python_literal(const std::string &text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (c == '\n') {
            result += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            char escape[5];
            std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned>(c));
            result += escape;
        } else {
            result += c;
        }
    }
    return result + '"';
}

}  // namespace relmeta
