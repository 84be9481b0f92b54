// Output of results: text for people, JSON and CSV for programs. On a terminal, tables fit the width and headers are highlighted;
// elsewhere the text depends only on the data. Nothing is written before the result is complete.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connection.hpp"
#include "destination.hpp"

namespace relmeta::client {

enum class Format { table, json, csv, sarif, github };

const char *to_string(Format format);

/// The kind of result of a command, which determines how it is written.
enum class Shape {
    nothing,  ///< void
    value,    ///< one value: printed alone, or as one JSON value
    lines,    ///< text by lines: printed unchanged, or as a JSON array of strings
    rows      ///< a table, or a JSON array of objects
};

/// A line of comma-separated values. As in COPY, a missing value is empty and an empty string is "".
std::string csv_line(const std::vector<std::optional<std::string>> &values);

class Output {
public:
    /// Writes to `file`, or to standard output if it is empty. Throws OutputError if that is not possible.
    Output(Format format, const std::string &file, bool quiet);

    Format format() const { return format_; }
    /// The file of -o; empty: standard output.
    const std::string &file() const { return file_; }
    /// Adds text unchanged.
    void text(const std::string &text) { text_ += text; }
    /// Adds one or more lines, with a line feed at the end if there is none.
    void line(std::string text);
    /// Adds the first column of each row on its own line.
    void lines(const Result &result);
    /// Adds all rows as comma-separated values (RFC 4180, but with line feeds), with a header.
    void csv(const Result &result);
    /// Adds all rows as one JSON text, laid out as by PostgreSQL's json_agg.
    void json(const Result &result, Shape shape, int encoding);
    /// Adds the rows as a table of the named columns, or of all if none are named, without the columns in `hidden`.
    void table(const Result &result, const std::vector<std::string> &columns, const std::vector<std::string> &hidden,
               int encoding);
    /// Prints a note on standard error, unless quiet or in a format for programs.
    void note(const std::string &text);
    /// Writes all output. Throws OutputError.
    void finish();

private:
    Format format_;
    bool quiet_;
    std::string file_;
    Destination destination_;
    bool terminal_;
    bool colour_;
    int width_ = 0;  ///< of the terminal, in columns; 0: no limit
    std::string text_;
};

/// Prints a warning on standard error. `text` is one sentence, in lower case.
void warn(const std::string &text);

/// Whether standard error may be coloured: it is a terminal, and NO_COLOR is not set.
bool colour_errors();

}  // namespace relmeta::client
