// Relationships of views. A view that carries a foreign key refers to the referenced table. Tables and views that refer to a
// table also refer to a view of it in the same schema that carries the referenced key once for each row.
//
// With n views that carry a foreign key and m views of the referenced table, n times m pairs could be linked. A pair is linked
// only if one of the two stands for its table, as one view of a table does in each schema. So the number of links is linear in
// the number of views.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/derive/view_keys.hpp"
#include "core/model/relationship.hpp"
#include "core/model/shared_pool.hpp"

namespace relmeta {

/// A link that a view holds, from the view itself or from a table or view that refers to it.
struct ViewLink {
    Relationship forward;                    ///< from the source to the target, unnamed
    const Table *base = nullptr;             ///< the table that has the foreign key
    const ForeignKey *key = nullptr;         ///< the foreign key
    const CarriedKey *source_key = nullptr;  ///< the foreign key in the source, if that is a view
    const CarriedKey *target_key = nullptr;  ///< the referenced key in the target, if that is a view
};

class Views {
public:
    /// The facts must outlive this, and contain what links_of() requires for each view it is called with.
    explicit Views(const Facts &facts);

    /// The links that the view holds, in an order that depends only on the facts, valid as long as this. `facts` must contain
    /// the complete tables and views below it, and the targets of the foreign keys that it carries. For each table whose key it
    /// carries once for each row, they must also contain the tables that refer to that table, and the views of all these tables
    /// in its schema, complete with the tables and views below them.
    std::vector<ViewLink> links_of(const Table &view);

    ViewKeys &keys() { return keys_; }

private:
    /// A key that a view carries.
    struct Carried {
        const Table *view;
        const CarriedKey *key;
    };
    /// Views by table and schema.
    using ByTable = std::map<std::pair<TableId, std::string_view>, std::vector<Carried>>;

    void add_target(const Table &view, const CarriedKey &key, std::vector<ViewLink> &links);
    void add_sources(const Table &view, const CarriedKey &key, std::vector<ViewLink> &links);
    void add_source(const Table &source, const Table &base, const ForeignKey &key, const CarriedKey *source_key,
                    const Table &view, const CarriedKey &target_key, std::vector<ViewLink> &links);
    const Table *standing_for(const std::string &schema, TableId table) const;
    bool stands_for(const Table &view, TableId table) const { return standing_for(view.schema, table) == &view; }

    const Facts &facts_;
    ViewKeys keys_;
    SharedPool pool_;
    ByTable referencing_;  ///< by the target of a foreign key that they carry
    ByTable standing_;     ///< by the table of a key that they carry once for each row; the one that stands for it first
    std::unordered_map<TableId, std::vector<std::pair<const Table *, const ForeignKey *>>> incoming_;
};

}  // namespace relmeta
