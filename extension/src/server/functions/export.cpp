// The SQL functions export and consumers.
#include <unordered_map>

#include "core/consumers/consumers.hpp"
#include "core/export/exporter.hpp"
#include "server/catalog/conditions.hpp"
#include "server/catalog/equality_of_types.hpp"
#include "server/catalog/whole_catalog.hpp"
#include "server/functions/arguments.hpp"
#include "server/functions/results.hpp"

extern "C" {
#include <catalog/pg_description.h>
#include <catalog/pg_enum.h>
#include <catalog/pg_proc.h>
#include <utils/lsyscache.h>
#include <utils/syscache.h>
}

using namespace relmeta;
using namespace relmeta::server;

namespace {

/// Adds the comments on foreign keys, tables and columns. Reads pg_description once, because few objects have comments.
void read_comments(ExportInput &input) {
    std::unordered_map<Oid, std::pair<TableId, std::string>> keys;
    scan(ConstraintRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc) {
        auto form = reinterpret_cast<Form_pg_constraint>(GETSTRUCT(tuple));
        if (form->contype == CONSTRAINT_FOREIGN) {
            keys.emplace(form->oid, std::make_pair(form->conrelid, NameStr(form->conname)));
        }
        return true;
    });
    scan(DescriptionRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc descriptor) {
        auto form = reinterpret_cast<Form_pg_description>(GETSTRUCT(tuple));
        const auto key = form->classoid == ConstraintRelationId ? keys.find(form->objoid) : keys.end();
        const bool on_table = form->classoid == RelationRelationId && input.facts.table(form->objoid) != nullptr;
        Datum text = 0;
        if ((key == keys.end() && !on_table) || !get(tuple, descriptor, Anum_pg_description_description, &text)) {
            return true;
        }
        if (on_table && form->objsubid != 0) {
            input.column_comments.emplace(std::make_pair(form->objoid, static_cast<ColumnNumber>(form->objsubid)),
                                          text_from(text));
        } else {
            input.comments.emplace(on_table ? std::make_pair(form->objoid, std::string()) : key->second, text_from(text));
        }
        return true;
    });
}

std::vector<ComputedRelationship> read_computed_relationships() {
    std::vector<ComputedRelationship> functions;
    scan(ProcedureRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc) {
        auto form = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple));
        if (form->pronargs == 1) {
            const Oid source = pg::call([&] { return get_typ_typrelid(form->proargtypes.values[0]); });
            const Oid target = pg::call([&] { return get_typ_typrelid(form->prorettype); });
            if (OidIsValid(source) && OidIsValid(target)) {
                const char *schema = pg::call([&]() -> const char * { return get_namespace_name(form->pronamespace); });
                functions.push_back({source, target, schema != nullptr ? schema : "", NameStr(form->proname)});
            }
        }
        return true;
    });
    return functions;
}

/// The enum type of a type that is an enum, or a domain or an array over one; 0 if there is none.
Oid enum_under(Oid type) {
    return pg::call([&] {
        for (Oid element = type; SearchSysCacheExists1(TYPEOID, ObjectIdGetDatum(element)); element = get_element_type(type)) {
            type = getBaseType(element);
        }
        return type_is_enum(type) ? type : InvalidOid;
    });
}

std::map<TypeId, std::vector<std::string>> read_enum_labels(const std::map<TypeKey, std::string> &types) {
    std::map<Oid, std::map<float4, std::string>> enums;
    scan(EnumRelationId, InvalidOid, nullptr, {}, [&](HeapTuple tuple, TupleDesc) {
        auto form = reinterpret_cast<Form_pg_enum>(GETSTRUCT(tuple));
        enums[form->enumtypid].emplace(form->enumsortorder, NameStr(form->enumlabel));
        return true;
    });
    std::map<TypeId, std::vector<std::string>> labels;
    for (const auto &[type, name] : types) {
        const auto found = enums.empty() ? enums.end() : enums.find(enum_under(type.first));
        if (found != enums.end()) {
            std::vector<std::string> &of_type = labels[type.first];
            of_type.clear();
            for (const auto &[order, label] : found->second) {
                of_type.push_back(label);
            }
        }
    }
    return labels;
}

}  // namespace

RELMETA_FUNCTION(relmeta_export) {
    const std::string format = text_argument(fcinfo, 0, "format");
    const std::string bridges = text_argument(fcinfo, 2, "bridges");
    if (bridges != "tables" && bridges != "edges") {
        throw unknown_way_to_draw(bridges);
    }
    const WholeCatalog catalog = read_whole_catalog();
    ExportInput input{catalog.facts,
                      catalog.relationships,
                      catalog.bridges,
                      catalog.type_names,
                      chosen_tables(fcinfo, 1, "tables", catalog.facts),
                      bridges == "edges"};
    read_comments(input);
    input.enum_labels = read_enum_labels(catalog.type_names);
    return to_text(export_as(format, input));
}

RELMETA_FUNCTION(relmeta_consumers) {
    const std::optional<std::string> target =
        PG_ARGISNULL(0) ? std::nullopt : std::optional<std::string>(text_argument(fcinfo, 0, "target"));
    const WholeCatalog catalog = read_whole_catalog();
    ExportInput input{catalog.facts, catalog.relationships, catalog.bridges, catalog.type_names, std::nullopt};
    read_comments(input);
    input.enum_labels = read_enum_labels(catalog.type_names);
    const Surroundings surroundings{read_computed_relationships(), equality_of_types, constant_of_type};
    ResultSet result(fcinfo);
    for (const Verdict &verdict : consumers(input, surroundings, target)) {
        const Datum values[] = {to_text(about(verdict.consumer).name), ObjectIdGetDatum(verdict.source),
                                to_name(verdict.relationship),         to_text(to_string(verdict.misreading)),
                                to_text(verdict.reason),               to_text(verdict.fix)};
        const bool nulls[] = {false, false, verdict.relationship.empty(), false, false, verdict.fix.empty()};
        result.add(values, nulls);
    }
    return result.done();
}
