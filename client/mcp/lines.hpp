// Lines of a stream that may be endless: read as they arrive, if requested without waiting, with a limit on their length.
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

    /// Waits for the next line; nullopt at the end of the stream, or if a signal arrives and `stop` is set.
    std::optional<Line> next(const volatile int &stop);
    /// The lines that have arrived and that next() has not returned. Does not wait.
    const std::deque<Line> &waiting();

private:
    bool read_more();

    int descriptor_;
    bool ended_ = false;
    bool skipping_ = false;  ///< inside a line that is too long
    std::string part_;       ///< the beginning of an incomplete line
    std::size_t kept_ = 0;   ///< bytes in lines_
    std::deque<Line> lines_;
};

}  // namespace relmeta::client
