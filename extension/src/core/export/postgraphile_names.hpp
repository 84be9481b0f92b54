// What PostGraphile reads and makes beside fields: tags in comments, and the names of types.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/export/choice.hpp"

namespace relmeta {

/// A comment: tags, lines that start with @, then text.
class SmartComment {
public:
    explicit SmartComment(const std::string &text);

    std::string value(const std::string &tag) const;
    bool has(const std::string &tag, const std::string &start) const;
    void set(const std::string &tag, const std::string &value);
    void add(const std::string &tag, const std::string &value) { tags_.emplace_back(tag, value); }
    std::string text() const;

private:
    std::vector<std::pair<std::string, std::string>> tags_;
    std::string rest_;
};

/// Whether PostGraphile 5 makes a name of the label of an enum. It writes other letters with letters of ASCII.
bool can_be_graphql_value(const std::string &label);

/// PostGraphile splits the identifiers in tags at some characters, in quotes too.
bool can_be_in_tag(const std::string &name);
bool can_be_in_tag(const ColumnNames &names);

/// The types of tables, named by simplify-inflection.
class PostgraphileTypes {
public:
    explicit PostgraphileTypes(const Choice &choice);

    /// The name of the table in the singular, as pluralize has it, which knows only regular words and a few others; or of its
    /// tag.
    std::string one(const Table &table) const;
    /// The plural of a name in the singular.
    std::string many(const std::string &name) const;
    /// In camel case with an upper-case first letter.
    std::string of(const Table &table) const;

    /// A type whose name another has: of a table, or of the conditions on one.
    struct Clash {
        const Table *other = nullptr;
        bool with_conditions = false;
        std::string free_name;  ///< for the tag @name
    };
    /// nullptr if there is none.
    const Clash *clash(const Table &table) const;

private:
    const Choice &choice_;
    std::map<TableId, Clash> clashes_;
};

}  // namespace relmeta
