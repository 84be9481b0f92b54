// Names and comments as text that a machine reads: one line each, without characters that cannot be seen.
#pragma once

#include <string>

namespace relmeta {

/// The name as SQL takes it, quoted where needed; characters that cannot be seen are written as in U&"\000A".
std::string sql_name(const std::string &name);
/// The same, but a plain word is not quoted, even if it is a keyword.
std::string context_name(const std::string &name);
/// Whether the two differ.
bool is_quoted_word(const std::string &name);

/// The text with control characters and others that cannot be seen, except line feeds and tabs, written as \u000A is in JSON.
std::string show_unseen(const std::string &text);

constexpr std::size_t longest_comment = 120;  ///< in bytes
/// A comment as an SQL literal on one line, without characters that cannot be seen, cut to longest_comment.
std::string comment_literal(const std::string &comment);

}  // namespace relmeta
