// A blocked signal becomes pending even if it is ignored, so ignored signals are not blocked.
#include "signals.hpp"

namespace relmeta::client {

constexpr int ending[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};

HeldSignals::HeldSignals() {
    sigemptyset(&held_);
    for (const int signal : ending) {
        struct sigaction action {};
        if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler != SIG_IGN) sigaddset(&held_, signal);
    }
    sigprocmask(SIG_BLOCK, &held_, &before_);
}

HeldSignals::~HeldSignals() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

int HeldSignals::take() {
    sigset_t waiting;
    sigpending(&waiting);
    for (const int signal : ending) {
        int taken = 0;
        if (sigismember(&held_, signal) == 0 || sigismember(&waiting, signal) == 0) continue;
        sigset_t only;
        sigemptyset(&only);
        sigaddset(&only, signal);
        if (sigwait(&only, &taken) == 0) return taken;
    }
    return 0;
}

}  // namespace relmeta::client
