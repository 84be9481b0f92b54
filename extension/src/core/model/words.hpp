// Word lists for the rules: audit and ordering columns, suffixes of foreign-key columns, irregular plurals. The defaults are in
// words.cpp; the user adds words in the table relmeta.word.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/text/memo.hpp"

namespace relmeta {

struct Words {
    /// Columns that record who or when: created_at, created_by, write_uid. Lower case, without separators.
    std::unordered_set<std::string> audit;
    /// Columns that order links: position, sequence, rank. Lower case, without separators.
    std::unordered_set<std::string> ordering;
    /// Words that may follow the nouns in a bridge's name: map, membership. Lower case, singular.
    std::unordered_set<std::string> link;
    /// Owners of rows in a multi-tenant database: tenant, company. Lower case, singular.
    std::unordered_set<std::string> tenant;
    std::vector<std::string> key_suffixes;                     ///< suffixes of foreign-key columns: _id, _uuid, Id; longest first
    std::unordered_map<std::string, std::string> plural_of;    ///< irregular nouns, lower case: person -> people
    std::unordered_map<std::string, std::string> singular_of;  ///< the inverse: people -> person
    std::unordered_set<std::string> uncountable;               ///< nouns with only one form: series, news, sheep
    std::unordered_set<std::string> schemas;                   ///< schemas left out of whole-catalog output; none built in

    /// Cached results of the functions below and of core/naming: the rules look up the same names again and again.
    struct Recent {
        Memo<bool> audit;                          ///< whether a column, or its stem, is_audit()
        Memo<bool> ordering;                       ///< is_ordering()
        Memo<std::string> stems;                   ///< stem()
        Memo<std::vector<std::string>> split;      ///< split_words()
        Memo<std::vector<std::string>> singulars;  ///< singular_words()
    };
    mutable Recent recent;

    /// A new copy of the built-in words.
    static Words defaults();
    /// The shared instance of the built-in words.
    static const Words &builtin();
    /// Adds a word to a list: audit, ordering, link, tenant, key_suffix, plural (with the plural as `form`), uncountable or
    /// schema. Throws std::invalid_argument for another list, or for a plural without `form`.
    void add(const std::string &list, const std::string &word, const std::string &form = {});

    /// Whether it is an audit column, ignoring case and separators: created_by, createdBy.
    bool is_audit(const std::string &column) const;
    /// Whether it is an ordering column, ignoring case and separators.
    bool is_ordering(const std::string &column) const;
};

}  // namespace relmeta
