// The keys that the columns of views carry by lineage: a foreign key of a table, or a unique index that foreign keys can
// reference. Every answer is proved by the queries of the views and the constraints of their tables.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "core/model/view_query.hpp"

namespace relmeta {

/// A key of a table in columns of a view. Every non-null value in these columns is a value of the key.
struct CarriedKey {
    const Table *base = nullptr;      ///< the table that has the key
    const ForeignKey *key = nullptr;  ///< a foreign key of base; nullptr: a unique index
    const Index *index = nullptr;     ///< a unique index of base, which foreign keys can refer to
    TableId target = 0;               ///< the referenced table of the foreign key; otherwise base
    ColumnNumbers columns;            ///< columns of the view
    ColumnNumbers target_columns;     ///< columns of target, in the same order
    bool not_null = false;            ///< constraints of base guarantee that no row has a null in them
    bool enforced = false;            ///< a validated key guarantees that all values are in the target
    bool complete = false;            ///< every row of base is in the view
    bool several = false;             ///< branches of a UNION take it from different foreign keys; this is the first
};

class ViewKeys {
public:
    /// The facts must outlive this.
    explicit ViewKeys(const Facts &facts) : facts_(facts) {}

    /// The keys that a view carries; none if it is not understood, or if it is nested in more than 64 levels of views.
    const std::vector<CarriedKey> &of(const Table &view);

    /// Whether no two rows of the view share a value of these columns, ignoring rows with a NULL among them. Call of() for the
    /// view first.
    bool unique(const Table &view, const ColumnNumbers &columns);

private:
    struct Known {
        std::vector<CarriedKey> keys;
        int height = 0;  ///< levels of views
    };
    struct TooHigh {};
    using Keys = std::vector<CarriedKey>;
    class Closure;

    const Known &known(const Table &table);
    const Keys &keys(const ViewQuery &query, int &height);
    Keys keys_of_select(const ViewQuery &query, int &height);
    Keys keys_of_branches(const ViewQuery &query, int &height);
    bool unique(const ViewQuery &query, const ColumnNumbers &columns);
    bool unique_item(const ViewItem &item, const ColumnNumbers &columns);
    bool prove_unique(const ViewQuery &query, const ColumnNumbers &columns);

    const Facts &facts_;
    std::unordered_map<TableId, Known> tables_;
    std::unordered_map<const ViewQuery *, std::pair<Keys, int>> queries_;
    std::unordered_map<const ViewQuery *, std::vector<std::pair<ColumnNumbers, bool>>> unique_;
    int depth_ = 0;
};

}  // namespace relmeta
