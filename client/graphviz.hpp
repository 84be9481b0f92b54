// Pictures of graphs, drawn by Graphviz's dot.
#pragma once

#include <string>

#include "progress.hpp"

namespace relmeta::client {

/// Draws a graph in DOT in one of dot's formats, such as "svg". Errors of dot go to standard error. Throws OutputError if dot
/// cannot run or fails.
std::string draw(const std::string &graph, const std::string &format, Progress &progress);

}  // namespace relmeta::client
