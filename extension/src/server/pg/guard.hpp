// The boundary between C++ exceptions and PostgreSQL's longjmp. pg::call calls a PostgreSQL function and turns an error into an
// exception. pg::entry runs the body of an SQL function and turns an exception into an error once no C++ frame is left. Neither
// crosses a frame of the other kind, and SQLSTATE, detail, hint and location survive both ways.
#pragma once

#include <string>
#include <type_traits>

#include "server/pg/compat.hpp"

namespace relmeta::pg {

/// An error raised by PostgreSQL. The data is allocated in the memory context that was current at the call.
struct Error {
    ErrorData *data;
};

/// The setting relmeta.fault, for testing; 0 disables it.
extern int fault;

/// Makes call number relmeta.fault, counted from now, fail with XX000. Disarmed at the end of the subtransaction.
void arm_fault();

/// Runs body(argument) under setjmp. Throws Error if it raises an error.
void guarded(void (*body)(void *), void *argument);

/// Calls `function` and returns its result. Throws Error if it raises a PostgreSQL error. It must own nothing with a destructor.
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

/// Runs the body of an SQL function. Raises an exception as a PostgreSQL error: Error unchanged, relmeta::UserError with its
/// SQLSTATE, detail and hint, std::bad_alloc as 53200, anything else as XX000.
Datum entry(Datum (*body)(FunctionCallInfo), FunctionCallInfo arguments);

/// Runs `body` in a subtransaction. Returns nullptr on success. If it throws, rolls back and returns the error in the caller's
/// memory context; cancel, shutdown and out of memory are rethrown instead. A full lock table does not count as out of memory.
ErrorData *in_subtransaction(void (*body)(void *), void *argument);

template <class Function>
ErrorData *in_subtransaction(Function function) {
    return in_subtransaction([](void *argument) { (*static_cast<Function *>(argument))(); }, static_cast<void *>(&function));
}

/// Throws a pending cancel or shutdown.
inline void check_interrupts() {
    if (INTERRUPTS_PENDING_CONDITION()) {
        call([] { CHECK_FOR_INTERRUPTS(); });
    }
}

}  // namespace relmeta::pg
