// Relationships of views. A view that carries a foreign key refers to the key's target. What refers to a table in the view's
// schema refers to a view that carries the referenced key once for each row, too.
//
// Of the n views that carry a key and the m views of its target, n times m pairs could be linked. Those are linked where one of
// the two stands for its table: in each schema one view of a table does. So the number of links is linear in the number of views.
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

/// A link that a view holds: from a key of the source, which is the view or something that refers to it.
struct ViewLink {
    Relationship forward;                    ///< from the source to the target, unnamed
    const Table *base = nullptr;             ///< the table that has the foreign key
    const ForeignKey *key = nullptr;         ///< the foreign key
    const CarriedKey *source_key = nullptr;  ///< the key as the source has it, if that is a view
    const CarriedKey *target_key = nullptr;  ///< the referenced key as the target has it, if that is a view
};

class Views {
public:
    /// The facts must outlive this, and contain what links_of() needs of each view it is asked about.
    explicit Views(const Facts &facts);

    /// The links that the view holds, in an order that depends only on the facts, valid as long as this. `facts` must contain the
    /// tables and views below it, whole, and the targets of the keys that it carries; for each table whose key it carries once
    /// for each row, also the tables that refer to that and the views of all these in its schema, whole, with the tables and
    /// views below them.
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
