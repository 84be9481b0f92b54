// Properties of an index from pg_index and its operator classes. The columns of the table must have been read and sorted. Index
// rows come from a snapshot, but operator classes from system caches: an index whose class was just dropped proves nothing.
#pragma once

#include <map>
#include <utility>

#include "core/model/facts.hpp"
#include "server/pg/compat.hpp"

namespace relmeta::server {

/// Caches which operator classes have the equality of which types.
class EqualityOfClasses {
public:
    bool is_of(Oid operator_class, TypeId type);

private:
    std::map<std::pair<Oid, TypeId>, bool> known_;
};

/// Whether a unique index distinguishes values that are equal to a foreign key.
bool has_stricter_equality(HeapTuple tuple, TupleDesc descriptor, const Table &table, EqualityOfClasses &equality);

/// Reads properties that only lint needs. `method` is the access method.
void add_use(HeapTuple tuple, TupleDesc descriptor, Oid method, const Table &table, Index &index);

}  // namespace relmeta::server
