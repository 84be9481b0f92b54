#include "server/sync/renames.hpp"

#include <algorithm>

#include "core/model/condition.hpp"
#include "core/model/sort_unique.hpp"
#include "core/text/error.hpp"
#include "core/text/quote.hpp"
#include "server/catalog/store.hpp"
#include "server/pg/datum.hpp"
#include "server/sync/locks.hpp"

extern "C" {
#include <utils/lsyscache.h>
#include <utils/snapmgr.h>
}

namespace relmeta::server {

namespace {

/// The condition of a declaration after `change`; unchanged if it is invalid, because rows can be written by hand.
template <class Change>
std::string changed(const std::string &condition, Change change) {
    try {
        return change(Condition(condition)).text();
    } catch (const UserError &) {
        return condition;
    }
}

void replace(std::vector<std::string> &names, const std::string &from, const std::string &to) {
    for (std::string &name : names) {
        if (name == from) {
            name = to;
        }
    }
}

/// The columns that have the type or a domain over it.
ColumnNames columns_of_type(const ColumnNames &columns, Oid table, Oid type) {
    ColumnNames result;
    for (const std::string &column : columns) {
        const bool is_of_type = pg::call([&] {
            const AttrNumber number = get_attnum(table, column.c_str());
            return number > 0 && getBaseType(get_atttype(table, number)) == type;
        });
        if (is_of_type) {
            result.push_back(column);
        }
    }
    return result;
}

/// The columns of the source that the condition compares and that have the type.
ColumnNames compared_columns(const DeclaredRelationship &declared, Oid type) {
    try {
        return columns_of_type(Condition(declared.condition).columns(), declared.source, type);
    } catch (const UserError &) {
        return {};
    }
}

void warn_of_missed(const std::vector<Oid> &tables, const std::string &label) {
    const std::string first = table_text(tables.front());
    pg::call([&] {
        ereport(WARNING, (errcode(ERRCODE_LOCK_NOT_AVAILABLE),
                          errmsg("relmeta did not rename label \"%s\" in declarations of %s%s", label.c_str(), first.c_str(),
                                 tables.size() > 1 ? " and others" : ""),
                          errdetail("Another transaction is changing their relationships."),
                          errhint("Forget these relationships, and declare them again with the new label.")));
    });
}

}  // namespace

// Locks the declaring tables, because transactions that rename columns of either table update the same row.
void rename_columns(const std::string &from, const std::string &to, const std::set<Oid> &tables) {
    StoreTable<DeclaredRelationship> relationships(RowExclusiveLock);
    std::vector<Oid> declaring;
    for (const auto &row : relationships.read(nullptr, {})) {
        if (tables.count(row.row.source) == 0 && tables.count(row.row.target) > 0) {
            declaring.push_back(row.row.source);
        }
    }
    sort_unique(declaring);
    lock_holders({tables.begin(), tables.end()});
    std::vector<Oid> locked = lock_neighbours(declaring);
    locked.insert(locked.end(), tables.begin(), tables.end());
    sort_unique(locked);
    // A row can refer to two of the tables if one inherits the column from the other. Update it once.
    for (auto &row : relationships.read(nullptr, {})) {
        bool of_source = tables.count(row.row.source) > 0;
        bool of_target = tables.count(row.row.target) > 0;
        if ((!of_source && !of_target) || !std::binary_search(locked.begin(), locked.end(), row.row.source)) {
            continue;
        }
        if (of_source) {
            replace(row.row.source_columns, from, to);
            row.row.condition = changed(row.row.condition, [&](const Condition &old) {
                return old.renamed([&](const std::string &name) { return name == from ? to : name; });
            });
        }
        if (of_target) {
            replace(row.row.target_columns, from, to);
        }
        relationships.update(row.where, row.row);
    }
    StoreTable<RejectedRelationship> rejected(RowExclusiveLock);
    for (Oid table : tables) {
        for (auto &row : rejected.by_source(table)) {
            replace(row.row.source_columns, from, to);
            rejected.update(row.where, row.row);
        }
    }
    pg::call([] { CommandCounterIncrement(); });
}

void rename_ends(const std::string &from, const std::string &to, const std::set<Oid> &tables) {
    StoreTable<DeclaredBridge> bridges(RowExclusiveLock);
    lock_holders({tables.begin(), tables.end()});
    for (Oid table : tables) {
        for (auto &row : bridges.by_bridge(table)) {
            replace(row.row.declaration.ends, from, to);
            bridges.update(row.where, row.row);
        }
    }
    pg::call([] { CommandCounterIncrement(); });
}

void rename_schema(const std::string &from, const std::string &to) {
    StoreTable<AccessorSource> sources(RowExclusiveLock);
    for (auto &row : sources.read(nullptr, {})) {
        if (row.row.schema == from) {
            row.row.schema = to;
            sources.update(row.where, row.row);
        }
    }
    pg::call([] { CommandCounterIncrement(); });
}

std::vector<Oid> tables_comparing(Oid type) {
    std::vector<DeclaredRelationship> declared;
    SnapshotData dirty;
    InitDirtySnapshot(dirty);
    StoreTable<DeclaredRelationship>(AccessShareLock).visit(nullptr, {}, &dirty, [&](Stored<DeclaredRelationship> row) {
        declared.push_back(std::move(row.row));
        return true;
    });
    std::vector<Oid> tables;
    for (const DeclaredRelationship &row : declared) {
        if (!row.condition.empty() && !compared_columns(row, type).empty()) {
            tables.push_back(row.source);
        }
    }
    sort_unique(tables);
    return tables;
}

void rename_label(Oid type, const std::string &from, const std::string &to) {
    const std::vector<Oid> declaring = tables_comparing(type);
    if (declaring.empty()) {
        return;
    }
    lock_catalog(RowExclusiveLock);
    const std::vector<Oid> locked = lock_neighbours(declaring);
    if (locked.size() < declaring.size()) {
        std::vector<Oid> missed;
        std::set_difference(declaring.begin(), declaring.end(), locked.begin(), locked.end(), std::back_inserter(missed));
        warn_of_missed(missed, from);
    }
    StoreTable<DeclaredRelationship> relationships(RowExclusiveLock);
    for (auto &row : relationships.read(nullptr, {})) {
        const ColumnNames columns =
            std::binary_search(locked.begin(), locked.end(), row.row.source) ? compared_columns(row.row, type) : ColumnNames();
        const std::string condition = changed(row.row.condition, [&](const Condition &old) {
            return old.revalued([&](const std::string &column, const std::string &value) {
                return value == from && std::find(columns.begin(), columns.end(), column) != columns.end() ? to : value;
            });
        });
        if (condition != row.row.condition) {
            row.row.condition = condition;
            relationships.update(row.where, row.row);
        }
    }
    pg::call([] { CommandCounterIncrement(); });
}

}  // namespace relmeta::server
