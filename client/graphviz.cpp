// Run dot without a shell: it reads the graph from standard input and writes the picture to standard output. On an interrupt,
// dot writes an incomplete picture and reports success, so it never receives one. Instead, a signal that would end this program
// kills dot and its children and is reported as that signal.
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
#include "signals.hpp"

namespace relmeta::client {
namespace {

[[noreturn]] void fail(const char *what, int error) {
    throw OutputError(std::string("could not ") + what + ": " + std::strerror(error));
}

struct Descriptor {
    ~Descriptor() { close(number); }
    const int number;
};

const std::string program = "\"dot\" of graphviz ";

/// If a signal is pending, kills dot and throws.
void heed(HeldSignals &signals, pid_t process) {
    const int signal = signals.take();
    if (signal == 0) return;
    kill(-process, SIGKILL);
    while (waitpid(process, nullptr, 0) < 0 && errno == EINTR) {
    }
    throw OutputError(program + "was terminated by signal: " + strsignal(signal));
}

std::string read_all(int descriptor, Progress &progress, HeldSignals &signals, pid_t process) {
    std::string text;
    char part[1 << 16];
    for (;;) {
        const bool ready = progress.wait_for(descriptor);
        heed(signals, process);
        if (!ready) continue;
        const ssize_t count = read(descriptor, part, sizeof part);
        if (count == 0) break;
        if (count > 0) text.append(part, static_cast<std::size_t>(count));
        if (count < 0 && errno != EINTR) fail("read from \"dot\"", errno);
    }
    progress.wipe();
    return text;
}

/// Waits for dot, which has closed its output, and returns its status.
int wait_for_end(pid_t process, HeldSignals &signals) {
    int status = 0;
    while (waitpid(process, &status, WNOHANG) != process) {
        heed(signals, process);
        usleep(1000);
    }
    return status;
}

/// Starts dot in its own process group, with the given standard input and output.
pid_t start(const std::string &format, int input, int output, const sigset_t &before) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    sigset_t blocked = before;
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTTOU);  // its process group is in the background of the terminal, but it may print errors there
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &blocked);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    std::string name = "dot", option = "-T" + format;
    char *const words[] = {name.data(), option.data(), nullptr};
    pid_t process = 0;
    const int error = posix_spawnp(&process, "dot", &files, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    if (error != 0) {
        throw OutputError(std::string("could not run \"dot\" of graphviz: ") + std::strerror(error) +
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
    if (pipe2(ends, O_CLOEXEC) != 0) fail("create a pipe", errno);
    const Descriptor picture{ends[0]};
    HeldSignals signals;
    const pid_t process = [&] {
        const Descriptor to_picture{ends[1]};
        return start(format, fileno(input.get()), to_picture.number, signals.before());
    }();
    std::string drawn = read_all(picture.number, progress, signals, process);
    const int status = wait_for_end(process, signals);
    if (WIFSIGNALED(status)) throw OutputError(program + "was terminated by signal: " + strsignal(WTERMSIG(status)));
    if (WEXITSTATUS(status) != 0) throw OutputError(program + "failed with exit status " + std::to_string(WEXITSTATUS(status)));
    return drawn;
}

}  // namespace relmeta::client
