// Signals that would end the program, held back while it has something to clean up that a handler could not.
#pragma once

#include <csignal>

namespace relmeta::client {

/// While it lives, no signal that people and systems end programs with arrives; those that were ignored stay so. One that was
/// not taken arrives afterwards.
class HeldSignals {
public:
    HeldSignals();
    ~HeldSignals();
    HeldSignals(const HeldSignals &) = delete;
    HeldSignals &operator=(const HeldSignals &) = delete;

    /// A signal that waits, which then does not arrive any more; 0: none.
    int take();
    /// What was blocked before.
    const sigset_t &before() const { return before_; }

private:
    sigset_t held_, before_;
};

}  // namespace relmeta::client
