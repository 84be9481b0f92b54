// What was said of a database: from relmeta.toml, which names tables and keys, to core, which knows them by their facts; and
// back.
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

/// What the file says, for the client's own derivation; warns of what is without effect.
UserInput user_input(const Config &config);

/// Tells of a line of the file that has no effect, and why.
using Warn = std::function<void(unsigned line, const std::string &message)>;

/// A warning for people that names the file.
Warn warn_about(const Config &config);

/// What a file says of the tables that there are.
struct Resolved {
    Declarations declarations;
    std::vector<unsigned> name_lines;  ///< of each of declarations.names, the line; 0: its key is not there
    std::set<TableId> in_part;         ///< the tables of which it says something about what is not there
};

/// Warns of what is said about tables, columns and constraints that are not there. Throws OutputError where two lines say
/// different things of the same.
Resolved resolve(const Config &config, const Facts &facts, const Warn &warn);

/// Warns of the names that none of these relationships has, which are those derived with all that is said.
void warn_of_unused_names(const Resolved &resolved, const std::vector<Relationship> &relationships, const Warn &warn);

/// The file that says this of these relationships, which are all there are and have the names they are to have: what is said, and
/// the names that a database which came about in another way could have given otherwise. `facts` hold what is said too.
Config config_of(const Declarations &said, const std::vector<Relationship> &relationships, const Facts &facts);

/// What tells a relationship from all others, whatever it is called.
struct Identity {
    explicit Identity(const Relationship &relationship);
    bool operator<(const Identity &other) const;
    /// Whether the record is of this relationship.
    bool is_of(const NameRecord &record) const;

private:
    TableId source_, target_, holder_;
    std::string constraint_, far_constraint_;
    bool reverse_;
    std::set<std::pair<std::string, std::string>> columns_;  ///< where it is declared
};

/// What tells the records of names apart, and the relationships that they are of.
using RecordKey = std::tuple<TableId, std::string, std::string, bool>;
template <typename Of>
RecordKey key_of(const Of &of) {
    return {of.holder, of.constraint, of.far_constraint, of.reverse};
}

}  // namespace relmeta::client
