// The only setjmp, and the only place where exceptions become PostgreSQL errors.
#include "server/pg/guard.hpp"

#include <cstring>
#include <exception>
#include <new>

#include "core/text/error.hpp"

extern "C" {
#include <utils/resowner.h>
}

namespace relmeta::pg {

int fault = 0;

namespace {

/// Calls left until the injected fault; 0 if disarmed.
int calls_until_fault = 0;

/// An exception without its C++ frames. No member has a destructor, so a longjmp is safe.
struct Failure {
    ErrorData *error = nullptr;  ///< rethrown unchanged
    int sqlstate = 0;
    const char *message = nullptr;
    const char *detail = nullptr;
    const char *hint = nullptr;
};

/// A copy that outlives the exception. Never raises: if memory is short, the text is lost, but not the error.
const char *keep(const std::string &text) {
    char *copy = nullptr;
    if (!text.empty()) {
        copy = static_cast<char *>(MemoryContextAllocExtended(CurrentMemoryContext, text.size() + 1, MCXT_ALLOC_NO_OOM));
        if (copy != nullptr) {
            text.copy(copy, text.size());
            copy[text.size()] = '\0';
        }
    }
    return copy;
}

int sqlstate_of(const std::string &code) {
    return code.size() == 5 ? MAKE_SQLSTATE(code[0], code[1], code[2], code[3], code[4]) : ERRCODE_INTERNAL_ERROR;
}

/// Converts the current exception. Call it in a catch block.
Failure failure_in_flight() {
    Failure failure;
    try {
        throw;
    } catch (const Error &error) {
        failure.error = error.data;
    } catch (const UserError &error) {
        failure.sqlstate = sqlstate_of(error.sqlstate);
        failure.message = keep(error.what());
        failure.detail = keep(error.detail);
        failure.hint = keep(error.hint);
    } catch (const std::bad_alloc &) {
        failure.sqlstate = ERRCODE_OUT_OF_MEMORY;
        failure.message = "out of memory";
    } catch (const std::exception &error) {
        failure.sqlstate = ERRCODE_INTERNAL_ERROR;
        failure.message = keep(error.what());
    } catch (...) {
        failure.sqlstate = ERRCODE_INTERNAL_ERROR;
    }
    return failure;
}

[[noreturn]] void raise(const Failure &failure) {
    if (failure.error != nullptr) {
        ReThrowError(failure.error);
    }
    ereport(ERROR, (errcode(failure.sqlstate),
                    errmsg_internal("%s", failure.message != nullptr ? failure.message : "unexpected exception in relmeta"),
                    failure.detail != nullptr ? errdetail_internal("%s", failure.detail) : 0,
                    failure.hint != nullptr ? errhint("%s", failure.hint) : 0));
    pg_unreachable();
}

/// PostgreSQL reports a full lock table as out of memory. Rolling back the subtransaction frees its locks.
bool is_lock_table_full(const ErrorData &error) {
    return error.message_id != nullptr && std::strcmp(error.message_id, "out of shared memory") == 0;
}

/// Whether the error must not become a warning, because the user or the system wants the transaction to end.
bool must_end_transaction(const ErrorData &error) {
    switch (error.sqlerrcode) {
        case ERRCODE_QUERY_CANCELED:
        case ERRCODE_ADMIN_SHUTDOWN:
        case ERRCODE_CRASH_SHUTDOWN:
        case ERRCODE_IDLE_IN_TRANSACTION_SESSION_TIMEOUT: return true;
        case ERRCODE_OUT_OF_MEMORY: return !is_lock_table_full(error);
        default: return false;
    }
}

/// Converts to ErrorData in the current memory context, by raising and catching, so that PostgreSQL fills in every field. An
/// error of PostgreSQL is also copied: it may be in a context of SPI, which the rollback of the subtransaction frees.
ErrorData *materialize(const Failure &failure) {
    try {
        call([&failure] { raise(failure); });
    } catch (const Error &error) {
        return error.data;
    }
    return nullptr;
}

}  // namespace

void arm_fault() { calls_until_fault = fault; }

void guarded(void (*body)(void *), void *argument) {
    MemoryContext context = CurrentMemoryContext;
    ErrorData *volatile error = nullptr;
    PG_TRY();
    {
        if (calls_until_fault > 0 && --calls_until_fault == 0) {
            ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR), errmsg("injected fault")));
        }
        body(argument);
    }
    PG_CATCH();
    {
        MemoryContextSwitchTo(context);
        error = CopyErrorData();
        FlushErrorState();
    }
    PG_END_TRY();
    if (error != nullptr) {
        throw Error{error};
    }
}

Datum entry(Datum (*body)(FunctionCallInfo), FunctionCallInfo arguments) {
    Failure failure;
    try {
        return body(arguments);
    } catch (...) {
        failure = failure_in_flight();
    }
    raise(failure);
}

ErrorData *in_subtransaction(void (*body)(void *), void *argument) {
    MemoryContext context = CurrentMemoryContext;
    ResourceOwner owner = CurrentResourceOwner;
    const bool armed = calls_until_fault > 0;
    call([] { BeginInternalSubTransaction(nullptr); });
    Failure failure;
    try {
        MemoryContextSwitchTo(context);
        body(argument);
        calls_until_fault = armed ? calls_until_fault : 0;
        call([] { ReleaseCurrentSubTransaction(); });
        MemoryContextSwitchTo(context);
        CurrentResourceOwner = owner;
        return nullptr;
    } catch (...) {
        calls_until_fault = armed ? calls_until_fault : 0;
        MemoryContextSwitchTo(context);
        failure = failure_in_flight();
    }
    ErrorData *error = materialize(failure);
    call([] { RollbackAndReleaseCurrentSubTransaction(); });
    MemoryContextSwitchTo(context);
    CurrentResourceOwner = owner;
    if (must_end_transaction(*error)) {
        throw Error{error};
    }
    return error;
}

}  // namespace relmeta::pg
