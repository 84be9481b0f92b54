// The condition of a declared relationship on the rows of its source, as in imageable_type = 'Product'. It only compares columns
// with constants, because it becomes part of queries that other roles run: it must not contain a function, operator or cast that
// the owner of a table could replace. It is stored as text, with columns by name, so that a restore can load it
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

/// The SQL of a constant, given as a literal, that is compared with a column of this type. Throws UserError if parsing or
/// comparing values of the type could run user-defined code.
using ConstantWriter = std::function<std::string(const std::string &literal, TypeId type)>;

/// For types that are known to be built in.
std::string plain_constant(const std::string &literal, TypeId type);
/// Throws UserError unless a column of this type can be compared with the value by the operator.
using ConstantTest = std::function<void(const std::string &value, const std::string &operation, TypeId type)>;
/// The error for a column of another type.
UserError incomparable(const std::string &type);

class Condition {
public:
    /// Throws UserError 42601 for anything but comparisons of columns with constants. Empty text means no condition.
    explicit Condition(const std::string &text);
    /// The same for a new one, with lower limits on length and depth than one that was renamed or combined with another.
    static Condition given(const std::string &text);

    bool empty() const { return !root_; }
    /// The condition as a person would write it; parsing it returns the same condition.
    std::string text() const { return write({}, nullptr, nullptr); }
    /// The columns in order of appearance, each once.
    ColumnNames columns() const;
    /// The columns that are used as booleans, as in NOT archived or archived IS TRUE.
    ColumnNames booleans() const;
    /// The same condition with the names that `name` returns for its columns.
    Condition renamed(const std::function<std::string(const std::string &column)> &name) const;
    /// The same condition with each value replaced by the result of `value`.
    Condition revalued(const std::function<std::string(const std::string &column, const std::string &value)> &value) const;
    /// Calls `visit` with the column, the operator and the value of each comparison.
    void each_comparison(const std::function<void(const std::string &column, const std::string &operation,
                                                  const std::string &value)> &visit) const;

    /// The condition on the row of `alias`, which is SQL text, with unqualified operators.
    std::string sql(const std::string &alias) const { return write(alias + ".", nullptr, nullptr); }
    /// The same with the operators of pg_catalog, whatever search_path is.
    std::string sql(const std::string &alias, const Table &table, const ConstantWriter &constant) const {
        return write(alias + ".", &table, &constant);
    }

    /// The tests that AND connects, as text; the whole condition if it has no AND.
    std::vector<std::string> tests() const;
    /// The columns that have the same non-null value in all rows that meet the condition.
    ColumnNames fixed() const;
    /// Columns and literals that make a row meet the condition; nullopt if it does not fix the value of each of its columns.
    std::optional<std::vector<std::pair<std::string, std::string>>> values() const;

private:
    friend class ConditionParser;
    template <class Test>
    ColumnNames columns_where(Test test) const;
    enum class Kind { every, any, no, compare, in, null, truth, column };
    struct Node {
        Kind kind = Kind::column;
        std::string column;
        std::string comparison;             ///< for Kind::compare
        std::vector<std::string> literals;  ///< SQL text: strings, numbers, true and false
        bool negated = false;               ///< for Kind::in, null and truth: NOT IN, IS NOT
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

/// Throws UserError if the table lacks a column of the condition, or if one that is used as a boolean has another type.
void require_columns(const Table &table, const Condition &condition);
/// Throws UserError if `test` throws it for one of the constants. The columns must exist.
void require_constants(const Table &table, const Condition &condition, const ConstantTest &test);
/// Whether the text is a condition whose columns exist and whose constants pass the test.
bool is_condition_on(const Table &table, const std::string &text, const ConstantTest &test);

/// The numbers of the columns of fixed().
ColumnNumbers fixed_columns(const Table &table, const std::string &condition);

/// The conjunction of both conditions, in any order; either may be empty.
std::string both(const std::string &a, const std::string &b);

}  // namespace relmeta
