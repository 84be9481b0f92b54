// The lint rules, with their names and severities. doc/lint.md describes each rule, and a unit test compares it with this list;
// the client's help, completion and reports are generated from it. To add a rule, add it here, to doc/lint.md, and to the file
// that checks it (keys.cpp, unchecked.cpp, bridges.cpp, lint.cpp).
#pragma once

#include <array>
#include <optional>
#include <string>

namespace relmeta {

enum class Severity {
    error,    ///< the keys prevent rows from being stored or deleted
    warning,  ///< slow, loose or redundant, and rarely intended
    info,     ///< may be intended; worth a look
};

const char *to_string(Severity severity);
std::optional<Severity> severity_from(const std::string &name);

enum class Rule {
    required_cycle,
    on_delete_contradicts,
    on_update_contradicts,
    bridge_end_nullable,
    bridge_end_without_index,
    bridge_without_key,
    duplicate_bridge,
    duplicate_foreign_key,
    foreign_key_collation_mismatch,
    foreign_key_implied,
    foreign_key_not_enforced,
    foreign_key_not_inherited,
    foreign_key_not_valid,
    foreign_key_partly_null,
    foreign_key_to_same_columns,
    foreign_key_type_mismatch,
    foreign_key_without_index,
    looks_like_a_key,
    one_to_one_nullable,
    relationship_named_as_column,
    table_without_primary_key,
};

constexpr std::size_t count_of_rules = static_cast<std::size_t>(Rule::table_without_primary_key) + 1;

struct RuleInfo {
    Rule rule;
    const char *name;     ///< stable
    Severity severity;    ///< the usual severity of its findings
    Severity mild;        ///< the severity of its mild findings; the same if there are none
    const char *meaning;  ///< the finding, on one line
};

/// All rules, in the order of the manual.
const std::array<RuleInfo, count_of_rules> &lint_rules();
const RuleInfo &about(Rule rule);
/// The rule of that name, or nullptr.
const RuleInfo *find_rule(const std::string &name);

}  // namespace relmeta
