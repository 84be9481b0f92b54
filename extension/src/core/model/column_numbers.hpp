// Lists of column numbers. Almost all are short, and recognising bridges creates many of them, so short ones need no allocation.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <utility>
#include <vector>

namespace relmeta {

using ColumnNumber = std::int16_t;  ///< pg_attribute.attnum, 1 and up; 0 in an index stands for an expression

/// A vector of column numbers that stores up to eight inline.
class ColumnNumbers {
public:
    using value_type = ColumnNumber;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using reference = ColumnNumber &;
    using const_reference = const ColumnNumber &;
    using iterator = ColumnNumber *;
    using const_iterator = const ColumnNumber *;

    ColumnNumbers() {}
    ColumnNumbers(const std::vector<ColumnNumber> &numbers) : ColumnNumbers(numbers.begin(), numbers.end()) {}
    ColumnNumbers(std::initializer_list<ColumnNumber> numbers) : ColumnNumbers(numbers.begin(), numbers.end()) {}
    template <class Iterator>
    ColumnNumbers(Iterator first, Iterator last) {
        insert(end(), first, last);
    }
    ColumnNumbers(const ColumnNumbers &other) : ColumnNumbers(other.begin(), other.end()) {}
    ColumnNumbers(ColumnNumbers &&other) noexcept { swap(other); }
    ColumnNumbers &operator=(ColumnNumbers other) noexcept {
        swap(other);
        return *this;
    }
    ~ColumnNumbers() {
        if (!is_short()) delete[] store_.numbers;
    }

    iterator begin() { return is_short() ? store_.few : store_.numbers; }
    iterator end() { return begin() + size_; }
    const_iterator begin() const { return is_short() ? store_.few : store_.numbers; }
    const_iterator end() const { return begin() + size_; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    ColumnNumber &operator[](std::size_t place) { return begin()[place]; }
    const ColumnNumber &operator[](std::size_t place) const { return begin()[place]; }
    ColumnNumber &front() { return begin()[0]; }
    ColumnNumber &back() { return begin()[size_ - 1]; }
    const ColumnNumber &front() const { return begin()[0]; }
    const ColumnNumber &back() const { return begin()[size_ - 1]; }

    void reserve(std::size_t count) {
        if (count <= capacity_) return;
        const std::size_t capacity = std::max(count, 2 * std::size_t{capacity_});
        ColumnNumber *numbers = new ColumnNumber[capacity];
        std::copy(begin(), end(), numbers);
        if (!is_short()) delete[] store_.numbers;
        store_.numbers = numbers;
        capacity_ = static_cast<std::uint32_t>(capacity);
    }
    void push_back(ColumnNumber number) {
        reserve(size_ + std::size_t{1});
        begin()[size_++] = number;
    }
    /// The numbers to insert must not belong to this list.
    template <class Iterator>
    void insert(const_iterator place, Iterator first, Iterator last) {
        const std::ptrdiff_t before = place - begin();
        const std::size_t count = static_cast<std::size_t>(std::distance(first, last));
        reserve(size_ + count);
        iterator to = begin() + before;
        std::copy_backward(to, end(), end() + count);
        std::copy(first, last, to);
        size_ += static_cast<std::uint32_t>(count);
    }
    void insert(const_iterator place, ColumnNumber number) { insert(place, &number, &number + 1); }
    template <class Iterator>
    void assign(Iterator first, Iterator last) {
        *this = ColumnNumbers(first, last);
    }
    void erase(const_iterator first, const_iterator last) {
        std::copy(last, const_cast<const ColumnNumbers *>(this)->end(), begin() + (first - begin()));
        size_ -= static_cast<std::uint32_t>(last - first);
    }
    void pop_back() { --size_; }
    void clear() { size_ = 0; }
    void swap(ColumnNumbers &other) noexcept {
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        std::swap(store_, other.store_);
    }

    friend bool operator==(const ColumnNumbers &a, const ColumnNumbers &b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
    }
    friend bool operator!=(const ColumnNumbers &a, const ColumnNumbers &b) { return !(a == b); }
    friend bool operator<(const ColumnNumbers &a, const ColumnNumbers &b) {
        return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
    }

private:
    static constexpr std::uint32_t few_numbers = 8;
    bool is_short() const { return capacity_ == few_numbers; }

    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = few_numbers;
    union Store {
        ColumnNumber few[few_numbers] = {};
        ColumnNumber *numbers;
    } store_;
};

}  // namespace relmeta
