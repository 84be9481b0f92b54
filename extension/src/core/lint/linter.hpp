// The implementation of the rules: for foreign keys in keys.cpp and unchecked.cpp, for bridges in bridges.cpp, all others in
// lint.cpp.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/lint/lint.hpp"

namespace relmeta {

std::string qualified(const Table &table);
/// The object of a finding about a constraint, in the format of pg_identify_object.
std::string constraint_of(const Table &table, const std::string &constraint);
/// The columns in parentheses.
std::string listed(const Table &table, const ColumnNumbers &columns);
std::string alter(const Table &table, const std::string &action);
/// The table as a literal of type regclass.
std::string regclass(const Table &table);
std::string set_not_null(const Table &table, const ColumnNumbers &columns);
/// The unique index with the fewest columns that could be the primary key, or nullptr.
const Index *candidate_key(const Table &table);

class Linter {
public:
    explicit Linter(const LintInput &input) : input_(input) {
        if (input.tables) {
            chosen_.insert(input.tables->begin(), input.tables->end());
        }
    }

    std::vector<Finding> run();

private:
    struct Placed {
        const Table *table;
        Finding finding;
    };

    bool chosen(TableId table) const {
        return input_.tables ? chosen_.count(table) != 0 : !input_.facts.tables.at(table).left_out;
    }
    const std::string &type_of(const Column &column) const { return input_.type_names.at({column.type, column.type_modifier}); }
    TypeId base(TypeId type) const {
        const auto found = input_.base_types.find(type);
        return found != input_.base_types.end() ? found->second : type;
    }
    /// `mild`: use the rule's lower severity.
    void add(Rule rule, const Table &table, const std::string &object, const std::string &message, const std::string &fix,
             bool mild = false);

    void table_rules(const Table &table);
    std::vector<const ForeignKey *> duplicates(const Table &table);
    void key_rules(const Table &table, const ForeignKey &key, const Table &target);
    void without_index(Rule rule, const Table &table, const std::string &constraint, const ColumnNumbers &columns,
                       const ColumnNumbers &indexed, const std::string &consequence,
                       const ColumnNumbers *served_with = nullptr);
    void on_delete_contradicts(const Table &table);
    std::string in_the_way(const Table &table, const Column &column, const Column &referenced) const;
    bool extends(const Table &table, const ForeignKey &key, const Table &target) const;
    void foreign_key_type_mismatch(const Table &table, const ForeignKey &key, const Table &target);
    void one_to_one_nullable(const Table &table, const ForeignKey &key, const Table &target);
    void table_without_primary_key(const Table &table, const ColumnNumbers *ends);
    void bridge_rules(const Table &table, const Bridge &bridge);
    bool ends_can_be_key(const Table &table, const Bridge &bridge) const;
    void bridge_without_key(const Table &table, const Bridge &bridge, const End &first);
    void bridge_end_without_index(const Table &table, const Bridge &bridge, const End &end);
    void duplicate_bridges();
    void relationships_named_as_columns();
    void foreign_key_collation_mismatch(const Table &table, const ForeignKey &key, const Table &target);
    void foreign_key_implied(const Table &table, const ForeignKey &key);
    void foreign_key_not_inherited(const Table &table);
    void foreign_key_partly_null(const Table &table, const ForeignKey &key, const Table &target);
    void foreign_key_to_same_columns(const Table &table, const ForeignKey &key);
    void columns_that_look_like_keys(const std::vector<const Table *> &tables);
    void required_cycles(const std::vector<const Table *> &tables);

    const LintInput &input_;
    std::unordered_set<TableId> chosen_;
    std::unordered_map<TableId, const Bridge *> bridge_of_;
    std::vector<Placed> findings_;
};

}  // namespace relmeta
