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

std::string prisma(const Choice &choice);      ///< schema.prisma
std::string drizzle(const Choice &choice);     ///< a TypeScript module of tables and relations
std::string supabase(const Choice &choice);    ///< a TypeScript type
std::string sqlalchemy(const Choice &choice);  ///< a Python module of models
std::string django(const Choice &choice);      ///< models.py
std::string ossie(const Choice &choice);       ///< a semantic model of Apache Ossie
std::string markdown(const Choice &choice);  ///< a page for reading
std::string html(const Choice &choice);  ///< a self-contained page for viewing

}  // namespace relmeta::formats
