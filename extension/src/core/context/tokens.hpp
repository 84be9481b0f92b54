// An upper estimate of the number of tokens in a text.
#pragma once

#include <cstddef>
#include <string_view>

namespace relmeta {

/// At least as many tokens as the public tokenizers count: OpenAI's o200k_base and cl100k_base, and the one published by
/// Anthropic. tests/t/context.pl compares. For names, the estimate is a fifth too high. It is the sum over the lines of the text.
std::size_t estimated_tokens(std::string_view text);

}  // namespace relmeta
