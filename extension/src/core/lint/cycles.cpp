// Adds the keys in the order of their tables. A key that would complete a cycle with the keys added so far is a closing key and
// is not added. So the choice of a closing key depends only on the tables and keys of the cycle. A bidirectional breadth-first
// search, one step at a time, looks for a path back and ends when the smaller side is exhausted.
#include "core/lint/cycles.hpp"

#include <algorithm>
#include <cstddef>
#include <unordered_map>

#include "core/text/poll.hpp"

namespace relmeta {

namespace {

using Place = std::size_t;  // index in `tables`

struct Demand {
    Place holder;
    Place target;
    const ForeignKey *key;
};

std::vector<Demand> demands(const std::vector<const Table *> &tables) {
    std::unordered_map<TableId, Place> places;
    for (const Table *table : tables) {
        places.emplace(table->id, places.size());
    }
    std::vector<Demand> result;
    for (Place holder = 0; holder < tables.size(); ++holder) {
        for (const ForeignKey &key : tables[holder]->foreign_keys) {
            poll();
            const auto target = places.find(key.target);
            if (target != places.end() && target->second != holder && !key.deferrable && demands_target(*tables[holder], key)) {
                result.push_back({holder, target->second, &key});
            }
        }
    }
    return result;
}

/// Repeatedly removes the demands whose `To` table is not the `From` of any demand.
template <Place Demand::*From, Place Demand::*To>
void take_ends(std::vector<Demand> &demands, std::size_t count_of_tables) {
    std::vector<std::size_t> count(count_of_tables);
    std::vector<std::vector<Place>> before(count_of_tables);
    for (const Demand &demand : demands) {
        ++count[demand.*From];
        before[demand.*To].push_back(demand.*From);
    }
    std::vector<Place> ends;
    for (Place place = 0; place < count_of_tables; ++place) {
        if (count[place] == 0) {
            ends.push_back(place);
        }
    }
    while (!ends.empty()) {
        poll();
        const Place end = ends.back();
        ends.pop_back();
        for (const Place place : before[end]) {
            if (--count[place] == 0) {
                ends.push_back(place);
            }
        }
    }
    demands.erase(std::remove_if(demands.begin(), demands.end(), [&](const Demand &demand) { return count[demand.*To] == 0; }),
                  demands.end());
}

/// A breadth-first search from one table, along or against the demands added so far.
class Search {
public:
    explicit Search(std::size_t count_of_tables) : neighbors_(count_of_tables), before_(count_of_tables, nowhere) {}

    void add(Place from, Place to) { neighbors_[from].push_back(to); }

    void start(Place place) {
        for (const Place reached : reached_) {
            before_[reached] = nowhere;
        }
        reached_ = {place};
        before_[place] = place;
        next_ = 0;
    }
    bool done() const { return next_ == reached_.size(); }
    /// Visits the neighbors of one more table. Returns one that the other search has reached, or nowhere.
    Place step(const Search &other) {
        poll();
        const Place place = reached_[next_++];
        for (const Place neighbor : neighbors_[place]) {
            if (before_[neighbor] == nowhere) {
                before_[neighbor] = place;
                reached_.push_back(neighbor);
            }
            if (other.before_[neighbor] != nowhere) {
                return neighbor;
            }
        }
        return nowhere;
    }
    /// The tables from `place` back to the start.
    std::vector<Place> way_from(Place place) const {
        std::vector<Place> places{place};
        while (before_[place] != place) {
            place = before_[place];
            places.push_back(place);
        }
        return places;
    }

    static constexpr Place nowhere = static_cast<Place>(-1);

private:
    std::vector<std::vector<Place>> neighbors_;
    std::vector<Place> before_;  ///< the preceding table on the path from the start; the start precedes itself
    std::vector<Place> reached_;
    std::size_t next_ = 0;
};

/// The demands added so far, which form no cycle.
class Taken {
public:
    explicit Taken(std::size_t count_of_tables) : ahead_(count_of_tables), back_(count_of_tables) {}

    void add(const Demand &demand) {
        ahead_.add(demand.holder, demand.target);
        back_.add(demand.target, demand.holder);
    }

    /// The tables on a path along demands, including both ends; empty if there is none.
    std::vector<Place> way(Place from, Place to) {
        ahead_.start(from);
        back_.start(to);
        Place meeting = Search::nowhere;
        while (meeting == Search::nowhere && !ahead_.done() && !back_.done()) {
            meeting = ahead_.step(back_);
            if (meeting == Search::nowhere) {
                meeting = back_.step(ahead_);
            }
        }
        if (meeting == Search::nowhere) {
            return {};
        }
        std::vector<Place> places = ahead_.way_from(meeting);
        std::reverse(places.begin(), places.end());
        const std::vector<Place> rest = back_.way_from(meeting);
        places.insert(places.end(), rest.begin() + 1, rest.end());
        return places;
    }

private:
    Search ahead_;
    Search back_;
};

}  // namespace

void find_required_cycles(const std::vector<const Table *> &tables, const std::function<void(const RequiredCycle &)> &tell) {
    std::vector<Demand> left = demands(tables);
    take_ends<&Demand::holder, &Demand::target>(left, tables.size());
    take_ends<&Demand::target, &Demand::holder>(left, tables.size());
    Taken taken(tables.size());
    for (const Demand &demand : left) {
        const std::vector<Place> way = taken.way(demand.target, demand.holder);
        if (way.empty()) {
            taken.add(demand);
            continue;
        }
        RequiredCycle cycle{{}, demand.key};
        for (const Place place : way) {
            cycle.tables.push_back(tables[place]);
        }
        tell(cycle);
    }
}

}  // namespace relmeta
