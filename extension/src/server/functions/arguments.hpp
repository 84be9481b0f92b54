// The arguments of an SQL function. Functions are not STRICT where some arguments may be null; a null among the others is an
// error that names it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/facts.hpp"
#include "core/text/error.hpp"
#include "server/pg/datum.hpp"
#include "server/pg/scan.hpp"

extern "C" {
#include <utils/array.h>
}

namespace relmeta::server {

/// Throws UserError 22004 where the argument is null.
inline void require_argument(FunctionCallInfo fcinfo, int number, const char *name) {
    if (PG_ARGISNULL(number)) {
        throw UserError(sqlstate::null_value_not_allowed, std::string(name) + " must not be null",
                        "Give it a value, or omit it if it has a default.");
    }
}

inline Oid table_argument(FunctionCallInfo fcinfo, int number, const char *name) {
    require_argument(fcinfo, number, name);
    return PG_GETARG_OID(number);
}

inline std::string text_argument(FunctionCallInfo fcinfo, int number, const char *name) {
    require_argument(fcinfo, number, name);
    return text_from(PG_GETARG_DATUM(number));
}

/// Empty where it is null.
inline std::string text_or_empty(FunctionCallInfo fcinfo, int number) {
    return PG_ARGISNULL(number) ? std::string() : text_from(PG_GETARG_DATUM(number));
}

inline std::string name_argument(FunctionCallInfo fcinfo, int number, const char *name) {
    require_argument(fcinfo, number, name);
    return name_from(PG_GETARG_DATUM(number));
}

inline bool flag_argument(FunctionCallInfo fcinfo, int number, const char *name) {
    require_argument(fcinfo, number, name);
    return PG_GETARG_BOOL(number);
}

/// False where the array is null or empty; throws UserError 22004 for a null among the elements.
inline bool has_elements(FunctionCallInfo fcinfo, int number, const char *name) {
    if (PG_ARGISNULL(number)) {
        return false;
    }
    const ArrayType *array = pg::call([&] { return PG_GETARG_ARRAYTYPE_P(number); });
    if (ARR_NDIM(array) > 1 || ARR_HASNULL(array)) {
        throw UserError(sqlstate::null_value_not_allowed, std::string(name) + " must be a one-dimensional array without nulls",
                        "Write it as in '{first,second}'.");
    }
    return ARR_NDIM(array) == 1;
}

/// The elements of a name[] argument, none where it is null.
inline std::vector<std::string> names_argument(FunctionCallInfo fcinfo, int number, const char *name) {
    return has_elements(fcinfo, number, name) ? names_from(PG_GETARG_DATUM(number)) : std::vector<std::string>();
}

/// The elements of a regclass[] argument, none where it is null.
inline std::vector<Oid> tables_argument(FunctionCallInfo fcinfo, int number, const char *name) {
    return has_elements(fcinfo, number, name) ? elements<Oid>(PG_GETARG_DATUM(number)) : std::vector<Oid>();
}

inline int integer_argument(FunctionCallInfo fcinfo, int number, const char *name) {
    require_argument(fcinfo, number, name);
    return PG_GETARG_INT32(number);
}

/// A regclass[] argument that chooses tables; nothing where it is null. Throws UserError 42809 for a table that takes no part.
inline std::optional<std::vector<TableId>> chosen_tables(FunctionCallInfo fcinfo, int number, const char *name,
                                                         const Facts &facts) {
    if (PG_ARGISNULL(number)) {
        return std::nullopt;
    }
    std::vector<TableId> tables = tables_argument(fcinfo, number, name);
    for (TableId table : tables) {
        if (facts.table(table) == nullptr) {
            throw takes_no_part(table);
        }
    }
    return tables;
}

}  // namespace relmeta::server
