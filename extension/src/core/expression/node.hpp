// Expressions as stored in pg_catalog: text of type pg_node_tree, as in pg_index.indpred and pg_constraint.conbin. Every version
// writes {TYPE :field value ...} for a node, (...) for a list and <> for null, so the reader needs no knowledge of the types.
// Fields are looked up by name; a missing field is unknown.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

class Node {
public:
    /// Parses the text, which must outlive the node; nullopt if it is malformed or nested deeper than most_nested.
    static std::optional<Node> parse(std::string_view text);
    static constexpr int most_nested = 1000;

    bool is(std::string_view type) const { return type_ == type; }
    /// The first node or list of a field; nullptr if there is none.
    const Node *child(std::string_view field) const;
    /// The elements of a field's list; empty if it has no list.
    const std::vector<Node> &list(std::string_view field) const;
    /// The plain value of a field; empty if it has none.
    std::string_view value(std::string_view field) const;
    /// A plain value as an integer.
    std::optional<long> number(std::string_view field) const;
    /// A plain value as a boolean.
    std::optional<bool> flag(std::string_view field) const;
    /// The bytes of a constant in the server's byte order; empty if there are none.
    std::vector<int> bytes(std::string_view field) const;

    /// Calls visit(node) for this node and all its descendants.
    template <class Visit>
    void walk(Visit visit) const {
        if (!type_.empty()) visit(*this);
        for (const Field &field : fields_) {
            for (const Node &value : field.values) value.walk(visit);
        }
    }

private:
    class Reader;
    struct Field {
        std::string_view name;
        std::vector<Node> values;
    };
    const Field *field(std::string_view name) const;

    std::string_view type_;      ///< VAR, CONST, ...; empty for a list or a plain value
    std::string_view text_;      ///< the text of a plain value
    bool is_list_ = false;       ///< if set, the elements are the values of its only field
    std::vector<Field> fields_;  ///< in the stored order
};

/// The column that a Var node refers to; 0 for any other node, and for a whole-row Var.
ColumnNumber column_of(const Node &node);

/// The columns in an expression, without duplicates, in order of first use.
ColumnNumbers columns_in(const Node &expression);
/// The same for stored text; empty if it cannot be parsed.
ColumnNumbers columns_in(std::string_view text);

}  // namespace relmeta
