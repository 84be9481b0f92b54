// One function for each format; each has a file of its own.
#pragma once

#include <string>

#include "choice.hpp"

namespace relmeta::formats {

std::string json(const Choice &choice);     ///< relmeta's own, versioned: doc/formats.md
std::string mermaid(const Choice &choice);  ///< Mermaid's erDiagram
std::string dot(const Choice &choice);      ///< graphviz
std::string dbml(const Choice &choice);     ///< dbdiagram.io's language

}  // namespace relmeta::formats
