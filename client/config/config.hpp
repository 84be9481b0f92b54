// relmeta.toml: what was said of a database, kept in the repository of those who said it. A file says all there is to say: what
// it does not say is not said. Tables are written as SQL has them, with their schema; columns and constraints are plain names.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace relmeta::client {

/// A table, with its schema.
struct TableName {
    std::string schema, name;
};

/// A foreign key of a table, by its columns or by its constraint's name.
struct KeyName {
    std::vector<std::string> columns;
    std::string constraint;  ///< empty: by columns
};

struct Config {
    /// [[bridge]] or [[rejected_bridge]]
    struct Bridge {
        unsigned line = 0;
        TableName table;
        bool rejected = false;
        std::vector<KeyName> ends;  ///< empty: all its foreign keys
    };
    /// [[relationship]], one without a foreign key
    struct Relationship {
        unsigned line = 0;
        TableName source;
        std::vector<std::string> source_columns;
        TableName target;
        std::vector<std::string> target_columns;
        std::string kind, name, inverse_name;  ///< empty: not said
    };
    /// [[name]], of a relationship that a foreign key or a bridge makes
    struct Name {
        unsigned line = 0;
        TableName source;
        TableName holder;
        KeyName key;                     ///< through a bridge, the one to the source
        std::optional<KeyName> far_key;  ///< through a bridge, the one to the target
        bool reverse = false;            ///< of a table that refers to itself: read against the key
        std::string name;
    };
    /// of [words]
    struct Word {
        unsigned line = 0;
        std::string list, word, form;
    };
    /// [[lint.ignore]]
    struct Ignore {
        unsigned line = 0;
        std::string rule, object, reason;  ///< a rule or an object can be empty: any
    };

    std::string file;  ///< as messages name it; empty: there is none
    std::vector<Bridge> bridges;
    std::vector<Relationship> relationships;
    std::vector<Name> names;
    std::vector<Word> words;
    std::vector<Ignore> ignores;
};

/// What the text says; `file` is what messages name it. Throws OutputError, with line and column, for what is no TOML and for
/// keys and values that make no sense.
Config parse_config(const std::string &text, const std::string &file);

/// The same of a file; - is standard input.
Config read_config(const std::string &file);

/// relmeta.toml in the working directory, or above it as far as the root of the repository; empty where there is none.
std::string find_config();

/// The file that --config names, or the one that is found; nothing said where neither is.
Config config_in_effect(const std::string &named);

/// Throws OutputError about a line of the file.
[[noreturn]] void refuse_line(const Config &config, unsigned line, const std::string &message);

/// The text that says this, in an order that depends on nothing else.
std::string text_of(const Config &config);

}  // namespace relmeta::client
