// A Graphviz graph: tables as HTML-like labels, links from the referenced table to the referencing one, with crow's feet. To stay
// legible, a large graph shows only key columns, and a very large one shows no columns. Tables are opaque and drawn over the
// lines, so no line crosses their text.
#include <algorithm>
#include <unordered_set>

#include "core/export/formats.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

constexpr std::size_t with_all_columns = 30;
constexpr std::size_t with_key_columns = 120;
constexpr std::size_t unlinked_in_a_row = 6;

/// A quoted DOT string, also valid as an escString.
std::string quoted(const std::string &text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
        }
        if (c == '\n') {
            result += "\\n";
        } else {
            result += c;
        }
    }
    return result + '"';
}

/// Comments are free text, and an SVG cannot contain control characters.
std::string without_controls(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f; }, ' ');
    return text;
}

/// Escapes text for an HTML-like label.
std::string html(const std::string &text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            default: result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return result;
}

class Writer {
public:
    explicit Writer(const Choice &choice) : choice_(choice) {}

    std::string write() {
        text_ =
            "digraph relmeta {\n"
            "  graph [rankdir=LR, outputorder=edgesfirst, ranksep=1.2, nodesep=0.3, fontname=\"Helvetica\"];\n"
            "  node [shape=plain, fontname=\"Helvetica\", fontsize=11];\n"
            "  edge [dir=both, color=\"#5b6470\", fontname=\"Helvetica\", fontsize=9, arrowsize=0.8];\n";
        for (const Table *table : choice_.drawn()) {
            write(*table);
        }
        for (const Relationship *link : choice_.links()) {
            write(*link);
        }
        lay_out_unlinked();
        return text_ + "}\n";
    }

private:
    bool shows(const Table &table, const Column &column) const {
        const std::size_t tables = choice_.drawn().size();
        return tables <= with_all_columns ||
               (tables <= with_key_columns &&
                (contains(primary_key_columns(table), column.number) || in_foreign_key(table, column.number)));
    }

    /// The table's name and comment, and the comments on its columns.
    std::string tooltip(const Table &table) const {
        std::string text = full_name(table);
        if (const std::string comment = choice_.comment(table); !comment.empty()) {
            text += '\n' + without_controls(comment);
        }
        for (const Column &column : table.columns) {
            if (const std::string comment = choice_.comment(table, column); !comment.empty()) {
                text += '\n' + column.name + ": " + without_controls(comment);
            }
        }
        return text;
    }

    void write(const Table &table) {
        const char *colour = choice_.bridge(table.id) != nullptr ? "#fbe8c8" : "#dbe7f5";
        text_ += "  " + quoted(full_name(table)) + " [tooltip=" + quoted(tooltip(table)) +
                 ", label=<<TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"0\" CELLPADDING=\"4\" BGCOLOR=\"white\""
                 " COLOR=\"#5b6470\">"
                 "<TR><TD PORT=\"0\" BGCOLOR=\"" +
                 colour + "\"><B>" + html(short_name(table)) + "</B></TD></TR>";
        std::size_t place = 0;
        for (const Column &column : table.columns) {
            ++place;
            if (!shows(table, column)) {
                continue;
            }
            const bool primary = contains(primary_key_columns(table), column.number);
            const std::string name = html(column.name);
            text_ += "<TR><TD ALIGN=\"LEFT\" BALIGN=\"LEFT\" PORT=\"" + std::to_string(place) + "\">" +
                     (primary ? "<U>" + name + "</U>" : name) + "  <FONT COLOR=\"#7a828c\">" + html(choice_.type(column)) +
                     (column.not_null ? "" : " ?") + "</FONT></TD></TR>";
        }
        text_ += "</TABLE>>];\n";
    }

    /// The port of the column's row in the table's label; the header if the column is not shown.
    std::string port(const Table &table, const std::string &name) const {
        const auto found =
            std::find_if(table.columns.begin(), table.columns.end(), [&](const Column &column) { return column.name == name; });
        const bool shown = found != table.columns.end() && shows(table, *found);
        return quoted(full_name(table)) + ':' + quoted(std::to_string(shown ? found - table.columns.begin() + 1 : 0));
    }

    void write(const Relationship &link) {
        const Table &source = choice_.table(link.source);
        const Table &target = choice_.table(link.target);
        const bool through = link.bridge != 0;
        const char *tail = to_many(link.kind) ? "crowodot" : link.required ? "teetee" : "teeodot";
        const char *head = to_many(inverse(link.kind)) ? "crowodot" : "teeodot";
        text_ += "  " + port(target, link.target_columns.front()) + " -> " + port(source, link.source_columns.front()) +
                 " [arrowtail=" + tail + ", arrowhead=" + head + (link.enforced ? "" : ", style=dashed") +
                 (through ? ", color=\"#b9770e\"" : "") +
                 (choice_.drawn().size() <= with_all_columns ? ", label=" + quoted(link.inverse + "\n" + link.name) : "") +
                 ", tooltip=" +
                 quoted(full_name(target) + "." + link.inverse + " / " + full_name(source) + "." + link.name +
                        (link.condition.empty() ? "" : " where " + link.condition)) +
                 "];\n";
    }

    /// Arranges tables without links in rows instead of one long column.
    void lay_out_unlinked() {
        std::unordered_set<TableId> linked;
        for (const Relationship *link : choice_.links()) {
            linked.insert({link->source, link->target});
        }
        const Table *left = nullptr;
        std::size_t place = 0;
        for (const Table *table : choice_.drawn()) {
            if (linked.count(table->id) == 0) {
                if (place % unlinked_in_a_row != 0) {
                    text_ += "  " + quoted(full_name(*left)) + " -> " + quoted(full_name(*table)) + " [style=invis];\n";
                }
                left = table;
                ++place;
            }
        }
    }

    const Choice &choice_;
    std::string text_;
};

}  // namespace

std::string dot(const Choice &choice) { return Writer(choice).write(); }

}  // namespace relmeta::formats
