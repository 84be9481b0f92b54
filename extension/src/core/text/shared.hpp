// Values shared by their copies. A catalog repeats the same few names and lists of columns tens of thousands of times, so
// relationships hold them by reference.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace relmeta {

/// An immutable container shared by its copies, with a reference count. It needs no locks, because core has one thread. Without a
/// value it is empty.
template <class Container>
class Shared {
public:
    Shared() = default;
    Shared(const Shared &other) noexcept : node_(other.node_) {
        if (node_ != nullptr) ++node_->count;
    }
    Shared(Shared &&other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
    Shared &operator=(Shared other) noexcept {
        std::swap(node_, other.node_);
        return *this;
    }
    ~Shared() {
        if (node_ != nullptr && --node_->count == 0) delete node_;
    }

    const Container &get() const { return node_ != nullptr ? node_->value : none; }
    operator const Container &() const { return get(); }

    auto begin() const { return get().begin(); }
    auto end() const { return get().end(); }
    std::size_t size() const { return get().size(); }
    bool empty() const { return node_ == nullptr; }
    const auto &operator[](std::size_t place) const { return get()[place]; }
    const auto &front() const { return get().front(); }
    const auto &back() const { return get().back(); }
    void clear() { *this = Shared(); }

protected:
    bool equals(const Shared &other) const { return node_ == other.node_ || get() == other.get(); }
    explicit Shared(Container &&value) : node_(value.empty() ? nullptr : new Node{std::move(value)}) {}

private:
    struct Node {
        Container value;
        std::size_t count = 1;
    };
    inline static const Container none{};

    Node *node_ = nullptr;
};

/// A shared string, read like any other.
class SharedName : public Shared<std::string> {
public:
    SharedName() = default;
    explicit SharedName(std::string text) : Shared(std::move(text)) {}
    SharedName &operator=(std::string text) { return *this = SharedName(std::move(text)); }

    operator std::string_view() const { return get(); }
    int compare(const std::string &other) const { return get().compare(other); }

    friend bool operator==(const SharedName &a, const SharedName &b) { return a.equals(b); }
    friend bool operator!=(const SharedName &a, const SharedName &b) { return !a.equals(b); }
    friend bool operator<(const SharedName &a, const SharedName &b) { return a.get() < b.get(); }
    friend bool operator==(const SharedName &a, const std::string &b) { return a.get() == b; }
    friend bool operator==(const std::string &a, const SharedName &b) { return a == b.get(); }
    friend bool operator==(const SharedName &a, const char *b) { return a.get() == b; }
    friend bool operator!=(const SharedName &a, const std::string &b) { return a.get() != b; }
    friend bool operator!=(const std::string &a, const SharedName &b) { return a != b.get(); }
    friend std::string operator+(const SharedName &a, const std::string &b) { return a.get() + b; }
    friend std::string operator+(const SharedName &a, const char *b) { return a.get() + b; }
    friend std::string operator+(const std::string &a, const SharedName &b) { return a + b.get(); }
    friend std::string operator+(std::string &&a, const SharedName &b) { return std::move(a) + b.get(); }
    friend std::string operator+(const char *a, const SharedName &b) { return a + b.get(); }
    friend std::ostream &operator<<(std::ostream &out, const SharedName &name) { return out << name.get(); }
};

}  // namespace relmeta
