// Names in the languages of the programs that read exports.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "core/export/choice.hpp"

namespace relmeta {

/// Converts the text to a valid GraphQL name ([_A-Za-z][_0-9A-Za-z]*): invalid characters become underscores.
std::string graphql_name(const std::string &text);

/// The same in camel case, as PostGraphile spells names: posts_as_author becomes postsAsAuthor.
std::string camel_name(const std::string &text);

/// How a language spells names.
struct Spelling {
    std::string (*spell)(const std::string &) = graphql_name;
    std::unordered_set<std::string> taken = {};  ///< reserved in every table
    bool table_taken = false;                    ///< the table's own name and its singular are reserved too
};

/// The names of the chosen relationships in a language: their own names if valid, with a number appended if a column or another
/// relationship of the table has the name. Valid names are assigned first, so that corrected names cannot take them.
class FieldNames {
public:
    explicit FieldNames(const Choice &choice, const Spelling &spelling = {});
    const std::string &of(const Relationship &relationship) const { return names_.at(&relationship); }

private:
    std::unordered_map<const Relationship *, std::string> names_;
};
}  // namespace relmeta
