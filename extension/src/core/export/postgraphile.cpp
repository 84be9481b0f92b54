// postgraphile.tags.json5: smart tags that name PostGraphile's fields after the relationships, restrict pg-many-to-many to
// bridges, and declare what PostGraphile does not see: relationships without a foreign key, and uniqueness without a constraint.
// They hide columns that version 5 cannot show, and make the names of types unique.
#include <algorithm>
#include <map>
#include <tuple>

#include "core/export/formats.hpp"
#include "core/export/graphql.hpp"
#include "core/export/json_writer.hpp"
#include "core/export/models.hpp"
#include "core/export/postgraphile_names.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

using Tags = std::map<std::string, std::vector<std::string>>;
using Entries = std::map<std::string, Tags>;

void write(JsonWriter &json, const char *kind, const Entries &entries) {
    json.key(kind).begin_object();
    for (const auto &entry : entries) {
        json.key(entry.first).begin_object().key("tags").begin_object();
        for (const auto &[tag, values] : entry.second) {
            if (values.size() == 1) {
                json.member(tag, values.front());
            } else {
                json.member(tag, values);
            }
        }
        json.end_object().end_object();
    }
    json.end_object();
}

std::string in_tag(const std::string &name) { return '"' + name + '"'; }
std::string in_tag(const ColumnNames &names) {
    return '(' + join(names, ",", [](const std::string &name) { return in_tag(name); }) + ')';
}

class Writer {
public:
    Writer(const Choice &choice, int version)
        : choice_(choice),
          version_(version),
          // In version 4, mutation results have a field for the table and fields for its relationships.
          names_(choice, {camel_name, {"id", "rowId", "nodeId", "query", "clientMutationId"}, version == 4}) {
        for (const Relationship *relationship : choice.relationships()) {
            if (relationship->bridge != 0) {
                links_.emplace(std::make_tuple(relationship->bridge, relationship->constraint, relationship->far_constraint),
                               relationship);
            }
        }
    }

    std::string write() {
        for (const Relationship *relationship : choice_.relationships()) {
            if (relationship->bridge != 0) {
                through(*relationship);
            } else if (relationship->origin == Origin::declared || relationship->origin == Origin::view) {
                declared(*relationship);
            } else {
                direct(*relationship);
            }
        }
        const PostgraphileTypes types(choice_);
        for (const Table *table : choice_.tables()) {
            restrict_links(*table);
            hide_columns(*table);
            if (const PostgraphileTypes::Clash *clash = types.clash(*table)) {
                tables_[full_name(*table)]["name"] = {clash->free_name};
            }
        }
        JsonWriter json(2);
        json.begin_object().member("version", 1).key("config").begin_object();
        formats::write(json, "class", tables_);
        formats::write(json, "constraint", constraints_);
        if (!columns_.empty()) {
            formats::write(json, "attribute", columns_);
        }
        json.end_object().end_object();
        return json.text() + '\n';
    }

private:
    Tags &tags_of(const Table &holder, const std::string &constraint) {
        return constraints_[full_name(holder) + '.' + name_part(constraint)];
    }

    void direct(const Relationship &relationship) {
        Tags &tags = tags_of(choice_.table(relationship.holder), relationship.constraint);
        const std::string &name = names_.of(relationship);
        if (!relationship.reverse) {
            tags["fieldName"] = {name};
        } else if (to_many(relationship.kind)) {
            tags["foreignFieldName"] = {name};
        } else {
            tags["foreignSingleFieldName"] = {name};
            unique(choice_.table(relationship.target), relationship.target_columns);
        }
    }

    /// Declares a foreign key to PostGraphile. It must lead to one row, by columns with a unique constraint.
    void declared(const Relationship &relationship) {
        if (!relationship.condition.empty() || !in_models(choice_, relationship)) {
            return;  // a foreign key has no condition
        }
        const bool first =
            relationship.kind == Kind::many_to_one || (relationship.kind == Kind::one_to_one && !relationship.reverse);
        const Table &source = choice_.table(relationship.source);
        const Table &target = choice_.table(relationship.target);
        if (!first || !can_be_in_tag(relationship.source_columns) || !can_be_in_tag(relationship.target_columns) ||
            !can_be_in_tag(target.schema) || !can_be_in_tag(target.name)) {
            return;
        }
        const bool one_to_one = relationship.kind == Kind::one_to_one;
        tables_[full_name(source)]["foreignKey"].push_back(
            in_tag(relationship.source_columns) + " references " + in_tag(target.schema) + '.' + in_tag(target.name) + ' ' +
            in_tag(relationship.target_columns) + "|@fieldName " + names_.of(relationship) + "|@" +
            (one_to_one ? "foreignSingleFieldName " : "foreignFieldName ") + names_.of(choice_.inverse_of(relationship)) +
            (choice_.bridge(source.id) != nullptr ? ""
             : version_ == 4                      ? "|@omit manyToMany"
                                                  : "|@behavior -manyToMany"));
        unique(target, relationship.target_columns);
        if (one_to_one) {
            unique(source, relationship.source_columns);
        }
    }

    /// Declares the columns unique unless a constraint does. PostGraphile ignores other indexes.
    void unique(const Table &table, const ColumnNames &columns) {
        const ColumnNumbers numbers = table.numbers_at(columns);
        for (const Index &index : table.indexes) {
            if (index.constraint && (version_ == 4 ? index.columns == numbers : subset(index.columns, numbers))) {
                return;
            }
        }
        if (can_be_in_tag(columns)) {
            std::vector<std::string> &tags = tables_[full_name(table)]["unique"];
            const std::string tag = version_ == 4
                                        ? join(columns, ",", [](const std::string &name) { return in_tag(name); }) + "|@omit"
                                        : join(columns, ",") + "|@behavior -single -update -delete";
            if (std::find(tags.begin(), tags.end(), tag) == tags.end()) {
                tags.push_back(tag);
            }
        }
    }

    void through(const Relationship &relationship) {
        const Table &bridge = choice_.table(relationship.bridge);
        if (!relationship.condition.empty()) {
            return;
        }
        const bool linked = links(bridge, relationship.constraint) && links(bridge, relationship.far_constraint);
        if (linked && all_agree(relationship, bridge)) {
            tags_of(bridge, relationship.far_constraint)["manyToManyFieldName"] = {names_.of(relationship)};
        } else if (!linked || relationship.pair_unique) {
            reference(relationship, bridge);
        }
    }

    /// Whether pg-many-to-many follows this foreign key, which it does not if a constraint makes the key unique.
    bool links(const Table &bridge, const std::string &constraint) const {
        const ForeignKey *key = bridge.foreign_key(constraint);
        return key != nullptr && (version_ != 4 || key->columns.size() == 1) &&
               std::none_of(bridge.indexes.begin(), bridge.indexes.end(),
                            [&](const Index &index) { return index.constraint && index.columns == key->columns; });
    }

    /// manyToManyFieldName names all links along one foreign key of a bridge, whichever end they start at.
    bool all_agree(const Relationship &relationship, const Table &table) const {
        const Bridge *bridge = choice_.bridge(table.id);
        return bridge != nullptr && std::all_of(bridge->ends.begin(), bridge->ends.end(), [&](const End &end) {
                   const auto found = links_.find({table.id, end.constraint, relationship.far_constraint});
                   return end.constraint == relationship.far_constraint ||
                          (found != links_.end() && names_.of(*found->second) == names_.of(relationship));
               });
    }

    /// A separate field that describes the path: @ref of version 5. It repeats a row that the bridge links several times.
    void reference(const Relationship &relationship, const Table &bridge) {
        const auto step = [](const ColumnNames &from, const Table &to, const ColumnNames &columns) {
            return '(' + join(from, ",") + ")->" + to.schema + '.' + to.name + '(' + join(columns, ",") + ')';
        };
        const std::string way =
            step(relationship.source_columns, bridge, relationship.bridge_source_columns) + ';' +
            step(relationship.bridge_target_columns, choice_.table(relationship.target), relationship.target_columns);
        // An option of a tag cannot contain quoted identifiers.
        if (version_ != 4 && way.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_(),.;->") == std::string::npos) {
            tables_[full_name(choice_.table(relationship.source))]["ref"].push_back(
                names_.of(relationship) + (to_many(relationship.kind) ? "" : " singular") + " via:\"" + way + '"');
        }
    }

    /// Excludes foreign keys that are not an end of a bridge from pg-many-to-many. A tag on the class would hide other links too.
    void restrict_links(const Table &table) {
        const Bridge *bridge = choice_.bridge(table.id);
        for (const ForeignKey &key : table.foreign_keys) {
            const bool end = bridge != nullptr && std::any_of(bridge->ends.begin(), bridge->ends.end(),
                                                              [&](const End &each) { return each.constraint == key.name; });
            if (table.foreign_keys.size() > 1 && !end) {
                tags_of(table, key.name)[version_ == 4 ? "omit" : "behavior"] = {version_ == 4 ? "manyToMany" : "-manyToMany"};
            }
        }
    }

    /// Version 5 would drop the whole type of a table with an enum that it cannot convert, and the types that refer to it.
    void hide_columns(const Table &table) {
        for (const Column &column : table.columns) {
            const std::vector<std::string> &labels = choice_.labels(column);
            if (version_ != 4 && !std::all_of(labels.begin(), labels.end(), can_be_graphql_value)) {
                columns_[full_name(table) + '.' + name_part(column.name)]["behavior"] = {"-*"};
            }
        }
    }

    const Choice &choice_;
    int version_;
    FieldNames names_;
    std::map<std::tuple<TableId, std::string, std::string>, const Relationship *> links_;  ///< by bridge, near and far key
    Entries tables_;
    Entries constraints_;
    Entries columns_;
};

}  // namespace

std::string postgraphile(const Choice &choice) { return Writer(choice, 5).write(); }
std::string postgraphile4(const Choice &choice) { return Writer(choice, 4).write(); }

}  // namespace relmeta::formats
