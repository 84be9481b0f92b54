// One search in depth that follows each key once. Every cycle has a key that leads back to a table on the search's way; without
// that key the search goes the same way, as it was not followed.
#include "core/lint/cycles.hpp"

#include <algorithm>
#include <cstddef>
#include <unordered_map>

#include "core/text/poll.hpp"

namespace relmeta {

void find_required_cycles(const std::vector<const Table *> &tables, const Facts &facts,
                          const std::function<void(const RequiredCycle &)> &tell) {
    constexpr std::size_t left = static_cast<std::size_t>(-1);
    std::unordered_map<TableId, std::size_t> place;  // on the way, from 1; or left for good
    for (const Table *root : tables) {
        if (place.count(root->id) != 0) {
            continue;
        }
        std::vector<const Table *> way{root};
        std::vector<std::size_t> next_key{0};
        place[root->id] = 1;
        while (!way.empty()) {
            poll();
            const Table &table = *way.back();
            if (next_key.back() == table.foreign_keys.size()) {
                place[table.id] = left;
                way.pop_back();
                next_key.pop_back();
                continue;
            }
            const ForeignKey &key = table.foreign_keys[next_key.back()++];
            const Table *target = facts.table(key.target);
            if (target == nullptr || target == &table || key.deferrable || !demands_target(table, key)) {
                continue;
            }
            std::size_t &at = place[target->id];
            if (at == 0) {
                way.push_back(target);
                next_key.push_back(0);
                at = way.size();
            } else if (at != left) {
                tell({{way.begin() + static_cast<std::ptrdiff_t>(at) - 1, way.end()}, &key});
            }
        }
    }
}

}  // namespace relmeta
