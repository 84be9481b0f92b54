// The condition of a declared relationship: on a row of its source, as in imageable_type = 'Product'. It compares columns with
// constants and calls nothing else, because it becomes part of queries that other roles run: no function, operator or cast that
// the owner of a table could replace can be part of it. It is stored as text, with columns by name, so that a restore can load it
// first.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/facts.hpp"
#include "core/text/error.hpp"

namespace relmeta {

/// The SQL of a constant, given as a literal, that is compared with a column of this type. Throws UserError if reading or
/// comparing values of the type could run code that is not PostgreSQL's.
using ConstantWriter = std::function<std::string(const std::string &literal, TypeId type)>;

/// For types that are known to be PostgreSQL's.
std::string plain_constant(const std::string &literal, TypeId type);
/// Throws UserError unless a column of this type can be compared with the value by the operator.
using ConstantTest = std::function<void(const std::string &value, const std::string &operation, TypeId type)>;
/// The error for a column of another type.
UserError incomparable(const std::string &type);

class Condition {
public:
    /// Throws UserError 42601 for anything but comparisons of columns with constants. An empty text is no condition.
    explicit Condition(const std::string &text);
    /// The same for a new one. It can be less long and deep than one that was renamed or joined with another.
    static Condition given(const std::string &text);

    bool empty() const { return !root_; }
    /// As a person would write it; parsing it gives the same.
    std::string text() const { return write({}, nullptr, nullptr); }
    /// In order of appearance, each once.
    ColumnNames columns() const;
    /// Those that are tested by themselves, as in NOT archived or archived IS TRUE.
    ColumnNames booleans() const;
    /// With the names that `name` returns for its columns.
    Condition renamed(const std::function<std::string(const std::string &column)> &name) const;
    /// With the values that `value` returns for those that columns are compared with.
    Condition revalued(const std::function<std::string(const std::string &column, const std::string &value)> &value) const;
    /// Calls `visit` with each column that is compared, the operator and the value.
    void each_comparison(const std::function<void(const std::string &column, const std::string &operation,
                                                  const std::string &value)> &visit) const;

    /// The condition on the row that `alias`, SQL text, stands for, with plain operators.
    std::string sql(const std::string &alias) const { return write(alias + ".", nullptr, nullptr); }
    /// The same, with the operators of pg_catalog whatever the search_path is.
    std::string sql(const std::string &alias, const Table &table, const ConstantWriter &constant) const {
        return write(alias + ".", &table, &constant);
    }

    /// The texts of the tests that AND connects; the whole if it connects none.
    std::vector<std::string> tests() const;
    /// The columns that have one value, not null, in all rows that meet the condition.
    ColumnNames fixed() const;
    /// Columns and literals that make a row meet the condition; nullopt if it does not say one value for each of its columns.
    std::optional<std::vector<std::pair<std::string, std::string>>> values() const;

private:
    friend class ConditionParser;
    template <class Test>
    ColumnNames columns_where(Test test) const;
    enum class Kind { every, any, no, compare, in, null, truth, column };
    struct Node {
        Kind kind = Kind::column;
        std::string column;
        std::string comparison;             ///< of Kind::compare
        std::vector<std::string> literals;  ///< SQL text: strings, numbers, true and false
        bool negated = false;               ///< of Kind::in, null and truth: NOT IN, IS NOT
        std::vector<Node> children;
    };

    struct Limits {
        std::size_t bytes;
        int depth;
    };
    static const Limits of_given;
    static const Limits of_kept;

    Condition(const std::string &text, const Limits &limits);
    std::string write(const std::string &prefix, const Table *table, const ConstantWriter *constant) const;
    template <class AnyNode, class Visit>
    static void each(AnyNode &node, Visit visit);
    std::vector<const Node *> conjuncts() const;

    std::optional<Node> root_;
};

/// Throws UserError if the table lacks a column of the condition, or one that is tested by itself is not boolean.
void require_columns(const Table &table, const Condition &condition);
/// Throws UserError if `test` does for one of its constants. The columns must be there.
void require_constants(const Table &table, const Condition &condition, const ConstantTest &test);
/// Whether the text is a condition, its columns are there, and its constants pass the test.
bool is_condition_on(const Table &table, const std::string &text, const ConstantTest &test);

/// The numbers of fixed().
ColumnNumbers fixed_columns(const Table &table, const std::string &condition);

/// Both conditions, in any order; either may be empty.
std::string both(const std::string &a, const std::string &b);

}  // namespace relmeta
