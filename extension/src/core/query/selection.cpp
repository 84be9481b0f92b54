// A recursive-descent parser with one token of lookahead. The grammar is that of GraphQL's selection sets and input values,
// without variables, fragments and directives, but with strings as names.
#include "core/query/selection.hpp"

#include <charconv>
#include <limits>
#include <set>
#include <utility>

#include "core/text/error.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

enum class TokenKind { end, punctuation, name, string, number };

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text;       ///< of a string, its unescaped value
    std::size_t place = 0;  ///< byte offset
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 128;
}

class Lexer {
public:
    explicit Lexer(const std::string &text) : text_(text) {}
    Token next();
    [[noreturn]] void fail(const Token &token) const;
    [[noreturn]] void fail_at(std::size_t place, const std::string &message) const;

private:
    void skip_blanks();
    Token string();
    Token number();
    void escape(std::string &into);
    unsigned code_unit();
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    const std::string &text_;
    std::size_t at_ = 0;
};

void Lexer::fail_at(std::size_t place, const std::string &message) const {
    std::size_t line = 1;
    std::size_t column = 1;
    for (std::size_t i = 0; i < place && i < text_.size(); ++i) {
        const bool continues = (static_cast<unsigned char>(text_[i]) & 0xC0U) == 0x80U;
        column += continues ? 0 : 1;
        if (text_[i] != '\n') continue;
        ++line;
        column = 1;
    }
    throw UserError(sqlstate::syntax_error, message, "A selection looks like { username users(limit: 5) { email } }.",
                    "Line " + std::to_string(line) + ", character " + std::to_string(column) + " of the selection.");
}

void Lexer::fail(const Token &token) const {
    fail_at(token.place, token.kind == TokenKind::end ? "syntax error at end of selection"
                                                      : "syntax error in selection at or near " + in_quotes(token.text));
}

void Lexer::skip_blanks() {
    while (at_ < text_.size()) {
        const char c = text_[at_];
        if (c == '#') {
            while (at_ < text_.size() && text_[at_] != '\n') ++at_;
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',') {
            ++at_;
        } else {
            return;
        }
    }
}

Token Lexer::next() {
    poll();
    skip_blanks();
    Token token;
    token.place = at_;
    if (at_ == text_.size()) return token;
    const char c = text_[at_];
    if (c == '"') return string();
    if (is_digit(c) || c == '-') return number();
    if (starts_name(c)) {
        token.kind = TokenKind::name;
        while (at_ < text_.size() && (starts_name(text_[at_]) || is_digit(text_[at_]))) token.text += text_[at_++];
        return token;
    }
    token.kind = TokenKind::punctuation;
    token.text = c;
    ++at_;
    return token;
}

/// -12, 0.5, 6e23: kept as text for PostgreSQL to parse.
Token Lexer::number() {
    Token token;
    token.kind = TokenKind::number;
    token.place = at_;
    const auto digits = [&] {
        const std::size_t from = at_;
        while (is_digit(peek())) token.text += text_[at_++];
        if (at_ == from) fail_at(token.place, "invalid number in selection");
    };
    if (peek() == '-') token.text += text_[at_++];
    digits();
    if (peek() == '.') {
        token.text += text_[at_++];
        digits();
    }
    if (peek() == 'e' || peek() == 'E') {
        token.text += text_[at_++];
        if (peek() == '+' || peek() == '-') token.text += text_[at_++];
        digits();
    }
    if (starts_name(peek())) fail_at(token.place, "invalid number in selection");
    return token;
}

Token Lexer::string() {
    Token token;
    token.kind = TokenKind::string;
    token.place = at_++;
    while (true) {
        if (at_ >= text_.size()) fail_at(token.place, "unterminated string in selection");
        const char c = text_[at_++];
        if (c == '"') return token;
        if (c == '\\') {
            escape(token.text);
        } else {
            token.text += c;
        }
    }
}

unsigned Lexer::code_unit() {
    unsigned value = 0;
    const std::size_t end = at_ + 4;
    const char *from = text_.data() + at_;
    if (end > text_.size() || std::from_chars(from, from + 4, value, 16).ptr != from + 4) {
        fail_at(at_, "invalid \\u escape in selection string");
    }
    at_ = end;
    return value;
}

void append_utf8(std::string &into, unsigned code) {
    const auto tail = [&](int shift) { into += static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x80) {
        into += static_cast<char>(code);
    } else if (code < 0x800) {
        into += static_cast<char>(0xC0U | (code >> 6));
        tail(0);
    } else if (code < 0x10000) {
        into += static_cast<char>(0xE0U | (code >> 12));
        tail(6);
        tail(0);
    } else {
        into += static_cast<char>(0xF0U | (code >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

void Lexer::escape(std::string &into) {
    static const std::string letters = "\"\\/bfnrt";
    static const std::string meanings = "\"\\/\b\f\n\r\t";
    const std::size_t place = at_;
    const char c = peek();
    ++at_;
    const std::size_t found = c == '\0' ? std::string::npos : letters.find(c);
    if (found != std::string::npos) {
        into += meanings[found];
        return;
    }
    if (c != 'u') fail_at(place, "invalid escape in selection string");
    unsigned code = code_unit();
    if (code >= 0xD800 && code < 0xDC00 && peek() == '\\' && peek(1) == 'u') {
        at_ += 2;
        const unsigned low = code_unit();
        if (low < 0xDC00 || low > 0xDFFF) fail_at(place, "invalid \\u escape in selection string");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    if (code == 0 || (code >= 0xD800 && code < 0xE000)) fail_at(place, "invalid \\u escape in selection string");
    append_utf8(into, code);
}

[[noreturn]] void too_many(std::size_t most, const char *what) {
    throw UserError(sqlstate::program_limit_exceeded, "selection has more than " + std::to_string(most) + " " + what,
                    "Split it into several selections.");
}

const std::string &of_bearable_length(const std::string &text) {
    if (text.size() <= longest_selection) return text;
    throw UserError(sqlstate::program_limit_exceeded, "selection is longer than " + std::to_string(longest_selection) + " bytes",
                    "Split it into several selections.");
}

class Parser {
public:
    explicit Parser(const std::string &text) : lexer_(of_bearable_length(text)), token_(lexer_.next()) {}
    Selection selection();
    std::vector<std::string> values();
    std::vector<std::pair<std::string, Value>> named_values();
    bool at_end() const { return token_.kind == TokenKind::end; }

private:
    bool at(char punctuation) const { return token_.kind == TokenKind::punctuation && token_.text[0] == punctuation; }
    bool accept(char punctuation);
    void expect(char punctuation);
    Token take();
    std::string name();
    std::vector<Field> fields(int depth);
    Field field(int depth);
    Arguments arguments();
    void argument(Arguments &into, std::set<std::string> &seen);
    std::int64_t count();
    [[noreturn]] void refuse_filter(const std::string &name) const;
    void order_by(std::vector<SortKey> &into);
    void sort_keys(std::vector<SortKey> &into);
    Value value();

    Lexer lexer_;
    Token token_;
    std::size_t fields_ = 0;
    std::size_t relationships_ = 0;
};

Token Parser::take() { return std::exchange(token_, lexer_.next()); }

bool Parser::accept(char punctuation) {
    if (!at(punctuation)) return false;
    take();
    return true;
}

void Parser::expect(char punctuation) {
    if (!accept(punctuation)) lexer_.fail(token_);
}

std::string Parser::name() {
    if (token_.kind != TokenKind::name && token_.kind != TokenKind::string) lexer_.fail(token_);
    return take().text;
}

Selection Parser::selection() {
    Selection result;
    if (at('(')) result.arguments = arguments();
    result.fields = fields(1);
    if (token_.kind != TokenKind::end) lexer_.fail(token_);
    return result;
}

std::vector<std::string> Parser::values() {
    std::vector<std::string> result;
    expect('[');
    while (!accept(']')) {
        const Value one = value();
        if (!one) lexer_.fail(token_);
        result.push_back(*one);
    }
    if (token_.kind != TokenKind::end) lexer_.fail(token_);
    return result;
}

std::vector<std::pair<std::string, Value>> Parser::named_values() {
    std::vector<std::pair<std::string, Value>> result;
    expect('{');
    while (!accept('}')) {
        std::string name = this->name();
        expect(':');
        if (at('{') || at('[')) refuse_filter(name);
        result.emplace_back(std::move(name), value());
    }
    return result;
}

void Parser::refuse_filter(const std::string &name) const {
    throw UserError(
        sqlstate::syntax_error, "where can compare " + in_quotes(name) + " only with one value, by equality",
        "Write where: {column: value}, or column: null. For any other condition, declare a relationship to a view, or write a "
        "query around nested_sql.");
}

std::vector<Field> Parser::fields(int depth) {
    if (depth > deepest_selection) {
        throw UserError(sqlstate::statement_too_complex,
                        "selection is nested more than " + std::to_string(deepest_selection) + " levels deep",
                        "Use another selection for the inner tables.");
    }
    std::vector<Field> result;
    std::set<std::string> keys;
    expect('{');
    do {
        result.push_back(field(depth));
        if (!keys.insert(result.back().key).second) {
            throw UserError(sqlstate::duplicate_column,
                            "field " + in_quotes(result.back().key) + " specified more than once in selection",
                            "Give one of them an alias: another_name: " + cut(result.back().name) + ".");
        }
    } while (!accept('}'));
    return result;
}

Field Parser::field(int depth) {
    if (++fields_ > most_selected_fields) too_many(most_selected_fields, "fields");
    Field result;
    result.key = result.name = name();
    if (accept(':')) result.name = name();
    if (at('(')) result.arguments = arguments();
    if (!at('{')) return result;
    if (++relationships_ > most_selected_relationships) too_many(most_selected_relationships, "relationships");
    result.fields = fields(depth + 1);
    return result;
}

Arguments Parser::arguments() {
    Arguments result;
    std::set<std::string> seen;
    expect('(');
    do {
        argument(result, seen);
    } while (!accept(')'));
    return result;
}

void Parser::argument(Arguments &into, std::set<std::string> &seen) {
    const std::size_t place = token_.place;
    if (token_.kind != TokenKind::name) lexer_.fail(token_);
    const std::string name = take().text;
    expect(':');
    if (!seen.insert(name).second) lexer_.fail_at(place, "argument " + in_quotes(name) + " specified more than once");
    if (name == "limit") {
        into.limit = count();
    } else if (name == "offset") {
        into.offset = count();
    } else if (name == "order_by") {
        order_by(into.order_by);
    } else if (name == "where") {
        into.where = named_values();
    } else {
        lexer_.fail_at(place, "unrecognized argument " + in_quotes(name) + ": must be limit, offset, order_by or where");
    }
}

std::int64_t Parser::count() {
    std::int64_t result = 0;
    const std::string &text = token_.text;
    const char *const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, result);
    if (token_.kind != TokenKind::number || read.ptr != end || read.ec != std::errc{} || result < 0) lexer_.fail(token_);
    take();
    return result;
}

void Parser::order_by(std::vector<SortKey> &into) {
    if (!accept('[')) return sort_keys(into);
    while (!accept(']')) sort_keys(into);
}

/// One column, or an object of columns with their directions.
void Parser::sort_keys(std::vector<SortKey> &into) {
    if (!accept('{')) {
        into.push_back({name(), false});
        return;
    }
    while (!accept('}')) {
        SortKey key;
        key.column = name();
        expect(':');
        if (token_.kind != TokenKind::name || (token_.text != "asc" && token_.text != "desc")) lexer_.fail(token_);
        key.descending = take().text == "desc";
        into.push_back(key);
    }
}

/// A string, a number, true, false, null, or a name, which is treated as a string, like an enum value in GraphQL.
Value Parser::value() {
    if (token_.kind == TokenKind::end || token_.kind == TokenKind::punctuation) lexer_.fail(token_);
    const Token taken = take();
    if (taken.kind == TokenKind::name && taken.text == "null") return std::nullopt;
    return taken.text;
}

}  // namespace

Selection parse_selection(const std::string &text) { return Parser(text).selection(); }

std::optional<std::vector<std::pair<std::string, Value>>> parse_named_values(const std::string &text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos || text[first] != '{') return std::nullopt;
    try {
        Parser parser(text);
        auto values = parser.named_values();
        if (!parser.at_end() || values.empty()) return std::nullopt;
        return values;
    } catch (const UserError &) {
        return std::nullopt;
    }
}

std::vector<std::string> parse_values(const std::string &text) {
    try {
        return Parser(text).values();
    } catch (const UserError &error) {
        throw UserError(sqlstate::invalid_text_representation, "invalid composite key: " + in_quotes(text),
                        "Write it as a JSON array in the order of the key columns, like [1, \"a\"].");
    }
}

}  // namespace relmeta
