#include "core/expression/node.hpp"

#include <charconv>
#include <string>
#include <utility>

#include "core/expression/tree_tokens.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

class Node::Reader {
public:
    explicit Reader(std::string_view text) : tokens_(text) {}

    std::optional<Node> read() {
        std::optional<Node> node = value(0);
        return node && tokens_.token().empty() && !node->type_.empty() ? node : std::nullopt;
    }

private:
    std::optional<Node> value(int depth) {
        poll();
        if (tokens_.token().empty() || tokens_.is(")") || tokens_.is("}") || depth > most_nested) return std::nullopt;
        const bool node = tokens_.is("{"), list = tokens_.is("(");
        Node result;
        if (!node && !list) {
            result.text_ = tokens_.token();
            tokens_.next();
            return result;
        }
        tokens_.next();
        return (node ? read_fields(result, depth) : read_elements(result, depth)) ? std::optional<Node>(std::move(result))
                                                                                  : std::nullopt;
    }

    bool read_elements(Node &list, int depth) {
        list.is_list_ = true;
        list.fields_.push_back({});
        while (!tokens_.is(")")) {
            std::optional<Node> element = value(depth + 1);
            if (!element) return false;
            list.fields_.front().values.push_back(std::move(*element));
        }
        tokens_.next();
        return true;
    }

    bool read_fields(Node &node, int depth) {
        if (tokens_.token().empty() || tokens_.is("(") || tokens_.is(")") || tokens_.is("{") || tokens_.is("}")) return false;
        node.type_ = tokens_.token();
        tokens_.next();
        while (!tokens_.is("}")) {
            const std::string_view token = tokens_.token();
            if (token.size() > 1 && token.front() == ':') {
                node.fields_.push_back({token.substr(1), {}});
                tokens_.next();
                continue;
            }
            std::optional<Node> part = node.fields_.empty() ? std::nullopt : value(depth + 1);
            if (!part) return false;
            node.fields_.back().values.push_back(std::move(*part));
        }
        tokens_.next();
        return true;
    }

    TreeTokens tokens_;
};

std::optional<Node> Node::parse(std::string_view text) { return Reader(text).read(); }

const Node::Field *Node::field(std::string_view name) const {
    for (const Field &candidate : fields_) {
        if (candidate.name == name) return &candidate;
    }
    return nullptr;
}

const Node *Node::child(std::string_view name) const {
    const Field *found = field(name);
    const bool there = found != nullptr && !found->values.empty() && found->values.front().text_.empty();
    return there ? &found->values.front() : nullptr;
}

const std::vector<Node> &Node::list(std::string_view name) const {
    static const std::vector<Node> none;
    const Node *found = child(name);
    return found != nullptr && found->is_list_ ? found->fields_.front().values : none;
}

std::string_view Node::value(std::string_view name) const {
    const Field *found = field(name);
    return found != nullptr && !found->values.empty() ? found->values.front().text_ : std::string_view();
}

std::optional<long> Node::number(std::string_view name) const {
    const std::string_view text = value(name);
    long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional<long>(number) : std::nullopt;
}

std::optional<bool> Node::flag(std::string_view name) const {
    const std::string_view text = value(name);
    return text == "true" ? std::optional<bool>(true) : text == "false" ? std::optional<bool>(false) : std::nullopt;
}

std::vector<int> Node::bytes(std::string_view name) const {
    std::vector<int> result;
    const Field *found = field(name);
    if (found == nullptr || found->values.size() < 3 || found->values[1].text_ != "[" || found->values.back().text_ != "]")
        return {};
    for (std::size_t i = 2; i + 1 < found->values.size(); ++i) {
        const std::string_view text = found->values[i].text_;
        int byte = 0;
        if (std::from_chars(text.data(), text.data() + text.size(), byte).ec != std::errc()) return {};
        result.push_back(byte & 0xFF);
    }
    return result;
}

ColumnNumber column_of(const Node &node) {
    const std::optional<long> number = node.is("VAR") ? node.number("varattno") : std::nullopt;
    return number && *number > 0 && *number <= INT16_MAX ? static_cast<ColumnNumber>(*number) : ColumnNumber{0};
}

ColumnNumbers columns_in(const Node &expression) {
    ColumnNumbers columns;
    expression.walk([&](const Node &node) {
        poll();
        const ColumnNumber column = column_of(node);
        if (column != 0 && !contains(columns, column)) columns.push_back(column);
    });
    return columns;
}

ColumnNumbers columns_in(std::string_view text) {
    // A list of expressions is not a node, so wrap it in one.
    const std::string node = "{EXPRESSIONS :args " + std::string(text) + "}";
    const std::optional<Node> expressions = Node::parse(node);
    return expressions ? columns_in(*expressions) : ColumnNumbers();
}

}  // namespace relmeta
