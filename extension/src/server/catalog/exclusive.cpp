// Every way in which the columns can be null is tried: one that makes the condition false cannot be. The condition is worked out
// here, from null tests, numbers and the few operators that such conditions are made of, so that nothing of a user's is run and
// nothing can fail; what else stands in it may have any value.
#include "server/catalog/exclusive.hpp"

#include <bitset>

#include "server/pg/guard.hpp"

extern "C" {
#include <catalog/pg_type.h>
#include <nodes/nodeFuncs.h>
#include <nodes/pg_list.h>
#include <optimizer/planmain.h>
#include <utils/fmgroids.h>
}

namespace relmeta::server {

namespace {

/// A condition that asks about more columns than this says nothing here: every way for them to be null would have to be tried.
constexpr unsigned max_columns = 6;

/// The columns that a condition asks whether they are null, and one way to be.
struct Columns {
    AttrNumber numbers[max_columns + 1];
    unsigned count;
    unsigned given;  ///< a bit for each that is not null
};

struct Value {
    bool known;
    bool null;
    std::int64_t number;  ///< 1 and 0 of a truth value
};

constexpr Value anything = {false, false, 0};
constexpr Value null_value = {true, true, 0};

Value some(std::int64_t number) { return {true, false, number}; }

bool is(Value value, std::int64_t number) { return value.known && !value.null && value.number == number; }

bool same(Value a, Value b) { return a.known && b.known && a.null == b.null && (a.null || a.number == b.number); }

template <class Type>
const Type *as(const void *node) {
    return static_cast<const Type *>(node);
}

/// Its bit; 0 where it is none of them.
unsigned bit_of(const Columns &columns, const Node *node) {
    if (node != nullptr && IsA(node, Var)) {
        for (unsigned i = 0; i < columns.count; ++i) {
            if (columns.numbers[i] == as<Var>(node)->varattno) {
                return 1U << i;
            }
        }
    }
    return 0;
}

/// What of a node is asked whether it is null: the argument of a null test, or those of a function that counts.
int asked(const Node *node, const Node **first, const List **all) {
    if (IsA(node, NullTest) && !as<NullTest>(node)->argisrow) {
        *first = as<Node>(as<NullTest>(node)->arg);
        return 1;
    }
    if (IsA(node, FuncExpr) && !as<FuncExpr>(node)->funcvariadic &&
        (as<FuncExpr>(node)->funcid == F_NUM_NONNULLS || as<FuncExpr>(node)->funcid == F_NUM_NULLS)) {
        *all = as<FuncExpr>(node)->args;
        return list_length(*all);
    }
    return 0;
}

bool collect(Node *node, void *context) {
    if (node == nullptr) {
        return false;
    }
    auto columns = static_cast<Columns *>(context);
    const Node *column = nullptr;
    const List *all = nullptr;
    const int count = asked(node, &column, &all);
    for (int i = 0; i < count; ++i) {
        column = all != nullptr ? as<Node>(list_nth(all, i)) : column;
        if (IsA(column, Var) && as<Var>(column)->varattno > 0 && bit_of(*columns, column) == 0 && columns->count <= max_columns) {
            columns->numbers[columns->count++] = as<Var>(column)->varattno;
        }
    }
    return expression_tree_walker(node, RELMETA_WALKER(collect), context);
}

Value value_of(const Node *node, const Columns &columns);

Value constant(const Const *node) {
    if (node->constisnull) {
        return null_value;
    }
    switch (node->consttype) {
        case BOOLOID: return some(DatumGetBool(node->constvalue) ? 1 : 0);
        case INT4OID: return some(DatumGetInt32(node->constvalue));
        default: return anything;
    }
}

/// How many of the columns that a node asks for are not null; anything where one of them is no column.
Value count_given(const Node *node, const Columns &columns, int *of) {
    const Node *column = nullptr;
    const List *all = nullptr;
    *of = asked(node, &column, &all);
    std::int64_t given = 0;
    for (int i = 0; i < *of; ++i) {
        const unsigned bit = bit_of(columns, all != nullptr ? as<Node>(list_nth(all, i)) : column);
        if (bit == 0) {
            return anything;
        }
        given += (columns.given & bit) != 0 ? 1 : 0;
    }
    return *of > 0 ? some(given) : anything;
}

Value function(const FuncExpr *node, const Columns &columns) {
    int of = 0;
    const Value given = count_given(as<Node>(node), columns, &of);
    if (given.known) {
        return node->funcid == F_NUM_NULLS ? some(of - given.number) : given;
    }
    return node->funcid == F_INT4_BOOL ? value_of(as<Node>(linitial(node->args)), columns) : anything;
}

Value null_test(const NullTest *node, const Columns &columns) {
    int of = 0;
    const Value given = count_given(as<Node>(node), columns, &of);
    return given.known ? some(node->nulltesttype == IS_NOT_NULL ? given.number : 1 - given.number) : anything;
}

Value operation(const OpExpr *node, const Columns &columns) {
    if (list_length(node->args) != 2) {
        return anything;
    }
    const Value a = value_of(as<Node>(linitial(node->args)), columns);
    const Value b = value_of(as<Node>(lsecond(node->args)), columns);
    if (!a.known || !b.known) {
        return anything;
    }
    if (IsA(node, DistinctExpr)) {
        return node->opfuncid == F_BOOLEQ || node->opfuncid == F_INT4EQ ? some(same(a, b) ? 0 : 1) : anything;
    }
    if (a.null || b.null) {
        return anything;
    }
    switch (node->opfuncid) {
        case F_BOOLEQ:
        case F_INT4EQ: return some(a.number == b.number ? 1 : 0);
        case F_BOOLNE:
        case F_INT4NE: return some(a.number != b.number ? 1 : 0);
        case F_INT4LT: return some(a.number < b.number ? 1 : 0);
        case F_INT4LE: return some(a.number <= b.number ? 1 : 0);
        case F_INT4GT: return some(a.number > b.number ? 1 : 0);
        case F_INT4GE: return some(a.number >= b.number ? 1 : 0);
        case F_INT4PL: return some(a.number + b.number);
        case F_INT4MI: return some(a.number - b.number);
        default: return anything;
    }
}

Value logic(const BoolExpr *node, const Columns &columns) {
    if (node->boolop == NOT_EXPR) {
        const Value value = value_of(as<Node>(linitial(node->args)), columns);
        return value.known && !value.null ? some(1 - value.number) : value;
    }
    const std::int64_t decisive = node->boolop == OR_EXPR ? 1 : 0;
    Value result = some(1 - decisive);
    for (int i = 0; i < list_length(node->args); ++i) {
        const Value part = value_of(as<Node>(list_nth(node->args, i)), columns);
        if (is(part, decisive)) {
            return part;
        }
        if (!part.known || (part.null && result.known)) {
            result = part;
        }
    }
    return result;
}

Value choice(const CaseExpr *node, const Columns &columns) {
    bool first = true;
    Value result = anything;
    const auto may_be = [&](const Expr *branch) {
        const Value value = branch != nullptr ? value_of(as<Node>(branch), columns) : null_value;
        result = first || same(result, value) ? value : anything;
        first = false;
    };
    for (int i = 0; i < list_length(node->args); ++i) {
        const CaseWhen *when = as<CaseWhen>(list_nth(node->args, i));
        const Value condition = value_of(as<Node>(when->expr), columns);
        if (!condition.known || is(condition, 1)) {
            may_be(when->result);
        }
        if (is(condition, 1)) {
            return result;
        }
    }
    may_be(node->defresult);
    return result;
}

Value value_of(const Node *node, const Columns &columns) {
    check_stack_depth();
    switch (nodeTag(node)) {
        case T_Const: return constant(as<Const>(node));
        case T_FuncExpr: return function(as<FuncExpr>(node), columns);
        case T_NullTest: return null_test(as<NullTest>(node), columns);
        case T_OpExpr:
        case T_DistinctExpr: return operation(as<OpExpr>(node), columns);
        case T_BoolExpr: return logic(as<BoolExpr>(node), columns);
        case T_CaseExpr: return choice(as<CaseExpr>(node), columns);
        default: return anything;
    }
}

std::size_t common(unsigned a, unsigned b) { return std::bitset<32>(a & b).count(); }

}  // namespace

std::vector<ColumnNumbers> exclusive_columns(Datum stored, const Table &table) {
    Columns columns = {};
    Node *condition = pg::call([&] {
        auto read = static_cast<Node *>(stringToNode(TextDatumGetCString(stored)));
        fix_opfuncids(read);
        collect(read, &columns);
        return read;
    });
    if (columns.count < 2 || columns.count > max_columns) {
        return {};
    }
    unsigned always_given = 0;
    for (unsigned i = 0; i < columns.count; ++i) {
        always_given |= table.all_not_null({columns.numbers[i]}) ? 1U << i : 0;
    }
    unsigned ways[1U << max_columns] = {};
    unsigned possible = 0;
    pg::call([&] {
        for (columns.given = 0; columns.given < 1U << columns.count; ++columns.given) {
            if ((columns.given & always_given) == always_given && !is(value_of(condition, columns), 0)) {
                ways[possible++] = columns.given;
            }
        }
    });
    std::vector<ColumnNumbers> result;
    for (unsigned set = 1; set < 1U << columns.count; ++set) {
        unsigned used = 0;
        bool exclusive = common(set, set) > 1;
        for (unsigned i = 0; i < possible; ++i) {
            used |= ways[i] & set;
            exclusive = exclusive && common(ways[i], set) == 1;
        }
        if (exclusive && used == set) {
            ColumnNumbers found;
            for (unsigned i = 0; i < columns.count; ++i) {
                if ((set & (1U << i)) != 0) {
                    found.push_back(columns.numbers[i]);
                }
            }
            result.push_back(united(found, {}));
        }
    }
    return result;
}

}  // namespace relmeta::server
