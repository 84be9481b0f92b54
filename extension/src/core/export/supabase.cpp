// The Relationships of the TypeScript types that Supabase generates: a type to merge with its Database. PostgREST embeds along
// foreign keys within a schema, so other relationships are left out.
#include <map>

#include "core/export/formats.hpp"
#include "core/export/json_writer.hpp"
#include "core/text/quote.hpp"

namespace relmeta::formats {

namespace {

std::string tuple(const ColumnNames &names) { return '[' + join(names, ", ", json_string) + ']'; }

std::string entry(const Choice &choice, const Relationship &relationship) {
    return "          { foreignKeyName: " + json_string(relationship.constraint) +
           "; columns: " + tuple(relationship.source_columns) +
           "; isOneToOne: " + (relationship.kind == Kind::one_to_one ? "true" : "false") +
           "; referencedRelation: " + json_string(choice.table(relationship.target).name) +
           "; referencedColumns: " + tuple(relationship.target_columns) + " },\n";
}

}  // namespace

std::string supabase(const Choice &choice) {
    std::map<std::string, std::map<bool, std::string>> schemas;  // tables and views
    for (const Table *table : choice.tables()) {
        std::map<std::pair<std::string, std::string>, std::string> entries;  // by constraint and target
        for (const Relationship *relationship : choice.relationships_of(*table)) {
            const bool by_key = relationship->bridge == 0 && !relationship->reverse && !relationship->constraint.empty();
            if (by_key && !is_temporal(*relationship) && choice.table(relationship->target).schema == table->schema) {
                entries.emplace(std::make_pair(relationship->constraint.get(), choice.table(relationship->target).name),
                                entry(choice, *relationship));
            }
        }
        const bool view = table->kind == 'v' || table->kind == 'm';
        std::string &text = schemas[table->schema][view];
        text += "      " + json_string(table->name) + ": {\n        Relationships: [" + (entries.empty() ? "" : "\n");
        for (const auto &each : entries) {
            text += each.second;
        }
        text += std::string(entries.empty() ? "" : "        ") + "];\n      };\n";
    }
    std::string text = "export type DatabaseRelationships = {\n";
    for (const auto &schema : schemas) {
        text += "  " + json_string(schema.first) + ": {\n";
        for (const auto &[view, entries] : schema.second) {
            text += std::string("    ") + (view ? "Views" : "Tables") + ": {\n" + entries + "    };\n";
        }
        text += "  };\n";
    }
    return text + "};\n";
}

}  // namespace relmeta::formats
