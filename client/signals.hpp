// Block the signals that would end the program while it has something to clean up that a handler could not.
#pragma once

#include <csignal>

namespace relmeta::client {

/// While it exists, the usual terminating signals are blocked; ignored ones stay ignored. A signal that was not taken is
/// delivered afterwards.
class HeldSignals {
public:
    HeldSignals();
    ~HeldSignals();
    HeldSignals(const HeldSignals &) = delete;
    HeldSignals &operator=(const HeldSignals &) = delete;

    /// Takes a pending signal, which is then not delivered; 0 if there is none.
    int take();
    /// The previous signal mask.
    const sigset_t &before() const { return before_; }

private:
    sigset_t held_, before_;
};

}  // namespace relmeta::client
