// Text for a terminal: its width in columns, and wrapping. Encodings are libpq's numbers.
#pragma once

#include <string>
#include <vector>

namespace relmeta::client {

/// The display width of the text in columns.
int display_width(const std::string &text, int encoding);
/// The client encoding, also used for display: PGCLIENTENCODING, or that of the locale.
int usual_encoding();
/// The text with control characters other than line feed and tab written as \xHH, so that no name can control the terminal.
std::string printable(const std::string &text);
/// The lines of the text, each at most `width` wide, broken after a space, comma, dot or underscore if possible. 0: no limit.
std::vector<std::string> wrapped(const std::string &text, int width, int encoding);
/// The text as a quoted element of an array in PostgreSQL's text form.
std::string array_element(const std::string &text);
/// The text as a quoted JSON string, escaped as PostgreSQL does.
std::string json_string(const std::string &text, int encoding);
/// A name for display: "user" without its quotes, which relmeta's own arguments accept; "Odd Name" unchanged.
std::string plain_name(const std::string &name);

}  // namespace relmeta::client
