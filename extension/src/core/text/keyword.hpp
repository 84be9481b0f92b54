// The words that SQL has taken.
#pragma once

#include <string_view>

namespace relmeta {

/// Whether the word, in lower case, is one that any of PostgreSQL 14 to 19 treats as more than an unreserved keyword: as a name
/// it needs quotes.
bool is_keyword(std::string_view word);

}  // namespace relmeta
