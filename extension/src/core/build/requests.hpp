// What is asked of the build functions, as far as it does not take a server: whether what is asked for is there already, what
// refuses it, and what to do about PostgreSQL's errors.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/build/bridge_ddl.hpp"
#include "core/build/reference_ddl.hpp"
#include "core/model/relationship.hpp"

namespace relmeta {

/// A table that is the planned bridge.
struct ExistingBridge {
    TableId table = 0;
    ColumnNames constraints;  ///< of its ends, as planned
    BridgeDeclaration declaration;
};

/// The table as the planned bridge; nothing where it is not that bridge, or where something else is said of it.
std::optional<ExistingBridge> as_bridge(const Table &table, const BridgePlan &plan, const Words &words);

struct BridgeRequest {
    BridgePlan plan;
    bool if_not_exists = false;
    std::optional<ExistingBridge> existing;
};

/// What is called as the planned bridge in its schema.
struct Namesake {
    bool is_there = false;
    std::optional<ExistingBridge> bridge;  ///< it is the planned bridge
};

/// Finds out whether the bridge is there. A name that had to be cut may be that of another bridge: then it is numbered. Throws
/// UserError 42P07 where the name is taken, by the bridge too unless `if_not_exists`.
void find_existing(BridgeRequest &request, const std::function<Namesake(const BridgePlan &)> &find);

/// The hint for an error of PostgreSQL's while the bridge is made; empty where there is nothing to add.
std::string bridge_hint(const BridgePlan &plan, const std::string &sqlstate);
/// The error for a bridge that is there and that the user has rejected; `table` is SQL text.
UserError rejected_bridge(const std::string &name, const std::string &table);
UserError changed_while_made(const std::string &bridge);

/// The error for a table that is no bridge and so not dropped as one.
UserError not_a_bridge(const std::string &table, const std::string &reason);
UserError holds_rows(const std::string &bridge);

struct ReferenceRequest {
    ReferencePlan plan;
    TableDescription source;
    TableDescription target;
    bool if_not_exists = false;
};

/// Throws UserError 42710 where the source refers to the target already, unless `if_not_exists`.
void require_new(const ReferenceRequest &request);

/// As bridge_hint.
std::string reference_hint(const ReferenceRequest &request, const std::string &sqlstate);

/// Whether the relationship is the one that the request's foreign key makes.
bool is_made_by(const ReferenceRequest &request, const Relationship &relationship);

}  // namespace relmeta
