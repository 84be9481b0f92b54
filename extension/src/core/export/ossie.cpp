// A semantic model for Apache Ossie (Open Semantic Interchange), as JSON, which is also YAML. Ossie has only many-to-one
// relationships; the name in the opposite direction is a synonym. A link through a bridge becomes two relationships.
#include <map>

#include "core/export/formats.hpp"
#include "core/export/json_writer.hpp"
#include "core/export/models.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

constexpr const char *version = "0.2.0.dev0";

/// The logical type; empty if Ossie has none.
std::string type_of(const std::string &text) {
    static const std::map<std::string, std::string> names{
        {"smallint", "Integer"}, {"integer", "Integer"}, {"bigint", "Integer"},     {"numeric", "Decimal"},
        {"float4", "Float"},     {"float8", "Float"},    {"boolean", "Boolean"},    {"date", "Date"},
        {"time", "Time"},        {"timetz", "Time"},     {"timestamp", "DateTime"}, {"timestamptz", "DateTimeTz"},
        {"text", "String"},      {"varchar", "String"},  {"char", "String"},        {"uuid", "String"}};
    const SqlType type = sql_type(text);
    const auto known = names.find(type.name);
    return type.array || known == names.end() ? "" : known->second;
}

void describe(JsonWriter &json, const std::string &comment) {
    if (!comment.empty()) {
        json.member("description", comment);
    }
}

void dataset(JsonWriter &json, const Choice &choice, const Table &table) {
    json.begin_object().member("name", short_name(table)).member("source", quote_qualified(table.schema, table.name));
    if (const Index *key = table.primary_key()) {
        json.member("primary_key", table.names(key->columns));
    }
    json.key("unique_keys").begin_array();
    for (const Index *index : unique_keys(table)) {
        json.value(table.names(index->columns));
    }
    json.end_array();
    describe(json, choice.comment(table));
    json.key("fields").begin_array();
    for (const Column &column : table.columns) {
        json.begin_object().member("name", column.name).key("expression").begin_object().key("dialects").begin_array();
        json.begin_object().member("dialect", "ANSI_SQL").member("expression", quote_identifier(column.name)).end_object();
        json.end_array().end_object();
        describe(json, choice.comment(table, column));
        if (const std::string type = type_of(choice.type(column)); !type.empty()) {
            json.member("datatype", type);
        }
        json.end_object();
    }
    json.end_array().end_object();
}

}  // namespace

std::string ossie(const Choice &choice) {
    JsonWriter json(2);
    json.begin_object().member("version", version).key("semantic_model").begin_array().begin_object();
    json.member("name", "database").key("datasets").begin_array();
    for (const Table *table : choice.tables()) {
        dataset(json, choice, *table);
    }
    json.end_array().key("relationships").begin_array();
    for (const Relationship *relationship : choice.relationships()) {
        if (relationship->bridge != 0 || !holds_key(*relationship) || !in_models(choice, *relationship)) {
            continue;
        }
        const std::string source = short_name(choice.table(relationship->source));
        const std::string target = short_name(choice.table(relationship->target));
        json.begin_object()
            .member("name", source + '.' + name_part(relationship->name))
            .member("from", source)
            .member("to", target);
        json.member("from_columns", relationship->source_columns).member("to_columns", relationship->target_columns);
        json.key("ai_context").begin_object();
        json.member("synonyms", std::vector<std::string>{target + '.' + name_part(relationship->inverse)})
            .end_object()
            .end_object();
    }
    json.end_array().end_object().end_array().end_object();
    return json.text() + '\n';
}

}  // namespace relmeta::formats
