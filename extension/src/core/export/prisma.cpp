// A schema for Prisma 7. A model needs a unique key without null, and a relation must refer to unique columns. Other tables and
// relationships are left out. A link through a bridge becomes two steps over the model of the bridge.
#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "core/export/formats.hpp"
#include "core/export/json_writer.hpp"
#include "core/export/models.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

/// The type of a field, and its native type unless that is the default.
std::string type_of(const SqlType &type) {
    static const std::map<std::string, std::pair<const char *, const char *>> names{{"smallint", {"Int", "SmallInt"}},
                                                                                    {"integer", {"Int", ""}},
                                                                                    {"bigint", {"BigInt", ""}},
                                                                                    {"text", {"String", ""}},
                                                                                    {"boolean", {"Boolean", ""}},
                                                                                    {"date", {"DateTime", "Date"}},
                                                                                    {"time", {"DateTime", "Time"}},
                                                                                    {"timetz", {"DateTime", "Timetz"}},
                                                                                    {"timestamp", {"DateTime", "Timestamp"}},
                                                                                    {"timestamptz", {"DateTime", "Timestamptz"}},
                                                                                    {"numeric", {"Decimal", "Decimal"}},
                                                                                    {"float4", {"Float", "Real"}},
                                                                                    {"float8", {"Float", ""}},
                                                                                    {"varchar", {"String", "VarChar"}},
                                                                                    {"char", {"String", "Char"}},
                                                                                    {"bit", {"String", "Bit"}},
                                                                                    {"varbit", {"String", "VarBit"}},
                                                                                    {"bytea", {"Bytes", ""}},
                                                                                    {"json", {"Json", "Json"}},
                                                                                    {"jsonb", {"Json", ""}},
                                                                                    {"uuid", {"String", "Uuid"}},
                                                                                    {"inet", {"String", "Inet"}},
                                                                                    {"xml", {"String", "Xml"}}};
    const auto known = names.find(type.name);
    if (known == names.end()) {
        return "";
    }
    const auto [name, native] = known->second;
    const std::string marks = type.array ? "[]" : "?";
    return name + marks +
           (*native == '\0' ? "" : std::string(" @db.") + native + (type.arguments.empty() ? "" : '(' + type.arguments + ')'));
}

std::string lines_of_comment(const std::string &comment, const std::string &indent) {
    std::string text = comment.empty() ? "" : indent + "/// ";
    for (const char c : comment) {
        text += c == '\n' ? '\n' + indent + "/// " : static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? " " : std::string(1, c);
    }
    return comment.empty() ? "" : text + '\n';
}

const char *action(char letter) {
    switch (letter) {
        case 'r': return "Restrict";
        case 'c': return "Cascade";
        case 'n': return "SetNull";
        case 'd': return "SetDefault";
        default: return "NoAction";
    }
}

/// Reserved model names.
std::unordered_set<std::string> reserved() {
    return {"PrismaClient", "String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes", "Unsupported"};
}

class Writer {
public:
    explicit Writer(const Choice &choice) : choice_(choice), names_(choice, {class_name, reserved(), {}}) {
        for (const Table *table : choice.tables()) {
            schemas_.insert(table->schema);
            const auto keys = keys_of(*table);
            const bool model = std::any_of(keys.begin(), keys.end(), [&](const Index *key) {
                return table->all_not_null(key->columns) &&
                       std::all_of(key->columns.begin(), key->columns.end(), [&](ColumnNumber number) {
                           return !type_of(sql_type(choice_.type(table->at(number)))).empty();
                       });
            });
            if (model) models_.insert(table->id);
        }
    }

    std::string write() {
        text_ =
            "generator client {\n  provider = \"prisma-client\"\n  output   = \"./generated\"\n}\n\ndatasource db {\n  provider "
            "= \"postgresql\"\n";
        const bool several = schemas_.size() > 1 || schemas_.count("public") == 0;
        if (several && !schemas_.empty()) {
            text_ += "  schemas  = [" + join(schemas_, ", ", json_string) + "]\n";
        }
        text_ += "}\n";
        for (const Table *table : choice_.tables()) {
            if (models_.count(table->id) == 0) {
                text_ += "\n// " + in_comment(full_name(*table)) + " has no unique key\n";
            } else {
                write(*table, several);
            }
        }
        return text_;
    }

private:
    static std::vector<const Index *> keys_of(const Table &table) {
        std::vector<const Index *> keys = unique_keys(table);
        if (const Index *key = table.primary_key()) {
            keys.insert(keys.begin(), key);
        }
        return keys;
    }

    static bool is_key(const Table &table, const ColumnNames &columns) {
        const auto keys = keys_of(table);
        const ColumnNumbers numbers = united(table.numbers_at(columns), {});
        return std::any_of(keys.begin(), keys.end(), [&](const Index *key) { return united(key->columns, {}) == numbers; });
    }

    /// Whether Prisma can represent the relationship, which must be in the direction of its key.
    bool fits(const Relationship &relationship) const {
        return relationship.bridge == 0 && holds_key(relationship) && in_models(choice_, relationship) &&
               models_.count(relationship.source) != 0 && models_.count(relationship.target) != 0 &&
               is_key(choice_.table(relationship.target), relationship.target_columns) && types_fit(relationship);
    }

    bool types_fit(const Relationship &relationship) const {
        const Table &source = choice_.table(relationship.source);
        const Table &target = choice_.table(relationship.target);
        for (std::size_t i = 0; i < relationship.source_columns.size(); ++i) {
            const std::string here = type_of(sql_type(choice_.type(source.at(relationship.source_columns[i]))));
            const std::string there = type_of(sql_type(choice_.type(target.at(relationship.target_columns[i]))));
            if (here.empty() || here.substr(0, here.find_first_of("?[")) != there.substr(0, there.find_first_of("?["))) {
                return false;
            }
        }
        return true;
    }

    void write(const Table &table, bool several) {
        text_ += '\n' + lines_of_comment(choice_.comment(table), "") + "model " + names_.type(table) + " {\n";
        for (const Column &column : table.columns) {
            write(table, column);
        }
        for (const Relationship *relationship : choice_.relationships_of(table)) {
            if (relationship->bridge == 0) {
                write(table, *relationship);
            }
        }
        text_ += '\n';
        for (const Index *key : keys_of(table)) {
            text_ += std::string("  @@") + (key->primary ? "id" : "unique") + "([" +
                     join(names_.columns(table, table.names(key->columns)), ", ") + "], map: " + json_string(key->name) + ")\n";
        }
        text_ += "  @@map(" + json_string(table.name) + ")\n" +
                 (several ? "  @@schema(" + json_string(table.schema) + ")\n" : "") + "}\n";
    }

    void write(const Table &table, const Column &column) {
        const SqlType sql = sql_type(choice_.type(column));
        std::string type = type_of(sql);
        if (type.empty()) {
            type = "Unsupported(" + json_string(choice_.type(column)) + ")?";
        }
        const std::size_t mark = type.rfind('?');
        if (column.not_null && mark != std::string::npos) {
            type.erase(mark, 1);
        }
        const std::string &name = names_.column(table, column.number);
        text_ += lines_of_comment(choice_.comment(table, column), "  ") + "  " + name + ' ' + type +
                 (column.has_default ? " @default(dbgenerated())" : "") +
                 (name == column.name ? "" : " @map(" + json_string(column.name) + ')') + '\n';
    }

    void write(const Table &table, const Relationship &relationship) {
        const Relationship &inverse = choice_.inverse_of(relationship);
        const bool here = holds_key(relationship);
        const Relationship &forward = here ? relationship : inverse;
        if (!fits(forward)) {
            return;
        }
        const Table &target = choice_.table(relationship.target);
        const Table &holder = choice_.table(forward.source);
        const std::string relation = json_string(names_.type(holder) + '_' + names_.of(forward));
        text_ += "  " + names_.of(relationship) + ' ' + names_.type(target);
        if (!here) {
            // One-to-one requires a unique key on these columns.
            const bool one = relationship.kind == Kind::one_to_one && is_key(holder, forward.source_columns);
            text_ += (one ? "? @relation(" : "[] @relation(") + relation + ")\n";
            return;
        }
        const ForeignKey *key = holder.foreign_key(forward.constraint);
        text_ += std::string(table.all_not_null(table.numbers_at(forward.source_columns)) ? "" : "?") + " @relation(" + relation +
                 ", fields: [" + join(names_.columns(table, forward.source_columns), ", ") + "], references: [" +
                 join(names_.columns(target, forward.target_columns), ", ") + ']';
        if (key != nullptr) {
            text_ += std::string(", onDelete: ") + action(key->on_delete) + ", onUpdate: " + action(key->on_update) +
                     ", map: " + json_string(key->name);
        }
        text_ += ")\n";
    }

    const Choice &choice_;
    ModelNames names_;
    std::set<std::string> schemas_;
    std::set<TableId> models_;
    std::string text_;
};

}  // namespace

std::string prisma(const Choice &choice) { return Writer(choice).write(); }

}  // namespace relmeta::formats
