// Accepts text equality and = ANY with constants, connected by OR, and null tests. Casts between text types do not change any
// value that a column can have.
#include "core/expression/listed_values.hpp"

#include <algorithm>

#include "core/expression/constant.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

namespace {

bool add_constant(const Node &node, std::vector<std::string> &values) {
    std::optional<std::string> value = text_of(node);
    if (value) values.push_back(std::move(*value));
    return value.has_value();
}

bool add_elements(const Node &array, std::vector<std::string> &values) {
    const std::vector<Node> &elements = array.list("elements");
    return (array.is("ARRAYEXPR") || array.is("ARRAY")) && !elements.empty() &&
           std::all_of(elements.begin(), elements.end(), [&](const Node &element) { return add_constant(without_casts(element), values); });
}

/// Adds the values of one test of the column. Returns false if the test has any other form.
bool add_values(const Node &node, ColumnNumber column, std::vector<std::string> &values) {
    poll();
    const std::vector<Node> &parts = node.list("args");
    if (node.is("BOOLEXPR")) {
        return node.value("boolop") == "or" &&
               std::all_of(parts.begin(), parts.end(), [&](const Node &part) { return add_values(part, column, values); });
    }
    if (node.is("NULLTEST")) return node.child("arg") != nullptr && column_of(without_casts(*node.child("arg"))) == column;
    if (parts.size() != 2 || !is_text_equality(node) || column_of(without_casts(parts[0])) != column) return false;
    if (node.is("OPEXPR")) return add_constant(without_casts(parts[1]), values);
    return node.is("SCALARARRAYOPEXPR") && node.flag("useOr") == true && add_elements(without_casts(parts[1]), values);
}

}  // namespace

std::vector<std::string> listed_values(std::string_view check, ColumnNumber column) {
    const std::optional<Node> expression = Node::parse(check);
    std::vector<std::string> values;
    return expression && add_values(*expression, column, values) ? values : std::vector<std::string>();
}

}  // namespace relmeta
