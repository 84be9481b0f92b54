// Text as a terminal shows it: its width in columns, and breaking it into lines of a width. The encoding is libpq's.
#pragma once

#include <string>
#include <vector>

namespace relmeta::client {

/// How many columns of a terminal the text takes.
int display_width(const std::string &text, int encoding);
/// The encoding that text is exchanged in with the server and shown in: what PGCLIENTENCODING says, else the locale.
int usual_encoding();
/// The text with control characters other than line feeds and tabs written as \xHH, so that no name can command the terminal.
std::string printable(const std::string &text);
/// The lines of the text, none wider than `width`; broken after a space, comma, dot or underscore if one is there. 0: no limit.
std::vector<std::string> wrapped(const std::string &text, int width, int encoding);
/// The text as an element of an array in PostgreSQL's text form, in quotes.
std::string array_element(const std::string &text);
/// The text as a string of JSON, in quotes, escaped as PostgreSQL does.
std::string json_string(const std::string &text, int encoding);
/// A name as people write it: "user" without its quotes, as relmeta's own arguments take it; "Odd Name" as it is.
std::string plain_name(const std::string &name);

}  // namespace relmeta::client
