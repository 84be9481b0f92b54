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

    /// Answers until the input ends, nobody reads the output, or SIGINT or SIGTERM comes. Returns the exit status.
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
    Json request_;            ///< the id of the request being answered
    bool cancelled_ = false;  ///< by the client
    bool open_ = true;        ///< the output
    std::size_t seen_ = 0;    ///< lines already looked at by is_cancelled()
};

}  // namespace relmeta::client
