#include "server/pg/deadline.hpp"

#include <algorithm>

extern "C" {
#include <storage/latch.h>
#include <utils/timestamp.h>
}

namespace relmeta::server {

namespace {

Deadline *innermost = nullptr;
volatile sig_atomic_t has_fired = 0;

/// Called from a signal handler.
void cancel_query() {
    has_fired = 1;
    InterruptPending = 1;
    QueryCancelPending = 1;
    SetLatch(MyLatch);
}

TimeoutId timer() {
    static const TimeoutId id = RegisterTimeout(USER_TIMEOUT, cancel_query);
    return id;
}

}  // namespace

void Deadline::arm() const {
    has_fired = 0;
    enable_timeout_at(timer(), end_);
}

Deadline::Deadline(TimestampTz end) : outer_(innermost), end_(outer_ != nullptr ? std::min(end, outer_->end_) : end) {
    innermost = this;
    arm();
}

Deadline::~Deadline() {
    disable_timeout(timer(), false);
    // It may have fired after the query ended.
    if (has_fired != 0) {
        QueryCancelPending = 0;
    }
    innermost = outer_;
    if (outer_ != nullptr) {
        outer_->arm();
    }
}

bool Deadline::has_ended() const { return has_fired != 0; }

}  // namespace relmeta::server
