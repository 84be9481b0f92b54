// The tools of the server: what a language model is told about them, and what they answer.
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

/// What is wrong with the arguments of a call.
struct InvalidArguments : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The tools as tools/list returns them.
Json list_of_tools();
bool is_tool(const std::string &name);
/// Calls a tool. Throws only what a cancelled statement throws; every other error is an answer.
ToolAnswer call_tool(Database &database, const std::string &name, const Json &arguments);

}  // namespace relmeta::client
