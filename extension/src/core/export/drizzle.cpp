// Tables and relations for Drizzle, as a TypeScript module. A link through a bridge becomes two steps over the bridge.
#include <map>
#include <set>

#include "core/export/formats.hpp"
#include "core/export/json_writer.hpp"
#include "core/export/models.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

std::string variable(const Table &table) {
    return plain_name(table.schema == "public" ? table.name : table.schema + '_' + table.name);
}

Language language() {
    Language typescript{variable, javascript_words(), {}};
    typescript.reserved_types.insert({"relations", "pg", "one", "many"});
    return typescript;
}

/// The call that defines the column.
std::string column_of(const std::string &name, const SqlType &type) {
    static const std::map<std::string, std::pair<const char *, const char *>> names{
        {"smallint", {"smallint", ""}},
        {"integer", {"integer", ""}},
        {"bigint", {"bigint", "mode: \"bigint\""}},
        {"text", {"text", ""}},
        {"boolean", {"boolean", ""}},
        {"date", {"date", ""}},
        {"time", {"time", ""}},
        {"timetz", {"time", "withTimezone: true"}},
        {"timestamp", {"timestamp", ""}},
        {"timestamptz", {"timestamp", "withTimezone: true"}},
        {"numeric", {"numeric", ""}},
        {"float4", {"real", ""}},
        {"float8", {"doublePrecision", ""}},
        {"varchar", {"varchar", ""}},
        {"char", {"char", ""}},
        {"json", {"json", ""}},
        {"jsonb", {"jsonb", ""}},
        {"uuid", {"uuid", ""}},
        {"interval", {"interval", ""}},
        {"inet", {"inet", ""}},
        {"cidr", {"cidr", ""}},
        {"macaddr", {"macaddr", ""}}};
    const auto known = names.find(type.name);
    if (known == names.end()) {
        return "pg.customType<{ data: unknown }>({ dataType: () => " + json_string(short_text(type)) + " })(" +
               json_string(name) + ')';
    }
    std::string options = known->second.second;
    const std::size_t comma = type.arguments.find(',');
    const auto add = [&](const std::string &option) { options += (options.empty() ? "" : ", ") + option; };
    if (!type.arguments.empty() && (type.name == "varchar" || type.name == "char")) {
        add("length: " + type.arguments);
    } else if (!type.arguments.empty() && type.name == "numeric") {
        add("precision: " + type.arguments.substr(0, comma));
        if (comma != std::string::npos) add("scale: " + type.arguments.substr(comma + 1));
    }
    return std::string("pg.") + known->second.first + '(' + json_string(name) + (options.empty() ? "" : ", { " + options + " }") +
           ')' + (type.array ? ".array()" : "");
}

std::string documented(const std::string &comment, const std::string &indent) {
    std::string text;
    for (const char c : in_comment(comment)) {
        text += c == '/' && !text.empty() && text.back() == '*' ? " /" : std::string(1, c);
    }
    return text.empty() ? "" : indent + "/** " + text + " */\n";
}

class Writer {
public:
    explicit Writer(const Choice &choice) : choice_(choice), names_(choice, language()) {}

    std::string write() {
        text_ = "import { relations } from \"drizzle-orm\";\nimport * as pg from \"drizzle-orm/pg-core\";\n";
        for (const Table *table : choice_.tables()) {
            write(*table);
        }
        for (const Table *table : choice_.tables()) {
            relations(*table);
        }
        return text_;
    }

private:
    void write(const Table &table) {
        const ColumnNumbers key = primary_key_columns(table);
        text_ +=
            '\n' + documented(choice_.comment(table), "") + "export const " + names_.type(table) + " = " +
            (table.schema == "public" ? std::string("pg.pgTable(") : "pg.pgSchema(" + json_string(table.schema) + ").table(") +
            json_string(table.name) + ", {\n";
        for (const Column &column : table.columns) {
            text_ += documented(choice_.comment(table, column), "  ") + "  " + names_.column(table, column.number) + ": " +
                     column_of(column.name, sql_type(choice_.type(column))) +
                     (key == ColumnNumbers{column.number} ? ".primaryKey()" : "") + (column.not_null ? ".notNull()" : "") + ",\n";
        }
        text_ += "}";
        std::vector<std::string> keys;
        const auto list = [&](const ColumnNumbers &columns) {
            return join(names_.columns(table, table.names(columns)), ", ", [](const std::string &name) { return "t." + name; });
        };
        if (key.size() > 1) {
            keys.push_back("pg.primaryKey({ columns: [" + list(key) + "] })");
        }
        for (const Index *index : unique_keys(table)) {
            keys.push_back("pg.unique(" + json_string(index->name) + ").on(" + list(index->columns) + ')');
        }
        text_ += (keys.empty() ? "" : ", (t) => [\n  " + join(keys, ",\n  ") + ",\n]") + ");\n";
    }

    void relations(const Table &table) {
        std::string lines;
        for (const Relationship *relationship : choice_.relationships_of(table)) {
            if (relationship->bridge == 0 && in_models(choice_, *relationship) && relationship->kind != Kind::many_to_many) {
                lines += line(*relationship);
            }
        }
        if (!lines.empty()) {
            text_ += "\nexport const " + names_.type(table) + "$relations = relations(" + names_.type(table) +
                     ", ({ one, many }) => ({\n" + lines + "}));\n";
        }
    }

    std::string line(const Relationship &relationship) const {
        const Table &source = choice_.table(relationship.source);
        const Table &target = choice_.table(relationship.target);
        const Relationship &forward = holds_key(relationship) ? relationship : choice_.inverse_of(relationship);
        const auto list = [&](const Table &table, const ColumnNames &columns) {
            return join(names_.columns(table, columns), ", ",
                        [&](const std::string &name) { return names_.type(table) + '.' + name; });
        };
        const std::string name = json_string(names_.type(choice_.table(forward.source)) + '.' + names_.of(forward));
        std::string text = "  " + names_.of(relationship) + ": ";
        if (to_many(relationship.kind)) {
            return text + "many(" + names_.type(target) + ", { relationName: " + name + " }),\n";
        }
        return text + "one(" + names_.type(target) + ", { fields: [" + list(source, relationship.source_columns) +
               "], references: [" + list(target, relationship.target_columns) + "], relationName: " + name + " }),\n";
    }

    const Choice &choice_;
    ModelNames names_;
    std::string text_;
};

}  // namespace

std::string drizzle(const Choice &choice) { return Writer(choice).write(); }

}  // namespace relmeta::formats
