// Reads arguments of SQL functions. If some arguments may be null, the function is not STRICT, and a null in another argument is
// an error that names it.
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

/// Throws UserError 22004 if the argument is null.
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

/// Empty if null.
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

/// Returns false if the array is null or empty. Throws UserError 22004 if an element is null.
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

/// The elements of a name[] argument; empty if it is null.
inline std::vector<std::string> names_argument(FunctionCallInfo fcinfo, int number, const char *name) {
    return has_elements(fcinfo, number, name) ? names_from(PG_GETARG_DATUM(number)) : std::vector<std::string>();
}

/// The elements of a regclass[] argument; empty if it is null.
inline std::vector<Oid> tables_argument(FunctionCallInfo fcinfo, int number, const char *name) {
    return has_elements(fcinfo, number, name) ? elements<Oid>(PG_GETARG_DATUM(number)) : std::vector<Oid>();
}

inline int integer_argument(FunctionCallInfo fcinfo, int number, const char *name) {
    require_argument(fcinfo, number, name);
    return PG_GETARG_INT32(number);
}

/// A regclass[] argument that selects tables; nullopt if it is null. Throws UserError 42809 for an excluded table.
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
