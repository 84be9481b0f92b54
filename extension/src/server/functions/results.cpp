#include "server/functions/results.hpp"

#include "core/text/error.hpp"

extern "C" {
#include <catalog/pg_type.h>
#include <funcapi.h>
}

namespace relmeta::server {

ResultSet::ResultSet(FunctionCallInfo fcinfo) {
    auto result = reinterpret_cast<ReturnSetInfo *>(fcinfo->resultinfo);
    if (result == nullptr || !IsA(result, ReturnSetInfo) || (result->allowedModes & SFRM_Materialize) == 0) {
        throw UserError(sqlstate::feature_not_supported, "set-valued function called in context that cannot accept a set");
    }
    pg::call([&] {
        MemoryContext previous = MemoryContextSwitchTo(result->econtext->ecxt_per_query_memory);
        Oid type = InvalidOid;
        if (get_call_result_type(fcinfo, &type, &descriptor_) != TYPEFUNC_COMPOSITE) {
            descriptor_ = CreateTemplateTupleDesc(1);
            TupleDescInitEntry(descriptor_, 1, "result", type, -1, 0);
        }
        rows_ = tuplestore_begin_heap((result->allowedModes & SFRM_Materialize_Random) != 0, false, work_mem);
        result->returnMode = SFRM_Materialize;
        result->setResult = rows_;
        result->setDesc = descriptor_;
        MemoryContextSwitchTo(previous);
    });
}

void ResultSet::add(const Datum *values, const bool *nulls) {
    pg::check_interrupts();
    pg::call([&] { tuplestore_putvalues(rows_, descriptor_, const_cast<Datum *>(values), const_cast<bool *>(nulls)); });
}

void ResultSet::add(std::initializer_list<Datum> values) {
    static const bool no_nulls[32] = {};
    add(values.begin(), no_nulls);
}

}  // namespace relmeta::server
