#include "lines.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace relmeta::client {

/// Returns false at the end of the stream, or if interrupted by a signal.
bool Lines::read_more() {
    std::array<char, 65536> bytes;
    const ssize_t count = read(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) return false;
    if (count <= 0) {
        ended_ = true;
        if (!part_.empty()) lines_.push_back({std::move(part_)});
        part_.clear();
        return false;
    }
    for (ssize_t i = 0; i < count; ++i) {
        const char c = bytes[static_cast<std::size_t>(i)];
        if (c == '\n') {
            kept_ += part_.size();
            lines_.push_back({std::move(part_), skipping_});
            part_.clear();
            skipping_ = false;
        } else if (!skipping_) {
            part_ += c;
            skipping_ = part_.size() > longest;
            if (skipping_) part_.clear();
        }
    }
    return true;
}

std::optional<Lines::Line> Lines::next(const volatile int &stop) {
    while (lines_.empty() && !ended_ && stop == 0) read_more();
    if (lines_.empty() || stop != 0) return std::nullopt;
    Line line = std::move(lines_.front());
    lines_.pop_front();
    kept_ -= line.text.size();
    return line;
}

const std::deque<Lines::Line> &Lines::waiting() {
    pollfd input{descriptor_, POLLIN, 0};
    while (!ended_ && kept_ < most_kept && poll(&input, 1, 0) > 0 && read_more()) continue;
    return lines_;
}

}  // namespace relmeta::client
