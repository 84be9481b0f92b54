// How many tokens a language model reads a text as, estimated high.
#pragma once

#include <cstddef>
#include <string_view>

namespace relmeta {

/// At least as many tokens as the public tokenizers count: OpenAI's o200k_base and cl100k_base, and the one that Anthropic has
/// published. tests/t/context.pl compares. Of names it is a fifth too much. It is a sum over the lines of a text.
std::size_t estimated_tokens(std::string_view text);

}  // namespace relmeta
