// PostGraphile's tags in comments, and its names of types.
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

/// Whether PostGraphile 5 can convert the enum label to a name. It transliterates letters that are not ASCII.
bool can_be_graphql_value(const std::string &label);

/// Whether a tag can contain the name. PostGraphile splits identifiers in tags at some characters, even if they are quoted.
bool can_be_in_tag(const std::string &name);
bool can_be_in_tag(const ColumnNames &names);

/// The type names of tables according to simplify-inflection.
class PostgraphileTypes {
public:
    explicit PostgraphileTypes(const Choice &choice);

    /// The singular of the table's name, or of its tag @name, according to pluralize, which knows only regular words and a few
    /// others.
    std::string one(const Table &table) const;
    /// The plural of a singular name.
    std::string many(const std::string &name) const;
    /// The type name, in camel case with an upper-case first letter.
    std::string of(const Table &table) const;

    /// A clash of a table's type name with that of another table or of the conditions on one.
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
