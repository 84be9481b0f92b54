#include "server/sync/dumped_names.hpp"

#include "core/model/sort_unique.hpp"
#include "server/pg/datum.hpp"

extern "C" {
#include <utils/fmgrprotos.h>
}

namespace relmeta::server {

namespace {

/// The table with that qualified name; InvalidOid if it does not exist.
Oid table_named(const std::string &name) {
    Datum text = to_text(name);
    return pg::call([text] {
        LOCAL_FCINFO(arguments, 1);
        InitFunctionCallInfoData(*arguments, nullptr, 1, InvalidOid, nullptr, nullptr);
        arguments->args[0].value = text;
        arguments->args[0].isnull = false;
        const Datum found = to_regclass(arguments);
        return arguments->isnull ? InvalidOid : DatumGetObjectId(found);
    });
}

void put_on_record(const NameRecord &record, StoreTable<NameRecord> &names) {
    for (const auto &row : names.by_holder(record.holder)) {
        if (row.row.constraint == record.constraint && row.row.far_constraint == record.far_constraint &&
            row.row.reverse == record.reverse) {
            names.remove(row.where);
        }
    }
    names.insert(record);
}

/// Adds the holder of the record and that of a relationship with its name, if they have relationships.
void add_concerned(const NameRecord &record, const StoreTable<Relationship> &relationships, std::vector<Oid> &holders) {
    if (!relationships.by_holder(record.holder).empty()) {
        holders.push_back(record.holder);
    }
    for (const auto &row : relationships.read(Codec<Relationship>::source_index,
                                              {oid_equals(Codec<Relationship>::source, record.source),
                                               Equals{Codec<Relationship>::name, F_NAMEEQ, to_name(record.name)}})) {
        holders.insert(holders.end(), {record.holder, row.row.holder});
    }
}

}  // namespace

std::vector<Oid> take_dumped_names() {
    std::vector<Oid> holders;
    StoreTable<DumpedName> dumped(RowExclusiveLock);
    std::vector<Stored<DumpedName>> rows = dumped.read(nullptr, {});
    if (rows.empty()) {
        return holders;
    }
    StoreTable<NameRecord> names(RowExclusiveLock);
    StoreTable<Relationship> relationships(AccessShareLock);
    for (Stored<DumpedName> &row : rows) {
        dumped.remove(row.where);
        NameRecord &record = row.row.record;
        record.source = table_named(row.row.source);
        record.holder = table_named(row.row.holder);
        if (OidIsValid(record.source) && OidIsValid(record.holder)) {
            put_on_record(record, names);
            add_concerned(record, relationships, holders);
        }
    }
    pg::call([] { CommandCounterIncrement(); });
    sort_unique(holders);
    return holders;
}

}  // namespace relmeta::server
