// The temporary file has an unpredictable name and exists only while signals that end the program are blocked, so no signal
// handler needs to remove it.
#include "destination.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>

#include "signals.hpp"

namespace relmeta::client {
namespace {

constexpr int most_links = 40;
constexpr std::size_t part = 1 << 20;

std::string directory_of(const std::string &path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
}

std::string real_directory_of(const std::string &path) {
    const std::unique_ptr<char, void (*)(void *)> real(realpath(directory_of(path).c_str(), nullptr), std::free);
    return real ? real.get() : "";
}

/// Writes the text, or as much as possible before a signal is pending. Returns whether all was written; if not, errno is set.
bool write_all(int descriptor, const std::string &text, HeldSignals *signals) {
    for (std::size_t written = 0; written < text.size();) {
        if (signals && signals->take() != 0) {
            errno = EINTR;
            return false;
        }
        const ssize_t count = ::write(descriptor, text.data() + written, std::min(text.size() - written, part));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        written += static_cast<std::size_t>(count);
    }
    return true;
}

}  // namespace

void Destination::fail(const char *what) const {
    const std::string where = file_.empty() ? "standard output" : "file \"" + file_ + '"';
    throw OutputError(std::string("could not ") + what + ' ' + where + (*what == 'o' ? " for writing: " : ": ") +
                      std::strerror(errno));
}

Destination::Destination(const std::string &file) : file_(file), path_(file) {
    if (file_.empty()) {
        descriptor_ = STDOUT_FILENO;
        return;
    }
    if (follow_links()) return;
    exists_ = stat(path_.c_str(), &old_) == 0;
    if (!exists_ && errno != ENOENT) fail("open");
    const bool room = faccessat(AT_FDCWD, directory_of(path_).c_str(), W_OK | X_OK, AT_EACCESS) == 0;
    if (!exists_) {
        if (!room) fail("open");
    } else if (!S_ISREG(old_.st_mode) || !room || old_.st_uid != geteuid() || old_.st_nlink > 1) {
        open_in_place(0);
        truncate_ = S_ISREG(old_.st_mode);
    } else if (faccessat(AT_FDCWD, path_.c_str(), W_OK, AT_EACCESS) != 0) {
        fail("open");
    }
}

Destination::~Destination() {
    if (!file_.empty() && descriptor_ >= 0) close(descriptor_);
}

/// Follows links and sets path_. A link in /proc can lead to a file that this process has open; that file is used directly, at
/// its current position. Returns whether it found one.
bool Destination::follow_links() {
    char target[PATH_MAX];
    for (int links = 0; links < most_links; ++links) {
        const ssize_t length = readlink(path_.c_str(), target, sizeof target);
        if (length < 0) break;
        const std::string directory = real_directory_of(path_);
        if (directory == "/proc/" + std::to_string(getpid()) + "/fd") {
            descriptor_ = dup(std::atoi(path_.c_str() + path_.rfind('/') + 1));
            if (descriptor_ < 0) fail("open");
            return true;
        }
        if (directory.rfind("/proc/", 0) == 0) {
            open_in_place(O_APPEND);
            return true;
        }
        const std::string next(target, static_cast<std::size_t>(length));
        path_ = next[0] == '/' ? next : directory_of(path_) + '/' + next;
    }
    return false;
}

void Destination::open_in_place(int flags) {
    descriptor_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC | flags);
    if (descriptor_ < 0) fail("open");
}

void Destination::write(const std::string &text) {
    if (descriptor_ < 0) return replace(text);
    if ((truncate_ && ftruncate(descriptor_, 0) != 0) || !write_all(descriptor_, text, nullptr)) fail("write to");
}

void Destination::replace(const std::string &text) const {
    HeldSignals signals;
    std::random_device number;
    const std::string beside = directory_of(path_) + "/.relmeta-" + std::to_string(number()) + std::to_string(number());
    const int made = open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (made < 0) fail("write to");
    // Change the group first, because fchown clears mode bits.
    bool good = !exists_ || ((fchown(made, static_cast<uid_t>(-1), old_.st_gid) == 0 || errno == EPERM) &&
                             fchmod(made, old_.st_mode & 07777) == 0);
    good = good && write_all(made, text, &signals);
    int error = errno;
    if (close(made) != 0 && good) {
        good = false;
        error = errno;
    }
    if (good && rename(beside.c_str(), path_.c_str()) == 0) return;
    if (good) error = errno;
    unlink(beside.c_str());
    errno = error;
    fail("write to");
}

}  // namespace relmeta::client
