// What the name of a column says that it refers to.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/suggest/suggest.hpp"

namespace relmeta {

/// How a name leads to a table, the surest first.
enum class Form {
    declared,    ///< a foreign key over a column of this name does
    key,         ///< the column is called as the key is: hostid
    noun,        ///< the column names the table: customer_id
    own,         ///< with the name of its own table before it, it does: status of release names release_status
    short_noun,  ///< it names the table less the word that many tables begin with: user_id, auth_user
    role,        ///< it ends in one of these: billing_address_id, proxy_hostid
    itself,      ///< parent_id
    person,      ///< owner_id, created_by, and there is one table of persons
    pair,        ///< entity0 of l_artist_area
    extension,   ///< id of artist_meta, new_id of artist_redirect
    ending,      ///< the table's name ends in it
};

struct Lead {
    TableId target = 0;
    ColumnNumber key = 0;
    Form form = Form::noun;
    Term term;
};

/// Reads the names of one schema. Made once, asked for every column.
class NameReader {
public:
    explicit NameReader(const SuggestInput &input);

    /// The tables that the column may name by a key of its family of types, none twice.
    std::vector<Lead> leads(const Table &table, const Column &column) const;
    /// Whether the column looks like a reference, whatever it refers to: it ends in what keys of this schema end in.
    bool looks_like_a_key(const Table &table, const Column &column) const;
    /// The keys of one column that a foreign key could refer to, the primary key first.
    const std::vector<ColumnNumber> &keys(TableId table) const;
    /// All tables, in order of schema and name.
    const std::vector<const Table *> &tables() const { return tables_; }
    /// The name of the table in parts: {user, group}.
    const std::vector<std::string> &words(TableId table) const { return nouns_.at(table); }

private:
    /// A column's name in parts.
    struct Reading {
        std::vector<std::string> words;  ///< all of them, less what every column of its table begins with
        std::vector<std::string> stem;   ///< without the suffix
        std::string suffix;              ///< id, uuid, code; empty: none
    };
    struct Named {
        TableId table;
        Form form;
    };
    class Collector;

    void read_tables();
    void learn();
    Reading read(const Table &table, const std::string &column) const;
    bool is_own_key(const Table &table, const Column &column) const;
    bool ends_as_key(const std::string &column) const;
    std::string suffix_of(const std::string &word) const;
    double bareness() const { return bare_is_usual_ ? 0.3 : 2.5; }
    ColumnNumber key_for(const Column &column, const Table &target, const std::string &suffix) const;

    void by_declared(Collector &found) const;
    void by_key(Collector &found) const;
    void by_noun(Collector &found) const;
    void by_short_form(Collector &found) const;
    void by_own_name(Collector &found) const;
    void by_word(Collector &found) const;
    void by_pair(Collector &found) const;
    void by_extension(Collector &found) const;

    const SuggestInput &input_;
    std::vector<const Table *> tables_;
    std::unordered_map<TableId, std::vector<std::string>> nouns_;
    std::unordered_map<TableId, std::vector<ColumnNumber>> keys_;
    std::unordered_map<TableId, std::string> column_prefix_;             ///< l of lineitem, whose columns are all l_something
    std::unordered_map<std::string, std::vector<Named>> by_noun_;        ///< by a form of the table's name, without separators
    std::map<std::string, TableId> by_whole_;                            ///< the same of whole names, in order
    std::unordered_map<std::string, std::vector<ColumnId>> by_key_;      ///< by the name of a key that says which, likewise
    std::unordered_map<std::string, std::vector<ColumnId>> declared_;    ///< by the name of a column with a foreign key
    std::vector<TableId> persons_;                                       ///< the tables of persons, of the first noun that has any
    bool bare_is_usual_ = false;
};

}  // namespace relmeta
