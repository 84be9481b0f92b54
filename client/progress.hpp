// Progress display: after one second, on a terminal, one line on standard error shows the running command and its duration. The
// server does not report its progress, so the line does not show it.
#pragma once

#include <chrono>
#include <string>

namespace relmeta::client {

class Progress {
public:
    /// Starts the clock. Shows nothing unless `wanted` and standard error is a terminal.
    Progress(std::string what, bool wanted);
    ~Progress() { wipe(); }
    Progress(const Progress &) = delete;
    Progress &operator=(const Progress &) = delete;

    /// Waits briefly until the descriptor is readable or at its end, and updates the line. Returns whether it is.
    bool wait_for(int descriptor);
    /// Erases the line, so that other text can be written.
    void wipe();

private:
    void show();

    std::string what_;
    bool wanted_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace relmeta::client
