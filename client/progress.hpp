// What people see while they wait: on a terminal, once a command has taken a second, one line of standard error that says what
// is running and for how long. The server does not tell how far it is, so neither does the line.
#pragma once

#include <chrono>
#include <string>

namespace relmeta::client {

class Progress {
public:
    /// Counts from now. Never shows anything where not `wanted`, or where standard error is no terminal.
    Progress(std::string what, bool wanted);
    ~Progress() { wipe(); }
    Progress(const Progress &) = delete;
    Progress &operator=(const Progress &) = delete;

    /// Waits a moment for the descriptor to be readable, or at its end, and keeps the line up to date. Returns whether it is.
    bool wait_for(int descriptor);
    /// Takes the line away, so that other text can be written.
    void wipe();

private:
    void show();

    std::string what_;
    bool wanted_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace relmeta::client
