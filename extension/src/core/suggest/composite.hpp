// Composite keys: columns of one table that together reference the composite key of another.
#pragma once

#include <tuple>
#include <unordered_map>

#include "core/suggest/leads.hpp"

namespace relmeta {

struct CompositeLead {
    LinkColumns link;
    std::vector<Term> terms;
    ColumnNumber own = 0;  ///< the column that is named after the target; 0: none
};

class CompositeReader {
public:
    CompositeReader(const SuggestInput &input, const NameReader &names);

    /// The possible references to all composite keys.
    std::vector<CompositeLead> leads() const;

private:
    /// A schema, a table and a column. Sorting groups the columns by schema, then by table.
    using Place = std::tuple<std::uint32_t, TableId, ColumnNumber>;
    using Columns = std::vector<Place>;
    /// Where a name can select among many targets: where only few of them share it, in all schemas or within one.
    enum class Reach { everywhere, schema, nowhere };
    struct Sharing {
        std::size_t all = 0;
        std::unordered_map<std::uint32_t, std::size_t> by_schema;
    };
    /// The tables that have a key with the same column names and type families.
    struct Alike {
        std::size_t tables = 0;
        /// The number of tables that a name fits, set if there are many tables: by column name and by noun of the table; under
        /// "", by the column names of the key alone.
        std::unordered_map<std::string, Sharing> named;

        Reach reach(const std::string &name, std::uint32_t schema) const;
    };
    struct Key {
        const Table *table;
        const Index *index;
        Alike *alike;
    };
    struct Match {
        ColumnNumber column = 0;
        bool own = false;  ///< named after the target
    };
    struct List {
        const Columns *columns;
        std::string name;
        bool own;
    };
    /// The columns whose names fit a reference to one key column; those named after the target come first.
    struct Fitting {
        std::vector<List> lists;
        std::size_t size = 0;
    };

    void find_keys();
    void count_names(const Key &key);
    void find_beginnings();
    std::vector<std::string> names_of(const Table &target, const Column &key, bool own) const;
    std::vector<TableId> sources(const Key &key, const std::vector<Fitting> &of_columns) const;
    void by_key(const Key &of, std::vector<CompositeLead> &found) const;
    void to_itself(const Table &table, const Index &key, std::vector<CompositeLead> &found) const;
    Fitting fitting(const Table &target, const Column &key) const;
    Match match(const Fitting &fitting, TableId table, const Column &key) const;
    std::vector<Term> terms(const Table &source, const Table &target, const Index &key, const LinkColumns &link, ColumnNumber own) const;
    bool refers(const Table &table, ColumnNumber column) const;
    bool same_family(const Column &a, const Column &b) const;

    const SuggestInput &input_;
    const NameReader &names_;
    std::vector<Key> keys_;                               ///< of all tables, in their order
    std::unordered_map<std::string, Alike> alike_;
    std::unordered_map<std::string, Columns> having_;     ///< columns by lower-case name, sorted
    std::unordered_map<std::string, Columns> beginning_;  ///< tables by leading nouns; empty unless many keys are alike
};

}  // namespace relmeta
