#include "server/pg/datum.hpp"

#include <cstring>

#include "core/model/relationship.hpp"
#include "core/text/error.hpp"
#include "core/text/quote.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <catalog/pg_type.h>
#include <utils/lsyscache.h>
#include <utils/syscache.h>
}

namespace relmeta::server {

Datum to_text(const std::string &text) {
    return pg::call([&] { return PointerGetDatum(cstring_to_text_with_len(text.data(), static_cast<int>(text.size()))); });
}

Datum to_name(const std::string &text) {
    Name name = pg::call([] { return static_cast<Name>(palloc0(sizeof(NameData))); });
    text.copy(NameStr(*name), NAMEDATALEN - 1);
    return NameGetDatum(name);
}

Datum to_names(const std::vector<std::string> &texts) {
    if (texts.empty()) {
        return pg::call([] { return PointerGetDatum(construct_empty_array(NAMEOID)); });
    }
    const std::size_t size = ARR_OVERHEAD_NONULLS(1) + texts.size() * NAMEDATALEN;
    auto array = pg::call([&] { return static_cast<ArrayType *>(palloc0(size)); });
    SET_VARSIZE(array, size);
    array->ndim = 1;
    array->elemtype = NAMEOID;
    *ARR_DIMS(array) = static_cast<int>(texts.size());
    *ARR_LBOUND(array) = 1;
    char *to = ARR_DATA_PTR(array);
    for (const std::string &text : texts) {
        text.copy(to, NAMEDATALEN - 1);
        to += NAMEDATALEN;
    }
    return PointerGetDatum(array);
}

Datum to_oids(const std::vector<Oid> &oids, Oid element_type) {
    std::vector<Datum> values;
    values.reserve(oids.size());
    for (Oid oid : oids) {
        values.push_back(ObjectIdGetDatum(oid));
    }
    return pg::call([&] {
        return PointerGetDatum(
            construct_array(values.data(), static_cast<int>(values.size()), element_type, sizeof(Oid), true, TYPALIGN_INT));
    });
}

std::string text_from(Datum value) {
    const Unpacked text(value);
    return std::string(text.data(), text.size());
}

std::string name_from(Datum name) { return NameStr(*DatumGetName(name)); }

std::vector<std::string> names_from(Datum names) {
    const Elements<NameData> from(names);
    std::vector<std::string> result;
    result.reserve(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
        result.emplace_back(from.data(i));
    }
    return result;
}

std::vector<std::string> texts_from(Datum texts) {
    Datum *values = nullptr;
    bool *nulls = nullptr;
    int count = 0;
    pg::call([&] { deconstruct_array(DatumGetArrayTypeP(texts), TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls, &count); });
    std::vector<std::string> result;
    for (int i = 0; i < count; ++i) {
        if (nulls[i]) {
            throw UserError(sqlstate::null_value_not_allowed, "array must not contain nulls");
        }
        result.push_back(text_from(values[i]));
    }
    return result;
}

std::string table_text(Oid table) {
    const char *text = pg::call([&]() -> const char * {
        char *name = get_rel_name(table);
        if (name == nullptr) {
            return psprintf("%u", table);
        }
        return quote_qualified_identifier(get_namespace_name(get_rel_namespace(table)), name);
    });
    return text;
}

bool exists(Oid relation) {
    return pg::call([&] { return SearchSysCacheExists1(RELOID, ObjectIdGetDatum(relation)); });
}

bool is_new(Oid table) {
    return pg::call([&] {
        if (!SearchSysCacheExists1(RELOID, ObjectIdGetDatum(table))) {
            return false;
        }
        Relation relation = RelationIdGetRelation(table);
        bool made_here = RelationIsValid(relation) && relation->rd_createSubid != InvalidSubTransactionId;
        if (RelationIsValid(relation)) {
            RelationClose(relation);
        }
        return made_here;
    });
}

std::string relation_name(Oid relation) {
    const char *name = pg::call([&] { return get_rel_name(relation); });
    return name == nullptr ? "" : name;
}

UserError takes_no_part(Oid relation) { return relmeta::takes_no_part(relation, relation_name(relation)); }

}  // namespace relmeta::server
