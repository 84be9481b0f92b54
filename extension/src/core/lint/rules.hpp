// The rules of lint, each with its name and severity: the one list of them. doc/lint.md describes them one by one, and a unit
// test holds it to this list; the client's help, completion and reports are written from it. To add a rule, add it here, to
// doc/lint.md, and where it is checked (keys.cpp, bridges.cpp, lint.cpp).
#pragma once

#include <array>
#include <optional>
#include <string>

namespace relmeta {

enum class Severity {
    error,    ///< rows cannot be stored, or deleted, as the keys demand
    warning,  ///< slow, loose or redundant, and hardly ever meant
    info,     ///< may be meant; worth a look
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
    foreign_key_not_enforced,
    foreign_key_not_valid,
    foreign_key_type_mismatch,
    foreign_key_without_index,
    one_to_one_nullable,
    relationship_named_as_column,
    table_without_primary_key,
};

constexpr std::size_t count_of_rules = static_cast<std::size_t>(Rule::table_without_primary_key) + 1;

struct RuleInfo {
    Rule rule;
    const char *name;     ///< stable
    Severity severity;    ///< of its findings
    Severity mild;        ///< of those that matter less; the same where there are none
    const char *meaning;  ///< what it finds, on one line
};

/// In the order of the manual.
const std::array<RuleInfo, count_of_rules> &lint_rules();
const RuleInfo &about(Rule rule);
/// The rule of that name, or nullptr.
const RuleInfo *find_rule(const std::string &name);

}  // namespace relmeta
