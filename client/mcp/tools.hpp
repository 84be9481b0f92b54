// The tools of the MCP server: their descriptions for language models, and their answers.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "database.hpp"

namespace relmeta::client {

using Json = nlohmann::json;

struct ToolAnswer {
    std::vector<std::string> texts;
    bool is_error = false;
};

/// The arguments of a call are invalid.
struct InvalidArguments : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The tools as tools/list returns them.
Json list_of_tools();
bool is_tool(const std::string &name);
/// Calls a tool. Throws only if the statement was cancelled; every other error is an answer.
ToolAnswer call_tool(Database &database, const std::string &name, const Json &arguments);

}  // namespace relmeta::client
