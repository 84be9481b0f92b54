// Derives what some tables hold, or all, and names it from what was there before and what users said.
#pragma once

#include <functional>
#include <vector>

#include "core/model/declarations.hpp"
#include "core/naming/naming.hpp"

namespace relmeta {

/// What is known of the same tables before they are derived.
struct Known {
    std::vector<const Relationship *> relationships;         ///< those that there were, with their names
    std::vector<const NameRecord *> names;                   ///< of the records of one relationship the last holds
    std::vector<const DeclaredRelationship *> declarations;  ///< of any table
};

struct NamedCatalog {
    std::vector<Relationship> relationships;
    std::vector<std::size_t> continued;  ///< per relationship its place in Known, or no_place
    std::vector<Bridge> bridges;
    std::vector<NameRecord> names;  ///< every record of Known that stays
};

/// Tells which of these names others hold on their sources.
using Answer = std::function<void(const std::vector<Naming::Question> &, Naming &)>;

/// Derives what `holders` hold, and names it. `answer` is asked about names of other holders' relationships; without it,
/// `holders` are all there are.
NamedCatalog derive_named(const Facts &facts, const std::vector<TableId> &holders, const Known &known,
                          const Answer &answer = nullptr);

/// All tables of the facts, ascending.
std::vector<TableId> all_holders(const Facts &facts);

}  // namespace relmeta
