// A row of a result in PostgreSQL's binary format, read column by column from the left. NULL is 0, false or empty.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "../connection.hpp"

namespace relmeta::client {

class BinaryRow {
public:
    BinaryRow(const Result &result, int row) : result_(result), row_(row) {}

    bool flag() { return next() && *bytes() != 0; }
    char letter() { return next() ? *bytes() : '\0'; }
    std::int16_t small() { return next() ? static_cast<std::int16_t>(number(bytes(), 2)) : std::int16_t{0}; }
    std::int32_t integer() { return next() ? static_cast<std::int32_t>(number(bytes(), 4)) : 0; }
    std::uint32_t oid() { return next() ? number(bytes(), 4) : 0; }
    std::string text() { return next() ? std::string(bytes(), size()) : std::string(); }
    std::vector<std::int16_t> smalls() { return array<std::int16_t>(2); }
    std::vector<std::uint32_t> oids() { return array<std::uint32_t>(4); }
    /// An array of one dimension without NULLs, of text or names.
    std::vector<std::string> texts() {
        std::vector<std::string> elements;
        if (!next() || size() < 20) return elements;
        std::size_t at = 20;
        for (std::uint32_t left = number(bytes() + 12, 4); left > 0 && at + 4 <= size(); --left) {
            const std::size_t length = number(bytes() + at, 4);
            elements.emplace_back(bytes() + at + 4, std::min(length, size() - at - 4));
            at += 4 + length;
        }
        return elements;
    }
    /// Whether the next column is NULL. Does not skip it.
    bool is_null() const { return result_.is_null(row_, column_ + 1); }

private:
    bool next() { return !result_.is_null(row_, ++column_); }
    const char *bytes() const { return result_.bytes(row_, column_); }
    std::size_t size() const { return static_cast<std::size_t>(result_.length(row_, column_)); }

    static std::uint32_t number(const char *bytes, int count) {
        std::uint32_t value = 0;
        for (int i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
        return value;
    }

    /// A one-dimensional array or vector: a header of 20 bytes with the count in the fourth word, then each element after its
    /// length.
    template <class Element>
    std::vector<Element> array(int width) {
        std::vector<Element> elements;
        if (!next() || size() < 20) return elements;
        const std::uint32_t count = number(bytes() + 12, 4);
        const std::size_t step = static_cast<std::size_t>(width) + 4;
        for (std::size_t i = 0, at = 20; i < count && at + step <= size(); ++i, at += step) {
            elements.push_back(static_cast<Element>(number(bytes() + at + 4, width)));
        }
        return elements;
    }

    const Result &result_;
    int row_;
    int column_ = -1;
};

/// Calls visit(row) for each row of a binary result.
template <class Visit>
void for_each_row(const Result &result, Visit visit) {
    for (int row = 0; row < result.rows(); ++row) visit(BinaryRow(result, row));
}

}  // namespace relmeta::client
