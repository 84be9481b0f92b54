// The result of a set-returning SQL function.
#pragma once

#include "server/pg/datum.hpp"

extern "C" {
#include <utils/tuplestore.h>
}

namespace relmeta::server {

/// Collects the rows of a function that RETURNS TABLE or SETOF.
class ResultSet {
public:
    explicit ResultSet(FunctionCallInfo fcinfo);
    /// Adds a row. `values` and `nulls` have one element for each column.
    void add(const Datum *values, const bool *nulls);
    /// Adds a row without nulls.
    void add(std::initializer_list<Datum> values);
    /// The collected rows, for code that can add rows itself.
    Tuplestorestate *rows() const { return rows_; }
    /// The return value of the SQL function.
    Datum done() const { return static_cast<Datum>(0); }

private:
    TupleDesc descriptor_ = nullptr;
    Tuplestorestate *rows_ = nullptr;
};

}  // namespace relmeta::server
