// A carriage return overwrites the line, so it is cut to the width of the terminal.
#include "progress.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>

namespace relmeta::client {
namespace {

constexpr int tick = 250;  // milliseconds
constexpr std::chrono::seconds patience{1};

}  // namespace

Progress::Progress(std::string what, bool wanted) : what_(std::move(what)), wanted_(wanted && isatty(STDERR_FILENO)) {}

bool Progress::wait_for(int descriptor) {
    pollfd waited{descriptor, POLLIN, 0};
    const bool ready = poll(&waited, 1, tick) > 0;
    if (!ready && wanted_) show();
    return ready;
}

void Progress::show() {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start_);
    if (seconds < patience) return;
    std::string line = "relmeta: " + what_ + " has been running for " + std::to_string(seconds.count()) + " s";
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && line.size() >= size.ws_col)
        line.resize(size.ws_col - 1U);
    std::cerr << '\r' + line + "\033[K" << std::flush;  // one write: the terminal echoes typed characters in between
    shown_ = true;
}

void Progress::wipe() {
    if (shown_) std::cerr << "\r\033[K" << std::flush;
    shown_ = false;
}

}  // namespace relmeta::client
