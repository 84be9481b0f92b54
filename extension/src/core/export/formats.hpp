// One function for each format, each in its own file.
#pragma once

#include <string>

#include "core/export/choice.hpp"

namespace relmeta::formats {

std::string json(const Choice &choice);     ///< relmeta's own versioned format: doc/formats.md
std::string mermaid(const Choice &choice);  ///< Mermaid's erDiagram
std::string dot(const Choice &choice);      ///< Graphviz
std::string dbml(const Choice &choice);     ///< the language of dbdiagram.io

std::string hasura(const Choice &choice);        ///< Hasura metadata, version 3, for replace_metadata
std::string hasura_yaml(const Choice &choice);   ///< the same tables, for a metadata directory
std::string hasura_bulk(const Choice &choice);   ///< calls of the metadata API
std::string pg_graphql(const Choice &choice);    ///< SQL: directives in comments, and functions
std::string postgraphile(const Choice &choice);  ///< postgraphile.tags.json5 of version 5
std::string postgraphile4(const Choice &choice);

std::string html(const Choice &choice);  ///< a self-contained page for viewing

}  // namespace relmeta::formats
