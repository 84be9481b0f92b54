// Names and comments as text for programs to read: one line each, without invisible characters.
#pragma once

#include <string>

namespace relmeta {

/// The name as an SQL identifier, quoted if needed; invisible characters are written as in U&"\000A".
std::string sql_name(const std::string &name);
/// The same, but a plain word is never quoted, even if it is a keyword.
std::string context_name(const std::string &name);
/// Whether sql_name() and context_name() differ.
bool is_quoted_word(const std::string &name);

/// The text with invisible characters, except line feeds and tabs, as JSON escapes: \u000A.
std::string show_unseen(const std::string &text);

constexpr std::size_t longest_comment = 120;  ///< in bytes
/// A comment as an SQL literal on one line, without invisible characters, truncated to longest_comment.
std::string comment_literal(const std::string &comment);

}  // namespace relmeta
