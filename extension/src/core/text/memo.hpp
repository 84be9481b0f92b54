// A cache of values computed from strings.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace relmeta {

/// Caches the values of some keys. Its size is fixed: a key replaces another with the same hash.
template <class Value>
class Memo {
public:
    /// The value of the key, computed by `make()` if it is not cached. Valid until the next call.
    template <class Make>
    const Value &of(const std::string &key, Make make) {
        if (entries_.empty()) entries_.resize(size);
        const std::size_t place = std::hash<std::string>()(key) % size;
        if (!entries_[place].known || entries_[place].key != key) {
            Value value = make();
            entries_[place] = {true, key, std::move(value)};
        }
        return entries_[place].value;
    }

private:
    static constexpr std::size_t size = 512;
    struct Entry {
        bool known = false;
        std::string key;
        Value value{};
    };
    std::vector<Entry> entries_;
};

}  // namespace relmeta
