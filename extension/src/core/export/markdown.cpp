// A Markdown page: an index of the tables, then for each table its columns, its relationships and, for a bridge, its ends. All
// characters that are special in Markdown or HTML are escaped.
#include <cctype>
#include <unordered_map>
#include <unordered_set>

#include "core/export/formats.hpp"
#include "core/export/models.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

/// Escapes text within a line or a table cell.
std::string escaped(const std::string &text) {
    std::string result;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            result += ' ';
        } else if (std::ispunct(static_cast<unsigned char>(c)) != 0 && c != '_' && c != ',' && c != '.') {
            result += c == '<' ? std::string("&lt;") : c == '&' ? std::string("&amp;") : std::string("\\") + c;
        } else if (c == '_') {
            result += "\\_";
        } else {
            result += c;
        }
    }
    return result;
}

std::string joined(const ColumnNames &names) { return join(names, ", ", escaped); }

class Writer {
public:
    explicit Writer(const Choice &choice) : choice_(choice) {
        std::unordered_set<std::string> taken;
        for (const Table *table : choice.tables()) {
            const std::string name = plain_name(table->schema + '_' + table->name);
            std::string free = name;
            for (int number = 2; !taken.insert(free).second; ++number) {
                free = name + '_' + std::to_string(number);
            }
            anchors_.emplace(table->id, free);
        }
    }

    std::string write() {
        text_ = "# Tables\n\n";
        for (const Table *table : choice_.tables()) {
            const std::string comment = choice_.comment(*table);
            text_ += "- " + link(*table) + (comment.empty() ? "" : ": " + escaped(comment)) + '\n';
        }
        for (const Table *table : choice_.tables()) {
            write(*table);
        }
        return text_;
    }

private:
    std::string link(const Table &table) const {
        const auto found = anchors_.find(table.id);
        return found == anchors_.end() ? escaped(short_name(table))
                                       : '[' + escaped(short_name(table)) + "](#" + found->second + ')';
    }

    static std::string condition(const Relationship &relationship) {
        const std::string source = joined(relationship.source_columns);
        const std::string target = joined(relationship.target_columns);
        return relationship.bridge == 0 ? source + " \\= " + target
                                        : source + " \\= " + joined(relationship.bridge_source_columns) + "; " +
                                              joined(relationship.bridge_target_columns) + " \\= " + target;
    }

    void write(const Table &table) {
        text_ += "\n<a id=\"" + anchors_.at(table.id) + "\"></a>\n\n## " + escaped(short_name(table)) + "\n\n";
        if (const std::string comment = choice_.comment(table); !comment.empty()) {
            text_ += escaped(comment) + "\n\n";
        }
        if (const Bridge *bridge = choice_.bridge(table.id)) {
            text_ += "A bridge between " +
                     join(bridge->ends, ", ",
                          [&](const End &end) { return link(choice_.table(end.target)) + " (" + escaped(end.role) + ')'; }) +
                     ": " + escaped(bridge->reason) + ".\n\n";
        }
        text_ += "| column | type | key | null | comment |\n|---|---|---|---|---|\n";
        for (const Column &column : table.columns) {
            const bool primary = contains(primary_key_columns(table), column.number);
            text_ += "| " + escaped(column.name) + " | " + escaped(choice_.type(column)) + " | " + (primary ? "primary" : "") +
                     (primary && in_foreign_key(table, column.number) ? ", " : "") +
                     (in_foreign_key(table, column.number) ? "foreign" : "") + " | " + (column.not_null ? "" : "yes") + " | " +
                     escaped(choice_.comment(table, column)) + " |\n";
        }
        const auto relationships = choice_.relationships_of(table);
        if (!relationships.empty()) {
            text_ += "\n| relationship | kind | target | through | columns |\n|---|---|---|---|---|\n";
        }
        for (const Relationship *relationship : relationships) {
            text_ += "| " + escaped(relationship->name) + " | " + escaped(to_string(relationship->kind)) + " | " +
                     link(choice_.table(relationship->target)) + " | " +
                     (relationship->bridge == 0 ? "" : link(choice_.table(relationship->bridge))) + " | " +
                     condition(*relationship) + " |\n";
        }
    }

    const Choice &choice_;
    std::unordered_map<TableId, std::string> anchors_;
    std::string text_;
};

}  // namespace

std::string markdown(const Choice &choice) { return Writer(choice).write(); }

}  // namespace relmeta::formats
