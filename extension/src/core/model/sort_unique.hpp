#pragma once

#include <algorithm>

namespace relmeta {

template <typename Container>
void sort_unique(Container &values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace relmeta
