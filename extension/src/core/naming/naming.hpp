// Names of relationships. Each relationship has an ordered list of candidates and gets the first one that is free on its source.
// It keeps that name: no other relationship can take it, and it changes only when it is no longer a candidate.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/model/relationship.hpp"

namespace relmeta {

/// The naming history of a relationship.
struct NameHistory {
    SharedName previous;  ///< its current name, unique on its source; empty for a new relationship
    SharedName recorded;  ///< the name it should get, chosen by the user or restored from a dump; may be empty
    bool chosen = false;  ///< the user chose the recorded name
    bool yields = false;  ///< any other relationship can take its name
};

/// Names the relationships of a catalog or of some holders. assign() returns questions about names that other relationships may
/// hold on a source. The caller answers them with answer() and calls assign() again until there are none, so only names that
/// matter are looked up.
class Naming {
public:
    using Question = std::pair<TableId, std::string>;  ///< Does another relationship of the source have this name?

    /// `complete`: the given set contains all relationships, so there are no questions.
    Naming(const Facts &facts, bool complete) : facts_(facts), complete_(complete) {}

    void answer(const Question &question, bool taken) { taken_[question] = taken; }

    /// Reserves a name on a source for a relationship that does not exist yet; only the user can give it to another.
    void reserve(TableId source, const std::string &name) { reserved_.emplace(source, name); }

    /// Sets `name` and `inverse` of every relationship. `relationships` must contain both directions of every link, and `history`
    /// is parallel to it. Returns unanswered questions; empty when done.
    std::vector<Question> assign(std::vector<Relationship> &relationships, const std::vector<NameHistory> &history);

private:
    class Attempt;

    const Facts &facts_;
    bool complete_;
    std::map<Question, bool> taken_;
    std::set<Question> reserved_;
};

}  // namespace relmeta
