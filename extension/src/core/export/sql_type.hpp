// Parses the SQL text of a type, for formats that have their own types.
#pragma once

#include <string>

namespace relmeta {

struct SqlType {
    std::string name;       ///< the short name of a built-in type, as in varchar; otherwise as PostgreSQL prints it
    std::string arguments;  ///< of the type modifier, as in 10,2; empty without one
    bool array = false;
};

/// Parses the output of format_type(): "character varying(20)[]" is varchar, 20, an array.
SqlType sql_type(const std::string &text);

/// The type with its short name: varchar(20)[].
std::string short_text(const SqlType &type);

/// Whether the name is one lower-case word, without quotes or a schema.
bool is_word(const std::string &name);

}  // namespace relmeta
