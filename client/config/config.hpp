// relmeta.toml: the declarations of a database, kept in the repository of the application. The file is complete: a declaration
// it omits does not exist. Tables are written as in SQL, with their schema; columns and constraints are plain names.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace relmeta::client {

/// A table, with its schema.
struct TableName {
    std::string schema, name;
};

/// A foreign key or declared relationship of a table, identified by its columns or by its name.
struct KeyName {
    std::vector<std::string> columns;
    std::string constraint;  ///< of the constraint or the relationship; empty: identified by columns
};

struct Config {
    /// [[bridge]] or [[rejected_bridge]]
    struct Bridge {
        unsigned line = 0;
        TableName table;
        bool rejected = false;
        std::vector<KeyName> ends;  ///< empty: all its foreign keys
    };
    /// [[relationship]], without a foreign key
    struct Relationship {
        unsigned line = 0;
        TableName source;
        std::vector<std::string> source_columns;
        TableName target;
        std::vector<std::string> target_columns;
        std::string condition, kind, name, inverse_name;  ///< empty: not set
    };
    /// [[rejected_relationship]]: not to be suggested
    struct Rejection {
        unsigned line = 0;
        TableName source;
        std::vector<std::string> source_columns;
        std::optional<TableName> target;  ///< not set: any
    };
    /// [[name]], for a relationship derived from a foreign key or a bridge
    struct Name {
        unsigned line = 0;
        TableName source;
        TableName holder;
        KeyName key;                     ///< for a bridge, the foreign key to the source
        std::optional<KeyName> far_key;  ///< for a bridge, the foreign key to the target
        bool reverse = false;            ///< for a self-reference: the inverse direction
        std::string name;
    };
    /// an entry of [words]
    struct Word {
        unsigned line = 0;
        std::string list, word, form;
    };
    /// [[lint.ignore]]
    struct Ignore {
        unsigned line = 0;
        std::string rule, object, reason;  ///< empty rule or object: any
    };

    std::string file;  ///< name for messages; empty: no file
    std::vector<Bridge> bridges;
    std::vector<Relationship> relationships;
    std::vector<Rejection> rejections;
    std::vector<Name> names;
    std::vector<Word> words;
    std::vector<Ignore> ignores;
};

/// Parses the text; `file` is its name in messages. Throws OutputError, with line and column, on invalid TOML, keys or values.
Config parse_config(const std::string &text, const std::string &file);

/// Reads and parses a file; - is standard input.
Config read_config(const std::string &file);

/// Finds relmeta.toml in the working directory or its parents, up to the root of the repository; empty if there is none.
std::string find_config();

/// The file that --config names, or the one found; empty if there is neither.
Config config_in_effect(const std::string &named);

/// Throws OutputError for a line of the file.
[[noreturn]] void refuse_line(const Config &config, unsigned line, const std::string &message);

/// The text of the file, in an order that depends only on its content.
std::string text_of(const Config &config);

}  // namespace relmeta::client
