// Runs dot by itself, with no shell: the graph is its standard input, the picture its standard output. As system() does, this
// program leaves Ctrl-C to the other one meanwhile.
#include "graphviz.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>

#include "output.hpp"

namespace relmeta::client {
namespace {

[[noreturn]] void fail(const char *what, int error) {
    throw OutputError(std::string("could not ") + what + ": " + std::strerror(error));
}

/// While it lives, this program ignores Ctrl-C.
class IgnoreInterrupt {
public:
    IgnoreInterrupt() {
        struct sigaction action {};
        action.sa_handler = SIG_IGN;
        sigaction(SIGINT, &action, &before_);
    }
    ~IgnoreInterrupt() { sigaction(SIGINT, &before_, nullptr); }
    IgnoreInterrupt(const IgnoreInterrupt &) = delete;
    IgnoreInterrupt &operator=(const IgnoreInterrupt &) = delete;

private:
    struct sigaction before_ {};
};

struct Descriptor {
    ~Descriptor() { close(number); }
    const int number;
};

std::string read_all(int descriptor, Progress &progress) {
    std::string text;
    char part[1 << 16];
    for (;;) {
        progress.wait_for(descriptor);
        const ssize_t count = read(descriptor, part, sizeof part);
        if (count == 0) break;
        if (count > 0) text.append(part, static_cast<std::size_t>(count));
        if (count < 0 && errno != EINTR) fail("read from dot", errno);
    }
    progress.wipe();
    return text;
}

/// Starts dot with these for its standard input and output.
pid_t start(const std::string &format, int input, int output) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &interrupt);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    std::string name = "dot", option = "-T" + format;
    char *const words[] = {name.data(), option.data(), nullptr};
    pid_t process = 0;
    const int error = posix_spawnp(&process, "dot", &files, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    if (error != 0) {
        throw OutputError(std::string("could not run \"dot\", which draws pictures: ") + std::strerror(error) +
                          "\nHINT: Install graphviz, or write a file that ends in .dot, .mmd or .html.");
    }
    return process;
}

}  // namespace

std::string draw(const std::string &graph, const std::string &format, Progress &progress) {
    const std::unique_ptr<FILE, int (*)(FILE *)> input(std::tmpfile(), std::fclose);
    if (!input || std::fwrite(graph.data(), 1, graph.size(), input.get()) != graph.size() || std::fflush(input.get()) != 0 ||
        std::fseek(input.get(), 0, SEEK_SET) != 0) {
        fail("write a temporary file", errno);
    }
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) fail("make a pipe", errno);
    const Descriptor picture{ends[0]};
    const IgnoreInterrupt ignore;
    const pid_t process = [&] {
        const Descriptor to_picture{ends[1]};
        return start(format, fileno(input.get()), to_picture.number);
    }();
    std::string drawn = read_all(picture.number, progress);
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    const std::string who = "\"dot\", which draws pictures, ";
    if (WIFSIGNALED(status)) throw OutputError(who + "was ended by a signal: " + strsignal(WTERMSIG(status)));
    if (WEXITSTATUS(status) != 0) throw OutputError(who + "failed with exit status " + std::to_string(WEXITSTATUS(status)));
    return drawn;
}

}  // namespace relmeta::client
