// What pg_index and the operator classes say of an index beside its columns. The columns of the table have been read, in order.
// An index is read as of a snapshot, and what it is made of as of now: what another session has dropped meanwhile proves nothing.
#pragma once

#include "core/model/facts.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Whether a unique index tells values apart that a foreign key takes for one.
bool has_stricter_equality(HeapTuple tuple, TupleDesc descriptor, const Table &table);

/// Reads what only lint asks of an index: `method` is its access method.
void add_use(HeapTuple tuple, TupleDesc descriptor, Oid method, const Table &table, Index &index);

}  // namespace relmeta::server
