// Write relmeta.toml: one line for each thing that can change, in an order that depends only on the content, so that diffs are
// easy to review and merge.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <tuple>

#include "config.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// A TOML string: in double quotes, or in single quotes if that saves escapes.
std::string quoted(const std::string &text) {
    const bool special = text.find_first_of("\"\\") != std::string::npos;
    const bool control = std::any_of(text.begin(), text.end(), is_control);
    if (special && !control && text.find('\'') == std::string::npos) return '\'' + text + '\'';
    std::string string = "\"";
    for (const char c : text) {
        char escaped[7];
        std::snprintf(escaped, sizeof escaped, "\\u%04X", static_cast<unsigned>(static_cast<unsigned char>(c)));
        if (is_control(c)) {
            string += escaped;
        } else {
            if (c == '"' || c == '\\') string += '\\';
            string += c;
        }
    }
    return string + '"';
}

std::string quoted(const TableName &table) { return quoted(quote_qualified(table.schema, table.name)); }

std::string array_of(const std::vector<std::string> &texts) {
    return '[' + join(texts, ", ", [](const std::string &text) { return quoted(text); }) + ']';
}

std::string written(const KeyName &key) { return key.constraint.empty() ? array_of(key.columns) : quoted(key.constraint); }

auto order(const TableName &table) { return std::tie(table.schema, table.name); }
auto order(const KeyName &key) { return std::tie(key.columns, key.constraint); }

void line(std::string &text, const std::string &key, const std::string &value) { text += key + " = " + value + '\n'; }

/// Writes the line if the value is not empty.
void line_if(std::string &text, const std::string &key, const std::string &value) {
    if (!value.empty()) line(text, key, quoted(value));
}

void write_words(const std::vector<Config::Word> &words, std::string &text) {
    std::map<std::string, std::set<std::string>> lists;
    std::map<std::string, std::string> plurals;
    for (const Config::Word &word : words) {
        if (word.list == "plural") {
            plurals[word.word] = word.form;
        } else {
            lists[word.list].insert(word.word);
        }
    }
    if (!lists.empty()) text += "\n[words]\n";
    for (const auto &[list, members] : lists) {
        text += list + " = [\n";
        for (const std::string &word : members) text += "    " + quoted(word) + ",\n";
        text += "]\n";
    }
    if (!plurals.empty()) text += "\n[words.plural]\n";
    for (const auto &[word, form] : plurals) line(text, quoted(word), quoted(form));
}

void write_bridges(std::vector<Config::Bridge> bridges, std::string &text) {
    std::sort(bridges.begin(), bridges.end(), [](const Config::Bridge &a, const Config::Bridge &b) {
        return std::make_tuple(a.rejected, order(a.table)) < std::make_tuple(b.rejected, order(b.table));
    });
    for (Config::Bridge &bridge : bridges) {
        text += bridge.rejected ? "\n[[rejected_bridge]]\n" : "\n[[bridge]]\n";
        line(text, "table", quoted(bridge.table));
        std::sort(bridge.ends.begin(), bridge.ends.end(), [](const KeyName &a, const KeyName &b) { return order(a) < order(b); });
        if (!bridge.ends.empty()) line(text, "ends", '[' + join(bridge.ends, ", ", written) + ']');
    }
}

void write_relationships(std::vector<Config::Relationship> relationships, std::string &text) {
    const auto all = [](const Config::Relationship &r) {
        return std::make_tuple(order(r.source), std::tie(r.source_columns), order(r.target), std::tie(r.target_columns));
    };
    std::sort(relationships.begin(), relationships.end(), [&](const auto &a, const auto &b) { return all(a) < all(b); });
    for (const Config::Relationship &relationship : relationships) {
        text += "\n[[relationship]]\n";
        line(text, "source", quoted(relationship.source));
        line(text, "source_columns", array_of(relationship.source_columns));
        line(text, "target", quoted(relationship.target));
        line(text, "target_columns", array_of(relationship.target_columns));
        line_if(text, "kind", relationship.kind);
        line_if(text, "name", relationship.name);
        line_if(text, "inverse_name", relationship.inverse_name);
    }
}

void write_rejections(std::vector<Config::Rejection> rejections, std::string &text) {
    const TableName none;
    const auto all = [&](const Config::Rejection &r) {
        return std::make_tuple(order(r.source), std::tie(r.source_columns), order(r.target ? *r.target : none));
    };
    std::sort(rejections.begin(), rejections.end(), [&](const auto &a, const auto &b) { return all(a) < all(b); });
    for (const Config::Rejection &rejection : rejections) {
        text += "\n[[rejected_relationship]]\n";
        line(text, "source", quoted(rejection.source));
        line(text, "source_columns", array_of(rejection.source_columns));
        if (rejection.target) line(text, "target", quoted(*rejection.target));
    }
}

void write_names(std::vector<Config::Name> names, std::string &text) {
    const KeyName none;
    const auto all = [&](const Config::Name &n) {
        return std::make_tuple(order(n.source), order(n.holder), order(n.key), order(n.far_key ? *n.far_key : none), n.reverse);
    };
    std::sort(names.begin(), names.end(), [&](const auto &a, const auto &b) { return all(a) < all(b); });
    for (const Config::Name &name : names) {
        text += "\n[[name]]\n";
        line(text, "source", quoted(name.source));
        line(text, "holder", quoted(name.holder));
        line(text, "key", written(name.key));
        if (name.far_key) line(text, "far_key", written(*name.far_key));
        if (name.reverse) line(text, "reverse", "true");
        line(text, "name", quoted(name.name));
    }
}

void write_ignores(std::vector<Config::Ignore> ignores, std::string &text) {
    std::sort(ignores.begin(), ignores.end(), [](const Config::Ignore &a, const Config::Ignore &b) {
        return std::tie(a.rule, a.object, a.reason) < std::tie(b.rule, b.object, b.reason);
    });
    for (const Config::Ignore &ignore : ignores) {
        text += "\n[[lint.ignore]]\n";
        line_if(text, "rule", ignore.rule);
        line_if(text, "object", ignore.object);
        line_if(text, "reason", ignore.reason);
    }
}

}  // namespace

std::string text_of(const Config &config) {
    std::string text =
        "# Declarations about the relationships of this database. Written by \"relmeta save\", read by \"relmeta apply\" and by\n"
        "# commands that run without the extension. Everything else is derived.\n";
    write_words(config.words, text);
    write_bridges(config.bridges, text);
    write_relationships(config.relationships, text);
    write_rejections(config.rejections, text);
    write_names(config.names, text);
    write_ignores(config.ignores, text);
    return text;
}

}  // namespace relmeta::client
