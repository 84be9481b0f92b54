// Answers whether names are free while naming the relationships of some holders.
#pragma once

#include <vector>

#include "server/catalog/derivation.hpp"
#include "server/sync/derived_tables.hpp"
#include "server/sync/locks.hpp"

namespace relmeta::server {

/// Looks up names among the relationships of other holders. Names inserted or deleted by transactions in progress count as taken,
/// so names stay unique without waiting, whether they commit or not.
class NameBook {
public:
    NameBook(const Tables &tables, const std::vector<Oid> &holders, const StoredCatalog &stored)
        : tables_(tables), holders_(holders), declared_(stored.declared) {}

    /// The holders whose relationships give up a name. They are locked.
    const std::vector<Oid> &yielding() const { return yielding_; }

    void answer(const std::vector<Naming::Question> &questions, Naming &naming);

private:
    bool taken(const Naming::Question &question);
    bool yields(const Relationship &row);
    template <class Test>
    bool is_on_record(const Naming::Question &question, Test of_others) const;

    const Tables &tables_;
    const std::vector<Oid> &holders_;
    const std::vector<DeclaredRelationship> &declared_;
    std::vector<Oid> yielding_;
    NameLocks locks_;
};

}  // namespace relmeta::server
