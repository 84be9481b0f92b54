// Reads only the columns that the graph needs, in the order of the index on (source, name), as GraphBuilder requires. Only the
// rows of a result are decoded completely.
#include "server/catalog/relationship_graph.hpp"

#include <memory>
#include <string_view>

#include "server/catalog/conditions.hpp"

extern "C" {
#include <access/tableam.h>
#include <executor/tuptable.h>
#include <utils/inval.h>
#include <utils/snapmgr.h>
}

namespace relmeta::server {

namespace {

RelationshipGraph *kept = nullptr;
Oid kept_of = InvalidOid;       ///< the relation that was read; invalidated when its rows move
Oid announced_by = InvalidOid;  ///< the view that is invalidated when they change
bool up_to_date = false;

void mark_changed(Datum, Oid relation) {
    if (relation == InvalidOid || relation == kept_of || relation == announced_by) {
        up_to_date = false;
    }
}

void watch() {
    static bool watching = false;
    if (!watching) {
        pg::call([] { CacheRegisterRelcacheCallback(mark_changed, 0); });
        watching = true;
    }
}

using Attribute = Codec<Relationship>;

class Row {
public:
    Row(HeapTuple tuple, TupleDesc descriptor) {
        pg::call([&] { heap_deform_tuple(tuple, descriptor, values_, nulls_); });
    }

    Link link(std::uint32_t row) const {
        Link link;
        link.source = table(Attribute::source);
        link.target = table(Attribute::target);
        link.bridge = table(Attribute::bridge);
        link.holder = table(Attribute::holder);
        link.constraint = name(Attribute::constraint);
        link.far_constraint = name(Attribute::far_constraint);
        link.reverse = DatumGetBool(values_[Attribute::reverse - 1]);
        link.required = DatumGetBool(values_[Attribute::required - 1]);
        link.enforced = DatumGetBool(values_[Attribute::enforced - 1]);
        link.declared = origin() == to_string(Origin::declared);
        link.of_view = origin() == to_string(Origin::view);
        link.row = row;
        return link;
    }

private:
    TableId table(int attribute) const { return nulls_[attribute - 1] ? 0 : DatumGetObjectId(values_[attribute - 1]); }
    /// The text is too short to be compressed or toasted.
    std::string_view origin() const {
        const auto text = reinterpret_cast<const varlena *>(DatumGetPointer(values_[Attribute::origin - 1]));
        return {VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text)};
    }
    std::string_view name(int attribute) const {
        return nulls_[attribute - 1] ? std::string_view() : std::string_view(NameStr(*DatumGetName(values_[attribute - 1])));
    }

    Datum values_[Codec<Relationship>::columns] = {};
    bool nulls_[Codec<Relationship>::columns] = {};
};

}  // namespace

const RelationshipGraph &RelationshipGraph::current() {
    watch();
    StoreTable<Relationship> relationships(AccessShareLock);
    const Oid relation = RelationGetRelid(relationships.relation());
    if (kept != nullptr && up_to_date && kept_of == relation) {
        return *kept;
    }
    // Set this before reading, so that a concurrent change is not missed.
    kept_of = relation;
    announced_by = relmeta_relation(relationships_view);
    up_to_date = true;
    auto built = std::make_unique<RelationshipGraph>();
    GraphBuilder builder;
    try {
        scan(relationships.relation(), relmeta_relation(Codec<Relationship>::source_index), nullptr, {},
             [&](HeapTuple tuple, TupleDesc descriptor) {
                 builder.add(Row(tuple, descriptor).link(static_cast<std::uint32_t>(built->rows_.size())));
                 built->rows_.push_back(tuple->t_self);
                 return true;
             });
        built->graph_ = builder.finish();
    } catch (...) {
        up_to_date = false;
        throw;
    }
    delete kept;
    kept = built.release();
    return *kept;
}

void RelationshipGraph::forget() { up_to_date = false; }

Relationship RelationshipGraph::relationship(std::uint32_t row) const {
    StoreTable<Relationship> relationships(AccessShareLock);
    Relation relation = relationships.relation();
    ItemPointerData where = rows_.at(row);
    HeapTuple tuple = pg::call([&]() -> HeapTuple {
        TupleTableSlot *slot = table_slot_create(relation, nullptr);
        Snapshot snapshot = RegisterSnapshot(GetLatestSnapshot());
        const bool there = table_tuple_fetch_row_version(relation, &where, snapshot, slot);
        HeapTuple copy = there ? ExecCopySlotHeapTuple(slot) : nullptr;
        UnregisterSnapshot(snapshot);
        ExecDropSingleTupleTableSlot(slot);
        return copy;
    });
    if (tuple == nullptr) {
        throw OutOfDate{};
    }
    Relationship result = Codec<Relationship>::decode(tuple, RelationGetDescr(relation));
    add_condition(result);
    return result;
}

}  // namespace relmeta::server
