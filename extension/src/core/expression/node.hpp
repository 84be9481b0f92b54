// Expressions as pg_catalog stores them: text of PostgreSQL's type pg_node_tree, as in pg_index.indpred and pg_constraint.conbin.
// Every version writes {TYPE :field value ...} for a node, (...) for a list and <> for nothing, so the text is read without
// knowing the types; fields are asked for by name, and what is not there is unknown.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/facts.hpp"

namespace relmeta {

class Node {
public:
    /// Reads the text, which must outlive the node; nothing where it is no such text, or nested deeper than most_nested.
    static std::optional<Node> parse(std::string_view text);
    static constexpr int most_nested = 1000;

    bool is(std::string_view type) const { return type_ == type; }
    /// The first node or list of a field; nullptr where there is none.
    const Node *child(std::string_view field) const;
    /// The elements of the list that a field holds; none where it holds none.
    const std::vector<Node> &list(std::string_view field) const;
    /// The plain value of a field; empty where there is none.
    std::string_view value(std::string_view field) const;
    /// The same as a number.
    std::optional<long> number(std::string_view field) const;
    /// The same as a truth value.
    std::optional<bool> flag(std::string_view field) const;
    /// The bytes of a constant, as the server's memory holds them; none where it has none.
    std::vector<int> bytes(std::string_view field) const;

    /// Calls visit(node) for this node and every node below.
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

    std::string_view type_;      ///< VAR, CONST, ...; empty for a list and a plain value
    std::string_view text_;      ///< of a plain value
    bool is_list_ = false;       ///< its elements are the values of its only field
    std::vector<Field> fields_;  ///< in order
};

/// The column that a node is, where it is one; 0 for anything else, and for a whole row.
ColumnNumber column_of(const Node &node);

/// The columns that an expression is made of, each once, in the order in which it names them.
ColumnNumbers columns_in(const Node &expression);
/// The same for the text of one; none where it cannot be read.
ColumnNumbers columns_in(std::string_view text);

}  // namespace relmeta
