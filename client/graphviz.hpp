// Pictures of graphs, drawn by graphviz's program dot.
#pragma once

#include <string>

#include "progress.hpp"

namespace relmeta::client {

/// The graph, which is in DOT, as a picture of one of dot's formats, such as "svg". What dot complains of goes to standard error.
/// Throws OutputError where dot cannot be run or fails.
std::string draw(const std::string &graph, const std::string &format, Progress &progress);

}  // namespace relmeta::client
