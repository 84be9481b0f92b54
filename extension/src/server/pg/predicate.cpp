// What follows from columns being not null is told from the form of a predicate. Nothing in it is evaluated, as PostgreSQL's
// prover would: what it calls may be a user's, or take as long as a user likes, and whoever reads the catalog would run it.
#include "server/pg/predicate.hpp"

#include <algorithm>
#include <bitset>
#include <numeric>

#include "server/pg/guard.hpp"

extern "C" {
#include <nodes/primnodes.h>
#include <optimizer/optimizer.h>
}

namespace relmeta::server {

namespace {

/// A predicate over more columns than this is never taken for implied: every set of them would have to be tried.
constexpr std::size_t max_columns = 8;

/// The columns the predicate is about, as it writes them, each once.
std::vector<Var *> columns_of(Node *predicate) {
    List *all = pg::call([&] { return pull_var_clause(predicate, 0); });
    std::vector<Var *> columns;
    for (int i = 0; i < list_length(all); ++i) {
        Var *column = static_cast<Var *>(list_nth(all, i));
        bool known = std::any_of(columns.begin(), columns.end(), [&](Var *other) { return other->varattno == column->varattno; });
        if (column->varattno > 0 && !known) {
            columns.push_back(column);
        }
    }
    return columns;
}

/// What is known: that some of the columns of a predicate are not null.
struct NotNull {
    const std::vector<Var *> &columns;
    unsigned mask;

    bool has(const Node *value) const {
        for (std::size_t i = 0; IsA(value, Var) && i < columns.size(); ++i) {
            if (columns[i]->varattno == reinterpret_cast<const Var *>(value)->varattno) {
                return (mask & (1U << i)) != 0;
            }
        }
        return false;
    }
};

/// Whether `test` holds for all of the nodes, or for one at least.
template <class Test>
bool holds(bool for_all, const List *nodes, Test test) {
    for (int i = 0; i < list_length(nodes); ++i) {
        if (test(static_cast<const Node *>(list_nth(nodes, i))) != for_all) {
            return !for_all;
        }
    }
    return for_all;
}

/// A row is not null where all of its fields are not, and is not null altogether where one of them is not.
bool is_not_null(const NullTest *test, bool altogether, const NotNull &known) {
    const Node *value = reinterpret_cast<const Node *>(test->arg);
    if (!test->argisrow) {
        return known.has(value);
    }
    return IsA(value, RowExpr) &&
           holds(altogether, reinterpret_cast<const RowExpr *>(value)->args, [&](const Node *field) { return known.has(field); });
}

/// Whether the expression is certainly `wanted`, and neither the other nor null.
bool is_certainly(bool wanted, const Node *node, const NotNull &known) {
    check_stack_depth();
    CHECK_FOR_INTERRUPTS();
    if (IsA(node, Const)) {
        const auto constant = reinterpret_cast<const Const *>(node);
        return !constant->constisnull && DatumGetBool(constant->constvalue) == wanted;
    }
    if (IsA(node, NullTest)) {
        const auto test = reinterpret_cast<const NullTest *>(node);
        return (test->nulltesttype == IS_NOT_NULL) == wanted && is_not_null(test, wanted, known);
    }
    if (!IsA(node, BoolExpr)) {
        return false;
    }
    const auto connected = reinterpret_cast<const BoolExpr *>(node);
    if (connected->boolop == NOT_EXPR) {
        return is_certainly(!wanted, static_cast<const Node *>(linitial(connected->args)), known);
    }
    return holds((connected->boolop == AND_EXPR) == wanted, connected->args,
                 [&](const Node *part) { return is_certainly(wanted, part, known); });
}

bool implies(const NotNull &known, const Node *predicate) {
    return pg::call([&] { return is_certainly(true, predicate, known); });
}

}  // namespace

std::vector<ColumnNumbers> implied_by(Datum stored) {
    Node *predicate = pg::call([&] { return static_cast<Node *>(stringToNode(TextDatumGetCString(stored))); });
    std::vector<Var *> columns = columns_of(predicate);
    if (columns.size() > max_columns || !implies({columns, (1U << columns.size()) - 1}, predicate)) {
        return {};
    }
    std::vector<unsigned> masks(1U << columns.size());
    std::iota(masks.begin(), masks.end(), 0U);
    std::stable_sort(masks.begin(), masks.end(),
                     [](unsigned a, unsigned b) { return std::bitset<32>(a).count() < std::bitset<32>(b).count(); });
    std::vector<unsigned> minimal;
    std::vector<ColumnNumbers> result;
    for (unsigned mask : masks) {
        bool covered = std::any_of(minimal.begin(), minimal.end(), [&](unsigned known) { return (known & mask) == known; });
        if (!covered && implies({columns, mask}, predicate)) {
            minimal.push_back(mask);
            ColumnNumbers set;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                if ((mask & (1U << i)) != 0) {
                    set.push_back(columns[i]->varattno);
                }
            }
            result.push_back(std::move(set));
        }
    }
    return result;
}

ColumnNumbers columns_in(Datum stored) {
    Node *expressions = pg::call([&] { return static_cast<Node *>(stringToNode(TextDatumGetCString(stored))); });
    ColumnNumbers result;
    for (const Var *column : columns_of(expressions)) {
        result.push_back(column->varattno);
    }
    return result;
}

}  // namespace relmeta::server
