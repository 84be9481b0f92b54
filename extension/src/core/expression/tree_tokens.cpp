#include "core/expression/tree_tokens.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>

#include "core/text/poll.hpp"

namespace relmeta {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t'; }
bool is_special(char c) { return c == '(' || c == ')' || c == '{' || c == '}'; }

/// A set of characters, as a table for speed: the trees of thousands of views are megabytes long.
class CharactersExcept {
public:
    constexpr CharactersExcept(std::initializer_list<char> excepted) {
        for (bool &contained : contained_) contained = true;
        for (const char c : excepted) contained_[static_cast<unsigned char>(c)] = false;
    }
    constexpr bool contain(char c) const { return contained_[static_cast<unsigned char>(c)]; }

private:
    std::array<bool, 256> contained_ = {};
};
/// The unescaped characters of a token.
constexpr CharactersExcept plain = {' ', '\n', '\t', '(', ')', '{', '}', '\\'};
/// All characters except brackets and escapes.
constexpr CharactersExcept level = {'(', ')', '{', '}', '\\'};

/// The number of characters skipped between checks for interrupts.
constexpr std::size_t polled_characters = 1U << 16U;

}  // namespace

void TreeTokens::next() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    const std::size_t start = at_;
    if (at_ < text_.size() && is_special(text_[at_])) {
        ++at_;
    } else {
        for (;;) {
            while (at_ < text_.size() && plain.contain(text_[at_])) ++at_;
            if (at_ >= text_.size() || text_[at_] != '\\') break;
            at_ = std::min(at_ + 2, text_.size());
        }
    }
    token_ = text_.substr(start, at_ - start);
}

void TreeTokens::expect(std::string_view token) {
    if (token_ != token) throw Malformed{};
    next();
}

void TreeTokens::skip() {
    if (token_.empty() || is(")") || is("}")) throw Malformed{};
    if (is("(") || is("{")) {
        // Brackets in strings are escaped, so the others are balanced.
        std::size_t polled = at_;
        for (int depth = 1; depth > 0; ++at_) {
            while (at_ < text_.size() && level.contain(text_[at_])) ++at_;
            if (at_ >= text_.size()) throw Malformed{};
            if (at_ - polled > polled_characters) {
                polled = at_;
                poll();
            }
            switch (text_[at_]) {
                case '\\': ++at_; break;
                case '(':
                case '{': ++depth; break;
                case ')':
                case '}': --depth; break;
                default: break;
            }
        }
    }
    next();
}

std::string_view TreeTokens::value() {
    const std::string_view text = is("(") || is("{") ? std::string_view() : token_;
    skip();
    return text;
}

std::optional<long> TreeTokens::number() {
    const std::string_view text = value();
    long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional<long>(number) : std::nullopt;
}

std::string_view TreeTokens::enter() {
    poll();
    if (!is("{")) {
        skip();
        return {};
    }
    next();
    const std::string_view type = token_;
    skip();
    return type;
}

bool TreeTokens::field(std::string_view &name) {
    while (!is("}") && (token_.size() < 2 || token_.front() != ':')) skip();
    if (is("}")) {
        next();
        return false;
    }
    name = token_.substr(1);
    next();
    return true;
}

}  // namespace relmeta
