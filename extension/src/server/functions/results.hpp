// The rows that a set-returning SQL function returns.
#pragma once

#include "server/pg/datum.hpp"

extern "C" {
#include <utils/tuplestore.h>
}

namespace relmeta::server {

/// Collects the result of a function that RETURNS TABLE or SETOF.
class ResultSet {
public:
    explicit ResultSet(FunctionCallInfo fcinfo);
    /// Adds a row. `values` and `nulls` have as many elements as the result has columns.
    void add(const Datum *values, const bool *nulls);
    /// Adds a row without nulls.
    void add(std::initializer_list<Datum> values);
    /// Where the rows are collected, for what can put them there itself.
    Tuplestorestate *rows() const { return rows_; }
    /// What the SQL function returns in the end.
    Datum done() const { return static_cast<Datum>(0); }

private:
    TupleDesc descriptor_ = nullptr;
    Tuplestorestate *rows_ = nullptr;
};

}  // namespace relmeta::server
