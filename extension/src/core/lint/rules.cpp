#include "core/lint/rules.hpp"

namespace relmeta {

namespace {

constexpr Severity error = Severity::error;
constexpr Severity warning = Severity::warning;
constexpr Severity info = Severity::info;

// clang-format off
constexpr std::array<RuleInfo, count_of_rules> all_rules{{
    {Rule::required_cycle, "required_cycle", error, error, "tables whose rows require each other in a cycle"},
    {Rule::on_delete_contradicts, "on_delete_contradicts", error, error, "an ON DELETE action that always fails"},
    {Rule::on_update_contradicts, "on_update_contradicts", error, error, "an ON UPDATE action that always fails"},
    {Rule::bridge_end_nullable, "bridge_end_nullable", warning, warning, "an end of a bridge that can be null"},
    {Rule::bridge_end_without_index, "bridge_end_without_index", warning, info, "an end of a bridge that no index supports"},
    {Rule::bridge_without_key, "bridge_without_key", warning, info, "a bridge that can contain a link twice"},
    {Rule::duplicate_bridge, "duplicate_bridge", info, info, "a bridge with the same links as another"},
    {Rule::duplicate_foreign_key, "duplicate_foreign_key", warning, warning, "a foreign key that repeats another"},
    {Rule::foreign_key_collation_mismatch, "foreign_key_collation_mismatch", warning, warning, "a column whose collation differs from that of the referenced column"},
    {Rule::foreign_key_implied, "foreign_key_implied", info, info, "a foreign key to a tenant that also follows from two others"},
    {Rule::foreign_key_not_enforced, "foreign_key_not_enforced", info, info, "a foreign key that is NOT ENFORCED"},
    {Rule::foreign_key_not_inherited, "foreign_key_not_inherited", info, info, "an inheriting table without the foreign keys of its parent"},
    {Rule::foreign_key_not_valid, "foreign_key_not_valid", warning, warning, "a foreign key that is NOT VALID"},
    {Rule::foreign_key_partly_null, "foreign_key_partly_null", info, info, "a foreign key that does not check rows where some of its columns are null"},
    {Rule::foreign_key_to_same_columns, "foreign_key_to_same_columns", warning, warning, "a foreign key from columns to themselves"},
    {Rule::foreign_key_type_mismatch, "foreign_key_type_mismatch", warning, warning, "a column whose type differs from that of the referenced column"},
    {Rule::foreign_key_without_index, "foreign_key_without_index", warning, info, "a foreign key that no index supports"},
    {Rule::looks_like_a_key, "looks_like_a_key", info, info, "a column named like a foreign key that refers to no table"},
    {Rule::one_to_one_nullable, "one_to_one_nullable", info, info, "a table that extends the rows of another, but with a nullable key"},
    {Rule::relationship_named_as_column, "relationship_named_as_column", warning, warning, "a relationship with the name of a column of its source"},
    {Rule::table_without_primary_key, "table_without_primary_key", warning, warning, "a table without a primary key"},
}};
// clang-format on

constexpr bool in_order() {
    for (std::size_t place = 0; place < all_rules.size(); ++place) {
        if (static_cast<std::size_t>(all_rules[place].rule) != place) {
            return false;
        }
    }
    return true;
}
static_assert(in_order(), "about() finds a rule by its place");

}  // namespace

const char *to_string(Severity severity) {
    return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "info";
}

std::optional<Severity> severity_from(const std::string &name) {
    for (const Severity severity : {Severity::error, Severity::warning, Severity::info}) {
        if (name == to_string(severity)) {
            return severity;
        }
    }
    return std::nullopt;
}

const std::array<RuleInfo, count_of_rules> &lint_rules() { return all_rules; }

const RuleInfo &about(Rule rule) { return all_rules[static_cast<std::size_t>(rule)]; }

const RuleInfo *find_rule(const std::string &name) {
    for (const RuleInfo &rule : all_rules) {
        if (name == rule.name) {
            return &rule;
        }
    }
    return nullptr;
}

}  // namespace relmeta
