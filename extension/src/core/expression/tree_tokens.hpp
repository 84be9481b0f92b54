// The tokens of a stored tree, one after the other: for texts that are too long to be kept as nodes. They are those of
// PostgreSQL's reader: a bracket or brace is a token, blanks separate tokens, a backslash escapes the next character.
#pragma once

#include <optional>
#include <string_view>

namespace relmeta {

class TreeTokens {
public:
    /// Thrown where the text is not as expected.
    struct Malformed {};

    explicit TreeTokens(std::string_view text) : text_(text) { next(); }

    bool is(std::string_view token) const { return token_ == token; }
    std::string_view token() const { return token_; }
    /// Advances to the next token; empty at the end.
    void next();
    /// Advances past this token, which has to be there.
    void expect(std::string_view token);

    /// Passes over a token, or over a whole list or node.
    void skip();
    /// Returns a plain value and advances past it; empty for a list or a node.
    std::string_view value();
    std::optional<long> number();
    bool flag() { return value() == "true"; }

    /// Enters a node and returns its type; passes over anything else, and returns nothing.
    std::string_view enter();
    /// Advances to the next field of the node and past its name; false, and out of the node, if there is none. What is left of the
    /// last field is passed over. The first token of a value is never taken for a name, whatever it looks like.
    bool field(std::string_view &name);
    /// Calls element() at each element of a list, which has to read it; passes over anything else.
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
