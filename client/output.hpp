// Where results go and in which shape: text for people, JSON and CSV for programs. On a terminal a table fits the width and its
// head stands out; anywhere else the text depends on the data alone. Nothing is written before the whole result is there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connection.hpp"
#include "destination.hpp"

namespace relmeta::client {

enum class Format { table, json, csv, sarif, github };

const char *to_string(Format format);

/// What a command gives, and so how it is written.
enum class Shape {
    nothing,  ///< void
    value,    ///< one value: by itself, or one JSON value
    lines,    ///< text by lines: as it is, or a JSON array of strings
    rows      ///< a table, or a JSON array of objects
};

/// A line of comma-separated values. A value that is not there is nothing, an empty text is "", as COPY writes them.
std::string csv_line(const std::vector<std::optional<std::string>> &values);

class Output {
public:
    /// To standard output, or to `file` where it is not empty. Throws OutputError where that cannot be.
    Output(Format format, const std::string &file, bool quiet);

    Format format() const { return format_; }
    /// What -o says; empty: standard output.
    const std::string &file() const { return file_; }
    /// Text as it is.
    void text(const std::string &text) { text_ += text; }
    /// A line, or several; ends it where it does not end.
    void line(std::string text);
    /// The first column of each row on a line of its own, as people read it.
    void lines(const Result &result);
    /// All rows as comma-separated values (RFC 4180, lines end with a line feed), with a head.
    void csv(const Result &result);
    /// All rows as one JSON text, laid out as PostgreSQL's json_agg does.
    void json(const Result &result, Shape shape, int encoding);
    /// The rows as a table of the columns named, all where none are; without the columns in `hidden`.
    void table(const Result &result, const std::vector<std::string> &columns, const std::vector<std::string> &hidden,
               int encoding);
    /// A word for people beside the result, on standard error; not where quiet, nor for programs.
    void note(const std::string &text);
    /// Writes everything out. Throws OutputError.
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

/// Tells people, on standard error, of what may not be as they think. `text` is one sentence, in lower case.
void warn(const std::string &text);

/// Whether standard error may be coloured: a terminal, and NO_COLOR not set.
bool colour_errors();

}  // namespace relmeta::client
