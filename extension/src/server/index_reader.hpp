// What pg_index and the operator classes say of an index beside its columns.
#pragma once

#include "../core/facts.hpp"
#include "compat.hpp"

namespace relmeta::server {

/// Whether a unique index tells values apart that a foreign key takes for one.
bool compares_otherwise(HeapTuple tuple, TupleDesc descriptor, const FormData_pg_index *form);

/// Reads what only lint asks of an index: `method` is its access method.
void add_use(HeapTuple tuple, TupleDesc descriptor, Oid method, Index &index);

}  // namespace relmeta::server
