// The Model Context Protocol over standard input and output: JSON-RPC 2.0, one message on each line.
#pragma once

#include <optional>
#include <string>

#include "lines.hpp"
#include "tools.hpp"

namespace relmeta::client {

class McpServer {
public:
    McpServer(const ConnectionOptions &options, const Settings &settings, int milliseconds);

    /// Answers until the input ends, the output is closed, or SIGINT or SIGTERM arrives. Returns the exit status.
    int run();

private:
    void handle(const std::string &line);
    std::optional<Json> answer(const Json &message);
    std::optional<Json> answer_request(const Json &message);
    Json initialize(const Json &parameters);
    Json call(const Json &parameters);
    bool is_cancelled();
    bool write(const Json &message);

    Lines lines_;
    Database database_;
    Json request_;            ///< id of the current request
    bool cancelled_ = false;  ///< the client has cancelled it
    bool open_ = true;        ///< the output is open
    std::size_t seen_ = 0;    ///< number of waiting lines that is_cancelled() has read
};

}  // namespace relmeta::client
