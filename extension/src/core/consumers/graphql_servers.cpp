// Hasura, which reads its own metadata, and pg_graphql, which reads foreign keys, comments and functions.
#include <algorithm>

#include "core/consumers/reader.hpp"
#include "core/export/json_writer.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

class HasuraReader : public Reader {
public:
    HasuraReader(const Choice &choice, const Surroundings &surroundings) : Reader(Consumer::hasura, choice, surroundings) {}

    Fault missing(const Relationship &relationship) const override {
        if (relationship.bridge != 0) {
            return {"Hasura has no links through a bridge, only two steps over " + quote_identifier(holder(relationship).name),
                    ""};
        }
        if (!relationship.condition.empty()) {
            return {"metadata cannot contain its condition", ""};
        }
        return !has_keys(relationship) ? Fault{"it has no foreign key", metadata(relationship)} : Fault{};
    }
    Fault wrong_kind(const Relationship &relationship) const override {
        return {Reader::wrong_kind(relationship).reason, metadata(relationship)};
    }
    std::string name(const Relationship &relationship) const override { return wanted(relationship); }
    std::string name_of(const Column &, const Table &) const override { return {}; }
    bool columns_win() const override { return true; }

protected:
    bool unique(const Table &table, const ForeignKey &key) const override {
        return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
            return index.unique && !index.temporal && !index.covering && same_columns(index.columns, key.columns);
        });
    }

private:
    /// The call of the metadata API that creates the relationship from its columns, independent of foreign keys.
    std::string metadata(const Relationship &relationship) const {
        const auto named = [](JsonWriter &json, const Table &table) {
            json.begin_object().member("name", table.name).member("schema", table.schema).end_object();
        };
        JsonWriter json(0);
        json.begin_object().member("type",
                                   to_many(relationship.kind) ? "pg_create_array_relationship" : "pg_create_object_relationship");
        json.key("args").begin_object().member("source", "default").key("table");
        named(json, table(relationship.source));
        json.member("name", wanted(relationship)).key("using").begin_object().key("manual_configuration").begin_object();
        json.key("column_mapping").begin_object();
        for (std::size_t i = 0; i < relationship.source_columns.size(); ++i) {
            json.member(relationship.source_columns[i], relationship.target_columns[i]);
        }
        json.end_object().key("remote_table");
        named(json, table(relationship.target));
        json.end_object().end_object().end_object().end_object();
        return json.text();
    }
};

class PgGraphqlReader : public Reader {
public:
    PgGraphqlReader(const Choice &choice, const Surroundings &surroundings)
        : Reader(Consumer::pg_graphql, choice, surroundings) {}

    Fault missing(const Relationship &relationship) const override {
        for (const TableId id : {relationship.source, relationship.target}) {
            if (const Fault fault = hidden(table(id))) {
                return fault;
            }
        }
        if (has_function(relationship) || (relationship.bridge == 0 && has_keys(relationship))) {
            return {};
        }
        return {relationship.bridge != 0 ? "pg_graphql has no links through a bridge" : "it has no foreign key",
                function(relationship)};
    }
    bool shows_many(const Relationship &relationship) const override {
        return by_function(relationship) ? to_many(relationship.kind) : Reader::shows_many(relationship);
    }
    std::string name(const Relationship &relationship) const override {
        if (by_function(relationship)) {
            return wanted(relationship);
        }
        const std::string set = directive(relationship, relationship.reverse ? "local_name" : "foreign_name");
        if (!set.empty()) {
            return set;
        }
        std::string base = table(relationship.target).name;
        base[0] = static_cast<char>(base[0] >= 'A' && base[0] <= 'Z' ? base[0] - 'A' + 'a' : base[0]);
        if (shows_many(relationship)) {
            return base + "Collection";
        }
        const std::string &column = relationship.source_columns.front();
        const bool stripped =
            relationship.source_columns.size() == 1 && column.size() > 2 && column.compare(column.size() - 2, 2, "Id") == 0;
        return stripped ? column.substr(0, column.size() - 2) : base;
    }
    std::string rename(const Relationship &relationship) const override {
        if (by_function(relationship)) {
            return {};
        }
        const Relationship &inverse = choice().inverse_of(relationship);
        JsonWriter json(0);
        json.begin_object().member("foreign_name", wanted(relationship.reverse ? inverse : relationship));
        json.member("local_name", wanted(relationship.reverse ? relationship : inverse)).end_object();
        const Table &table = holder(relationship);
        std::string text = comment(table, relationship.constraint);
        if (const std::size_t old = text.find("@graphql("); old != std::string::npos) {
            text.erase(old, text.rfind(')') - old + 1);
        }
        text.erase(text.find_last_not_of(" \n") + 1);
        return comment_on(table, relationship.constraint, text + (text.empty() ? "" : "\n") + "@graphql(" + json.text() + ")");
    }
    bool columns_win() const override { return true; }

protected:
    bool unique(const Table &table, const ForeignKey &key) const override {
        return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
            return index.unique && !index.partial && !index.covering &&
                   std::all_of(index.columns.begin(), index.columns.end(),
                               [&](ColumnNumber column) { return column == 0 || contains(key.columns, column); });
        });
    }

private:
    bool by_function(const Relationship &relationship) const { return relationship.bridge != 0 || !has_keys(relationship); }
    Fault hidden(const Table &table) const {
        const std::string name = quote_identifier(table.name);
        if (table.kind == 'p') {
            return {name + " is partitioned", ""};
        }
        if (table.primary_key() != nullptr) {
            return {};
        }
        if (table.kind != 'r') {
            return comment(table, "").find("\"primary_key_columns\"") == std::string::npos
                       ? Fault{name + " has no primary key; @graphql in its comment can name primary_key_columns", ""}
                       : Fault{};
        }
        return {name + " has no primary key", add_primary_key(table)};
    }
    /// The value of a directive in the comment on the foreign key; empty if there is none.
    std::string directive(const Relationship &relationship, const std::string &member) const {
        const std::string text = comment(holder(relationship), relationship.constraint);
        const std::size_t start = text.find("@graphql(");
        std::size_t place = start == std::string::npos ? start : text.find('"' + member + '"', start);
        place = place == std::string::npos ? place : text.find('"', text.find(':', place));
        if (place == std::string::npos) {
            return {};
        }
        return text.substr(place + 1, text.find('"', place + 1) - place - 1);
    }
};

}  // namespace

std::unique_ptr<Reader> hasura_reader(const Choice &choice, const Surroundings &surroundings) {
    return std::make_unique<HasuraReader>(choice, surroundings);
}

std::unique_ptr<Reader> pg_graphql_reader(const Choice &choice, const Surroundings &surroundings) {
    return std::make_unique<PgGraphqlReader>(choice, surroundings);
}

}  // namespace relmeta
