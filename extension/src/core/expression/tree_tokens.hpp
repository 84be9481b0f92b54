// Reads the tokens of a stored tree one at a time, for texts too long to be kept as nodes. As in PostgreSQL's reader, a bracket
// or brace is a token, whitespace separates tokens, and a backslash escapes the next character.
#pragma once

#include <optional>
#include <string_view>

namespace relmeta {

class TreeTokens {
public:
    /// Thrown if the text is not as expected.
    struct Malformed {};

    explicit TreeTokens(std::string_view text) : text_(text) { next(); }

    bool is(std::string_view token) const { return token_ == token; }
    std::string_view token() const { return token_; }
    /// Advances to the next token; empty at the end.
    void next();
    /// Advances past this token, which must be the current one.
    void expect(std::string_view token);

    /// Skips a token, or a whole list or node.
    void skip();
    /// Returns a plain value and advances past it; empty for a list or a node.
    std::string_view value();
    std::optional<long> number();
    bool flag() { return value() == "true"; }

    /// Enters a node and returns its type; skips anything else and returns an empty string.
    std::string_view enter();
    /// Advances past the name of the node's next field; if there is none, leaves the node and returns false. Skips the rest of
    /// the last field. The first token of a value is never mistaken for a name.
    bool field(std::string_view &name);
    /// Calls element() at each element of a list, which must read it; skips anything else.
    template <class Element>
    void for_each(Element element) {
        if (!is("(")) {
            skip();
            return;
        }
        next();
        while (!is(")")) {
            element();
        }
        next();
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::string_view token_;
};

}  // namespace relmeta
