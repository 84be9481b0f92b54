// Every set of columns is put to the prover, the small ones first.
#include "predicate.hpp"

#include <algorithm>
#include <bitset>
#include <numeric>

#include "guard.hpp"

extern "C" {
#include <access/transam.h>
#include <nodes/makefuncs.h>
#include <nodes/nodeFuncs.h>
#include <optimizer/optimizer.h>
#include <optimizer/prep.h>
#include <utils/lsyscache.h>
}

namespace relmeta::server {

namespace {

/// A predicate over more columns than this is never taken for implied: every set of them would have to be tried.
constexpr std::size_t max_columns = 8;

bool is_users_function(Oid function, void *) { return function >= FirstNormalObjectId; }

bool calls_users_function(Node *node, void *context) {
    return node != nullptr && (check_functions_in_node(node, is_users_function, context) ||
                               expression_tree_walker(node, RELMETA_WALKER(calls_users_function), context));
}

/// The predicate as the planner would see it. Constants are folded only where that runs nothing of a user's, since it is done
/// with the rights of whoever runs DDL.
List *predicate_clauses(Datum stored) {
    Node *predicate = static_cast<Node *>(stringToNode(TextDatumGetCString(stored)));
    if (!calls_users_function(predicate, nullptr)) {
        predicate = eval_const_expressions(nullptr, predicate);
    }
    List *clauses = make_ands_implicit(canonicalize_qual(reinterpret_cast<Expr *>(predicate), false));
    fix_opfuncids(reinterpret_cast<Node *>(clauses));
    return clauses;
}

/// The columns the predicate is about, as it writes them, each once.
std::vector<Var *> columns_of(List *predicate) {
    List *all = pg::call([&] { return pull_var_clause(reinterpret_cast<Node *>(predicate), 0); });
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

bool implies(const std::vector<Var *> &columns, unsigned mask, List *predicate) {
    return pg::call([&] {
        List *clauses = NIL;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if ((mask & (1U << i)) != 0) {
                NullTest *test = makeNode(NullTest);
                test->arg = reinterpret_cast<Expr *>(columns[i]);
                test->nulltesttype = IS_NOT_NULL;
                test->argisrow = false;
                test->location = -1;
                clauses = lappend(clauses, test);
            }
        }
        return predicate_implied_by(predicate, clauses, false);
    });
}

}  // namespace

std::vector<ColumnNumbers> implied_by(Datum stored) {
    List *predicate = pg::call([&] { return predicate_clauses(stored); });
    std::vector<Var *> columns = columns_of(predicate);
    if (columns.size() > max_columns) {
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
        if (!covered && implies(columns, mask, predicate)) {
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
    List *expressions = pg::call([&] { return static_cast<List *>(stringToNode(TextDatumGetCString(stored))); });
    ColumnNumbers result;
    for (const Var *column : columns_of(expressions)) {
        result.push_back(column->varattno);
    }
    return result;
}

}  // namespace relmeta::server
