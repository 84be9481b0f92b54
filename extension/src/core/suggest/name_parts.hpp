// The words of a name, for comparisons: in lower case and without separators.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "core/naming/inflect.hpp"

namespace relmeta {

using WordList = std::vector<std::string>;

inline std::string glue(WordList::const_iterator begin, WordList::const_iterator end) {
    std::string result;
    for (auto word = begin; word != end; ++word) result += *word;
    return result;
}

inline std::string glue(const WordList &words) { return glue(words.begin(), words.end()); }

/// The possible singulars of the words, without separators.
inline std::vector<std::string> nouns_of(WordList::const_iterator begin, WordList::const_iterator end, const Words &known) {
    if (begin == end) return {};
    std::vector<std::string> result = possible_singulars(*std::prev(end), known);
    const std::string front = glue(begin, std::prev(end));
    for (std::string &noun : result) noun.insert(0, front);
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

inline std::string without_digits(std::string word) {
    while (word.size() > 1 && word.back() >= '0' && word.back() <= '9') word.pop_back();
    return word;
}

inline bool ends_with(const std::string &text, const std::string &ending) {
    return text.size() > ending.size() && text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

}  // namespace relmeta
