// Sharing of equal names and lists of columns.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

/// Caches recent names and lists of columns, so that equal ones share memory. Its size is fixed.
class SharedPool {
public:
    const SharedName &name(std::string_view text) {
        SharedName &known = names_[std::hash<std::string_view>()(text) % slots];
        if (known.get() != text) known = std::string(text);
        return known;
    }

    /// The columns with these names; `name_of(i)` is that of column i.
    template <class NameOf>
    const SharedColumns &columns(std::size_t count, NameOf name_of) {
        std::size_t hash = count;
        for (std::size_t i = 0; i < count; ++i) hash = hash * 31 + std::hash<std::string_view>()(name_of(i));
        SharedColumns &known = columns_[hash % slots];
        bool same = known.size() == count;
        for (std::size_t i = 0; same && i < count; ++i) same = known[i] == name_of(i);
        if (!same) {
            ColumnNames names;
            names.reserve(count);
            for (std::size_t i = 0; i < count; ++i) names.emplace_back(name_of(i));
            known = std::move(names);
        }
        return known;
    }

    /// The names of the table's columns with these numbers, as by Table::names().
    const SharedColumns &columns(const Table &table, const ColumnNumbers &numbers) {
        return columns(numbers.size(), [&](std::size_t i) { return std::string_view(table.at(numbers[i]).name); });
    }

private:
    static constexpr std::size_t slots = 1024;

    std::vector<SharedName> names_{slots};
    std::vector<SharedColumns> columns_{slots};
};

}  // namespace relmeta
