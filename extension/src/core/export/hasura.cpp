// Hasura metadata, version 3: every table with its object and array relationships. A link through a bridge becomes two steps over
// the bridge. A relationship refers to its foreign key if that is the only one over its columns, otherwise to the joined columns.
#include <algorithm>

#include "core/export/formats.hpp"
#include "core/export/graphql.hpp"
#include "core/export/json_writer.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

void table_name(JsonWriter &json, const Table &table) {
    json.begin_object().member("name", table.name).member("schema", table.schema).end_object();
}

/// Whether Hasura can identify the foreign key by its columns.
bool by_key(const Relationship &relationship, const Choice &choice) {
    const Table &holder = choice.table(relationship.holder);
    const ForeignKey *key = holder.foreign_key(relationship.constraint);
    return key != nullptr && !key->temporal &&
           std::count_if(holder.foreign_keys.begin(), holder.foreign_keys.end(),
                         [&](const ForeignKey &other) { return united(other.columns, {}) == united(key->columns, {}); }) == 1;
}

void columns(JsonWriter &json, const ColumnNames &names) {
    if (names.size() == 1) {
        json.value(names.front());
    } else {
        json.value(names);
    }
}

/// Writes the value of `using`.
void join_of(JsonWriter &json, const Relationship &relationship, const Choice &choice) {
    const Table &target = choice.table(relationship.target);
    json.begin_object();
    if (!by_key(relationship, choice)) {
        json.key("manual_configuration").begin_object().key("column_mapping").begin_object();
        for (std::size_t i = 0; i < relationship.source_columns.size(); ++i) {
            json.member(relationship.source_columns[i], relationship.target_columns[i]);
        }
        json.end_object().key("remote_table");
        table_name(json, target);
        json.end_object();
    } else if (!relationship.reverse) {
        json.key("foreign_key_constraint_on");
        columns(json, relationship.source_columns);
    } else {
        json.key("foreign_key_constraint_on").begin_object();
        json.key(relationship.target_columns.size() == 1 ? "column" : "columns");
        columns(json, relationship.target_columns);
        json.key("table");
        table_name(json, target);
        json.end_object();
    }
    json.end_object();
}

/// The direct relationships of a table, to-one or to-many. Hasura has no conditions, so those with one are left out.
std::vector<const Relationship *> direct(const Table &table, bool many, const Choice &choice) {
    std::vector<const Relationship *> found;
    for (const Relationship *relationship : choice.relationships_of(table)) {
        if (relationship->bridge == 0 && relationship->condition.empty() && to_many(relationship->kind) == many) {
            found.push_back(relationship);
        }
    }
    return found;
}

}  // namespace

std::string hasura(const Choice &choice) {
    const FieldNames names(choice);
    JsonWriter json(2);
    json.begin_object().member("version", 3).key("sources").begin_array().begin_object();
    json.member("name", "default").member("kind", "postgres").key("tables").begin_array();
    for (const Table *table : choice.tables()) {
        json.begin_object().key("table");
        table_name(json, *table);
        for (const bool many : {false, true}) {
            const auto found = direct(*table, many, choice);
            if (!found.empty()) {
                json.key(many ? "array_relationships" : "object_relationships").begin_array();
                for (const Relationship *relationship : found) {
                    json.begin_object().member("name", names.of(*relationship)).key("using");
                    join_of(json, *relationship, choice);
                    json.end_object();
                }
                json.end_array();
            }
        }
        json.end_object();
    }
    json.end_array().key("configuration").begin_object().key("connection_info").begin_object();
    json.key("database_url").begin_object().member("from_env", "HASURA_GRAPHQL_DATABASE_URL").end_object();
    json.end_object().end_object().end_object().end_array().end_object();
    return json.text() + '\n';
}

/// Calls of the metadata API that add the relationships without changing other metadata. replace_metadata would drop permissions.
std::string hasura_bulk(const Choice &choice) {
    const FieldNames names(choice);
    JsonWriter json(2);
    json.begin_object().member("type", "bulk").key("args").begin_array();
    for (const Table *table : choice.tables()) {
        for (const bool many : {false, true}) {
            for (const Relationship *relationship : direct(*table, many, choice)) {
                json.begin_object().member("type", many ? "pg_create_array_relationship" : "pg_create_object_relationship");
                json.key("args").begin_object().member("source", "default").key("table");
                table_name(json, *table);
                json.member("name", names.of(*relationship)).key("using");
                join_of(json, *relationship, choice);
                json.end_object().end_object();
            }
        }
    }
    json.end_array().end_object();
    return json.text() + '\n';
}

/// tables.yaml for a metadata directory. JSON strings, lists and maps are valid YAML.
std::string hasura_yaml(const Choice &choice) {
    const FieldNames names(choice);
    std::string text;
    for (const Table *table : choice.tables()) {
        JsonWriter name(0);
        table_name(name, *table);
        text += "- table: " + name.text() + '\n';
        for (const bool many : {false, true}) {
            const auto found = direct(*table, many, choice);
            if (!found.empty()) {
                text += many ? "  array_relationships:\n" : "  object_relationships:\n";
            }
            for (const Relationship *relationship : found) {
                JsonWriter join(0);
                join_of(join, *relationship, choice);
                text += "    - name: " + names.of(*relationship) + "\n      using: " + join.text() + '\n';
            }
        }
    }
    return text.empty() ? "[]\n" : text;
}

}  // namespace relmeta::formats
