// A recursive-descent parser for the grammar in the header, and a writer.
#include "core/model/condition.hpp"

#include <algorithm>
#include <iterator>

#include "core/text/keyword.hpp"
#include "core/text/lower.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

constexpr TypeId bool_type = 16;  ///< pg_type.dat; OIDs of built-in types never change

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0;
}

struct Token {
    enum class Kind { end, word, name, literal, number, symbol };
    Kind kind = Kind::end;
    std::string text;  ///< a word in lower case; the value of a quoted name or string
    std::string source;
};

class Lexer {
public:
    explicit Lexer(const std::string &text) : text_(text) { next(); }

    const Token &token() const { return token_; }

    [[noreturn]] void refuse() const {
        throw UserError(
            sqlstate::syntax_error,
            token_.kind == Token::Kind::end ? "syntax error at end of condition"
                                            : "syntax error in condition at or near " + in_quotes(token_.source),
            "A condition compares columns of the source with constants, as in type = 'Product' AND deleted_at IS NULL. "
            "It can use =, <>, <, <=, >, >=, IN, IS NULL, IS TRUE, AND, OR, NOT and parentheses, but no functions, casts "
            "or subqueries.");
    }

    void next() {
        while (at_ < text_.size() && std::string(" \t\n\r\f").find(text_[at_]) != std::string::npos) ++at_;
        const std::size_t start = at_;
        token_ = {};
        if (at_ < text_.size()) read();
        token_.source = text_.substr(start, at_ - start);
        if (at_ < text_.size() && token_.kind == Token::Kind::symbol && token_.text.empty())
            token_.source = text_.substr(start, 1);
    }

private:
    void read() {
        const char c = text_[at_];
        if (c == '\'' || ((c == 'E' || c == 'e') && at_ + 1 < text_.size() && text_[at_ + 1] == '\'')) {
            token_.kind = Token::Kind::literal;
            const bool escapes = c != '\'';
            at_ += escapes ? 2 : 1;
            read_quoted('\'', escapes);
        } else if (c == '"') {
            token_.kind = Token::Kind::name;
            ++at_;
            read_quoted('"', false);
            if (token_.text.empty() || token_.text.size() > max_name_bytes) fail();
        } else if (starts_name(c)) {
            token_.kind = Token::Kind::word;
            while (at_ < text_.size() && (starts_name(text_[at_]) || is_digit(text_[at_]) || text_[at_] == '$')) {
                token_.text += text_[at_++];
            }
            token_.text = lower(token_.text);
        } else if (is_digit(c)) {
            token_.kind = Token::Kind::number;
            read_number();
        } else {
            read_symbol();
        }
    }

    void read_number() {
        const auto digits = [this] {
            while (at_ < text_.size() && is_digit(text_[at_])) token_.text += text_[at_++];
        };
        digits();
        if (at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ + 1])) {
            token_.text += text_[at_++];
            digits();
        }
        if (at_ < text_.size() && starts_name(text_[at_])) fail();
    }

    void read_symbol() {
        token_.kind = Token::Kind::symbol;
        for (const char *symbol : {"<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ",", "-"}) {
            if (text_.compare(at_, std::string(symbol).size(), symbol) == 0) {
                token_.text = symbol;
                at_ += token_.text.size();
                // Its first characters may begin a longer operator or a comment.
                const bool longer = at_ < text_.size() &&
                                    std::string("+-*/<>=~!@#%^&|`?").find(text_[at_]) != std::string::npos &&
                                    std::string("(),").find(token_.text) == std::string::npos;
                const bool negative = at_ < text_.size() && text_[at_] == '-' && token_.text != "-";
                if (longer && !(negative && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) fail();
                return;
            }
        }
        ++at_;
        fail();
    }

    /// Reads up to the closing quote; quotes inside are doubled. With escapes, a backslash escapes itself or a quote.
    void read_quoted(char quote, bool escapes) {
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == quote && (at_ + 1 >= text_.size() || text_[at_ + 1] != quote)) {
                ++at_;
                return;
            }
            if (text_[at_] == quote || (escapes && text_[at_] == '\\')) {
                ++at_;
                if (at_ >= text_.size() || (text_[at_] != quote && text_[at_] != '\\')) fail();
            }
            token_.text += text_[at_];
        }
        fail();
    }

    [[noreturn]] void fail() {
        token_.kind = Token::Kind::symbol;
        token_.source = text_.substr(std::min(at_ == 0 ? 0 : at_ - 1, text_.size()), 20);
        refuse();
    }

    const std::string &text_;
    std::size_t at_ = 0;
    Token token_;
};

}  // namespace

class ConditionParser {
public:
    using Node = Condition::Node;
    using Kind = Condition::Kind;

    ConditionParser(const std::string &text, int most_depth) : lexer_(text), most_depth_(most_depth) {}

    Node parse() {
        Node root = any();
        if (lexer_.token().kind != Token::Kind::end) lexer_.refuse();
        return root;
    }

private:
    bool is(Token::Kind kind, const char *text) const { return lexer_.token().kind == kind && lexer_.token().text == text; }
    bool take(Token::Kind kind, const char *text) {
        if (!is(kind, text)) return false;
        lexer_.next();
        return true;
    }
    bool word(const char *text) { return take(Token::Kind::word, text); }
    bool symbol(const char *text) { return take(Token::Kind::symbol, text); }
    void demand(bool taken) const {
        if (!taken) lexer_.refuse();
    }

    Node any() {
        return list(Kind::any, "or", [this] { return every(); });
    }
    Node every() {
        return list(Kind::every, "and", [this] { return no(); });
    }

    template <class Part>
    Node list(Kind kind, const char *separator, Part part) {
        Node first = part();
        if (!is(Token::Kind::word, separator)) return first;
        Node result;
        result.kind = kind;
        const auto add = [&](Node node) {
            if (node.kind == kind) {
                std::move(node.children.begin(), node.children.end(), std::back_inserter(result.children));
            } else {
                result.children.push_back(std::move(node));
            }
        };
        add(std::move(first));
        while (word(separator)) add(part());
        return result;
    }

    Node no() {
        if (++depth_ > most_depth_) {
            throw UserError(sqlstate::statement_too_complex, "condition is nested too deeply",
                            "Write it without so many parentheses.");
        }
        Node result;
        if (word("not")) {
            result.kind = Kind::no;
            result.children.push_back(no());
        } else if (symbol("(")) {
            result = any();
            demand(symbol(")"));
        } else {
            result = test();
        }
        --depth_;
        return result;
    }

    std::string column() {
        const Token token = lexer_.token();
        // user and current_date are not columns.
        const bool name = token.kind == Token::Kind::name || (token.kind == Token::Kind::word && !is_keyword(token.text));
        demand(name);
        lexer_.next();
        return token.text;
    }

    std::string literal() {
        const bool negative = symbol("-");
        const Token token = lexer_.token();
        std::string result;
        if (token.kind == Token::Kind::number) {
            result = (negative ? "-" : "") + token.text;
        } else if (!negative && token.kind == Token::Kind::literal) {
            result = quote_literal(token.text);
        } else if (!negative && (is(Token::Kind::word, "true") || is(Token::Kind::word, "false"))) {
            result = token.text;
        } else {
            lexer_.refuse();
        }
        lexer_.next();
        return result;
    }

    Node test() {
        Node node;
        node.column = column();
        if (word("is")) {
            node.negated = word("not");
            node.kind = is(Token::Kind::word, "null") ? Kind::null : Kind::truth;
            if (node.kind == Kind::null) {
                lexer_.next();
            } else {
                demand(is(Token::Kind::word, "true") || is(Token::Kind::word, "false"));
                node.literals.push_back(literal());
            }
            return node;
        }
        node.negated = word("not");
        if (word("in")) {
            node.kind = Kind::in;
            demand(symbol("("));
            do {
                node.literals.push_back(literal());
            } while (symbol(","));
            demand(symbol(")"));
            return node;
        }
        demand(!node.negated);
        for (const char *comparison : {"=", "<>", "!=", "<=", ">=", "<", ">"}) {
            if (symbol(comparison)) {
                node.kind = Kind::compare;
                node.comparison = comparison == std::string("!=") ? "<>" : comparison;
                node.literals.push_back(literal());
                return node;
            }
        }
        return node;  // a boolean column
    }

    Lexer lexer_;
    const int most_depth_;
    int depth_ = 0;
};

namespace {

/// The value of a literal as an untyped string, which takes the type of the column.
std::string untyped(const std::string &literal) {
    const bool is_string = literal.front() == '\'' || literal.front() == 'E';
    return is_string ? literal : quote_literal(literal);
}

/// The value of a literal.
std::string value_of(const std::string &literal) {
    const std::string text = untyped(literal);
    return Lexer(text).token().text;
}

class Writer {
public:
    Writer(const std::string &prefix, const Table *table, const ConstantWriter *constant)
        : prefix_(prefix), table_(table), constant_(constant) {}

    std::string column(const std::string &name) const { return prefix_ + quote_identifier(name); }

    /// A column that is used as a boolean.
    std::string boolean(const std::string &name) const {
        if (table_ != nullptr && table_->at(name).type != bool_type) {
            throw Stale(quote_qualified(table_->schema, table_->name), "Its column " + in_quotes(name) + " is not boolean.");
        }
        return column(name);
    }

    std::string comparison(const std::string &name, const std::string &operation, const std::string &literal) const {
        if (table_ == nullptr) return column(name) + " " + operation + " " + literal;
        return column(name) + " OPERATOR(pg_catalog." + operation + ") " + (*constant_)(untyped(literal), table_->at(name).type);
    }

    std::string in(const std::string &name, const std::vector<std::string> &literals, bool negated) const {
        if (table_ == nullptr) return column(name) + (negated ? " NOT IN (" : " IN (") + join(literals, ", ") + ")";
        const auto equal = [&](const std::string &literal) { return comparison(name, "=", literal); };
        return (negated ? "NOT (" : "(") + join(literals, " OR ", equal) + ")";
    }

private:
    const std::string &prefix_;
    const Table *table_;
    const ConstantWriter *constant_;
};

}  // namespace

std::string plain_constant(const std::string &literal, TypeId) { return literal; }

UserError incomparable(const std::string &type) {
    return UserError(sqlstate::feature_not_supported, "a condition cannot compare values of type " + type,
                     "It can compare values of enumerated types and of built-in types.");
}

// Renames make a condition less than 128 times as long, and a bridge combines two.
const Condition::Limits Condition::of_given = {4096, 50};
const Condition::Limits Condition::of_kept = {2 * 128 * 4096, 60};

Condition::Condition(const std::string &text, const Limits &limits) {
    if (text.size() > limits.bytes) {
        throw UserError(sqlstate::program_limit_exceeded, "condition is too long (" + std::to_string(text.size()) + " bytes)",
                        "A condition can have at most " + std::to_string(limits.bytes) + " bytes.");
    }
    if (!text.empty()) root_ = ConditionParser(text, limits.depth).parse();
}

Condition::Condition(const std::string &text) : Condition(text, of_kept) {}

Condition Condition::given(const std::string &text) { return Condition(text, of_given); }

template <class AnyNode, class Visit>
void Condition::each(AnyNode &node, Visit visit) {
    poll();
    visit(node);
    for (auto &child : node.children) each(child, visit);
}

template <class Test>
ColumnNames Condition::columns_where(Test test) const {
    std::vector<std::string> names;
    if (root_) {
        each(*root_, [&](const Node &node) {
            if (!node.column.empty() && test(node) && std::find(names.begin(), names.end(), node.column) == names.end()) {
                names.push_back(node.column);
            }
        });
    }
    return {names.begin(), names.end()};
}

ColumnNames Condition::columns() const {
    return columns_where([](const Node &) { return true; });
}

ColumnNames Condition::booleans() const {
    return columns_where([](const Node &node) { return node.kind == Kind::column || node.kind == Kind::truth; });
}

Condition Condition::renamed(const std::function<std::string(const std::string &)> &name) const {
    Condition result = *this;
    if (result.root_) {
        each(*result.root_, [&](Node &node) {
            if (!node.column.empty()) node.column = name(node.column);
        });
    }
    return result;
}

Condition Condition::revalued(const std::function<std::string(const std::string &, const std::string &)> &value) const {
    Condition result = *this;
    if (result.root_) {
        each(*result.root_, [&](Node &node) {
            if (node.kind != Kind::compare && node.kind != Kind::in) return;
            for (std::string &literal : node.literals) {
                const std::string before = value_of(literal);
                const std::string after = value(node.column, before);
                if (after != before) literal = quote_literal(after);
            }
        });
    }
    return result;
}

void Condition::each_comparison(
    const std::function<void(const std::string &column, const std::string &operation, const std::string &value)> &visit) const {
    if (!root_) return;
    each(*root_, [&](const Node &node) {
        if (node.kind != Kind::compare && node.kind != Kind::in) return;
        for (const std::string &literal : node.literals) {
            visit(node.column, node.kind == Kind::in ? "=" : node.comparison, value_of(literal));
        }
    });
}

std::string Condition::write(const std::string &prefix, const Table *table, const ConstantWriter *constant) const {
    if (!root_) return {};
    const Writer writer(prefix, table, constant);
    const std::function<std::string(const Node &)> text = [&](const Node &node) -> std::string {
        const auto inner = [&](const Node &child) {
            const bool list = child.kind == Kind::any || (child.kind == Kind::every && node.kind == Kind::no);
            return list ? "(" + text(child) + ")" : text(child);
        };
        const std::string is = node.negated ? " IS NOT " : " IS ";
        switch (node.kind) {
            case Kind::every: return join(node.children, " AND ", inner);
            case Kind::any: return join(node.children, " OR ", text);
            case Kind::no: return "NOT " + inner(node.children.front());
            case Kind::compare: return writer.comparison(node.column, node.comparison, node.literals.front());
            case Kind::in: return writer.in(node.column, node.literals, node.negated);
            case Kind::null: return writer.column(node.column) + is + "NULL";
            case Kind::truth: return writer.boolean(node.column) + is + upper(node.literals.front());
            case Kind::column: break;
        }
        return writer.boolean(node.column);
    };
    return root_->kind == Kind::any && !prefix.empty() ? "(" + text(*root_) + ")" : text(*root_);
}

std::vector<const Condition::Node *> Condition::conjuncts() const {
    if (!root_) return {};
    if (root_->kind != Kind::every) return {&*root_};
    std::vector<const Node *> result;
    for (const Node &child : root_->children) result.push_back(&child);
    return result;
}

std::vector<std::string> Condition::tests() const {
    std::vector<std::string> texts;
    for (const Node *node : conjuncts()) {
        Condition test("");
        test.root_ = *node;
        texts.push_back(test.text());
    }
    return texts;
}

ColumnNames Condition::fixed() const {
    std::vector<std::string> names;
    for (const Node *node : conjuncts()) {
        const bool is_fixed =
            (node->kind == Kind::compare && node->comparison == "=") || node->kind == Kind::column ||
            (!node->negated && (node->kind == Kind::truth || (node->kind == Kind::in && node->literals.size() == 1))) ||
            (node->kind == Kind::no && node->children.front().kind == Kind::column);
        if (is_fixed) names.push_back(node->kind == Kind::no ? node->children.front().column : node->column);
    }
    return {names.begin(), names.end()};
}

std::optional<std::vector<std::pair<std::string, std::string>>> Condition::values() const {
    std::vector<std::pair<std::string, std::string>> result;
    for (const Node *node : conjuncts()) {
        std::pair<std::string, std::string> value{node->column, ""};
        if (node->kind == Kind::no && node->children.front().kind == Kind::column) {
            value = {node->children.front().column, "'false'"};
        } else if (node->kind == Kind::column) {
            value.second = "'true'";
        } else if (node->kind == Kind::null && !node->negated) {
            value.second = "NULL";
        } else if (!node->negated && node->literals.size() == 1 && (node->kind != Kind::compare || node->comparison == "=")) {
            value.second = untyped(node->literals.front());
        } else {
            return std::nullopt;
        }
        const auto other =
            std::find_if(result.begin(), result.end(), [&](const auto &each) { return each.first == value.first; });
        if (other == result.end()) {
            result.push_back(std::move(value));
        } else if (other->second != value.second) {
            return std::nullopt;
        }
    }
    return result;
}

void require_columns(const Table &table, const Condition &condition) {
    for (const std::string &name : condition.columns()) {
        if (table.column(name) == nullptr) {
            throw UserError(sqlstate::undefined_column,
                            "column " + in_quotes(name) + " of relation " + in_quotes(table.name) + " does not exist",
                            "A condition tests columns of the source. Put its strings in single quotes.");
        }
    }
    // The owner of another type could define a cast to boolean.
    for (const std::string &name : condition.booleans()) {
        if (table.at(name).type != bool_type) {
            throw UserError(sqlstate::datatype_mismatch,
                            "column " + in_quotes(name) + " of relation " + in_quotes(table.name) + " is not boolean",
                            "Compare it with a constant, as in " + quote_identifier(name) + " = 'value'.");
        }
    }
}

void require_constants(const Table &table, const Condition &condition, const ConstantTest &test) {
    condition.each_comparison([&](const std::string &column, const std::string &operation, const std::string &value) {
        test(value, operation, table.at(column).type);
    });
}

bool is_condition_on(const Table &table, const std::string &text, const ConstantTest &test) {
    if (text.empty()) return true;
    try {
        const Condition condition(text);
        require_columns(table, condition);
        require_constants(table, condition, test);
        return true;
    } catch (const UserError &) {
        return false;
    }
}

ColumnNumbers fixed_columns(const Table &table, const std::string &condition) {
    return condition.empty() ? ColumnNumbers() : table.numbers_at(Condition(condition).fixed());
}

std::string both(const std::string &a, const std::string &b) {
    if (a.empty() || b.empty() || a == b) return a.empty() ? b : a;
    return Condition("(" + std::min(a, b) + ") AND (" + std::max(a, b) + ")").text();
}

}  // namespace relmeta
