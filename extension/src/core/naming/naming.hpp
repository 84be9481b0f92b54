// What relationships are called. Each has an ordered list of candidates from its own facts; it takes the first that is free on
// its source, and keeps it: a name is never taken away by another relationship, and changes only when it is no longer
// among the candidates.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

/// What is known of a relationship's name before it is named.
struct NameHistory {
    std::string previous;  ///< the name it has, which no other of its source has; empty: it is new
    std::string recorded;  ///< the name it is to have, by the user's choice or from a dump; empty: none
    bool chosen = false;   ///< the recorded name is the user's choice
    bool yields = false;   ///< it gives its name up to any other that would take it
};

/// Names the relationships of a catalog, or of some holders. Which names others hold on a source is asked for as it is needed:
/// assign() returns the questions it met, the caller answers them with answer() and calls assign() again, until it
/// returns none. So only the names that matter are ever looked up.
class Naming {
public:
    using Question = std::pair<TableId, std::string>;  ///< is this name taken on this source by a relationship not given here?

    /// `complete`: every relationship of every source is given here, so that nothing has to be asked.
    Naming(const Facts &facts, bool complete) : facts_(facts), complete_(complete) {}

    void answer(const Question &question, bool taken) { taken_[question] = taken; }

    /// Keeps a name on a source for a relationship that is not there yet: no other has it but by the user's choice.
    void reserve(TableId source, const std::string &name) { reserved_.emplace(source, name); }

    /// Sets `name` and `inverse` of every relationship. `history` runs parallel to `relationships`, which hold both directions of
    /// every link. Returns the questions to answer first; empty when done.
    std::vector<Question> assign(std::vector<Relationship> &relationships, const std::vector<NameHistory> &history);

private:
    class Attempt;

    const Facts &facts_;
    bool complete_;
    std::map<Question, bool> taken_;
    std::set<Question> reserved_;
};

}  // namespace relmeta
