// Implication is decided from the form of the predicate. Unlike PostgreSQL's prover, this code evaluates nothing: a function in
// the predicate may be user-defined, slow or harmful, and would run for everyone who reads the catalog.
#include "core/expression/predicate.hpp"

#include <algorithm>
#include <bitset>
#include <numeric>

#include "core/expression/constant.hpp"
#include "core/model/condition.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// A predicate over more columns than this never counts as implied, because the number of sets is exponential.
constexpr std::size_t max_columns = 8;

/// The columns of a predicate that are known to be not null.
struct NotNull {
    const ColumnNumbers &columns;
    unsigned mask;

    bool has(const Node &value) const {
        const auto found = std::find(columns.begin(), columns.end(), column_of(value));
        return found != columns.end() && (mask & (1U << (found - columns.begin()))) != 0;
    }
};

/// For a row: if `altogether`, all fields must be known to be not null, otherwise at least one.
bool is_not_null(const Node &test, bool altogether, const NotNull &known) {
    const Node *value = test.child("arg");
    const std::optional<bool> row = test.flag("argisrow");
    if (value == nullptr || !row) return false;
    if (!*row) return known.has(*value);
    const bool is_row = value->is("ROWEXPR") || value->is("ROW");
    const std::vector<Node> &fields = value->list("args");
    const auto has = [&](const Node &field) { return known.has(field); };
    return is_row &&
           (altogether ? std::all_of(fields.begin(), fields.end(), has) : std::any_of(fields.begin(), fields.end(), has));
}

/// Whether the expression is known to be `wanted`, that is, neither the opposite nor null.
bool is_certainly(bool wanted, const Node &node, const NotNull &known) {
    poll();
    if (node.is("CONST")) {
        const Constant constant = constant_of(node);
        return constant.known && !constant.null && (constant.number != 0) == wanted;
    }
    if (node.is("NULLTEST")) return is_not_null_test(node) == wanted && is_not_null(node, wanted, known);
    if (!node.is("BOOLEXPR")) return false;
    const std::vector<Node> &parts = node.list("args");
    const std::string_view connected = node.value("boolop");
    if (connected == "not") return parts.size() == 1 && is_certainly(!wanted, parts.front(), known);
    if ((connected != "and" && connected != "or") || parts.empty()) return false;
    const auto holds = [&](const Node &part) { return is_certainly(wanted, part, known); };
    return (connected == "and") == wanted ? std::all_of(parts.begin(), parts.end(), holds)
                                          : std::any_of(parts.begin(), parts.end(), holds);
}

constexpr TypeId boolean = 16;  // pg_type.dat

/// Adds the tests of the node in the syntax of conditions. Returns false if conditions cannot express them.
bool add_tests(const Node &node, const Table &table, std::vector<std::string> &tests) {
    poll();
    const std::vector<Node> &parts = node.list("args");
    if (node.is("BOOLEXPR") && node.value("boolop") == "and") {
        return std::all_of(parts.begin(), parts.end(), [&](const Node &part) { return add_tests(part, table, tests); });
    }
    const auto column_in = [&](const Node &value) { return table.column(column_of(value)); };
    if (node.is("OPEXPR") && parts.size() == 2 && is_text_equality(node)) {
        const Column *column = column_in(without_casts(parts[0]));
        const std::optional<std::string> value = text_of(without_casts(parts[1]));
        // Under another collation, other values could be equal.
        if (column == nullptr || !value || node.number("inputcollid") != static_cast<long>(column->collation)) return false;
        tests.push_back(quote_identifier(column->name) + " = " + quote_literal(*value));
        return true;
    }
    if (node.is("NULLTEST") && node.child("arg") != nullptr && node.flag("argisrow") == false) {
        const Column *column = column_in(*node.child("arg"));
        const std::optional<bool> not_null = is_not_null_test(node);
        if (column == nullptr || !not_null) return false;
        tests.push_back(quote_identifier(column->name) + (*not_null ? " IS NOT NULL" : " IS NULL"));
        return true;
    }
    const bool negated = node.is("BOOLEXPR") && node.value("boolop") == "not" && parts.size() == 1;
    const Column *column = column_in(negated ? parts[0] : node);
    if (column == nullptr || column->type != boolean) return false;
    tests.push_back((negated ? "NOT " : "") + quote_identifier(column->name));
    return true;
}

}  // namespace

std::string condition_from(std::string_view predicate, const Table &table) {
    const std::optional<Node> node = Node::parse(predicate);
    std::vector<std::string> tests;
    if (!node || !add_tests(*node, table, tests)) return {};
    try {
        return Condition(join(tests, " AND ")).text();
    } catch (const UserError &) {
        return {};  // too long
    }
}

std::vector<ColumnNumbers> implied_by(std::string_view text) {
    const std::optional<Node> predicate = Node::parse(text);
    if (!predicate) return {};
    const ColumnNumbers columns = columns_in(*predicate);
    if (columns.size() > max_columns || !is_certainly(true, *predicate, {columns, (1U << columns.size()) - 1})) return {};
    std::vector<unsigned> masks(1U << columns.size());
    std::iota(masks.begin(), masks.end(), 0U);
    std::stable_sort(masks.begin(), masks.end(),
                     [](unsigned a, unsigned b) { return std::bitset<32>(a).count() < std::bitset<32>(b).count(); });
    std::vector<unsigned> minimal;
    std::vector<ColumnNumbers> result;
    for (unsigned mask : masks) {
        const bool covered = std::any_of(minimal.begin(), minimal.end(), [&](unsigned known) { return (known & mask) == known; });
        if (covered || !is_certainly(true, *predicate, {columns, mask})) continue;
        minimal.push_back(mask);
        ColumnNumbers set;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if ((mask & (1U << i)) != 0) set.push_back(columns[i]);
        }
        result.push_back(std::move(set));
    }
    return result;
}

}  // namespace relmeta
