#include "core/naming/contested.hpp"

#include <set>
#include <string>
#include <utility>

#include "core/naming/candidates.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

std::vector<bool> contested(const std::vector<Relationship> &relationships, const Facts &facts) {
    CandidateMaker maker(facts);
    std::vector<bool> result(relationships.size());
    std::set<std::pair<TableId, std::string>> wanted;  // preferred names that their relationships did not get
    for (std::size_t i = 0; i < relationships.size(); ++i) {
        poll();
        const Relationship &relationship = relationships[i];
        const Table &source = facts.at(relationship.source);
        const bool is_column = source.column(relationship.name) != nullptr;
        if (relationship.origin == Origin::declared) continue;
        if (maker.first(relationship) == relationship.name && !is_column) continue;
        bool found = false, first = true;
        for (const std::string &name : maker.make(relationship).names) {
            found = name == relationship.name;
            if (found) break;
            if (source.column(name) != nullptr) continue;
            wanted.emplace(source.id, name);
            first = false;
        }
        result[i] = is_column || !found || !first;
    }
    for (std::size_t i = 0; i < relationships.size() && !wanted.empty(); ++i) {
        const Relationship &relationship = relationships[i];
        if (relationship.origin != Origin::declared && wanted.count({relationship.source, relationship.name}) > 0)
            result[i] = true;
    }
    return result;
}

}  // namespace relmeta
