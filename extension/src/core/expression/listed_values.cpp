// Accepts = of text and = ANY over constants, connected by OR, and null tests. Casts between text types change no value that a
// column can have.
#include "core/expression/listed_values.hpp"

#include <algorithm>

#include "core/expression/node.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

namespace {

/// OIDs from pg_operator.dat and pg_type.dat, which never change.
enum Operator : long { text_equal = 98, bpchar_equal = 1054 };
enum Type : long { text_type = 25, bpchar_type = 1042, varchar_type = 1043 };

bool is_equality(const Node &node) {
    const std::optional<long> id = node.number("opno");
    return id == text_equal || id == bpchar_equal;
}

/// The value below casts that the server adds between text types.
const Node &uncast(const Node &node) {
    const Node *inner = &node;
    while ((inner->is("RELABELTYPE") || inner->is("ARRAYCOERCEEXPR")) && inner->child("arg") != nullptr) inner = inner->child("arg");
    return *inner;
}

/// The characters of a text constant, which follow four bytes with its length.
bool add_constant(const Node &node, std::vector<std::string> &values) {
    const std::optional<long> type = node.number("consttype");
    if (!node.is("CONST") || node.flag("constisnull") != false || (type != text_type && type != bpchar_type && type != varchar_type)) {
        return false;
    }
    const std::vector<int> bytes = node.bytes("constvalue");
    if (bytes.size() < 4) return false;
    values.emplace_back(bytes.begin() + 4, bytes.end());
    return true;
}

bool add_elements(const Node &array, std::vector<std::string> &values) {
    const std::vector<Node> &elements = array.list("elements");
    return (array.is("ARRAYEXPR") || array.is("ARRAY")) && !elements.empty() &&
           std::all_of(elements.begin(), elements.end(), [&](const Node &element) { return add_constant(uncast(element), values); });
}

/// Adds the values of one test of the column. Returns false if it has another form.
bool add_values(const Node &node, ColumnNumber column, std::vector<std::string> &values) {
    poll();
    const std::vector<Node> &parts = node.list("args");
    if (node.is("BOOLEXPR")) {
        return node.value("boolop") == "or" &&
               std::all_of(parts.begin(), parts.end(), [&](const Node &part) { return add_values(part, column, values); });
    }
    if (node.is("NULLTEST")) return node.child("arg") != nullptr && column_of(uncast(*node.child("arg"))) == column;
    if (parts.size() != 2 || !is_equality(node) || column_of(uncast(parts[0])) != column) return false;
    if (node.is("OPEXPR")) return add_constant(uncast(parts[1]), values);
    return node.is("SCALARARRAYOPEXPR") && node.flag("useOr") == true && add_elements(uncast(parts[1]), values);
}

}  // namespace

std::vector<std::string> listed_values(std::string_view check, ColumnNumber column) {
    const std::optional<Node> expression = Node::parse(check);
    std::vector<std::string> values;
    return expression && add_values(*expression, column, values) ? values : std::vector<std::string>();
}

}  // namespace relmeta
