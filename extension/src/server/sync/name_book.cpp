#include "server/sync/name_book.hpp"

#include <algorithm>

#include "server/catalog/conditions.hpp"
#include "server/pg/datum.hpp"

namespace relmeta::server {

void NameBook::answer(const std::vector<Naming::Question> &questions, Naming &naming) {
    std::vector<Oid> sources;
    for (const Naming::Question &question : questions) {
        sources.push_back(question.first);
    }
    locks_.add(std::move(sources));
    for (const Naming::Question &question : questions) {
        naming.answer(question, taken(question));
    }
}

bool NameBook::taken(const Naming::Question &question) {
    SnapshotData dirty;
    InitDirtySnapshot(dirty);
    std::vector<Stored<Relationship>> rows =
        tables_.relationships.read(Codec<Relationship>::source_index,
                                   {oid_equals(Codec<Relationship>::source, question.first),
                                    Equals{Codec<Relationship>::name, F_NAMEEQ, to_name(question.second)}},
                                   &dirty);
    add_conditions(rows, declared_);
    const auto of_others = [&](const auto &row) {
        return !std::binary_search(holders_.begin(), holders_.end(), row.row.holder);
    };
    return std::any_of(rows.begin(), rows.end(), [&](const auto &row) { return of_others(row) && !yields(row.row); }) ||
           is_on_record(question, of_others);
}

/// Whether a relationship of a view or a declared one gives up its name, and no other transaction is changing it.
bool NameBook::yields(const Relationship &row) {
    if (row.origin == Origin::view && try_lock_neighbour(row.holder)) {
        yielding_.push_back(row.holder);
        return true;
    }
    const auto is_yielding = [&](const DeclaredRelationship &declared) {
        return declared.inverse_yields && is_declaration_of(declared, row);
    };
    if (row.origin != Origin::declared || !row.reverse || std::none_of(declared_.begin(), declared_.end(), is_yielding) ||
        !try_lock_neighbour(row.holder)) {
        return false;
    }
    yielding_.push_back(row.holder);
    return true;
}

/// Whether the name is reserved for a relationship that does not exist yet.
template <class Test>
bool NameBook::is_on_record(const Naming::Question &question, Test of_others) const {
    std::vector<Stored<NameRecord>> records = tables_.names.read(
        Codec<NameRecord>::source_index, {oid_equals(Codec<NameRecord>::source, question.first),
                                          Equals{Codec<NameRecord>::name, F_NAMEEQ, to_name(question.second)}});
    return std::any_of(records.begin(), records.end(), of_others);
}

}  // namespace relmeta::server
