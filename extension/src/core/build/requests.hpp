// The parts of the build functions that need no server: checks whether the requested object exists, reasons for refusing a
// request, and hints for PostgreSQL's errors.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/build/bridge_ddl.hpp"
#include "core/build/reference_ddl.hpp"
#include "core/model/relationship.hpp"

namespace relmeta {

/// An existing table that is the planned bridge.
struct ExistingBridge {
    TableId table = 0;
    ColumnNames constraints;  ///< foreign keys of its ends, in planned order
    BridgeDeclaration declaration;
};

/// Returns the table as the planned bridge; nullopt if it is not that bridge, or if its declaration names other ends.
std::optional<ExistingBridge> as_bridge(const Table &table, const BridgePlan &plan, const Words &words);

struct BridgeRequest {
    BridgePlan plan;
    bool if_not_exists = false;
    std::optional<ExistingBridge> existing;
};

/// The relation that has the name of the planned bridge in its schema.
struct Namesake {
    bool is_there = false;
    std::optional<ExistingBridge> bridge;  ///< set if it is the planned bridge
};

/// Checks whether the bridge exists. If its name was truncated and another relation has it, tries numbered names. Throws
/// UserError 42P07 if the name is taken, even by the bridge itself unless `if_not_exists`.
void find_existing(BridgeRequest &request, const std::function<Namesake(const BridgePlan &)> &find);

/// The hint for an error that PostgreSQL raised while creating the bridge; may be empty.
std::string bridge_hint(const BridgePlan &plan, const std::string &sqlstate);
/// The error for an existing bridge that the user rejected; `table` is SQL text.
UserError rejected_bridge(const std::string &name, const std::string &table);
UserError changed_while_made(const std::string &bridge);

/// The error for dropping a table that is not a bridge.
UserError not_a_bridge(const std::string &table, const std::string &reason);
UserError holds_rows(const std::string &bridge);

struct ReferenceRequest {
    ReferencePlan plan;
    TableDescription source;
    TableDescription target;
    bool if_not_exists = false;
};

/// Throws UserError 42710 if the source already references the target, unless `if_not_exists`.
void require_new(const ReferenceRequest &request);

/// Like bridge_hint.
std::string reference_hint(const ReferenceRequest &request, const std::string &sqlstate);

/// Whether the relationship is that of the requested foreign key.
bool is_made_by(const ReferenceRequest &request, const Relationship &relationship);

}  // namespace relmeta
