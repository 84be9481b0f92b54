// Tries every combination of null and not null columns and rejects those that make the condition false. The condition is
// evaluated here, from null tests, integers and a few operators, so no user code runs and nothing can fail. Any other expression
// counts as unknown.
#include "core/expression/exclusive.hpp"

#include <algorithm>
#include <bitset>

#include "core/expression/constant.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

namespace {

/// A condition that tests more columns than this is ignored, because the number of combinations is exponential.
constexpr std::size_t max_columns = 6;

/// OIDs from pg_proc.dat and pg_operator.dat, which never change.
enum Function : long { num_nulls = 438, num_nonnulls = 440, integer_of_boolean = 2558 };
enum Operator : long {
    boolean_not_equal = 85,
    boolean_equal = 91,
    equal = 96,
    less = 97,
    not_equal = 518,
    greater = 521,
    less_or_equal = 523,
    greater_or_equal = 525,
    plus = 551,
    minus = 555
};

/// The columns that a condition tests for null, and one combination to try.
struct Columns {
    ColumnNumbers numbers;
    unsigned given = 0;  ///< a bit for each column that is not null
};

using Value = Constant;
const Value anything = {};
const Value null_value = {true, true, 0};

Value some(std::int64_t number) { return {true, false, number}; }

bool is(Value value, std::int64_t number) { return value.known && !value.null && value.number == number; }

bool same(Value a, Value b) { return a.known && b.known && a.null == b.null && (a.null || a.number == b.number); }

/// The operands that a node tests for null: the argument of a null test, or those of num_nulls() and num_nonnulls().
std::vector<const Node *> asked(const Node &node) {
    std::vector<const Node *> arguments;
    if (node.is("NULLTEST") && node.flag("argisrow") == false && node.child("arg") != nullptr) {
        arguments.push_back(node.child("arg"));
    } else if (node.is("FUNCEXPR") && node.flag("funcvariadic") == false &&
               (node.number("funcid") == num_nonnulls || node.number("funcid") == num_nulls)) {
        for (const Node &argument : node.list("args")) arguments.push_back(&argument);
    }
    return arguments;
}

Value value_of(const Node &node, const Columns &columns);

/// The number of arguments that are not null; unknown if one of them is not a column.
Value count_given(const std::vector<const Node *> &arguments, const Columns &columns) {
    std::int64_t given = 0;
    for (const Node *argument : arguments) {
        const auto found = std::find(columns.numbers.begin(), columns.numbers.end(), column_of(*argument));
        if (found == columns.numbers.end()) return anything;
        given += (columns.given >> (found - columns.numbers.begin())) & 1U;
    }
    return arguments.empty() ? anything : some(given);
}

Value function(const Node &node, const Columns &columns) {
    const std::vector<const Node *> arguments = asked(node);
    const Value given = count_given(arguments, columns);
    if (given.known) {
        return node.number("funcid") == num_nulls ? some(static_cast<std::int64_t>(arguments.size()) - given.number) : given;
    }
    const std::vector<Node> &list = node.list("args");
    return node.number("funcid") == integer_of_boolean && list.size() == 1 ? value_of(list.front(), columns) : anything;
}

Value null_test(const Node &node, const Columns &columns) {
    const Value given = count_given(asked(node), columns);
    const std::optional<bool> not_null = is_not_null_test(node);
    return given.known && not_null ? some(*not_null ? given.number : 1 - given.number) : anything;
}

Value operation(const Node &node, const Columns &columns) {
    const std::vector<Node> &arguments = node.list("args");
    const std::optional<long> what = node.number("opno");
    if (arguments.size() != 2 || !what) return anything;
    const Value a = value_of(arguments[0], columns);
    const Value b = value_of(arguments[1], columns);
    if (!a.known || !b.known) return anything;
    if (node.is("DISTINCTEXPR")) return *what == boolean_equal || *what == equal ? some(same(a, b) ? 0 : 1) : anything;
    if (a.null || b.null) return anything;
    switch (*what) {
        case boolean_equal:
        case equal: return some(a.number == b.number ? 1 : 0);
        case boolean_not_equal:
        case not_equal: return some(a.number != b.number ? 1 : 0);
        case less: return some(a.number < b.number ? 1 : 0);
        case less_or_equal: return some(a.number <= b.number ? 1 : 0);
        case greater: return some(a.number > b.number ? 1 : 0);
        case greater_or_equal: return some(a.number >= b.number ? 1 : 0);
        case plus: return some(a.number + b.number);
        case minus: return some(a.number - b.number);
        default: return anything;
    }
}

Value logic(const Node &node, const Columns &columns) {
    const std::vector<Node> &arguments = node.list("args");
    const std::string_view connected = node.value("boolop");
    if (arguments.empty() || (connected != "and" && connected != "or" && connected != "not")) return anything;
    if (connected == "not") {
        const Value value = value_of(arguments.front(), columns);
        return value.known && !value.null ? some(1 - value.number) : value;
    }
    const std::int64_t decisive = connected == "or" ? 1 : 0;
    Value result = some(1 - decisive);
    for (const Node &argument : arguments) {
        const Value part = value_of(argument, columns);
        if (is(part, decisive)) return part;
        if (!part.known || (part.null && result.known)) result = part;
    }
    return result;
}

Value choice(const Node &node, const Columns &columns) {
    bool first = true;
    Value result = anything;
    const auto may_be = [&](const Node *branch) {
        const Value value = branch != nullptr ? value_of(*branch, columns) : null_value;
        result = first || same(result, value) ? value : anything;
        first = false;
    };
    for (const Node &when : node.list("args")) {
        const Node *asks = when.child("expr");
        if (asks == nullptr) return anything;
        const Value condition = value_of(*asks, columns);
        if (!condition.known || is(condition, 1)) may_be(when.child("result"));
        if (is(condition, 1)) return result;
    }
    may_be(node.child("defresult"));
    return result;
}

Value value_of(const Node &node, const Columns &columns) {
    poll();
    if (node.is("CONST")) return constant_of(node);
    if (node.is("FUNCEXPR")) return function(node, columns);
    if (node.is("NULLTEST")) return null_test(node, columns);
    if (node.is("OPEXPR") || node.is("DISTINCTEXPR")) return operation(node, columns);
    if (node.is("BOOLEXPR")) return logic(node, columns);
    if (node.is("CASEEXPR") || node.is("CASE")) return choice(node, columns);
    return anything;
}

std::size_t common(unsigned a, unsigned b) { return std::bitset<32>(a & b).count(); }

/// The combinations that satisfy the condition and the NOT NULL constraints of the columns.
std::vector<unsigned> possible_ways(const Node &condition, Columns &columns, const Table &table) {
    unsigned always_given = 0;
    for (std::size_t i = 0; i < columns.numbers.size(); ++i) {
        always_given |= table.all_not_null({columns.numbers[i]}) ? 1U << i : 0;
    }
    std::vector<unsigned> ways;
    for (columns.given = 0; columns.given < 1U << columns.numbers.size(); ++columns.given) {
        if ((columns.given & always_given) == always_given && !is(value_of(condition, columns), 0)) ways.push_back(columns.given);
    }
    return ways;
}

}  // namespace

std::vector<ColumnNumbers> exclusive_columns(std::string_view check, const Table &table) {
    const std::optional<Node> condition = Node::parse(check);
    if (!condition) return {};
    Columns columns;
    condition->walk([&](const Node &node) {
        for (const Node *argument : asked(node)) {
            const ColumnNumber column = column_of(*argument);
            if (column != 0 && !contains(columns.numbers, column) && columns.numbers.size() <= max_columns) {
                columns.numbers.push_back(column);
            }
        }
    });
    if (columns.numbers.size() < 2 || columns.numbers.size() > max_columns) return {};
    const std::vector<unsigned> ways = possible_ways(*condition, columns, table);
    std::vector<ColumnNumbers> result;
    for (unsigned set = 1; set < 1U << columns.numbers.size(); ++set) {
        unsigned used = 0;
        bool exclusive = common(set, set) > 1;
        for (unsigned way : ways) {
            used |= way & set;
            exclusive = exclusive && common(way, set) == 1;
        }
        if (!exclusive || used != set) continue;
        ColumnNumbers found;
        for (std::size_t i = 0; i < columns.numbers.size(); ++i) {
            if ((set & (1U << i)) != 0) found.push_back(columns.numbers[i]);
        }
        result.push_back(united(found, {}));
    }
    return result;
}

}  // namespace relmeta
