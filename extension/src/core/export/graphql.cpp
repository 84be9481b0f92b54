#include "core/export/graphql.hpp"

#include <cctype>
#include <map>

#include "core/naming/inflect.hpp"

namespace relmeta {

namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// Whether the two letters at this offset end an ordinal number, such as 2nd, and a word.
bool ends_ordinal(const std::string &text, std::size_t at) {
    if (at + 1 >= text.size() || !is_digit(text[at - 1])) {
        return false;
    }
    static const std::map<char, const char *> endings{{'1', "st"}, {'2', "nd"}, {'3', "rd"}};
    const auto known = endings.find(text[at - 1]);
    const std::string ending = known == endings.end() ? "th" : known->second;
    const bool upper = is_upper(text[at]);
    const auto same = [&](char c, char lower) { return (upper ? std::toupper(static_cast<unsigned char>(lower)) : lower) == c; };
    return same(text[at], ending[0]) && same(text[at + 1], ending[1]) &&
           (at + 2 == text.size() || text[at + 2] == '_' || (is_letter(text[at + 2]) && is_upper(text[at + 2]) != upper));
}

/// Whether a new word starts at this character: between letters and digits, at an upper-case letter after a lower-case one, and
/// at the last of several upper-case letters if a lower-case one follows.
bool starts_word(const std::string &text, std::size_t at) {
    const char before = text[at - 1];
    const char c = text[at];
    if (ends_ordinal(text, at)) {
        return false;
    }
    return is_digit(before) != is_digit(c) || (is_upper(c) && !is_upper(before)) ||
           (is_upper(c) && at + 1 < text.size() && is_letter(text[at + 1]) && !is_upper(text[at + 1]));
}

}  // namespace

std::string graphql_name(const std::string &text) {
    std::string name;
    for (const char c : text) {
        name += is_letter(c) || is_digit(c) || c == '_' ? c : '_';
    }
    return name.empty() || is_digit(name[0]) ? '_' + name : name;
}

std::string camel_name(const std::string &text) {
    const std::string valid = graphql_name(text);
    const std::size_t start = valid.find_first_not_of('_');
    if (start == std::string::npos) {
        return "_";
    }
    std::string name = start == 0 ? "" : "_";  // GraphQL reserves two
    bool first = true;
    for (std::size_t i = start; i < valid.size(); ++i) {
        if (valid[i] == '_') {
            continue;
        }
        const bool starts = i == start || valid[i - 1] == '_' || starts_word(valid, i);
        const auto c = static_cast<unsigned char>(valid[i]);
        name += static_cast<char>(starts && !first ? std::toupper(c) : std::tolower(c));
        first = false;
    }
    for (std::size_t i = 1; i < name.size(); ++i) {  // a plural s after a digit does not start a word
        if (name[i] == 'S' && is_digit(name[i - 1]) && (i + 1 == name.size() || is_upper(name[i + 1]))) {
            name[i] = 's';
        }
    }
    return name;
}

FieldNames::FieldNames(const Choice &choice, const Spelling &spelling) {
    for (const Table *table : choice.tables()) {
        std::unordered_set<std::string> taken = spelling.taken;
        if (spelling.table_taken) {
            taken.insert({spelling.spell(table->name), spelling.spell(singular(table->name, choice.facts().words))});
        }
        for (const Column &column : table->columns) {
            taken.insert(spelling.spell(column.name));
        }
        const std::vector<const Relationship *> relationships = choice.relationships_of(*table);
        for (const bool own : {true, false}) {
            for (const Relationship *relationship : relationships) {
                poll();
                const std::string name = spelling.spell(relationship->name);
                const bool valid = graphql_name(relationship->name) == relationship->name;
                if ((valid && taken.count(name) == 0) != own || names_.count(relationship) != 0) {
                    continue;
                }
                std::string free = name;
                for (int number = 2; !taken.insert(free).second; ++number) {
                    poll();
                    free = spelling.spell(name + '_' + std::to_string(number));
                }
                names_.emplace(relationship, std::move(free));
            }
        }
    }
}

}  // namespace relmeta
