// Lines of a stream that may have no end: read as they come, without waiting when asked not to, and none too long to keep.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

namespace relmeta::client {

class Lines {
public:
    static constexpr std::size_t longest = std::size_t{4} << 20;  ///< in bytes
    static constexpr std::size_t most_kept = 4 * longest;

    explicit Lines(int descriptor) : descriptor_(descriptor) {}

    struct Line {
        std::string text;
        bool too_long = false;  ///< the text is not kept
    };

    /// Waits for the next line; nullopt at the end, or when a signal came and `stop` is set.
    std::optional<Line> next(const volatile int &stop);
    /// The lines that have come and were not returned by next(), without waiting.
    const std::deque<Line> &waiting();

private:
    bool read_more();

    int descriptor_;
    bool ended_ = false;
    bool skipping_ = false;  ///< the rest of a line that is too long
    std::string part_;       ///< of a line
    std::size_t kept_ = 0;   ///< bytes in lines_
    std::deque<Line> lines_;
};

}  // namespace relmeta::client
