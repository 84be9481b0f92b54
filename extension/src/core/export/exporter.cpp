// The export formats.
#include "core/export/exporter.hpp"

#include <array>
#include <vector>

#include "core/export/formats.hpp"
#include "core/text/error.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

struct Format {
    const char *name;
    std::string (*write)(const Choice &);
    bool diagram;
    bool conditions = true;  ///< whether the format handles relationships under a condition itself
};

constexpr std::array<Format, 18> all_formats{{
    {"json", formats::json, false},
    {"mermaid", formats::mermaid, true},
    {"dot", formats::dot, true},
    {"dbml", formats::dbml, false},
    {"hasura", formats::hasura, false},
    {"hasura_yaml", formats::hasura_yaml, false},
    {"hasura_bulk", formats::hasura_bulk, false},
    {"pg_graphql", formats::pg_graphql, false},
    {"postgraphile", formats::postgraphile, false},
    {"postgraphile4", formats::postgraphile4, false},
    {"prisma", formats::prisma, false, false},
    {"drizzle", formats::drizzle, false, false},
    {"supabase", formats::supabase, false, false},
    {"sqlalchemy", formats::sqlalchemy, false, false},
    {"django", formats::django, false, false},
    {"ossie", formats::ossie, false, false},
    {"markdown", formats::markdown, false, false},
    {"html", formats::html, false},
}};

/// Without its condition, a relationship would link more rows.
std::vector<Relationship> without_conditions(const std::vector<Relationship> &relationships) {
    std::vector<Relationship> result;
    for (const Relationship &relationship : relationships) {
        if (relationship.condition.empty()) {
            result.push_back(relationship);
        }
    }
    return result;
}

}  // namespace

std::vector<std::string> export_formats() {
    std::vector<std::string> names;
    names.reserve(std::size(all_formats));
    for (const Format &format : all_formats) {
        names.emplace_back(format.name);
    }
    return names;
}

UserError unknown_way_to_draw(const std::string &bridges) {
    return UserError(sqlstate::invalid_parameter_value, "invalid value for parameter \"bridges\": " + in_quotes(bridges),
                     "Available values: tables, edges.");
}

std::string export_as(const std::string &format, const ExportInput &input) {
    for (const Format &known : all_formats) {
        if (format == known.name) {
            std::vector<Relationship> relationships;
            if (!known.conditions) {
                relationships = without_conditions(input.relationships);
            }
            const ExportInput chosen{input.facts,
                                     known.conditions ? input.relationships : relationships,
                                     input.bridges,
                                     input.type_names,
                                     input.tables,
                                     input.bridges_as_edges && known.diagram,
                                     input.comments,
                                     input.column_comments,
                                     input.enum_labels};
            return known.write(Choice(chosen));
        }
    }
    throw UserError(sqlstate::invalid_parameter_value, "invalid value for parameter \"format\": " + in_quotes(format),
                    "Available values: " + join(export_formats(), ", ") + ".");
}

}  // namespace relmeta
