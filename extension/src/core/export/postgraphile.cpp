// postgraphile.tags.json5: smart tags that give PostGraphile's fields the names of the relationships, and restrict
// pg-many-to-many to actual bridges.
#include <map>

#include "core/export/formats.hpp"
#include "core/export/graphql.hpp"
#include "core/export/json_writer.hpp"

namespace relmeta::formats {

namespace {

using Tags = std::map<std::string, std::string>;

void write(JsonWriter &json, const char *kind, const std::map<std::string, Tags> &entries) {
    json.key(kind).begin_object();
    for (const auto &entry : entries) {
        json.key(entry.first).begin_object().key("tags").begin_object();
        for (const auto &tag : entry.second) {
            json.member(tag.first, tag.second);
        }
        json.end_object().end_object();
    }
    json.end_object();
}

}  // namespace

std::string postgraphile(const Choice &choice) {
    const FieldNames names(choice);
    std::map<std::string, Tags> tables;
    std::map<std::string, Tags> constraints;
    for (const Table *table : choice.tables()) {
        if (table->foreign_keys.size() > 1 && choice.bridge(table->id) == nullptr) {
            tables[full_name(*table)]["behavior"] = "-manyToMany";
        }
    }
    for (const Relationship *relationship : choice.relationships()) {
        const Table &of = choice.table(relationship->holder);
        const bool through_declared = relationship->bridge != 0 && (of.foreign_key(relationship->constraint) == nullptr ||
                                                                    of.foreign_key(relationship->far_constraint) == nullptr);
        if (relationship->constraint.empty() || through_declared) {
            continue;
        }
        const std::string holder = full_name(choice.table(relationship->holder)) + '.';
        const std::string &name = names.of(*relationship);
        if (relationship->bridge != 0) {
            constraints[holder + name_part(relationship->far_constraint)]["manyToManyFieldName"] = name;
        } else if (!relationship->reverse) {
            constraints[holder + name_part(relationship->constraint)]["fieldName"] = name;
        } else {
            constraints[holder + name_part(relationship->constraint)]
                       [to_many(relationship->kind) ? "foreignFieldName" : "foreignSingleFieldName"] = name;
        }
    }
    JsonWriter json(2);
    json.begin_object().member("version", 1).key("config").begin_object();
    write(json, "class", tables);
    write(json, "constraint", constraints);
    json.end_object().end_object();
    return json.text() + '\n';
}

}  // namespace relmeta::formats
