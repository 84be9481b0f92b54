// SQL keywords.
#pragma once

#include <string_view>

namespace relmeta {

/// Whether any of PostgreSQL 14 to 19 treats the word as more than an unreserved keyword, so that it must be quoted as a name.
/// The word must be in lower case.
bool is_keyword(std::string_view word);

}  // namespace relmeta
