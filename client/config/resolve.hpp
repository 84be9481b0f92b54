// Convert declarations between relmeta.toml, which names tables and keys, and core, which identifies them by catalog facts.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "../source.hpp"
#include "config.hpp"
#include "core/model/declarations.hpp"

namespace relmeta::client {

/// The built-in words and those of the file.
Words words_of(const Config &config);

/// The declarations of the file, for the client's own derivation. Warns about entries without effect.
UserInput user_input(const Config &config);

/// Reports a line of the file that has no effect, and why.
using Warn = std::function<void(unsigned line, const std::string &message)>;

/// A warning that names the file.
Warn warn_about(const Config &config);

/// The declarations of a file, resolved to existing tables.
struct Resolved {
    Declarations declarations;
    std::vector<unsigned> name_lines;  ///< line of each of declarations.names; 0: its foreign key does not exist
    std::set<TableId> in_part;         ///< tables with a declaration about an object that does not exist
};

/// Warns about tables, columns and constraints that do not exist, and conditions that the database cannot test. Throws
/// OutputError if two lines contradict each other.
Resolved resolve(const Config &config, const Facts &facts, const ConstantTest &test, const Warn &warn);

/// Warns about names that match none of these relationships, derived with all declarations.
void warn_of_unused_names(const Resolved &resolved, const std::vector<Relationship> &relationships, const Warn &warn);

/// The file for these declarations and relationships. The relationships must be complete and have their final names. The file
/// contains the declarations, and the names that could differ if the database were created in another order. `facts` includes the
/// declarations.
Config config_of(const Declarations &declarations, const std::vector<Relationship> &relationships, const Facts &facts);

/// Identifies a relationship independently of its name.
struct Identity {
    explicit Identity(const Relationship &relationship);
    bool operator<(const Identity &other) const;
    /// Whether the record belongs to this relationship.
    bool is_of(const NameRecord &record) const;

private:
    TableId source_, target_, holder_;
    std::string constraint_, far_constraint_, condition_;
    bool reverse_;
    std::set<std::pair<std::string, std::string>> columns_;  ///< for a declared relationship
};

/// Identifies a name record and its relationship.
using RecordKey = std::tuple<TableId, std::string, std::string, bool>;
template <typename Of>
RecordKey key_of(const Of &of) {
    return {of.holder, of.constraint, of.far_constraint, of.reverse};
}

}  // namespace relmeta::client
