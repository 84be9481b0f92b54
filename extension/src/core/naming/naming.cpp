// Assigns names in this order: names that the user chose, names restored from a dump, existing names, then new names. New names
// are assigned in an order that depends only on the facts. Names are unique per source.

#include "core/naming/naming.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "core/naming/candidates.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// A name on a source. `name` points into the relationship that has or wants it.
struct Place {
    TableId source;
    std::string_view name;

    bool operator==(const Place &other) const { return source == other.source && name == other.name; }
};

struct PlaceHash {
    std::size_t operator()(const Place &place) const {
        return std::hash<std::string_view>()(place.name) ^ (place.source * static_cast<std::size_t>(0x9E3779B97F4A7C15));
    }
};

/// The columns on the holder's side. They identify a declared relationship, which has no constraint name.
const ColumnNames &held(const Relationship &r) { return r.reverse ? r.target_columns : r.source_columns; }
const ColumnNames &referenced(const Relationship &r) { return r.reverse ? r.source_columns : r.target_columns; }
TableId referenced_table(const Relationship &r) { return r.reverse ? r.source : r.target; }

/// Both must have the same origin and holder.
bool are_inverse(const Relationship &a, const Relationship &b) {
    if (a.source != b.target || a.target != b.source) return false;
    switch (a.origin) {
        case Origin::bridge: return a.constraint == b.far_constraint && a.far_constraint == b.constraint;
        case Origin::foreign_key: return a.reverse != b.reverse && a.constraint == b.constraint;
        case Origin::declared:
            return a.reverse != b.reverse && a.source_columns == b.target_columns && a.target_columns == b.source_columns &&
                   a.condition == b.condition;
        case Origin::view:
            return a.reverse != b.reverse && a.constraint == b.constraint && a.far_constraint == b.far_constraint &&
                   a.source_columns == b.target_columns && a.target_columns == b.source_columns;
    }
    return false;
}

/// The order in which new names are assigned: by origin, then by the holder's name, then by constraint or columns. The two
/// directions of a foreign key or declaration are adjacent.
std::vector<std::size_t> fixed_order(const std::vector<Relationship> &relationships, const Facts &facts) {
    std::unordered_map<TableId, std::size_t> rank;
    std::vector<const Table *> holders;
    for (const Relationship &r : relationships) {
        poll();
        if (rank.try_emplace(r.holder, 0).second) holders.push_back(&facts.at(r.holder));
    }
    std::sort(holders.begin(), holders.end(), [](const Table *a, const Table *b) {
        return std::tie(a->schema, a->name, a->id) < std::tie(b->schema, b->name, b->id);
    });
    for (std::size_t i = 0; i < holders.size(); ++i) rank[holders[i]->id] = i;

    // First the start of each group with the same origin and holder, then the next free place in the group.
    std::vector<std::size_t> group;
    group.reserve(relationships.size());
    std::vector<std::size_t> next(origins * holders.size() + 1);
    for (const Relationship &r : relationships) {
        group.push_back(static_cast<std::size_t>(r.origin) * holders.size() + rank[r.holder]);
        ++next[group.back() + 1];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    std::vector<std::size_t> order(relationships.size());
    for (std::size_t i = 0; i < relationships.size(); ++i) order[next[group[i]]++] = i;

    const auto earlier = [&](std::size_t x, std::size_t y) {
        const Relationship &a = relationships[x];
        const Relationship &b = relationships[y];
        poll();
        if (const int difference = a.constraint.compare(b.constraint)) return difference < 0;
        if (const int difference = a.far_constraint.compare(b.far_constraint)) return difference < 0;
        if (a.origin == Origin::declared || a.origin == Origin::view) {
            const TableId first = referenced_table(a);
            const TableId second = referenced_table(b);
            const auto one = std::tie(held(a), referenced(a), first, a.condition);
            const auto other = std::tie(held(b), referenced(b), second, b.condition);
            if (one != other) return one < other;
        }
        return std::tie(a.reverse, x) < std::tie(b.reverse, y);
    };
    for (std::size_t begin = 0; begin < order.size();) {
        const std::size_t end = next[group[order[begin]]];
        std::sort(order.begin() + static_cast<std::ptrdiff_t>(begin), order.begin() + static_cast<std::ptrdiff_t>(end), earlier);
        begin = end;
    }
    return order;
}

/// Pairs each relationship with its inverse, which is close to it in the order.
void pair_inverses(std::vector<Relationship> &relationships, const std::vector<std::size_t> &order) {
    std::vector<bool> paired(relationships.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        Relationship &one = relationships[order[i]];
        if (paired[order[i]]) continue;
        for (std::size_t j = i + 1; j < order.size(); ++j) {
            poll();
            Relationship &other = relationships[order[j]];
            if (other.holder != one.holder || other.origin != one.origin) break;
            if (paired[order[j]] || !are_inverse(one, other)) continue;
            one.inverse = other.name;
            other.inverse = one.name;
            paired[order[j]] = true;
            break;
        }
    }
}

}  // namespace

/// One attempt to name all relationships with the answers received so far.
class Naming::Attempt {
public:
    Attempt(const Naming &naming, std::vector<Relationship> &relationships, const std::vector<NameHistory> &history)
        : naming_(naming), relationships_(relationships), history_(history), maker_(naming.facts_) {
        best_.resize(relationships.size());
        for (Relationship &relationship : relationships_) {
            relationship.name.clear();
            relationship.inverse.clear();
        }
    }

    void run() {
        if (all_stay()) return;
        held_.reserve(relationships_.size() * 2);
        const std::vector<std::size_t> order = fixed_order(relationships_, naming_.facts_);
        std::vector<std::size_t> recorded;
        std::copy_if(order.begin(), order.end(), std::back_inserter(recorded),
                     [&](std::size_t i) { return !history_[i].recorded.empty() && !history_[i].yields; });
        for (std::size_t i : recorded) {
            if (history_[i].chosen && history_[i].recorded == history_[i].previous) keep(i, history_[i].previous);
        }
        for (bool chosen : {true, false}) {
            for (std::size_t i : recorded) {
                if (history_[i].chosen == chosen) keep(i, history_[i].recorded);
            }
        }
        for (std::size_t i : order) {
            if (!history_[i].yields && may_stay(i)) keep(i, history_[i].previous);
        }
        for (std::size_t i : in_order_of_claim(order, false)) give(i);
        name_yielding(order);
        pair_inverses(relationships_, order);
    }

    std::vector<Question> questions() const { return {questions_.begin(), questions_.end()}; }

private:
    /// Whether the relationship already has its final name.
    bool is_content(std::size_t i) {
        return history_[i].recorded.empty() ? may_stay(i) : history_[i].recorded == history_[i].previous;
    }

    /// Whether it may keep its name if no other name is recorded.
    bool may_stay(std::size_t i) {
        const SharedName &name = history_[i].previous;
        return is_candidate(i, name) && !is_reserved(i, name);
    }

    /// The unnamed relationships that yield, or those that do not, by rank: those that can only be named after their tables
    /// come first.
    std::vector<std::size_t> in_order_of_claim(const std::vector<std::size_t> &order, bool yields) {
        std::vector<std::pair<int, std::size_t>> ranked;
        for (std::size_t i : order) {
            if (!relationships_[i].name.empty() || history_[i].yields != yields) continue;
            ranked.emplace_back(maker_.rank(relationships_[i]), i);
            best(i);  // needed later, and the maker has just cached the key
        }
        std::stable_sort(ranked.begin(), ranked.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        std::vector<std::size_t> result;
        std::transform(ranked.begin(), ranked.end(), std::back_inserter(result), [](const auto &one) { return one.second; });
        return result;
    }

    /// Names the relationships that yield, after all others; those that keep their names come first.
    void name_yielding(const std::vector<std::size_t> &order) {
        const auto try_one = [&](std::size_t i, const SharedName &name) {
            if (!name.empty() && !is_reserved(i, name) && !is_taken(i, name)) claim(i, name);
        };
        for (std::size_t i : order) {
            if (history_[i].yields && is_content(i)) try_one(i, history_[i].previous);
        }
        for (std::size_t i : in_order_of_claim(order, true)) {
            try_one(i, history_[i].recorded);
            if (relationships_[i].name.empty()) give(i);
        }
    }

    /// Fast path for most commands: keeps all names if each relationship can keep its name and is adjacent to its inverse.
    /// Otherwise returns false and changes nothing.
    bool all_stay() {
        const std::size_t count = relationships_.size();
        if (count % 2 != 0) return false;
        for (std::size_t i = 0; i < count; ++i) {
            const Relationship &one = relationships_[i];
            const Relationship &other = relationships_[i ^ 1];
            if (one.holder != other.holder || one.origin != other.origin || !are_inverse(one, other) || !is_content(i))
                return false;
        }
        for (std::size_t i = 0; i < count; ++i) {
            relationships_[i].name = history_[i].previous;
            relationships_[i ^ 1].inverse = history_[i].previous;
        }
        return true;
    }

    bool is_candidate(std::size_t i, const SharedName &name) {
        if (name.empty() || !relationships_[i].name.empty()) return false;
        return name == best(i, name) || maker_.offers(relationships_[i], name);
    }

    /// The first candidate. It shares the memory of `expected` if they are equal.
    const SharedName &best(std::size_t i, const SharedName &expected = {}) {
        poll();
        if (best_[i].empty()) {
            std::string first = maker_.first(relationships_[i]);
            best_[i] = first == expected ? expected : SharedName(std::move(first));
        }
        return best_[i];
    }

    /// Assigns the name that the relationship has or should get, unless another relationship has it.
    void keep(std::size_t i, const SharedName &name) {
        if (relationships_[i].name.empty() && (name == history_[i].previous || !is_taken(i, name))) claim(i, name);
    }

    /// Assigns the first free candidate.
    void give(std::size_t i) {
        const Table &source = naming_.facts_.at(relationships_[i].source);
        auto try_one = [&](const SharedName &name) {
            poll();
            return source.column(name) == nullptr && !is_reserved(i, name) && !is_taken(i, name) && claim(i, name);
        };
        if (try_one(best(i))) return;
        const Candidates candidates = maker_.make(relationships_[i]);
        const std::size_t count = candidates.names.size();
        for (std::size_t place = 1; place < count; ++place) {
            if (try_one(SharedName(candidates.at(place)))) return;
        }
        // Numbers already taken stay taken, so they are not tried again.
        std::size_t &tried = numbers_[{source.id, candidates.names.front()}];
        while (!try_one(SharedName(candidates.at(count + tried)))) ++tried;
    }

    /// Assigns the name unless another of the given relationships has it on this source.
    bool claim(std::size_t i, const SharedName &name) {
        SharedName &own = relationships_[i].name;
        own = name;
        if (held_.insert({relationships_[i].source, own}).second) return true;
        own.clear();
        return false;
    }

    bool is_reserved(std::size_t i, const std::string &name) const {
        return !naming_.reserved_.empty() && naming_.reserved_.count({relationships_[i].source, name}) > 0;
    }

    bool is_held(std::size_t i, const std::string &name) const { return held_.count({relationships_[i].source, name}) > 0; }

    /// Whether a relationship outside the given set has the name. If that is unknown, records a question and assumes that the
    /// name is free.
    bool is_taken(std::size_t i, const std::string &name) {
        if (naming_.complete_ || is_held(i, name)) return false;
        const Question question(relationships_[i].source, name);
        const auto answer = naming_.taken_.find(question);
        if (answer != naming_.taken_.end()) return answer->second;
        questions_.insert(question);
        return false;
    }

    const Naming &naming_;
    std::vector<Relationship> &relationships_;
    const std::vector<NameHistory> &history_;
    CandidateMaker maker_;
    std::vector<SharedName> best_;  ///< the first candidate of each relationship, where needed
    std::unordered_set<Place, PlaceHash> held_;
    std::map<Question, std::size_t> numbers_;  ///< the last number tried, by source and first candidate
    std::set<Question> questions_;
};

std::vector<Naming::Question> Naming::assign(std::vector<Relationship> &relationships, const std::vector<NameHistory> &history) {
    Attempt attempt(*this, relationships, history);
    attempt.run();
    return attempt.questions();
}

}  // namespace relmeta
