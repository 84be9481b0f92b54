// The boundary between C++ exceptions and PostgreSQL's longjmp. A PostgreSQL function is called through pg::call, which turns an
// error into an exception; every SQL function is entered through pg::entry, which turns an exception into an error once no
// C++ frame is left. So neither ever passes a frame of the other kind, and SQLSTATE, detail, hint and location survive both ways.
#pragma once

#include <string>
#include <type_traits>

#include "server/pg/compat.hpp"

namespace relmeta::pg {

/// An error raised by PostgreSQL, on its way through C++ frames. The data lives in the memory context that was current at the
/// call.
struct Error {
    ErrorData *data;
};

/// The setting relmeta.fault, to test relmeta itself; 0: no fault.
extern int fault;

/// From here to the end of the subtransaction the call whose number is relmeta.fault fails with XX000.
void arm_fault();

/// Runs body(argument) under the one setjmp; throws Error where it raised an error.
void guarded(void (*body)(void *), void *argument);

/// Calls `function`, which may raise a PostgreSQL error and must own nothing with a destructor; returns what it returns. Throws
/// Error.
template <class Function>
auto call(Function function) -> decltype(function()) {
    using Result = decltype(function());
    if constexpr (std::is_void_v<Result>) {
        guarded([](void *argument) { (*static_cast<Function *>(argument))(); }, &function);
    } else {
        static_assert(std::is_trivially_destructible_v<Result>, "a longjmp would leak it");
        struct Frame {
            Function *function;
            Result result;
        } frame{&function, Result{}};
        guarded(
            [](void *argument) {
                Frame *inner = static_cast<Frame *>(argument);
                inner->result = (*inner->function)();
            },
            &frame);
        return frame.result;
    }
}

/// Runs the body of an SQL function; any exception becomes a PostgreSQL error: Error as it was, relmeta::UserError with its
/// SQLSTATE, detail and hint, std::bad_alloc as 53200, anything else as XX000.
Datum entry(Datum (*body)(FunctionCallInfo), FunctionCallInfo arguments);

/// Runs `body` in a subtransaction of its own. Returns nullptr where it ended well. Where it threw, everything it did is
/// undone, and the error is returned in the caller's memory context; cancel, shutdown and out of memory are thrown on instead. A
/// full lock table is no lack of memory.
ErrorData *in_subtransaction(void (*body)(void *), void *argument);

template <class Function>
ErrorData *in_subtransaction(Function function) {
    return in_subtransaction([](void *argument) { (*static_cast<Function *>(argument))(); }, static_cast<void *>(&function));
}

/// Throws what is pending: a cancel, a shutdown.
inline void check_interrupts() {
    if (INTERRUPTS_PENDING_CONDITION()) {
        call([] { CHECK_FOR_INTERRUPTS(); });
    }
}

}  // namespace relmeta::pg
