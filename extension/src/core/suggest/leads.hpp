// Finds the tables that a column's name may refer to.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/suggest/suggest.hpp"

namespace relmeta {

/// How a name leads to a table, the most reliable first.
enum class Form {
    declared,    ///< a foreign key exists on a column of the same name
    key,         ///< the column has the name of the key: hostid
    noun,        ///< the column names the table: customer_id
    own,         ///< prefixed with its own table's name, it names the table: status of release names release_status
    short_noun,  ///< the column names it without a common table prefix: user_id, auth_user
    role,        ///< the column's name ends in one of the above: billing_address_id, proxy_hostid
    itself,      ///< parent_id
    person,      ///< owner_id, created_by, if there is one table of persons
    pair,        ///< entity0 of l_artist_area
    extension,   ///< id of artist_meta, new_id of artist_redirect
    ending,      ///< the table's name ends in the column's noun
    value,       ///< a value of the type column names the table: imageable_type = 'Product'
};

struct Lead {
    TableId target = 0;
    ColumnNumber key = 0;
    Form form = Form::noun;
    Term term;
};

/// The maximum number of targets considered for a column. Among more equally good targets, none could be chosen.
constexpr std::size_t most_leads = 20;

/// Whether a foreign key can reference the columns of the index.
bool is_referable(const Index &index);
/// Whether a column with this name refers to a row of its own table: parent, previous.
bool leads_to_itself(const std::string &role);
/// See NameReader::has_type_beside.
const Column *type_beside(const Table &table, const Column &column, const std::map<TypeId, TypeTraits> &types);

/// Analyzes the names of one schema. Create it once and query it for every column.
class NameReader {
public:
    explicit NameReader(const SuggestInput &input);

    /// The tables that the column may reference by a key of the same type family, without duplicates.
    std::vector<Lead> leads(const Table &table, const Column &column) const;
    /// The tables that a value of the type column names: product for Product, shop/product or App\Models\Product.
    std::vector<Lead> leads(const Table &table, const Column &column, const Column &type, const std::string &value) const;
    /// The text column that may name the target of the column: imageable_type for imageable_id; nullptr if there is none.
    const Column *has_type_beside(const Table &table, const Column &column) const { return type_beside(table, column, input_.types); }
    /// Whether another column selects the table it refers to; it may have any type, as in Django's generic relations.
    bool is_polymorphic(const Table &table, const Column &column) const;
    /// Whether the column has the suffix of a reference, whatever its target.
    bool looks_like_a_key(const Table &table, const Column &column) const;
    /// Whether the name of the table is that of a log, archive, queue or copy, whose rows outlive the rows they refer to.
    bool keeps_what_was(const Table &table) const;
    /// The single-column keys that a foreign key could reference, the primary key first.
    const ColumnNumbers &keys(TableId table) const;
    /// Whether a table of the same name in the schema of `table` hides the target. An application may have one schema per tenant,
    /// each with the same tables.
    bool is_hidden(TableId target, const Table &table) const;
    /// The number of the table's schema.
    std::uint32_t schema_of(TableId table) const { return addresses_.at(table).schema; }
    /// All tables, sorted by schema and name.
    const std::vector<const Table *> &tables() const { return tables_; }
    /// The words of the table's name: {user, group}.
    const std::vector<std::string> &words(TableId table) const { return nouns_.at(table); }

private:
    /// The words of a column's name.
    struct Reading {
        std::vector<std::string> words;  ///< all words, without a prefix common to all columns of the table
        std::vector<std::string> stem;   ///< without the suffix
        std::string suffix;              ///< id, uuid, code; may be empty
    };
    struct Named {
        TableId table;
        Form form;
    };
    /// The tables whose names end in a noun.
    struct Endings {
        std::vector<Named> all;
        std::unordered_map<std::string, std::vector<Named>> by_beginning;  ///< by the first words of their names
        std::unordered_set<std::uint32_t> names;  ///< their names, as numbers
        int short_nouns = 0;                      ///< the number of these names that have a common prefix
    };
    /// The tables that have a key with the same name.
    struct Keys {
        std::vector<ColumnId> homes;  ///< the key is named after the table: hosts.hostid
        std::vector<ColumnId> others;
    };
    class Collector;

    static TableId table_of(const Named &named) { return named.table; }
    static TableId table_of(const ColumnId &key) { return key.first; }
    static TableId table_of(TableId table) { return table; }
    template <class Item>
    void sort_if_long(std::vector<Item> &items) const;
    template <class Item, class See>
    void for_each_near(const std::vector<Item> &items, std::uint32_t schema, See see) const;
    void sort_long_lists();
    void read_tables();
    void name_target(const Table &table);
    void find_persons();
    bool are_called_alike(const std::vector<TableId> &tables) const;
    TableId nearest(const std::vector<Named> &named, const Table &table) const;
    void learn();
    void learn_key_name(const Table &table);
    Reading read(const Table &table, const std::string &column) const;
    bool is_own_key(const Table &table, const Column &column) const;
    bool ends_as_key(const std::string &column) const;
    std::string suffix_of(const std::string &word) const;
    double bareness() const { return bare_is_usual_ ? 0.3 : 2.5; }
    ColumnNumber key_for(const Column &column, const Table &target, const std::string &suffix) const;

    void by_declared(Collector &found) const;
    void by_key(Collector &found) const;
    void by_noun(Collector &found) const;
    const std::vector<Named> &endings(const std::string &noun, const Table &table) const;
    void by_short_form(Collector &found) const;
    void by_own_name(Collector &found) const;
    void by_copy(Collector &found) const;
    void by_word(Collector &found) const;
    void by_pair(Collector &found) const;
    void by_extension(Collector &found) const;
    void by_value(Collector &found, const std::string &test, const std::string &value) const;

    /// A schema and a name, as numbers.
    struct Address {
        std::uint32_t schema;
        std::uint32_t name;
        std::uint64_t both() const { return std::uint64_t{schema} << 32U | name; }
    };

    const SuggestInput &input_;
    std::vector<const Table *> tables_;
    std::unordered_map<TableId, Address> addresses_;
    std::unordered_map<std::string, std::uint32_t> schemas_;             ///< schema numbers by lower-case name
    std::unordered_set<std::uint64_t> referable_;                        ///< the addresses of tables that have a key
    std::unordered_map<TableId, std::vector<std::string>> nouns_;
    std::unordered_map<TableId, ColumnNumbers> keys_;
    std::unordered_map<TableId, std::string> column_prefix_;             ///< l of lineitem, if all its columns start with l_
    std::unordered_map<std::string, std::vector<Named>> by_noun_;        ///< by forms of the table's whole name, without separators
    std::unordered_map<std::string, Endings> by_ending_;                 ///< by forms of its last words
    std::map<std::string, std::vector<TableId>> by_whole_;               ///< the same for whole names, sorted
    std::unordered_map<std::string, Keys> by_key_;                       ///< by the names of keys that identify their tables
    std::unordered_map<std::string, std::vector<ColumnId>> declared_;    ///< by the name of a column with a foreign key
    std::map<std::string, int> begins_;                                  ///< the number of tables by their first words
    std::set<std::string> key_names_;                                    ///< names of primary keys that are suffixes: checksum
    std::unordered_set<TableId> remaining_;                              ///< those for which keeps_what_was() is true
    std::vector<TableId> persons_;                                       ///< the tables of persons, if all have the same name
    bool bare_is_usual_ = false;
};

/// Sorts a list of more than most_leads for for_each_near(): by name, the shortest names first.
template <class Item>
void NameReader::sort_if_long(std::vector<Item> &items) const {
    if (items.size() <= most_leads) return;
    const auto place = [&](const Item &item) {
        const TableId table = table_of(item);
        const Address &address = addresses_.at(table);
        return std::tuple(nouns_.at(table).size(), address.name, address.schema, table);
    };
    std::sort(items.begin(), items.end(), [&](const Item &a, const Item &b) { return place(a) < place(b); });
}

/// Calls see() for each of the tables. If there are more than most_leads, only for those that matter to a table of this schema:
/// for each of the first names, the tables in this schema, which hide the others, or if there are none, the first tables.
template <class Item, class See>
void NameReader::for_each_near(const std::vector<Item> &items, std::uint32_t schema, See see) const {
    if (items.size() <= most_leads) {
        std::for_each(items.begin(), items.end(), see);
        return;
    }
    const auto address = [&](const Item &item) -> const Address & { return addresses_.at(table_of(item)); };
    auto from = items.begin();
    for (std::size_t names = 0; names < most_leads && from != items.end(); ++names) {
        const std::uint32_t name = address(*from).name;
        const auto to = std::partition_point(from, items.end(), [&](const Item &item) { return address(item).name == name; });
        auto near = std::partition_point(from, to, [&](const Item &item) { return address(item).schema < schema; });
        if (near == to || address(*near).schema != schema) {
            std::for_each(from, from + std::min<std::ptrdiff_t>(to - from, most_leads), see);
        } else {
            for (; near != to && address(*near).schema == schema; ++near) see(*near);
        }
        from = to;
    }
}

}  // namespace relmeta
