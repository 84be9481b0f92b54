// The words that rules know: which columns are audit or ordering columns, which suffixes a foreign-key column has, which nouns
// have an irregular plural. The defaults stand in words.cpp, in one table; the user adds to them with the table relmeta.word.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace relmeta {

struct Words {
    /// Columns that say who or when, not what: created_at, created_by, write_uid. Lower case, without separators.
    std::unordered_set<std::string> audit;
    /// Columns that put links in an order: position, sequence, rank. Lower case, without separators.
    std::unordered_set<std::string> ordering;
    /// What may follow the names of what a bridge's name says it connects: map, membership. Lower case, singular.
    std::unordered_set<std::string> link;
    /// Whose row it is, where one database serves many: tenant, company. Lower case, singular.
    std::unordered_set<std::string> tenant;
    std::vector<std::string> key_suffixes;  ///< what a foreign-key column ends in: _id, _uuid, Id; the longest first
    std::unordered_map<std::string, std::string> plural_of;    ///< irregular nouns, lower case: person -> people
    std::unordered_map<std::string, std::string> singular_of;  ///< the same, read the other way
    std::unordered_set<std::string> uncountable;               ///< nouns with one form: series, news, sheep
    std::unordered_set<std::string> schemas;  ///< those whose tables are left out of what is told of all; none is built in

    /// The built-in words.
    static Words defaults();
    /// The built-in words, made once.
    static const Words &builtin();
    /// Adds one word of a list: audit, ordering, link, tenant, key_suffix, plural (with its plural form), uncountable or schema.
    /// Throws std::invalid_argument for another list, or a plural without its form.
    void add(const std::string &list, const std::string &word, const std::string &form = {});

    /// True for an audit column, whatever its case and separators: created_by, createdBy.
    bool is_audit(const std::string &column) const;
    /// True for an ordering column, whatever its case and separators.
    bool is_ordering(const std::string &column) const;
};

}  // namespace relmeta
