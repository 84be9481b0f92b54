// English plurals and singulars by spelling rules: the first rule with a matching ending applies. Words overrides the rules. A
// word that may be a singular (status, address, lens) is taken as one.

#include "core/naming/inflect.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "core/text/lower.hpp"

namespace relmeta {

namespace {

struct Span {
    std::size_t begin;
    std::size_t end;
};

struct Rule {
    std::string_view ending;
    std::string_view becomes;
    std::size_t shortest;  ///< minimum length of a word, in bytes, for the rule to apply
};

// The first rule with a matching ending applies; a word without a match is a singular.
constexpr Rule singular_rules[] = {
    {"children", "child", 8},  // grandchildren
    {"people", "person", 6},   // salespeople
    {"women", "woman", 5},     // saleswomen
    {"amen", "amen", 0},       // stamen
    {"imen", "imen", 0},       // specimen
    {"omen", "omen", 0},       // abdomen
    {"umen", "umen", 0},       // lumen
    {"men", "man", 5},         // craftsmen
    {"ss", "ss", 0},           // address
    {"eaus", "eau", 0},        // plateaus
    {"us", "us", 0},           // status
    {"is", "is", 0},           // analysis
    {"ies", "y", 5},           // categories, but ties
    {"lyses", "lysis", 0},     // analyses
    {"theses", "thesis", 0},   // hypotheses
    {"gnoses", "gnosis", 0},   // diagnoses
    {"ouses", "ouse", 0},      // houses
    {"auses", "ause", 0},      // clauses
    {"uses", "us", 5},         // statuses
    {"iases", "ias", 0},       // aliases
    {"sses", "ss", 0},         // addresses
    {"shes", "sh", 0},         // hashes
    {"ches", "ch", 0},         // branches
    {"xes", "x", 0},           // boxes
    {"zzes", "zz", 0},         // buzzes
    {"tzes", "tz", 0},         // waltzes
    {"oes", "o", 6},           // heroes, but shoes
    {"s", "", 3},              // users, houses, but os
};

// The first rule with a matching ending applies; the default is to append an s.
constexpr Rule plural_rules[] = {
    {"child", "children", 5}, {"person", "people", 6}, {"man", "men", 5}, {"sis", "ses", 5}, {"xis", "xes", 4}, {"s", "ses", 0},
    {"x", "xes", 0},          {"z", "zes", 0},         {"ch", "ches", 0}, {"sh", "shes", 0}, {"ay", "ays", 0},  {"ey", "eys", 0},
    {"oy", "oys", 0},         {"quy", "quies", 0},     {"uy", "uys", 0},  {"iy", "iys", 0},  {"y", "ies", 2},
};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
// Bytes of non-ASCII characters count as lower case, so they never begin a word.
bool is_lower(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }
bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

bool ends_with(std::string_view text, std::string_view ending) {
    return text.size() >= ending.size() && text.back() == ending.back() && text.substr(text.size() - ending.size()) == ending;
}

/// Whether a word begins at `at`, which must not be 0.
bool begins_word(std::string_view text, std::size_t at) {
    if (!is_word(text[at - 1])) return true;
    if (!is_upper(text[at])) return false;
    if (!is_upper(text[at - 1])) return true;
    // Consecutive capitals are one word, except the last if a lower-case letter follows: HTTPServer. The s of a plural does not
    // count: IDs.
    auto small = [&](std::size_t i) { return i < text.size() && is_lower(text[i]); };
    return small(at + 1) && !(text[at + 1] == 's' && !small(at + 2));
}

/// The last word of an identifier; empty if it has none.
Span last_word(std::string_view text) {
    Span last{0, 0};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_word(text[i])) continue;
        if (i == 0 || begins_word(text, i)) last.begin = i;
        last.end = i + 1;
    }
    return last;
}

template <std::size_t count>
const Rule *matching(const Rule (&rules)[count], std::string_view word) {
    auto found = std::find_if(std::begin(rules), std::end(rules),
                              [&](const Rule &rule) { return word.size() >= rule.shortest && ends_with(word, rule.ending); });
    return found != std::end(rules) ? &*found : nullptr;
}

std::string apply(const Rule &rule, const std::string &word) {
    return word.substr(0, word.size() - rule.ending.size()) + std::string(rule.becomes);
}

/// `word` must be in lower case; likewise in plural_word().
std::string singular_word(const std::string &word, const Words &words) {
    if (words.uncountable.count(word) > 0) return word;
    auto irregular = words.singular_of.find(word);
    if (irregular != words.singular_of.end()) return irregular->second;
    if (words.plural_of.count(word) > 0) return word;
    const Rule *rule = matching(singular_rules, word);
    return rule != nullptr ? apply(*rule, word) : word;
}

std::string plural_word(const std::string &word, const Words &words) {
    if (words.uncountable.count(word) > 0) return word;
    auto irregular = words.plural_of.find(word);
    if (irregular != words.plural_of.end()) return irregular->second;
    if (words.singular_of.count(word) > 0 || singular_word(word, words) != word) return word;
    const Rule *rule = matching(plural_rules, word);
    return rule != nullptr ? apply(*rule, word) : word + 's';
}

/// Applies the capitalization of `model` to `word`, which was derived from it. `identifier` contains `model`.
std::string recased(std::string word, std::string_view model, std::string_view identifier) {
    if (std::any_of(identifier.begin(), identifier.end(), is_upper) &&
        std::none_of(identifier.begin(), identifier.end(), is_lower)) {
        for (char &c : word) {
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        }
        return word;
    }
    if (is_upper(model[0]) && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
    const std::string plain = lower(model);
    for (std::size_t i = 1; i < word.size() && i < model.size() && word[i] == plain[i]; ++i) word[i] = model[i];
    return word;
}

/// Whether all letters are Latin (up to U+024F, or U+1E00 to U+1EFF) and all marks are combining marks for Latin letters. Other
/// scripts form plurals differently or not at all.
bool is_latin(std::string_view word) {
    for (std::size_t i = 0; i < word.size(); ++i) {
        const auto byte = static_cast<unsigned char>(word[i]);
        if (byte < 0xC0) continue;  // ASCII, or a continuation byte
        const bool latin_additional = byte == 0xE1 && i + 1 < word.size() && static_cast<unsigned char>(word[i + 1]) >= 0xB8 &&
                                      static_cast<unsigned char>(word[i + 1]) <= 0xBB;
        const bool mark = byte == 0xCC || byte == 0xCD;
        if (byte > 0xC9 && !mark && !latin_additional) return false;
    }
    return true;
}

/// Whether the rules apply to the word.
bool is_inflected(std::string_view word) { return std::any_of(word.begin(), word.end(), is_letter) && is_latin(word); }

using Inflection = std::string (*)(const std::string &, const Words &);

std::string inflected(const std::string &identifier, const Words &words, Inflection inflection) {
    const Span last = last_word(identifier);
    const std::string model = identifier.substr(last.begin, last.end - last.begin);
    if (!is_inflected(model)) return identifier;
    const std::string word = lower(model);
    const std::string result = inflection(word, words);
    if (result == word) return identifier;
    return identifier.substr(0, last.begin) + recased(result, model, identifier) + identifier.substr(last.end);
}

/// The possible singulars of an identifier, without case and separators.
std::vector<std::string> bare_singulars(const std::string &identifier, const Words &words) {
    const std::vector<std::string> all = split_words(identifier);
    if (all.empty()) return {identifier};
    std::string front;
    for (std::size_t i = 0; i + 1 < all.size(); ++i) front += all[i];
    std::vector<std::string> result = possible_singulars(all.back(), words);
    for (std::string &word : result) word.insert(0, front);
    return result;
}

}  // namespace

std::string plural(const std::string &identifier, const Words &words) { return inflected(identifier, words, plural_word); }

std::string singular(const std::string &identifier, const Words &words) { return inflected(identifier, words, singular_word); }

std::vector<std::string> possible_singulars(const std::string &word, const Words &words) {
    std::vector<std::string> result{word};
    if (words.uncountable.count(word) > 0) return result;
    result.push_back(singular_word(word, words));
    auto also = [&](std::string_view ending, std::string_view becomes) {
        if (word.size() > ending.size() + 1 && ends_with(word, ending)) result.push_back(apply({ending, becomes, 0}, word));
    };
    if (!ends_with(word, "ss")) also("s", "");
    for (std::string_view ending : {"ses", "xes", "zes", "oes"}) also(ending, ending.substr(0, 1));
    also("ches", "ch");
    also("shes", "sh");
    also("ies", "y");
    also("ves", "f");
    also("ves", "fe");
    also("ses", "sis");
    also("ices", "ex");
    also("ices", "ix");
    return result;
}

bool same_noun(const std::string &a, const std::string &b, const Words &words) {
    if (a == b) return true;
    const std::vector<std::string> left = bare_singulars(a, words);
    const std::vector<std::string> right = bare_singulars(b, words);
    return std::find_first_of(left.begin(), left.end(), right.begin(), right.end()) != left.end();
}

std::vector<std::string> split_words(const std::string &identifier) {
    std::vector<std::string> result;
    for (std::size_t i = 0; i < identifier.size(); ++i) {
        if (!is_word(identifier[i])) continue;
        if (i == 0 || begins_word(identifier, i)) result.emplace_back();
        result.back() += to_lower(identifier[i]);
    }
    return result;
}

const std::vector<std::string> &singular_words(const std::string &identifier, const Words &words) {
    return words.recent.singulars.of(identifier, [&] {
        std::vector<std::string> result = split_words(identifier);
        for (std::string &word : result) {
            if (is_inflected(word)) word = singular_word(word, words);
        }
        return result;
    });
}

}  // namespace relmeta
