// The file of -o, or standard output. A regular file is replaced as a whole or left unchanged, however the program ends: the
// text is written to a temporary file, which is then renamed. Anything else is written in place: a device, a pipe, an open file
// of this process such as /dev/stdout, a file with another owner or a second hard link, or one in a directory where no new file
// can be created.
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
    /// Standard output if `file` is empty. Changes nothing yet, but throws OutputError if the file clearly cannot be written.
    explicit Destination(const std::string &file);
    ~Destination();
    Destination(const Destination &) = delete;
    Destination &operator=(const Destination &) = delete;

    /// The open descriptor; -1 if the output goes through a temporary file.
    int descriptor() const { return descriptor_; }
    /// Writes the whole output. Throws OutputError and leaves no trace.
    void write(const std::string &text);

private:
    bool follow_links();
    void open_in_place(int flags);
    void replace(const std::string &text) const;
    [[noreturn]] void fail(const char *what) const;

    std::string file_;  ///< as given
    std::string path_;  ///< after following links
    int descriptor_ = -1;
    bool truncate_ = false;  ///< descriptor_ is a file that is not empty
    bool exists_ = false;
    struct stat old_ {};  ///< of the existing file
};

}  // namespace relmeta::client
