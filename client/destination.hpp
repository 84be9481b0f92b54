// The file that -o names, or standard output. A file is there as a whole or as it was before: it is written beside and renamed,
// whatever ends the program. What is no file of its own, or could not stay the same file, is written where it is: a device, a
// pipe, an open file of this process such as /dev/stdout, a file of another owner, with a second name, or in a directory that
// takes no new one.
#pragma once

#include <sys/stat.h>

#include <stdexcept>
#include <string>

namespace relmeta::client {

/// A file cannot be read or written.
struct OutputError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Destination {
public:
    /// Standard output where `file` is empty. Changes nothing yet, but throws OutputError where it is plain that it cannot be
    /// written.
    explicit Destination(const std::string &file);
    ~Destination();
    Destination(const Destination &) = delete;
    Destination &operator=(const Destination &) = delete;

    /// What is open now; -1: a file that is written beside.
    int descriptor() const { return descriptor_; }
    /// Writes all that there will be. Throws OutputError, then without a trace.
    void write(const std::string &text);

private:
    bool follow_links();
    void open_in_place(int flags);
    void replace(const std::string &text) const;
    [[noreturn]] void fail(const char *what) const;

    std::string file_;  ///< as it was given
    std::string path_;  ///< where links lead
    int descriptor_ = -1;
    bool truncate_ = false;  ///< what is open is a file, with something in it
    bool exists_ = false;
    struct stat old_ {};  ///< of what exists
};

}  // namespace relmeta::client
