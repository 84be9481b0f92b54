// Unmanaged models for Django 3.2 and later, as models.py of an application. A single-column foreign key becomes a ForeignKey or
// a OneToOneField; a composite one, or one that shares its column with another key, becomes a ForeignObject. A link through a
// bridge becomes a ManyToManyField.
#include <algorithm>
#include <map>

#include "core/export/formats.hpp"
#include "core/export/models.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

Language language() {
    Language python{class_name, {"None", "True", "False"}, python_words()};
    python.reserved_fields.insert({"pk",
                                   "objects",
                                   "check",
                                   "clean",
                                   "clean_fields",
                                   "delete",
                                   "full_clean",
                                   "from_db",
                                   "save",
                                   "save_base",
                                   "get_deferred_fields",
                                   "refresh_from_db",
                                   "serializable_value",
                                   "validate_unique",
                                   "validate_constraints",
                                   "unique_error_message",
                                   "date_error_message",
                                   "prepare_database_save",
                                   "models",
                                   "ArrayField",
                                   "ForeignObject",
                                   "Meta",
                                   "DoesNotExist",
                                   "MultipleObjectsReturned"});
    return python;
}

/// The field class and its arguments.
std::pair<std::string, std::string> scalar(const SqlType &type) {
    static const std::map<std::string, std::string> names{{"smallint", "SmallIntegerField"},
                                                          {"integer", "IntegerField"},
                                                          {"bigint", "BigIntegerField"},
                                                          {"boolean", "BooleanField"},
                                                          {"date", "DateField"},
                                                          {"time", "TimeField"},
                                                          {"timestamp", "DateTimeField"},
                                                          {"timestamptz", "DateTimeField"},
                                                          {"float4", "FloatField"},
                                                          {"float8", "FloatField"},
                                                          {"bytea", "BinaryField"},
                                                          {"json", "JSONField"},
                                                          {"jsonb", "JSONField"},
                                                          {"uuid", "UUIDField"},
                                                          {"interval", "DurationField"},
                                                          {"inet", "GenericIPAddressField"}};
    const auto known = names.find(type.name);
    if (known != names.end()) {
        return {known->second, ""};
    }
    if ((type.name == "varchar" || type.name == "char") && !type.arguments.empty()) {
        return {"CharField", "max_length=" + type.arguments};
    }
    if (type.name == "numeric") {
        const std::size_t comma = type.arguments.find(',');
        const bool whole = comma == std::string::npos;
        return {"DecimalField", "max_digits=" + (type.arguments.empty() ? "1000" : type.arguments.substr(0, comma)) +
                                    ", decimal_places=" +
                                    (type.arguments.empty() ? "500"
                                     : whole                ? "0"
                                                            : type.arguments.substr(comma + 1))};
    }
    return {"TextField", ""};
}

/// The name of a table or column, escaped. Django quotes it without escaping quotes or percent signs in it, and psycopg2 treats a
/// percent sign as the start of a parameter.
std::string database_name(const std::string &name) {
    std::string doubled;
    for (const char c : name) {
        doubled.append(c == '"' || c == '%' ? 2 : 1, c);
    }
    return doubled;
}

class Writer {
public:
    explicit Writer(const Choice &choice) : choice_(choice), names_(choice, language()) {
        for (const Table *table : choice.tables()) {
            find_owners(*table);
        }
    }

    std::string write() {
        text_ =
            "from django.contrib.postgres.fields import ArrayField\n"
            "from django.db import models\n"
            "from django.db.models.fields.related import ForeignObject\n";
        for (const Table *table : choice_.tables()) {
            write(*table);
        }
        return text_;
    }

private:
    using Place = std::pair<TableId, std::string>;

    /// Finds columns to write as fields of a foreign key: those in only one key, if Django's name for the column is free.
    void find_owners(const Table &table) {
        std::map<std::string, int> keys;
        std::vector<const Relationship *> found;
        std::unordered_set<std::string> taken;
        for (const Column &column : table.columns) {
            taken.insert(names_.column(table, column.number));
        }
        for (const Relationship *relationship : choice_.relationships_of(table)) {
            taken.insert(names_.of(*relationship));
            if (relationship->bridge == 0 && holds_key(*relationship) && in_models(choice_, *relationship)) {
                found.push_back(relationship);
                for (const std::string &column : relationship->source_columns) ++keys[column];
            }
        }
        for (const Relationship *relationship : found) {
            const std::string &column = relationship->source_columns.front();
            const std::string attribute = names_.of(*relationship) + "_id";
            if (relationship->source_columns.size() == 1 && keys[column] == 1 &&
                (taken.count(attribute) == 0 || attribute == names_.column(table, column))) {
                owners_.emplace(Place(table.id, column), relationship);
            }
        }
    }

    const Relationship *owner(const Table &table, const std::string &column) const {
        const auto found = owners_.find({table.id, column});
        return found == owners_.end() ? nullptr : found->second;
    }

    std::string field(const Table &table, const std::string &column) const {
        const Relationship *key = owner(table, column);
        return key == nullptr ? names_.column(table, column) : names_.of(*key);
    }

    std::string fields(const Table &table, const ColumnNames &columns) const {
        return join(columns, ", ", [&](const std::string &column) { return python_literal(field(table, column)); });
    }

    void write(const Table &table) {
        text_ += "\n\nclass " + names_.type(table) + "(models.Model):\n";
        if (const std::string comment = choice_.comment(table); !comment.empty()) {
            text_ += "    " + python_literal(comment) + "\n\n";
        }
        // Before Django 5.2, the primary key of a model had one column.
        const ColumnNumber key =
            identifying_columns(choice_, table).empty() ? ColumnNumber(0) : identifying_columns(choice_, table).front();
        for (const Column &column : table.columns) {
            write(table, column, column.number == key);
        }
        for (const Relationship *relationship : choice_.relationships_of(table)) {
            if (!in_models(choice_, *relationship)) {
                continue;
            }
            if (relationship->bridge != 0) {
                many_to_many(*relationship);
            } else if (holds_key(*relationship) && owner(table, relationship->source_columns.front()) != relationship) {
                foreign_object(*relationship);
            }
        }
        text_ +=
            "\n    class Meta:\n        managed = False\n        db_table = " +
            python_literal((table.schema == "public" ? "" : database_name(table.schema) + "\".\"") + database_name(table.name)) +
            '\n';
    }

    void write(const Table &table, const Column &column, bool key) {
        std::vector<std::string> arguments;
        std::string type;
        const SqlType sql = sql_type(choice_.type(column));
        const Relationship *relationship = owner(table, column.name);
        if (relationship != nullptr) {
            const Table &target = choice_.table(relationship->target);
            type = relationship->kind == Kind::one_to_one ? "models.OneToOneField" : "models.ForeignKey";
            arguments = {python_literal(names_.type(target)), "models.DO_NOTHING",
                         "to_field=" + python_literal(field(target, relationship->target_columns.front())),
                         "related_name=" + python_literal(names_.of(choice_.inverse_of(*relationship)))};
        } else if (sql.array) {
            SqlType element = sql;
            element.array = false;
            const auto [name, options] = scalar(element);
            type = "ArrayField";
            arguments = {"models." + name + '(' + options + ')'};
        } else {
            const auto [name, options] = scalar(sql);
            type = "models." + name;
            if (!options.empty()) arguments.push_back(options);
        }
        arguments.push_back("db_column=" + python_literal(database_name(column.name)));
        const bool unique = std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
            return index.unique && index.valid && !index.partial && index.columns == ColumnNumbers{column.number};
        });
        if (key) {
            arguments.emplace_back("primary_key=True");
        } else if (unique && type != "models.OneToOneField") {
            arguments.emplace_back("unique=True");
        }
        if (!key && !column.not_null) {
            arguments.emplace_back("null=True, blank=True");
        }
        if (const std::string comment = choice_.comment(table, column); !comment.empty()) {
            arguments.push_back("help_text=" + python_literal(comment));
        }
        text_ += "    " + field(table, column.name) + " = " + type + '(' + join(arguments, ", ") + ")\n";
    }

    void foreign_object(const Relationship &relationship) {
        const Table &source = choice_.table(relationship.source);
        const Table &target = choice_.table(relationship.target);
        text_ += "    " + names_.of(relationship) + " = ForeignObject(" + python_literal(names_.type(target)) +
                 ", models.DO_NOTHING, from_fields=[" + fields(source, relationship.source_columns) + "], to_fields=[" +
                 fields(target, relationship.target_columns) +
                 "], related_name=" + python_literal(names_.of(choice_.inverse_of(relationship))) +
                 (relationship.kind == Kind::one_to_one ? ", unique=True" : "") + ", null=True, blank=True)\n";
    }

    /// The direct relationship along this foreign key, which is a field of the bridge.
    const Relationship *end(const Relationship &relationship, const std::string &constraint) const {
        for (const Relationship *each : choice_.relationships_of(choice_.table(relationship.bridge))) {
            if (each->origin == Origin::foreign_key && !each->reverse && each->constraint == constraint) {
                return each;
            }
        }
        return nullptr;
    }

    /// Written in the model of the first end, with the name in the opposite direction as related_name.
    void many_to_many(const Relationship &relationship) {
        const Bridge *bridge = choice_.bridge(relationship.bridge);
        const Relationship *near = end(relationship, relationship.constraint);
        const Relationship *far = end(relationship, relationship.far_constraint);
        if (bridge == nullptr || near == nullptr || far == nullptr) {
            return;
        }
        const auto place_of = [&](const std::string &constraint) {
            return std::find_if(bridge->ends.begin(), bridge->ends.end(),
                                [&](const End &each) { return each.constraint == constraint; });
        };
        if (place_of(relationship.constraint) < place_of(relationship.far_constraint)) {
            text_ += "    " + names_.of(relationship) + " = models.ManyToManyField(" +
                     python_literal(names_.type(choice_.table(relationship.target))) +
                     ", through=" + python_literal(names_.type(choice_.table(relationship.bridge))) + ", through_fields=(" +
                     python_literal(names_.of(*near)) + ", " + python_literal(names_.of(*far)) +
                     "), related_name=" + python_literal(names_.of(choice_.inverse_of(relationship))) + ")\n";
        }
    }

    const Choice &choice_;
    ModelNames names_;
    std::map<Place, const Relationship *> owners_;
    std::string text_;
};

}  // namespace

std::string django(const Choice &choice) { return Writer(choice).write(); }

}  // namespace relmeta::formats
