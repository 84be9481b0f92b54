// relmeta's own format, which the client compares and the html page uses. Its schema is in doc/formats.md. An incompatible change
// increments the version.
#include "core/export/formats.hpp"
#include "core/export/json_writer.hpp"

namespace relmeta::formats {

namespace {

constexpr int version = 1;

const char *kind_name(char kind) {
    switch (kind) {
        case 'p': return "partitioned table";
        case 'v': return "view";
        case 'm': return "materialized view";
        case 'f': return "foreign table";
        default: return "table";
    }
}

class Writer {
public:
    explicit Writer(const Choice &choice) : choice_(choice) {}

    std::string write() {
        json_.begin_object().member("relmeta", version);
        json_.key("tables").begin_array();
        for (const Table *table : choice_.tables()) {
            write(*table);
        }
        json_.end_array().key("relationships").begin_array();
        for (const Relationship *relationship : choice_.relationships()) {
            write(*relationship);
        }
        json_.end_array().key("bridges").begin_array();
        for (const Bridge *bridge : choice_.bridges()) {
            write(*bridge);
        }
        json_.end_array().end_object();
        return json_.text() + '\n';
    }

private:
    /// Writes a table name; null for 0 or an unknown table.
    void name(const char *key, TableId id) {
        const Table *table = choice_.facts().table(id);
        json_.key(key);
        if (table == nullptr) {
            json_.null();
        } else {
            json_.value(std::vector<std::string>{table->schema, table->name});
        }
    }

    void comment(const std::string &text) {
        if (!text.empty()) {
            json_.member("comment", text);
        }
    }

    void write(const Table &table) {
        json_.begin_object().member("schema", table.schema).member("name", table.name).member("kind", kind_name(table.kind));
        json_.member("partition", table.is_partition);
        comment(choice_.comment(table));
        json_.key("columns").begin_array();
        for (const Column &column : table.columns) {
            json_.begin_object().member("name", column.name).member("type", choice_.type(column));
            json_.member("not_null", column.not_null).member("default", column.has_default);
            comment(choice_.comment(table, column));
            json_.end_object();
        }
        json_.end_array();
        json_.member("primary_key", table.names(primary_key_columns(table)));
        json_.key("unique_keys").begin_array();
        for (const Index *index : unique_keys(table)) {
            json_.begin_object().member("name", index->name).member("columns", table.names(index->columns));
            json_.member("constraint", index->constraint).member("deferrable", index->deferrable).end_object();
        }
        json_.end_array().key("foreign_keys").begin_array();
        for (const ForeignKey &key : table.foreign_keys) {
            write(table, key);
        }
        json_.end_array().end_object();
    }

    void write(const Table &table, const ForeignKey &key) {
        const Table *target = choice_.facts().table(key.target);
        json_.begin_object().member("name", key.name).member("columns", table.names(key.columns));
        name("target", key.target);
        json_.member("target_columns", target == nullptr ? ColumnNames{} : target->names(key.target_columns));
        json_.member("on_update", action_name(key.on_update)).member("on_delete", action_name(key.on_delete));
        json_.member("on_delete_columns", table.names(key.on_delete_columns)).member("match_full", key.match_full);
        json_.member("deferrable", key.deferrable).member("deferred", key.deferred).member("temporal", key.temporal);
        json_.member("validated", key.validated).member("enforced", key.enforced).end_object();
    }

    void write(const Relationship &relationship) {
        json_.begin_object();
        name("source", relationship.source);
        json_.member("name", relationship.name).member("kind", to_string(relationship.kind));
        name("target", relationship.target);
        json_.member("source_columns", relationship.source_columns).member("target_columns", relationship.target_columns);
        name("bridge", relationship.bridge);
        json_.member("bridge_source_columns", relationship.bridge_source_columns);
        json_.member("bridge_target_columns", relationship.bridge_target_columns);
        name("holder", relationship.holder);
        constraint("constraint", relationship.constraint);
        constraint("far_constraint", relationship.far_constraint);
        constraint("condition", relationship.condition);
        json_.member("inverse", relationship.inverse).member("required", relationship.required);
        json_.member("enforced", relationship.enforced).member("pair_unique", relationship.pair_unique);
        json_.member("origin", to_string(relationship.origin)).end_object();
    }

    void constraint(const char *key, const std::string &value) {
        json_.key(key);
        if (value.empty()) {
            json_.null();
        } else {
            json_.value(value);
        }
    }

    void write(const Bridge &bridge) {
        const Table &table = choice_.table(bridge.table);
        json_.begin_object();
        name("table", bridge.table);
        json_.member("grade", to_string(bridge.grade));
        json_.key("ends").begin_array();
        for (const End &end : bridge.ends) {
            json_.begin_object();
            name("target", end.target);
            json_.member("columns", table.names(end.columns)).member("role", end.role).member("constraint", end.constraint);
            json_.member("exclusive", end.exclusive).end_object();
        }
        json_.end_array().member("payload", table.names(bridge.payload));
        json_.member("pair_unique", bridge.pair_unique).member("reason", bridge.reason).end_object();
    }

    const Choice &choice_;
    JsonWriter json_{2};
};

}  // namespace

std::string json(const Choice &choice) { return Writer(choice).write(); }

}  // namespace relmeta::formats
