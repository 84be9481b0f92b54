// The part of the catalog that a context shows: tables with their readable columns and the tables they refer to. Partitions are
// folded into their tables.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/context/context.hpp"

namespace relmeta {

/// A link along a foreign key or a declaration, from columns of a table to a table.
struct ContextLink {
    const Relationship *relationship = nullptr;  ///< of the table or one of its partitions
    TableId target = 0;
    bool enforced = true;  ///< for all rows
};

struct ContextTable {
    const Table *table = nullptr;
    std::vector<const Column *> columns;  ///< the readable ones
    std::vector<ContextLink> links;       ///< sorted by columns and target
    std::vector<ContextLink> ends;        ///< of a bridge, in order; not in `links`
    bool is_bridge = false;
    bool pair_unique = false;
    std::size_t degree = 0;  ///< links in both directions
};

class Picture {
public:
    explicit Picture(const ContextInput &input);

    /// Sorted by schema, public first; then tables before bridges, by name.
    const std::vector<ContextTable> &tables() const { return tables_; }
    const ContextTable *find(TableId table) const;
    std::size_t unreadable() const { return unreadable_; }  ///< number of tables not shown because they are not readable
    std::size_t folded() const;                             ///< number of folded partitions of the tables shown

    /// Removes all other tables.
    void restrict_to(const std::vector<TableId> &tables);

private:
    using Links = std::vector<ContextLink>;

    bool is_readable(const Table &table, const ColumnNames &columns) const;
    bool is_shown(TableId table) const { return shown_.count(table) != 0; }
    void choose();
    void fold();
    void lift(TableId root, const std::vector<TableId> &leaves);
    void add(const Table &table);
    void sort();

    const ContextInput &input_;
    std::unordered_map<TableId, std::size_t> shown_;  ///< index in tables_
    std::unordered_map<TableId, Links> links_;        ///< by source; those of folded partitions are under their table
    std::unordered_map<TableId, const Bridge *> bridge_of_;
    std::vector<ContextTable> tables_;
    std::size_t unreadable_ = 0;
    std::unordered_map<TableId, std::size_t> folded_;  ///< number of folded partitions, by table
};

}  // namespace relmeta
