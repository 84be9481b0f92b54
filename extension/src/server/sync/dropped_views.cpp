#include "server/sync/dropped_views.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/model/condition.hpp"
#include "core/text/error.hpp"
#include "server/catalog/store.hpp"
#include "server/pg/datum.hpp"
#include "server/pg/scan.hpp"
#include "server/sync/locks.hpp"

extern "C" {
#include <access/htup_details.h>
#include <access/xact.h>
#include <catalog/pg_attribute.h>
#include <catalog/pg_class.h>
#include <catalog/pg_enum.h>
#include <utils/lsyscache.h>
#include <utils/snapmgr.h>
#include <utils/syscache.h>
}

namespace relmeta::server {

namespace {

struct View {
    Oid id = InvalidOid;
    Oid schema = InvalidOid;
    Oid owner = InvalidOid;
    std::string name;
    Oid again = InvalidOid;  ///< the view that replaced it
};

using Columns = std::map<std::string, AttrNumber>;

struct Kept {
    DeclaredRelationship declaration;                           ///< with the OIDs of the dropped views
    Columns of_source, of_target;                               ///< existing columns under their names at that time
    std::map<std::pair<std::string, std::string>, Oid> labels;  ///< OIDs of labels, by column of the source and label
    bool declared_again = false;
};

/// State of the current transaction. Rolling back a subtransaction does no harm: existing views are not treated as dropped, and
/// existing declarations are not added again.
std::uint64_t transaction = 0;
std::vector<View> *views = nullptr;
std::vector<Kept> *kept = nullptr;

bool is_view(char kind) { return kind == RELKIND_VIEW || kind == RELKIND_MATVIEW; }

View view_from(const FormData_pg_class *form) {
    return {form->oid, form->relnamespace, form->relowner, NameStr(form->relname), InvalidOid};
}

void begin() {
    const std::uint64_t now = pg::call([] { return U64FromFullTransactionId(GetTopFullTransactionId()); });
    if (views == nullptr) {
        views = new std::vector<View>();
        kept = new std::vector<Kept>();
    }
    if (transaction != now) {
        views->clear();
        kept->clear();
        transaction = now;
    }
}

/// The view if this transaction has deleted its row, and not merely updated it.
View dropped_view(Oid id) {
    View view;
    scan(RelationRelationId, ClassOidIndexId, SnapshotAny, {oid_equals(Anum_pg_class_oid, id)}, [&](HeapTuple tuple, TupleDesc) {
        const auto form = reinterpret_cast<const FormData_pg_class *>(GETSTRUCT(tuple));
        const bool deleted = is_view(form->relkind) && ItemPointerEquals(&tuple->t_self, &tuple->t_data->t_ctid) &&
                             pg::call([&] {
                                 return TransactionIdIsCurrentTransactionId(HeapTupleHeaderGetUpdateXid(tuple->t_data));
                             });
        if (deleted) {
            view = view_from(form);
        }
        return !deleted;
    });
    return view;
}

View existing_view(Oid id) {
    View view;
    HeapTuple tuple = pg::call([&] { return SearchSysCache1(RELOID, ObjectIdGetDatum(id)); });
    if (HeapTupleIsValid(tuple)) {
        const auto form = reinterpret_cast<const FormData_pg_class *>(GETSTRUCT(tuple));
        if (is_view(form->relkind)) {
            view = view_from(form);
        }
        pg::call([&] { ReleaseSysCache(tuple); });
    }
    return view;
}

/// The table itself, or the view that replaced it; InvalidOid if it was dropped and not replaced.
Oid last(Oid table) {
    const auto view = std::find_if(views->begin(), views->end(), [&](const View &known) { return known.id == table; });
    return view == views->end() || exists(table) ? table : view->again;
}

/// Whether the declarations of the view being dropped replace this one: it was added again, or an earlier drop was rolled back.
bool is_renewed(const Kept &one, Oid dropped) {
    const Oid source = one.declaration.source;
    const Oid target = one.declaration.target;
    if (one.declared_again) {
        return last(source) == dropped || last(target) == dropped;
    }
    return (source == dropped && (target == dropped || exists(target))) || (target == dropped && exists(source));
}

/// Replaces a view with the same name that was dropped earlier in the transaction, also in its declarations, by this one.
void take_over(const View &view) {
    for (auto old = views->begin(); old != views->end();) {
        if (old->schema != view.schema || old->name != view.name) {
            ++old;
            continue;
        }
        for (Kept &one : *kept) {
            for (TableId *side : {&one.declaration.source, &one.declaration.target}) {
                if (*side == old->id) {
                    *side = view.id;
                }
            }
        }
        old = views->erase(old);
    }
}

/// Does nothing if the text is not a condition, because rows can be written by hand.
template <class Use>
void use_condition(const std::string &text, Use use) {
    try {
        use(Condition(text));
    } catch (const UserError &) {
    }
}

AttrNumber number_of(Oid table, const std::string &column) {
    return pg::call([&] { return get_attnum(table, column.c_str()); });
}

/// The type of a column, even of a view that was just dropped.
Oid type_of(Oid table, const std::string &column) {
    Oid type = InvalidOid;
    scan(AttributeRelationId, AttributeRelidNameIndexId, exists(table) ? nullptr : SnapshotAny,
         {oid_equals(Anum_pg_attribute_attrelid, table), Equals{Anum_pg_attribute_attname, F_NAMEEQ, to_name(column)}},
         [&](HeapTuple tuple, TupleDesc) {
             type = reinterpret_cast<const FormData_pg_attribute *>(GETSTRUCT(tuple))->atttypid;
             return false;
         });
    return type;
}

/// Records the objects that the names in the declaration refer to, because they may be renamed before the view is recreated.
Kept with_meaning(DeclaredRelationship declaration) {
    Kept one;
    for (const std::string &column : declaration.source_columns) {
        one.of_source[column] = number_of(declaration.source, column);
    }
    for (const std::string &column : declaration.target_columns) {
        one.of_target[column] = number_of(declaration.target, column);
    }
    use_condition(declaration.condition, [&](const Condition &condition) {
        for (const std::string &column : condition.columns()) {
            one.of_source[column] = number_of(declaration.source, column);
        }
        condition.each_comparison([&](const std::string &column, const std::string &, const std::string &value) {
            const Oid type = type_of(declaration.source, column);
            one.labels[{column, value}] = pg::call([&] {
                return GetSysCacheOid2(ENUMTYPOIDNAME, Anum_pg_enum_oid, ObjectIdGetDatum(type), CStringGetDatum(value.c_str()));
            });
        });
    });
    one.declaration = std::move(declaration);
    return one;
}

std::string name_now(Oid table, const Columns &columns, const std::string &name) {
    const auto found = columns.find(name);
    HeapTuple tuple = found == columns.end() ? nullptr : pg::call([&] { return SearchSysCacheAttNum(table, found->second); });
    if (!HeapTupleIsValid(tuple)) {
        return name;
    }
    std::string now = NameStr(reinterpret_cast<const FormData_pg_attribute *>(GETSTRUCT(tuple))->attname);
    pg::call([&] { ReleaseSysCache(tuple); });
    return now;
}

std::string label_now(const Kept &one, const std::string &column, const std::string &label) {
    const auto found = one.labels.find({column, label});
    HeapTuple tuple =
        found == one.labels.end() ? nullptr : pg::call([&] { return SearchSysCache1(ENUMOID, ObjectIdGetDatum(found->second)); });
    if (!HeapTupleIsValid(tuple)) {
        return label;
    }
    std::string now = NameStr(reinterpret_cast<const FormData_pg_enum *>(GETSTRUCT(tuple))->enumlabel);
    pg::call([&] { ReleaseSysCache(tuple); });
    return now;
}

/// The declaration with current names.
DeclaredRelationship renamed(const Kept &one) {
    DeclaredRelationship declaration = one.declaration;
    for (std::string &column : declaration.source_columns) {
        column = name_now(declaration.source, one.of_source, column);
    }
    for (std::string &column : declaration.target_columns) {
        column = name_now(declaration.target, one.of_target, column);
    }
    use_condition(declaration.condition, [&](const Condition &condition) {
        declaration.condition =
            condition.revalued([&](const std::string &column, const std::string &value) { return label_now(one, column, value); })
                .renamed([&](const std::string &column) { return name_now(declaration.source, one.of_source, column); })
                .text();
    });
    return declaration;
}

bool is_declared(const DeclaredRelationship &declaration) {
    const auto rows = StoreTable<DeclaredRelationship>(AccessShareLock).by_source(declaration.source);
    return std::any_of(rows.begin(), rows.end(), [&](const auto &row) { return same_declaration(row.row, declaration); });
}

}  // namespace

void keep_declarations_of(Oid dropped) {
    const View view = dropped_view(dropped);
    if (!OidIsValid(view.id)) {
        return;
    }
    begin();
    kept->erase(std::remove_if(kept->begin(), kept->end(), [&](const Kept &one) { return is_renewed(one, dropped); }),
                kept->end());
    take_over(view);
    views->push_back(view);
    for (auto &row : StoreTable<DeclaredRelationship>(AccessShareLock).read(nullptr, {})) {
        const bool concerned = row.row.source == dropped || row.row.target == dropped;
        const bool known = std::any_of(kept->begin(), kept->end(),
                                       [&](const Kept &one) { return same_declaration(one.declaration, row.row); });
        if (concerned && !known) {
            kept->push_back(with_meaning(std::move(row.row)));
        }
    }
}

void declare_again(Oid created, std::set<Oid> &tables) {
    if (views == nullptr || views->empty()) {
        return;
    }
    begin();
    const View now = existing_view(created);
    bool came_back = false;
    for (View &view : *views) {
        if (view.schema == now.schema && view.name == now.name && view.owner == now.owner && view.id != created &&
            !exists(view.id)) {
            view.again = created;
            came_back = true;
        }
    }
    if (!came_back) {
        return;
    }
    for (Kept &one : *kept) {
        DeclaredRelationship declaration = renamed(one);
        declaration.source = last(one.declaration.source);
        declaration.target = last(one.declaration.target);
        const bool concerned = declaration.source == created || declaration.target == created;
        if (!concerned || !exists(declaration.source) || !exists(declaration.target) || is_declared(declaration)) {
            continue;
        }
        if (declaration.source == created) {
            lock_holders({created});
        } else if (lock_neighbours({declaration.source}).empty()) {
            continue;
        }
        StoreTable<DeclaredRelationship>(RowExclusiveLock).insert(declaration);
        pg::call([] { CommandCounterIncrement(); });
        one.declared_again = true;
        tables.insert(declaration.source);
    }
}

}  // namespace relmeta::server
