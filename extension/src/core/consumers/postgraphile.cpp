// PostGraphile 5 and 4 with pg-many-to-many and simplify-inflection. It reads smart tags, lines that start with @, in comments.
#include <algorithm>
#include <cstring>

#include "core/consumers/reader.hpp"
#include "core/export/models.hpp"
#include "core/export/postgraphile_names.hpp"
#include "core/naming/inflect.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// Whether a tag that lists columns or tables can contain the name.
bool is_plain(const std::string &name) {
    return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}
bool are_plain(const ColumnNames &names) {
    return std::all_of(names.begin(), names.end(), static_cast<bool (*)(const std::string &)>(is_plain));
}
bool is_plain(const Table &table) { return is_plain(table.schema) && is_plain(table.name); }

std::string listed(const ColumnNames &names) { return '(' + join(names, ",") + ')'; }

std::string in_tag(const std::string &name) { return is_plain(name) ? name : '"' + name + '"'; }
std::string in_tag(const ColumnNames &names) {
    return '(' + join(names, ",", [](const std::string &name) { return in_tag(name); }) + ')';
}

class PostgraphileReader : public Reader {
public:
    PostgraphileReader(Consumer consumer, const Choice &choice, const Surroundings &surroundings)
        : Reader(consumer, choice, surroundings,
                 {camel_name, {"id", "rowId", "nodeId", "query", "clientMutationId"}, consumer == Consumer::postgraphile4}),
          types_(choice) {
        for (const Relationship *each : choice.relationships()) {
            held_[each->holder].push_back(each);
        }
    }

    std::vector<Fault> broken_type(const Table &table) const override {
        std::vector<Fault> faults;
        const PostgraphileTypes::Clash *clash = types_.clash(table);
        if (clash != nullptr && !clash->with_conditions) {
            faults.push_back({"its type has the same name as that of " + quote_identifier(clash->other->name) +
                                  ", and PostGraphile does not start",
                              rename_type(table)});
        }
        for (const Column &column : table.columns) {
            const std::vector<std::string> &labels = choice().labels(column);
            SmartComment text(choice().comment(table, column));
            const auto odd = std::find_if_not(labels.begin(), labels.end(), can_be_graphql_value);
            if (!is_4() && odd != labels.end() && text.value("behavior") != "-*") {
                text.set("behavior", "-*");
                faults.push_back({"PostGraphile cannot name the label " + in_quotes(*odd) + " of " +
                                      on_columns(table, {column.number}) +
                                      ", and drops the type of the first table with such a column and types that refer to it",
                                  "COMMENT ON COLUMN " + quote_qualified(table.schema, table.name) + '.' +
                                      quote_identifier(column.name) + " IS " + quote_literal(text.text()) + ";"});
            }
        }
        return faults;
    }

    Fault missing(const Relationship &relationship) const override {
        for (const TableId id : {relationship.source, relationship.target}) {
            if (const std::string reason = unread(table(id)); !reason.empty()) {
                return {reason, rename_type(table(id))};
            }
        }
        if (is_computed(relationship) || has_reference(relationship)) {
            return {};
        }
        if (const std::string reason = unread(holder(relationship)); !reason.empty()) {
            return {reason, computed(relationship)};
        }
        if (!has_keys(relationship)) {
            return missing_declared(relationship);
        }
        if (!is_4() && (relationship.reverse || relationship.bridge != 0) &&
            !is_indexed(holder(relationship), key(relationship))) {
            return {"no index without a predicate contains " + on_columns(holder(relationship), key(relationship).columns),
                    add_index(holder(relationship), key(relationship).columns)};
        }
        if (relationship.bridge == 0) {
            return {};
        }
        const Table &bridge = holder(relationship);
        for (const ForeignKey *end : {&key(relationship), &far_key(relationship)}) {
            if (is_4() && end->columns.size() > 1) {
                return {"pg-many-to-many does not follow " + on_columns(bridge, end->columns) + ", which has several columns",
                        computed(relationship)};
            }
            if (is_one(bridge, *end)) {
                return {"pg-many-to-many does not follow " + on_columns(bridge, end->columns) + ", which is unique",
                        reference_or_function(relationship)};
            }
            if (is_turned_off(bridge, *end)) {
                return {"the comment on " + quote_identifier(end->name) + " turns it off", ""};
            }
        }
        return {};
    }

    bool shows_many(const Relationship &relationship) const override {
        if (!has_keys(relationship) || is_computed(relationship) || has_reference(relationship)) {
            return to_many(relationship.kind);
        }
        return Reader::shows_many(relationship);
    }

    std::string name(const Relationship &relationship) const override {
        if (!has_keys(relationship) || is_computed(relationship) || has_reference(relationship)) {
            return wanted(relationship);
        }
        if (relationship.bridge != 0) {
            return link_name(relationship);
        }
        return relationship.reverse ? reverse_name(relationship) : forward_name(relationship);
    }
    std::string name_of(const Column &column, const Table &) const override {
        return column.name == "id" && !is_4() ? "rowId" : camel_name(column.name);
    }
    std::string name_of_mutation(const Table &table) const override { return is_4() ? camel_name(one(table)) : std::string(); }
    std::string rename(const Relationship &relationship) const override {
        if (relationship.bridge == 0) {
            return tagged(holder(relationship), relationship.constraint);
        }
        return all_agree(relationship) ? tagged(holder(relationship), relationship.far_constraint)
                                       : reference_or_function(relationship);
    }
    const char *cannot_rename() const override {
        return "; the links along this key need several names, its tag sets only one, and the name of a function is taken or "
               "too long";
    }

    bool links(const Table &table, const ForeignKey &near, const ForeignKey &far) const override {
        return (is_4() ? near.columns.size() == 1 && far.columns.size() == 1 : !table.is_partition && is_indexed(table, near)) &&
               !is_one(table, near) && !is_one(table, far) && !(near.target == far.target && near.columns == far.columns) &&
               !is_turned_off(table, near) && !is_turned_off(table, far);
    }
    std::string turn_off(const Table &table, const ForeignKey &near, const ForeignKey &far) const override {
        for (const ForeignKey *key : {&near, &far}) {
            if (!is_end(table, key->name)) {
                return tagged(table, key->name);
            }
        }
        return {};
    }

protected:
    bool unique(const Table &table, const ForeignKey &key) const override {
        return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
            return index.constraint && index.unique && !index.temporal &&
                   (is_4() ? index.columns == key.columns : subset(index.columns, key.columns));
        });
    }

private:
    // What PostGraphile reads

    bool is_4() const { return consumer() == Consumer::postgraphile4; }

    const PostgraphileTypes types_;
    std::map<TableId, std::vector<const Relationship *>> held_;  ///< by holder

    bool is_indexed(const Table &table, const ForeignKey &key) const {
        return (table.kind != 'r' && table.kind != 'm' && table.kind != 'f') ||
               std::any_of(table.indexes.begin(), table.indexes.end(),
                           [&](const Index &index) { return !index.partial && subset(key.columns, index.columns); });
    }
    /// Whether a unique constraint has the columns of the foreign key, in the same order.
    bool is_one(const Table &table, const ForeignKey &key) const {
        return std::any_of(table.indexes.begin(), table.indexes.end(),
                           [&](const Index &index) { return index.constraint && index.unique && index.columns == key.columns; });
    }
    SmartComment comment_of(const Table &table, const ForeignKey &key) const { return SmartComment(comment(table, key.name)); }
    bool is_turned_off(const Table &table, const ForeignKey &key) const {
        const SmartComment text = comment_of(table, key);
        return is_4() ? text.value("omit") == "manyToMany" : text.value("behavior") == "-manyToMany";
    }
    /// Why a table has no type; empty if it has one.
    std::string unread(const Table &table) const {
        const std::string name = quote_identifier(table.name);
        if (is_4() ? table.kind == 'p' : table.is_partition) {
            return name + (is_4() ? " is partitioned, and only its partitions are read" : " is a partition");
        }
        const PostgraphileTypes::Clash *clash = types_.clash(table);
        return clash == nullptr || !clash->with_conditions
                   ? ""
                   : "the type of " + name + " has the same name as the conditions on " + quote_identifier(clash->other->name);
    }
    /// The comment that renames the table's type; empty if its name is unique.
    std::string rename_type(const Table &table) const {
        const PostgraphileTypes::Clash *clash = types_.clash(table);
        if (clash == nullptr) {
            return {};
        }
        SmartComment text(comment(table, ""));
        text.set("name", clash->free_name);
        return comment_on(table, "", text.text());
    }
    bool has_reference(const Relationship &relationship) const {
        return relationship.bridge != 0 && !is_4() &&
               SmartComment(comment(table(relationship.source), "")).has("ref", wanted(relationship) + ' ');
    }

    Fault missing_declared(const Relationship &relationship) const {
        if (relationship.bridge != 0) {
            return {"an end of its bridge has no foreign key", reference_or_function(relationship)};
        }
        if (relationship.origin == Origin::view) {  // a tag would make pg-many-to-many follow the key twice
            return {"a view has no foreign keys", in_models(choice(), relationship) ? "" : computed(relationship)};
        }
        if (!relationship.condition.empty()) {
            return {"a foreign key cannot contain its condition", computed(relationship)};
        }
        const bool first =
            relationship.kind == Kind::many_to_one || (relationship.kind == Kind::one_to_one && !relationship.reverse);
        const Relationship &forward = first ? relationship : choice().inverse_of(relationship);
        const Table &source = table(forward.source);
        const Table &target = table(forward.target);
        SmartComment text(comment(source, ""));
        const std::string start = in_tag(forward.source_columns) + " references " + in_tag(target.schema) + '.' +
                                  in_tag(target.name) + ' ' + in_tag(forward.target_columns);
        if (text.has("foreignKey", start)) {
            return {};
        }
        const bool many = forward.kind == Kind::many_to_many || forward.kind == Kind::one_to_many;
        if (many || !can_be_in_tag(forward.source_columns) || !can_be_in_tag(forward.target_columns) ||
            !can_be_in_tag(target.schema) || !can_be_in_tag(target.name)) {
            return {"it has no foreign key, and no tag can express it", computed(relationship)};
        }
        text.add("foreignKey", start + "|@fieldName " + wanted(forward) + "|@" +
                                   (forward.kind == Kind::one_to_one ? "foreignSingleFieldName " : "foreignFieldName ") +
                                   wanted(choice().inverse_of(forward)));
        return {"it has no foreign key", comment_on(source, "", text.text())};
    }

    // Names

    /// The column names without their key suffixes; empty if one has no suffix.
    static std::string base_name(const ColumnNames &columns) {
        std::vector<std::string> bases;
        for (const std::string &column : columns) {
            for (const char *suffix : {"_row_id", "_id", "_uuid", "_fk", "_pk", "RowId", "Id", "Uuid", "UUID", "Fk", "Pk"}) {
                const std::size_t length = std::strlen(suffix);
                if (column.size() > length && column.compare(column.size() - length, length, suffix) == 0) {
                    bases.push_back(column.substr(0, column.size() - length));
                    break;
                }
            }
        }
        return bases.size() == columns.size() ? join(bases, "_") : "";
    }
    static std::string opposite(const std::string &base) {
        for (const auto &[one, other] : {std::pair{"parent", "child"},
                                         {"child", "parent"},
                                         {"author", "authored"},
                                         {"editor", "edited"},
                                         {"reviewer", "reviewed"}}) {
            if (base == one) {
                return other;
            }
        }
        return {};
    }
    std::string one(const Table &table) const { return types_.one(table); }
    std::string many(const Table &table) const { return many(one(table)); }
    std::string many(const std::string &name) const { return types_.many(name); }
    /// The plural, with a suffix if it would equal the singular.
    std::string distinct_many(const Table &table) const {
        const std::string name = many(table);
        if (name != one(table)) {
            return name;
        }
        const auto ends_with = [&](const char *end) {
            const std::size_t length = std::strlen(end);
            return name.size() >= length && name.compare(name.size() - length, length, end) == 0;
        };
        if (ends_with("y")) {
            return name.substr(0, name.size() - 1) + "ies";
        }
        return name + (ends_with("ch") || ends_with("s") || ends_with("sh") || ends_with("x") || ends_with("z") ? "es" : "s");
    }
    std::string type(const Table &table) const { return types_.of(table); }
    std::string by(const std::string &type, const ColumnNames &columns) const {
        std::string name = camel_name(type + "_by_" + join(columns, "_and_", [&](const std::string &column) {
                                          return column == "id" && !is_4() ? std::string("row_id") : column;
                                      }));
        for (std::size_t i = 1; is_4() && i + 1 < name.size(); ++i) {  // to version 4, the plural of 1 is not a word
            if (name[i] == 's' && name[i - 1] >= '0' && name[i - 1] <= '9' && name[i + 1] >= 'A' && name[i + 1] <= 'Z') {
                name[i] = 'S';
            }
        }
        return name;
    }

    std::string forward_name(const Relationship &relationship) const {
        const std::string tag = comment_of(holder(relationship), key(relationship)).value("fieldName");
        if (!tag.empty()) {
            return tag;
        }
        const std::string base = base_name(relationship.source_columns);
        if (!base.empty()) {
            return camel_name(base);
        }
        const Table &target = table(relationship.target);
        const Index *primary = target.primary_key();
        return !is_4() && primary != nullptr && target.names(primary->columns) == relationship.source_columns.get()
                   ? camel_name(one(target))
                   : by(is_4() ? one(target) : type(target), relationship.source_columns);
    }
    std::string reverse_name(const Relationship &relationship) const {
        const SmartComment text = comment_of(holder(relationship), key(relationship));
        const bool list = shows_many(relationship);
        for (const char *tag : {"foreignSingleFieldName", "foreignFieldName"}) {
            if ((!list || std::strcmp(tag, "foreignFieldName") == 0) && !text.value(tag).empty()) {
                return text.value(tag);
            }
        }
        const Table &source = table(relationship.source);
        const Table &target = table(relationship.target);
        const std::string noun = list ? distinct_many(target) : one(target);
        const std::string base = base_name(relationship.target_columns);
        if (!opposite(base).empty()) {
            return camel_name(opposite(base) + '_' + noun);
        }
        if (is_4()) {
            return base == one(source) ? camel_name(noun) : by(list ? many(target) : noun, relationship.target_columns);
        }
        // If there is at most one row, simplify-inflection compares with the primary key of the source.
        const Index *primary = (list ? target : source).primary_key();
        const ColumnNames keys = primary == nullptr ? ColumnNames() : (list ? target : source).names(primary->columns);
        if ((!base.empty() && camel_name(base) == camel_name(one(source))) || keys == relationship.target_columns.get()) {
            return camel_name(noun);
        }
        return by(list ? many(type(target)) : type(target), relationship.target_columns);
    }
    std::string link_name(const Relationship &relationship) const {
        const std::string tag = comment_of(holder(relationship), far_key(relationship)).value("manyToManyFieldName");
        if (!tag.empty()) {
            return tag;
        }
        ColumnNames columns = relationship.bridge_source_columns;
        columns.insert(columns.end(), relationship.bridge_target_columns.begin(), relationship.bridge_target_columns.end());
        return camel_name(many(table(relationship.target)) + "_by_" + one(holder(relationship)) + '_' + join(columns, "_and_"));
    }

    // Fixes

    std::string add_index(const Table &table, const ColumnNumbers &columns) const {
        return "CREATE INDEX ON " + quote_qualified(table.schema, table.name) + " (" + quote_identifiers(table.names(columns)) +
               ");";
    }
    bool is_end(const Table &table, const std::string &constraint) const {
        const Bridge *bridge = choice().bridge(table.id);
        return bridge != nullptr && std::any_of(bridge->ends.begin(), bridge->ends.end(),
                                                [&](const End &end) { return end.constraint == constraint; });
    }
    /// Whether all links along the far key have the same name, whichever end they start at.
    bool all_agree(const Relationship &relationship) const {
        const auto &held = held_.at(relationship.bridge);
        return std::all_of(held.begin(), held.end(), [&](const Relationship *other) {
            return other->bridge == 0 || other->far_constraint != relationship.far_constraint ||
                   wanted(*other) == wanted(relationship);
        });
    }
    /// Comments on a foreign key with all the tags it should have, so that one statement fixes every verdict about it.
    std::string tagged(const Table &table, const std::string &constraint) const {
        SmartComment text(comment(table, constraint));
        for (const Relationship *relationship : held_.at(table.id)) {
            if (!has_keys(*relationship)) {
                continue;
            }
            if (relationship->bridge == 0 && relationship->constraint == constraint) {
                text.set(!relationship->reverse      ? "fieldName"
                         : shows_many(*relationship) ? "foreignFieldName"
                                                     : "foreignSingleFieldName",
                         wanted(*relationship));
            } else if (relationship->bridge != 0 && relationship->far_constraint == constraint && all_agree(*relationship)) {
                text.set("manyToManyFieldName", wanted(*relationship));
            }
        }
        if (table.foreign_keys.size() > 1 && !is_end(table, constraint)) {
            is_4() ? text.set("omit", "manyToMany") : text.set("behavior", "-manyToMany");
        }
        return comment_on(table, constraint, text.text());
    }
    /// A function whose name starts with the name of a table becomes a field of its rows.
    std::string name_of_function(const Relationship &relationship) const {
        const std::string name = wanted(relationship);
        return table(relationship.source).name + '_' +
               (camel_name(relationship.name) == name ? std::string(relationship.name) : name);
    }
    bool is_computed(const Relationship &relationship) const {
        return has_function(relationship, name_of_function(relationship));
    }
    /// The function that replaces a relationship that no tag can fix. Version 5 does not start if a function has the name of a
    /// table.
    std::string computed(const Relationship &relationship) const {
        const std::string name = name_of_function(relationship);
        const auto &tables = choice().tables();
        const bool taken = std::any_of(tables.begin(), tables.end(), [&](const Table *each) { return each->name == name; });
        return taken || name.size() > max_name_bytes
                   ? ""
                   : function(relationship, name, to_many(relationship.kind) ? Returns::rows : Returns::row);
    }
    std::string reference_or_function(const Relationship &relationship) const {
        const std::string tag = reference(relationship);
        return !tag.empty() ? tag : computed(relationship);
    }
    /// A tag on the source for the path through the bridge; empty if it cannot contain the names or if rows would be repeated.
    std::string reference(const Relationship &relationship) const {
        const Table &bridge = holder(relationship);
        const Table &target = table(relationship.target);
        if (is_4() || !relationship.pair_unique || !is_plain(bridge) || !is_plain(target) ||
            !are_plain(relationship.source_columns) || !are_plain(relationship.target_columns) ||
            !are_plain(relationship.bridge_source_columns) || !are_plain(relationship.bridge_target_columns)) {
            return {};
        }
        const auto step = [](const ColumnNames &from, const Table &to, const ColumnNames &columns) {
            return listed(from) + "->" + to.schema + '.' + to.name + listed(columns);
        };
        SmartComment text(comment(table(relationship.source), ""));
        text.add("ref", wanted(relationship) + (to_many(relationship.kind) ? "" : " singular") + " via:\"" +
                            step(relationship.source_columns, bridge, relationship.bridge_source_columns) + ';' +
                            step(relationship.bridge_target_columns, target, relationship.target_columns) + '"');
        return comment_on(table(relationship.source), "", text.text());
    }
};

}  // namespace

std::unique_ptr<Reader> postgraphile_reader(const Choice &choice, const Surroundings &surroundings) {
    return std::make_unique<PostgraphileReader>(Consumer::postgraphile, choice, surroundings);
}

std::unique_ptr<Reader> postgraphile4_reader(const Choice &choice, const Surroundings &surroundings) {
    return std::make_unique<PostgraphileReader>(Consumer::postgraphile4, choice, surroundings);
}

}  // namespace relmeta
