// Levenshtein distance over bytes; swapping two adjacent bytes counts as one edit.
#include "core/text/near.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include "core/text/lower.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

constexpr std::size_t most_names = 3;

}  // namespace

std::size_t edit_distance(const std::string &a, const std::string &b) {
    using Row = std::vector<std::size_t>;
    Row before_last;
    Row last(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        Row row(b.size() + 1, i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        before_last = std::exchange(last, std::move(row));
    }
    return last.back();
}

std::vector<std::string> near_names(const std::string &name, const std::vector<std::string> &known) {
    if (name.size() > max_name_bytes) return {};
    const std::size_t farthest = std::max<std::size_t>(2, name.size() / 3);
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const std::string &other : known) {
        poll();
        const std::size_t distance = edit_distance(lower(name), lower(other));
        if (distance <= farthest && distance < other.size()) near.emplace_back(distance, other);
    }
    std::sort(near.begin(), near.end());
    near.erase(std::unique(near.begin(), near.end()), near.end());
    if (near.size() > most_names) near.resize(most_names);
    std::vector<std::string> names;
    names.reserve(near.size());
    for (const auto &[distance, other] : near) names.push_back(other);
    return names;
}

std::string near_hint(const std::string &name, const std::vector<std::string> &known) {
    const std::vector<std::string> near = near_names(name, known);
    return near.empty() ? "" : "Perhaps you meant " + join(near, " or ", in_quotes) + ".";
}

}  // namespace relmeta
