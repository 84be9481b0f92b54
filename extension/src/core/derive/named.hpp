// Derives the relationships that some or all tables hold, and names them using earlier names and the users' declarations.
#pragma once

#include <functional>
#include <vector>

#include "core/model/declarations.hpp"
#include "core/naming/naming.hpp"

namespace relmeta {

/// Earlier data about the tables to derive.
struct Known {
    std::vector<const Relationship *> relationships;         ///< earlier relationships, with their names
    std::vector<const NameRecord *> names;                   ///< the last record of a relationship wins
    std::vector<const DeclaredRelationship *> declarations;  ///< of any table
};

struct NamedCatalog {
    std::vector<Relationship> relationships;
    std::vector<std::size_t> continued;  ///< for each relationship its index in Known, or no_place
    std::vector<Bridge> bridges;
    std::vector<NameRecord> names;  ///< the records of Known to keep
};

/// Answers whether other relationships hold these names on their sources.
using Answer = std::function<void(const std::vector<Naming::Question> &, Naming &)>;

/// Derives and names the relationships that `holders` hold. `answer` answers questions about names of other holders'
/// relationships. Without it, `holders` must contain all holders.
NamedCatalog derive_named(const Facts &facts, const std::vector<TableId> &holders, const Known &known,
                          const Answer &answer = nullptr);

/// All tables of the facts, ascending.
std::vector<TableId> all_holders(const Facts &facts);

}  // namespace relmeta
