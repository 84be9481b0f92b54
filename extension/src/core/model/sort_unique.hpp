#pragma once

#include <algorithm>
#include <vector>

namespace relmeta {

template <typename Value>
void sort_unique(std::vector<Value> &values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace relmeta
