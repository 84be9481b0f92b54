#include "core/export/postgraphile_names.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <set>

#include "core/export/graphql.hpp"
#include "core/naming/inflect.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// Whether the line is a tag: @ and a name, followed by a space or the end of the line.
bool is_tag(const std::string &line) {
    const auto is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    const auto end = std::find_if(line.begin(), line.end(), is_space);
    return line.size() > 1 && line[0] == '@' && std::isalpha(static_cast<unsigned char>(line[1])) != 0 &&
           std::all_of(line.begin() + 1, end,
                       [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
}

bool ends_with(const std::string &name, const std::string &end) {
    return name.size() >= end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
}

/// Whether it is a word like datum, with this ending.
bool is_like_datum(const std::string &name, const std::string &ending) {
    constexpr const char *stems[] = {"addend",    "millenni", "dat", "extrem",  "bacteri",  "desiderat", "strat",
                                     "candelabr", "errat",    "ov",  "symposi", "curricul", "quor"};
    return std::any_of(std::begin(stems), std::end(stems), [&](const char *stem) { return ends_with(name, stem + ending); });
}

}  // namespace

SmartComment::SmartComment(const std::string &text) {
    std::size_t place = 0;
    while (place < text.size()) {
        const std::size_t end = std::min(text.find('\n', place), text.size());
        const std::string line = text.substr(place, end - place);
        if (!is_tag(line)) {
            break;
        }
        const std::size_t space = std::min(line.find(' '), line.size());
        tags_.emplace_back(line.substr(1, space - 1), space < line.size() ? line.substr(space + 1) : "");
        place = end + 1;
    }
    rest_ = place < text.size() ? text.substr(place) : "";
}

std::string SmartComment::value(const std::string &tag) const {
    const auto found = std::find_if(tags_.begin(), tags_.end(), [&](const auto &entry) { return entry.first == tag; });
    return found == tags_.end() ? "" : found->second;
}

bool SmartComment::has(const std::string &tag, const std::string &start) const {
    return std::any_of(tags_.begin(), tags_.end(), [&](const auto &entry) {
        return entry.first == tag && entry.second.compare(0, start.size(), start) == 0;
    });
}

void SmartComment::set(const std::string &tag, const std::string &value) {
    tags_.erase(std::remove_if(tags_.begin(), tags_.end(), [&](const auto &entry) { return entry.first == tag; }), tags_.end());
    tags_.emplace_back(tag, value);
}

std::string SmartComment::text() const {
    const std::string lines =
        join(tags_, "\n", [](const auto &entry) { return '@' + entry.first + (entry.second.empty() ? "" : ' ' + entry.second); });
    return lines + (rest_.empty() ? "" : "\n") + rest_;
}

bool can_be_graphql_value(const std::string &label) {
    static const std::set<std::string> symbols{
        ">", ">=", "=", "!=", "<>", "<=", "<", "~~", "~~*", "!~~", "!~~*", "~", "~*", "!~", "!~*", "%", "+", "-", "/", "\\", "#",
        "$", "&",  "@", "'",  "\"", "`",  ":", ";",  "!",   "?",   ",",    ".", "^",  "|",  "[",   "]", "(", ")", "{", "}"};
    return label != "true" && label != "false" && label != "null" &&
           (symbols.count(label) != 0 || std::all_of(label.begin(), label.end(), [](const char c) {
                return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '*' ||
                       static_cast<unsigned char>(c) >= 0x80;
            }));
}

bool can_be_in_tag(const std::string &name) { return name.find_first_of("(),.\"|;\\\n\r") == std::string::npos; }

bool can_be_in_tag(const ColumnNames &names) {
    return std::all_of(names.begin(), names.end(), [](const std::string &name) { return can_be_in_tag(name); });
}

PostgraphileTypes::PostgraphileTypes(const Choice &choice) : choice_(choice) {
    std::map<std::string, const Table *> conditions;
    std::map<std::string, const Table *> types;
    for (const Table *table : choice.tables()) {
        conditions.emplace(of(*table) + "Condition", table);
    }
    for (const Table *table : choice.tables()) {
        const std::string type = of(*table);
        const auto there = types.emplace(type, table);
        const auto condition = conditions.find(type);
        if (!there.second || condition != conditions.end()) {
            const bool with_conditions = there.second;
            clashes_.emplace(table->id, Clash{with_conditions ? condition->second : there.first->second, with_conditions,
                                              table->name + "_row"});
        }
    }
}

std::string PostgraphileTypes::one(const Table &table) const {
    const std::string tag = SmartComment(choice_.comment(table)).value("name");
    const std::string &given = tag.empty() ? table.name : tag;
    const std::string name = singular(given, choice_.facts().words);
    if (is_like_datum(name, "a")) {
        return name.substr(0, name.size() - 1) + "um";
    }
    return ends_with(name, "um") && ends_with(given, "a") && !is_like_datum(name, "um") ? given : name;
}

std::string PostgraphileTypes::many(const std::string &name) const {
    if (is_like_datum(name, "um")) {
        return name.substr(0, name.size() - 2) + "a";
    }
    const bool regular = ends_with(name, "um") || std::isdigit(static_cast<unsigned char>(name.back())) != 0;
    return regular ? name + "s" : plural(name, choice_.facts().words);
}

std::string PostgraphileTypes::of(const Table &table) const {
    std::string name = camel_name(one(table));
    name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
    return name;
}

const PostgraphileTypes::Clash *PostgraphileTypes::clash(const Table &table) const {
    const auto found = clashes_.find(table.id);
    return found == clashes_.end() ? nullptr : &found->second;
}

}  // namespace relmeta
