// Composite keys: columns of one table that together reference the composite key of another.
#pragma once

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

    /// Possible references to each composite key.
    std::vector<CompositeLead> leads() const;

private:
    struct Match {
        ColumnNumber column = 0;
        bool own = false;  ///< prefixed with the target's name
    };
    using Matches = std::map<TableId, Match>;

    std::vector<std::string> names_of(const Table &target, const Column &key, bool own) const;
    void by_key(const Table &target, const Index &key, std::vector<CompositeLead> &found) const;
    void to_itself(const Table &table, const Index &key, std::vector<CompositeLead> &found) const;
    Matches matches(const Table &target, const Column &key) const;
    std::vector<Term> terms(const Table &source, const Table &target, const Index &key, const LinkColumns &link, ColumnNumber own) const;
    bool refers(const Table &table, ColumnNumber column) const;
    bool same_family(const Column &a, const Column &b) const;

    const SuggestInput &input_;
    const NameReader &names_;
    std::unordered_map<std::string, std::vector<ColumnId>> having_;  ///< columns by lower-case name
};

}  // namespace relmeta
