// Read relmeta.toml. Each entry is read through an object that records which keys were read and rejects the rest.
#include "config.hpp"

#include <sys/stat.h>

#include <toml++/toml.h>
#include <algorithm>

#include "../destination.hpp"
#include "../file.hpp"
#include "core/model/condition.hpp"
#include "core/text/lower.hpp"
#include "core/text/near.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

constexpr const char *const file_name = "relmeta.toml";
const std::vector<std::string> kinds{"one_to_one", "one_to_many", "many_to_one", "many_to_many"};
const std::vector<std::string> word_lists{"audit", "ordering", "key_suffix", "link", "tenant", "plural", "uncountable", "schema"};

[[noreturn]] void refuse(const std::string &file, const toml::source_position &where, const std::string &message,
                         const std::string &hint = {}) {
    throw OutputError(file + ':' + std::to_string(where.line) + ':' + std::to_string(where.column) + ": " + message +
                      (hint.empty() ? "" : "\nHINT: " + hint));
}

const char *type_name(const toml::node &node) {
    switch (node.type()) {
        case toml::node_type::table: return "a table";
        case toml::node_type::array: return "an array";
        case toml::node_type::string: return "a string";
        case toml::node_type::integer: return "an integer";
        case toml::node_type::floating_point: return "a number";
        case toml::node_type::boolean: return "a boolean";
        default: return "a date or a time";
    }
}

bool is_part_of_name(char c, bool first) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    return letter || (!first && ((c >= '0' && c <= '9') || c == '$'));
}

/// Reads an SQL identifier and advances `at` past it; empty if there is none.
std::string take_identifier(const std::string &text, std::size_t &at) {
    const std::size_t start = at;
    std::string name;
    if (at == text.size() || text[at] != '"') {
        while (at < text.size() && is_part_of_name(text[at], at == start)) name += text[at++];
        return lower(name);
    }
    for (++at; at < text.size(); name += text[at++]) {
        if (text[at] == '"' && text[++at] != '"') return name;  // at worst the end of the text, which is '\0'
    }
    return {};
}

std::optional<TableName> table_name_from(const std::string &text) {
    std::size_t at = 0;
    TableName table;
    table.schema = take_identifier(text, at);
    if (table.schema.empty() || at == text.size() || text[at++] != '.') return std::nullopt;
    table.name = take_identifier(text, at);
    return table.name.empty() || at != text.size() ? std::nullopt : std::optional<TableName>(table);
}

/// A table of the file.
class Entry {
public:
    Entry(const std::string &file, const toml::node &node, const std::string &name) : file_(file), node_(node), name_(name) {
        if (!node.is_table()) fail(node, name_ + " is " + type_name(node) + ", not a table");
    }

    unsigned line() const { return node_.source().begin.line; }
    [[noreturn]] void fail(const toml::node &node, const std::string &message, const std::string &hint = {}) const {
        refuse(file_, node.source().begin, message, hint);
    }

    /// The value of the key, or nullptr.
    const toml::node *find(const std::string &key) {
        known_.push_back(key);
        return node_.as_table()->get(key);
    }
    bool has(const std::string &key) { return find(key) != nullptr; }

    std::string text(const std::string &key) { return string_in(demand(key), key); }
    std::string text_or_empty(const std::string &key) {
        const toml::node *value = find(key);
        return value == nullptr ? "" : string_in(*value, key);
    }
    std::string one_of(const std::string &key, const std::vector<std::string> &values) {
        const std::string value = text_or_empty(key);
        if (has(key) && std::find(values.begin(), values.end(), value) == values.end()) {
            fail(*find(key), "invalid value for " + in_quotes(key) + ": " + in_quotes(value),
                 "Available values: " + join(values, ", ") + '.');
        }
        return value;
    }
    /// A condition as it is stored; empty without one.
    std::string condition(const std::string &key) {
        try {
            return Condition(text_or_empty(key)).text();
        } catch (const UserError &error) {
            fail(*find(key), error.what(), error.hint);
        }
    }
    /// The name of a relationship.
    std::string relationship_name(const std::string &key) {
        const std::string value = text(key);
        if (value.size() > max_name_bytes) {
            fail(*find(key), "name " + in_quotes(value) + " is too long",
                 "A name can have at most " + std::to_string(max_name_bytes) + " bytes.");
        }
        return value;
    }
    bool flag(const std::string &key) {
        const toml::node *value = find(key);
        if (value == nullptr) return false;
        if (!value->is_boolean()) fail(*value, in_quotes(key) + " is " + type_name(*value) + ", not a boolean");
        return value->as_boolean()->get();
    }
    TableName table(const std::string &key) {
        const std::string value = text(key);
        const std::optional<TableName> table = table_name_from(value);
        if (!table) {
            fail(*find(key), in_quotes(value) + " does not name a table with its schema",
                 "Write it as in SQL, for example \"public.account\" or 'public.\"Odd Name\"'.");
        }
        return *table;
    }
    std::vector<std::string> names(const std::string &key) { return names_in(demand(key), key); }
    KeyName key(const std::string &key) { return key_in(demand(key), key); }
    std::vector<KeyName> keys(const std::string &key) {
        std::vector<KeyName> keys;
        for (const toml::node &element : array_in(demand(key), key)) keys.push_back(key_in(element, key));
        return keys;
    }
    /// Calls read(entry) for each table of an array of tables.
    template <typename Read>
    void each(const std::string &key, const std::string &name, Read read) {
        const toml::node *value = find(key);
        if (value == nullptr) return;
        const toml::array *entries = value->as_array();
        if (entries == nullptr)
            fail(*value, in_quotes(key) + " is " + type_name(*value) + ", not a list of tables", "Write " + name + '.');
        for (const toml::node &element : *entries) {
            Entry entry(file_, element, name);
            read(entry);
            entry.finish();
        }
    }
    /// Calls read(entry) for the table with this key.
    template <typename Read>
    void inner(const std::string &key, const std::string &name, Read read) {
        const toml::node *value = find(key);
        if (value == nullptr) return;
        Entry entry(file_, *value, name);
        read(entry);
        entry.finish();
    }
    /// Calls read(key, text, line) for every key of a table of strings.
    template <typename Read>
    void every(Read read) {
        for (const auto &[key, value] : *node_.as_table()) {
            known_.emplace_back(key.str());
            read(std::string(key.str()), string_in(value, std::string(key.str())), value.source().begin.line);
        }
    }
    template <typename Read>
    void each_text(const std::string &key, Read read) {
        const toml::node *value = find(key);
        if (value == nullptr) return;
        for (const toml::node &element : array_in(*value, key)) read(string_in(element, key), element.source().begin.line);
    }
    /// Rejects keys that were not read.
    void finish() const {
        for (const auto &[key, value] : *node_.as_table()) {
            const std::string name(key.str());
            if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
            refuse(file_, key.source().begin, "unknown key " + in_quotes(name) + " of " + name_, near_hint(name, known_));
        }
    }

private:
    const toml::node &demand(const std::string &key) {
        const toml::node *value = find(key);
        if (value == nullptr) fail(node_, in_quotes(key) + " of " + name_ + " is missing");
        return *value;
    }
    std::string string_in(const toml::node &value, const std::string &key) const {
        if (!value.is_string()) fail(value, in_quotes(key) + " is " + type_name(value) + ", not a string");
        const std::string text = value.as_string()->get();
        if (text.empty()) fail(value, in_quotes(key) + " is empty");
        if (text.find('\0') != std::string::npos) fail(value, in_quotes(key) + " contains a zero byte");
        return text;
    }
    const toml::array &array_in(const toml::node &value, const std::string &key) const {
        const toml::array *elements = value.as_array();
        if (elements == nullptr) fail(value, in_quotes(key) + " is " + type_name(value) + ", not an array");
        return *elements;
    }
    std::vector<std::string> names_in(const toml::node &value, const std::string &key) const {
        std::vector<std::string> names;
        for (const toml::node &element : array_in(value, key)) names.push_back(string_in(element, key));
        if (names.empty()) fail(value, in_quotes(key) + " is empty");
        return names;
    }
    KeyName key_in(const toml::node &value, const std::string &key) const {
        KeyName name;
        if (value.is_string()) {
            name.constraint = string_in(value, key);
        } else if (value.is_array()) {
            name.columns = names_in(value, key);
        } else {
            fail(value, in_quotes(key) + " is " + type_name(value) + ", not columns or a constraint name",
                 "Name a foreign key by its columns, as in [\"account_id\"], or by its constraint, as in "
                 "\"post_account_id_fkey\".");
        }
        return name;
    }

    const std::string &file_;
    const toml::node &node_;
    std::string name_;
    std::vector<std::string> known_;
};

void read_bridges(Entry &file, Config &config) {
    file.each("bridge", "[[bridge]]", [&](Entry &entry) {
        Config::Bridge bridge{entry.line(), entry.table("table"), false, {}};
        if (entry.has("ends")) bridge.ends = entry.keys("ends");
        if (entry.has("ends") && bridge.ends.size() < 2) entry.fail(*entry.find("ends"), "a bridge must have at least two ends");
        config.bridges.push_back(std::move(bridge));
    });
    file.each("rejected_bridge", "[[rejected_bridge]]", [&](Entry &entry) {
        config.bridges.push_back({entry.line(), entry.table("table"), true, {}});
    });
}

void read_relationships(Entry &file, Config &config) {
    file.each("relationship", "[[relationship]]", [&](Entry &entry) {
        Config::Relationship relationship;
        relationship.line = entry.line();
        relationship.source = entry.table("source");
        relationship.source_columns = entry.names("source_columns");
        relationship.target = entry.table("target");
        relationship.target_columns = entry.names("target_columns");
        relationship.condition = entry.condition("condition");
        relationship.kind = entry.one_of("kind", kinds);
        if (entry.has("name")) relationship.name = entry.relationship_name("name");
        if (entry.has("inverse_name")) relationship.inverse_name = entry.relationship_name("inverse_name");
        if (relationship.source_columns.size() != relationship.target_columns.size()) {
            entry.fail(*entry.find("target_columns"),
                       "\"source_columns\" and \"target_columns\" must have the same number of columns",
                       "Each source column is compared with the target column at the same position.");
        }
        config.relationships.push_back(std::move(relationship));
    });
}

void read_rejections(Entry &file, Config &config) {
    file.each("rejected_relationship", "[[rejected_relationship]]", [&](Entry &entry) {
        Config::Rejection rejection{entry.line(), entry.table("source"), entry.names("source_columns"), std::nullopt};
        if (entry.has("target")) rejection.target = entry.table("target");
        config.rejections.push_back(std::move(rejection));
    });
}

void read_names(Entry &file, Config &config) {
    file.each("name", "[[name]]", [&](Entry &entry) {
        Config::Name name;
        name.line = entry.line();
        name.source = entry.table("source");
        name.holder = entry.table("holder");
        name.key = entry.key("key");
        if (entry.has("far_key")) name.far_key = entry.key("far_key");
        name.reverse = entry.flag("reverse");
        name.name = entry.relationship_name("name");
        config.names.push_back(std::move(name));
    });
}

void read_words(Entry &file, Config &config) {
    file.inner("words", "[words]", [&](Entry &words) {
        for (const std::string &list : word_lists) {
            if (list == "plural") {
                words.inner(list, "[words.plural]", [&](Entry &plurals) {
                    plurals.every([&](const std::string &word, const std::string &form, unsigned line) {
                        config.words.push_back({line, list, word, form});
                    });
                });
            } else {
                words.each_text(list, [&](const std::string &word, unsigned line) {
                    config.words.push_back({line, list, word, ""});
                });
            }
        }
    });
}

void read_lint(Entry &file, Config &config) {
    file.inner("lint", "[lint]", [&](Entry &lint) {
        lint.each("ignore", "[[lint.ignore]]", [&](Entry &entry) {
            Config::Ignore ignore{entry.line(), entry.text_or_empty("rule"), entry.text_or_empty("object"), entry.text("reason")};
            config.ignores.push_back(std::move(ignore));
        });
    });
}

bool exists(const std::string &path) {
    struct stat found {};
    return stat(path.c_str(), &found) == 0;
}

}  // namespace

Config parse_config(const std::string &text, const std::string &file) {
    toml::table root;
    try {
        root = toml::parse(text, file);
    } catch (const toml::parse_error &error) {
        refuse(file, error.source().begin, std::string(error.description()));
    }
    Config config;
    config.file = file;
    Entry entry(file, root, "the file");
    read_words(entry, config);
    read_bridges(entry, config);
    read_relationships(entry, config);
    read_rejections(entry, config);
    read_names(entry, config);
    read_lint(entry, config);
    entry.finish();
    return config;
}

Config read_config(const std::string &file) { return parse_config(contents_of(file), file == "-" ? "standard input" : file); }

std::string find_config() {
    std::string nearest, above;
    for (struct stat last{}, here{}; stat((above + '.').c_str(), &here) == 0; last = here, above += "../") {
        if (here.st_dev == last.st_dev && here.st_ino == last.st_ino) break;  // the root of the file system
        if (nearest.empty() && exists(above + file_name)) nearest = above + file_name;
        if (exists(above + ".git")) return nearest;
    }
    return exists(file_name) ? file_name : "";  // not in a repository
}

Config config_in_effect(const std::string &named) {
    const std::string file = named.empty() ? find_config() : named;
    return file.empty() ? Config() : read_config(file);
}

void refuse_line(const Config &config, unsigned line, const std::string &message) {
    throw OutputError(config.file + ':' + std::to_string(line) + ": " + message);
}

}  // namespace relmeta::client
