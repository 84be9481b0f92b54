// Tables for people, CSV and JSON for programs.
#include "output.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <numeric>

#include "text.hpp"

namespace relmeta::client {
namespace {

// pg_type.dat; OIDs of built-in types never change.
constexpr Oid boolean_type = 16, regclass_type = 2205;
/// Types written to JSON without quotes: numbers, json and jsonb.
constexpr Oid bare_types[] = {20, 21, 23, 114, 700, 701, 1700, 3802};

constexpr int gap = 2, narrowest = 4;

using Cells = std::vector<std::string>;

bool colour_wanted(int descriptor) {
    const char *no_colour = std::getenv("NO_COLOR");
    return isatty(descriptor) && !(no_colour && *no_colour);
}

int terminal_width(int descriptor) {
    winsize size{};
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool holds(const std::vector<std::string> &names, const std::string &name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string head_of(std::string name) {
    for (char &c : name) c = c == '_' ? ' ' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

/// A value as shown in a table.
std::string for_people(const Result &result, int row, int column) {
    std::string value = result.value(row, column);
    if (result.column_type(column) == regclass_type) return printable(plain_name(value));
    if (result.column_type(column) == boolean_type && !value.empty()) return value == "t" ? "yes" : "no";
    if (result.column_name(column) == "kind") std::replace(value.begin(), value.end(), '_', ' ');
    return printable(value);
}

/// Narrows the widest columns until the table fits, but keeps each readable.
void fit(std::vector<int> &widths, int limit) {
    const int gaps = gap * (static_cast<int>(widths.size()) - 1);
    while (std::accumulate(widths.begin(), widths.end(), gaps) > limit) {
        const auto widest = std::max_element(widths.begin(), widths.end());
        if (*widest <= narrowest) return;
        --*widest;
    }
}

std::string row_text(const Cells &cells, const std::vector<int> &widths, bool limited, int encoding) {
    std::vector<Cells> columns;
    std::size_t height = 1;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        columns.push_back(wrapped(cells[i], limited ? widths[i] : 0, encoding));
        height = std::max(height, columns.back().size());
    }
    std::string text;
    for (std::size_t line = 0; line < height; ++line) {
        std::string shown;
        int due = 0;  // spaces before the next text, so that no line ends with spaces
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string part = line < columns[i].size() ? columns[i][line] : "";
            if (!part.empty()) {
                shown.append(static_cast<std::size_t>(due), ' ') += part;
                due = 0;
            }
            due += std::max(widths[i] - display_width(part, encoding), 0) + gap;
        }
        shown.erase(shown.find_last_not_of(' ') + 1);
        text += shown + '\n';
    }
    return text;
}

std::string csv_field(const std::string &value) {
    if (value.empty()) return "\"\"";
    if (value.find_first_of(",\"\r\n") == std::string::npos) return value;
    std::string quoted = "\"";
    for (const char c : value) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string json_value(const Result &result, int row, int column, int encoding) {
    if (result.is_null(row, column)) return "null";
    const Oid type = result.column_type(column);
    const std::string value = result.value(row, column);
    if (type == boolean_type) return value == "t" ? "true" : "false";
    const bool bare = std::find(std::begin(bare_types), std::end(bare_types), type) != std::end(bare_types);
    return bare ? value : json_string(value, encoding);
}

std::string json_object(const Result &result, int row, int encoding) {
    std::string text = "{";
    for (int column = 0; column < result.columns(); ++column) {
        if (column > 0) text += ',';
        text += json_string(result.column_name(column), encoding) + ':' + json_value(result, row, column, encoding);
    }
    return text + '}';
}

}  // namespace

const char *to_string(Format format) {
    switch (format) {
        case Format::table: return "table";
        case Format::json: return "json";
        case Format::csv: return "csv";
        case Format::sarif: return "sarif";
        case Format::github: break;
    }
    return "github";
}

std::string csv_line(const std::vector<std::optional<std::string>> &values) {
    std::string line;
    for (const std::optional<std::string> &value : values) line += ',' + (value ? csv_field(*value) : "");
    return line.substr(1) + '\n';
}

void warn(const std::string &text) {
    std::cerr << (colour_errors() ? "relmeta: \033[1;35mwarning:\033[0m " : "relmeta: warning: ") << printable(text) << '\n';
}

bool colour_errors() { return colour_wanted(STDERR_FILENO); }

Output::Output(Format format, const std::string &file, bool quiet)
    : format_(format), quiet_(quiet), file_(file == "-" ? "" : file), destination_(file_) {
    terminal_ = isatty(destination_.descriptor());
    colour_ = colour_wanted(destination_.descriptor());
    if (terminal_) width_ = terminal_width(destination_.descriptor());
}

void Output::line(std::string text) {
    if (terminal_) text = printable(text);
    text_ += text;
    if (text.empty() || text.back() != '\n') text_ += '\n';
}

void Output::lines(const Result &result) {
    for (int row = 0; row < result.rows(); ++row) {
        std::string text = result.value(row, 0);
        line(result.column_type(0) == regclass_type ? plain_name(text) : text);
    }
}

void Output::csv(const Result &result) {
    for (int row = -1; row < result.rows(); ++row) {
        std::vector<std::optional<std::string>> values;
        for (int column = 0; column < result.columns(); ++column) {
            if (row < 0) {
                values.emplace_back(result.column_name(column));
            } else {
                values.push_back(result.is_null(row, column) ? std::nullopt : std::make_optional(result.value(row, column)));
            }
        }
        text_ += csv_line(values);
    }
}

void Output::json(const Result &result, Shape shape, int encoding) {
    if (shape == Shape::value) return line(result.rows() > 0 ? json_value(result, 0, 0, encoding) : "null");
    std::string text = "[";
    for (int row = 0; row < result.rows(); ++row) {
        if (row > 0) text += shape == Shape::rows ? ", \n " : ", ";
        text += shape == Shape::rows ? json_object(result, row, encoding) : json_value(result, row, 0, encoding);
    }
    line(text + ']');
}

void Output::table(const Result &result, const std::vector<std::string> &columns, const std::vector<std::string> &hidden,
                   int encoding) {
    if (result.rows() == 0) return;
    std::vector<int> shown;
    Cells head;
    for (int column = 0; column < result.columns(); ++column) {
        const std::string name = result.column_name(column);
        if (holds(hidden, name) || (!columns.empty() && !holds(columns, name))) continue;
        shown.push_back(column);
        head.push_back(head_of(name));
    }
    std::vector<int> widths;
    for (const std::string &name : head) widths.push_back(display_width(name, encoding));
    std::vector<Cells> rows;
    for (int row = 0; row < result.rows(); ++row) {
        Cells cells;
        for (std::size_t i = 0; i < shown.size(); ++i) {
            cells.push_back(for_people(result, row, shown[i]));
            for (const std::string &line : wrapped(cells.back(), 0, encoding)) {
                widths[i] = std::max(widths[i], display_width(line, encoding));
            }
        }
        rows.push_back(std::move(cells));
    }
    if (width_ > 0) fit(widths, width_);
    std::string head_text = row_text(head, widths, width_ > 0, encoding);
    if (colour_) head_text = "\033[1m" + head_text.substr(0, head_text.size() - 1) + "\033[0m\n";
    text_ += head_text;
    for (const Cells &cells : rows) text_ += row_text(cells, widths, width_ > 0, encoding);
}

void Output::note(const std::string &text) {
    if (!quiet_ && format_ == Format::table) std::cerr << "relmeta: " << printable(text) << '\n';
}

void Output::finish() { destination_.write(text_); }

}  // namespace relmeta::client
