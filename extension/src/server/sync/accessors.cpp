#include "server/sync/accessors.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/model/sort_unique.hpp"
#include "core/query/accessor.hpp"
#include "core/text/error.hpp"
#include "core/text/quote.hpp"
#include "server/catalog/accessor_functions.hpp"
#include "server/catalog/catalog_reader.hpp"
#include "server/catalog/conditions.hpp"
#include "server/catalog/equality_of_types.hpp"
#include "server/catalog/store.hpp"
#include "server/pg/datum.hpp"
#include "server/pg/spi.hpp"
#include "server/sync/declarations.hpp"
#include "server/sync/follow.hpp"
#include "server/sync/locks.hpp"
#include "server/sync/stale.hpp"

extern "C" {
#include <catalog/namespace.h>
#include <commands/extension.h>
#include <utils/lsyscache.h>
}

namespace relmeta::server {

namespace {

using Key = std::pair<Oid, std::string>;  ///< source and name

/// Accessors that may have to change. Entries that remain after an error only cause unnecessary checks.
struct Changes {
    std::set<Key> names;
    std::set<Oid> sources;  ///< all names
    bool everything = false;

    bool nothing() const { return names.empty() && sources.empty() && !everything; }
};
Changes *changes = nullptr;

Changes &pending() {
    if (changes == nullptr) {
        changes = new Changes();
    }
    return *changes;
}

constexpr const char *later = "It is updated by the next DDL command of the owner of the table, or by relmeta.add_accessors().";

void run(const std::string &ddl) {
    pg::call([&] {
        SPI_connect();
        require_done(SPI_execute(ddl.c_str(), false, 0));
        SPI_finish();
        CommandCounterIncrement();
    });
}

/// Compares the accessors of some sources with their relationships.
class Comparison {
public:
    explicit Comparison(bool explicitly) : explicitly_(explicitly) {
        for (const auto &row : StoreTable<AccessorSource>(AccessShareLock).read(nullptr, {})) {
            schemas_[row.row.source].push_back(row.row.schema);
        }
    }

    std::set<Oid> sources() const {
        std::set<Oid> result;
        for (const auto &entry : schemas_) {
            result.insert(entry.first);
        }
        return result;
    }
    bool has(Oid source) const { return schemas_.count(source) > 0; }

    /// Every relationship of these sources, and every accessor.
    std::set<Key> names_of(const std::set<Oid> &sources) const;
    /// Makes the accessors with this name equal to the relationship.
    void make(const Key &key);
    /// The same, unless its relationship is stale.
    void make_or_leave(const Key &key) {
        try {
            make(key);
        } catch (const Stale &) {
            left_.insert(key.first);
        }
    }
    /// The differences of the accessors with this name.
    void compare(const Key &key, std::vector<AccessorDifference> &differences);

    const std::vector<Oid> &made() const { return made_; }
    const std::set<Oid> &left() const { return left_; }  ///< sources whose accessors could not be changed

private:
    struct Wanted {
        std::optional<Accessor> accessor;  ///< none: no relationship has the name
        Oid row_type = InvalidOid;         ///< of the target
        std::vector<Oid> schemas;
        std::vector<RowFunction> functions;  ///< accessors or not
    };

    Wanted wanted(const Key &key);
    void make_in(Oid schema, const Key &key, const Wanted &wanted);
    void create(const Accessor &accessor, Oid schema);
    void leave(Oid source, const std::string &message, const char *hint);

    const bool explicitly_;
    std::map<Oid, std::vector<std::string>> schemas_;
    StoreTable<Relationship> relationships_{AccessShareLock};
    Facts facts_;
    std::vector<Oid> made_;
    std::set<Oid> left_;
};

std::set<Key> Comparison::names_of(const std::set<Oid> &sources) const {
    std::set<Key> names;
    for (const Oid source : sources) {
        for (const auto &row : relationships_.by_source(source)) {
            names.emplace(source, row.row.name);
        }
    }
    for (const auto &[source, functions] : accessors_from(sources)) {
        for (const auto &function : functions) {
            names.emplace(source, function.name);
        }
    }
    return names;
}

bool can_compare(const Table &left, const ColumnNames &columns, const Table &right, const ColumnNames &others) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!are_comparable(left.at(columns[i]).type, right.at(others[i]).type)) {
            return false;
        }
    }
    return true;
}

/// Whether the columns can be compared. The types of declared columns may have changed.
bool is_comparable(const Relationship &r, const Facts &facts) {
    if (r.bridge == 0) {
        return can_compare(facts.at(r.source), r.source_columns, facts.at(r.target), r.target_columns);
    }
    const Table &bridge = facts.at(r.bridge);
    return can_compare(facts.at(r.source), r.source_columns, bridge, r.bridge_source_columns) &&
           can_compare(bridge, r.bridge_target_columns, facts.at(r.target), r.target_columns);
}

Comparison::Wanted Comparison::wanted(const Key &key) {
    const auto &[source, name] = key;
    Wanted wanted;
    const Oid source_type = pg::call([&, id = source] { return get_rel_type_id(id); });
    wanted.functions = functions_named(name, source_type);
    const auto rows = relationships_.read(
        Codec<Relationship>::source_index,
        {oid_equals(Codec<Relationship>::source, source), Equals{Codec<Relationship>::name, F_NAMEEQ, to_name(name)}});
    if (rows.empty()) {
        return wanted;
    }
    Relationship relationship = rows.front().row;
    add_condition(relationship);
    for (const Oid table : {relationship.source, relationship.target, relationship.bridge}) {
        if (table != 0 && facts_.table(table) == nullptr && !read_table(table, Depth::columns, facts_)) {
            throw Stale(table_text(source));
        }
    }
    if (!is_comparable(relationship, facts_)) {
        return wanted;
    }
    try {
        wanted.accessor = accessor_of(relationship, facts_, equality_of_types, constant_of_type, "");
    } catch (const Stale &) {
        throw;
    } catch (const UserError &) {
        return wanted;  // a column in the condition now has a type that cannot be compared
    }
    wanted.row_type = pg::call([&] { return get_rel_type_id(relationship.target); });
    for (const std::string &schema : schemas_[source]) {
        const char *text = schema.empty() ? wanted.accessor->schema.c_str() : schema.c_str();
        const Oid id = pg::call([&] { return get_namespace_oid(text, true); });
        if (OidIsValid(id) && std::find(wanted.schemas.begin(), wanted.schemas.end(), id) == wanted.schemas.end()) {
            wanted.schemas.push_back(id);
        }
    }
    return wanted;
}

void Comparison::leave(Oid source, const std::string &message, const char *hint) {
    left_.insert(source);
    pg::call(
        [&] { ereport(WARNING, (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE), errmsg("%s", message.c_str()), errhint("%s", hint))); });
}

void Comparison::create(const Accessor &accessor, Oid schema) {
    const std::string text = signature(accessor, facts_);
    if (hides_function(accessor.name)) {
        if (explicitly_) {
            pg::call([&, message = shadows_function(text, accessor.name).c_str()] {
                ereport(WARNING, (errcode(ERRCODE_DUPLICATE_FUNCTION), errmsg("%s", message),
                                  errhint("Rename the relationship with relmeta.rename_relationship().")));
            });
        }
        return;
    }
    const auto make = [&] {
        run(create_accessor(accessor, facts_));
        const Oid source_type = pg::call([&] { return get_rel_type_id(accessor.source); });
        for (const RowFunction &function : functions_named(accessor.name, source_type)) {
            if (function.schema == schema) {
                mark_accessor(function.id);
                made_.push_back(function.id);
            }
        }
    };
    if (explicitly_) {
        make();
        return;
    }
    // In the script of another extension, the function would belong to that extension.
    if (creating_extension || !is_owner(accessor.source)) {
        leave(accessor.source, "relmeta did not create accessor " + text, later);
        return;
    }
    if (!attempt(WARNING, ("create accessor " + text).c_str(), later, make)) {
        left_.insert(accessor.source);
    }
}

void Comparison::make_in(Oid schema, const Key &key, const Wanted &wanted) {
    Accessor accessor = *wanted.accessor;
    const char *name = pg::call([&]() -> const char * { return get_namespace_name(schema); });
    accessor.schema = name != nullptr ? name : "";
    const auto there = std::find_if(wanted.functions.begin(), wanted.functions.end(),
                                    [&](const RowFunction &function) { return function.schema == schema; });
    if (there == wanted.functions.end()) {
        create(accessor, schema);
        return;
    }
    const State state = state_of(there->id, accessor, wanted.row_type);
    if (is_accessor(there->id)) {
        if (state == State::other) {
            const auto again = [&] { drop_accessor(there->id, key.second); };
            if (explicitly_) {
                again();
            } else if (!attempt(WARNING, ("replace accessor " + signature(accessor, facts_)).c_str(), later, again)) {
                left_.insert(key.first);
                return;
            }
            create(accessor, schema);
        } else {
            update_accessor(there->id, accessor, wanted.row_type);
            made_.push_back(there->id);
        }
    } else if (state == State::same) {
        mark_accessor(there->id);
        made_.push_back(there->id);
    } else if (explicitly_) {
        pg::call([&, message = signature(accessor, facts_).c_str()] {
            ereport(WARNING,
                    (errcode(ERRCODE_DUPLICATE_FUNCTION), errmsg("function %s already exists and is left unchanged", message),
                     errhint("Use another schema, or rename the relationship with relmeta.rename_relationship().")));
        });
    }
}

void Comparison::make(const Key &key) {
    const Wanted wanted = this->wanted(key);
    for (const RowFunction &function : wanted.functions) {
        const bool stays =
            wanted.accessor && std::find(wanted.schemas.begin(), wanted.schemas.end(), function.schema) != wanted.schemas.end();
        if (!stays && is_accessor(function.id)) {
            const auto gone = [&] { drop_accessor(function.id, key.second); };
            if (explicitly_) {
                gone();
            } else if (!attempt(WARNING,
                                ("drop accessor " + quote_identifier(key.second) + "(" + table_text(key.first) + ")").c_str(),
                                "Drop the objects that depend on it, and run SELECT relmeta.refresh().", gone)) {
                left_.insert(key.first);
            }
        }
    }
    if (wanted.accessor) {
        for (const Oid schema : wanted.schemas) {
            make_in(schema, key, wanted);
        }
    }
}

void Comparison::compare(const Key &key, std::vector<AccessorDifference> &differences) {
    const Wanted wanted = this->wanted(key);
    const auto report = [&](Oid schema, const char *what) {
        const char *name = pg::call([&]() -> const char * { return get_namespace_name(schema); });
        differences.push_back(
            {key.first, key.second,
             std::string(what) + quote_qualified(name != nullptr ? name : "", key.second) + "(" + table_text(key.first) + ")"});
    };
    for (const RowFunction &function : wanted.functions) {
        const bool stays =
            wanted.accessor && std::find(wanted.schemas.begin(), wanted.schemas.end(), function.schema) != wanted.schemas.end();
        if (is_accessor(function.id)) {
            if (!stays) {
                report(function.schema, "left over: accessor ");
            } else if (state_of(function.id, *wanted.accessor, wanted.row_type) != State::same || blocks_drops(function.id)) {
                report(function.schema, "out of date: accessor ");
            }
        }
    }
    for (const Oid schema : wanted.schemas) {
        const bool there = std::any_of(wanted.functions.begin(), wanted.functions.end(),
                                       [&](const RowFunction &function) { return function.schema == schema; });
        if (!there && !hides_function(key.second)) {
            report(schema, "missing: accessor ");
        }
    }
}

/// Removes the records of tables that do not exist, and of schemas that do not exist.
void forget_gone() {
    StoreTable<AccessorSource> sources(RowExclusiveLock);
    bool removed = false;
    for (const auto &row : sources.read(nullptr, {})) {
        const char *schema = row.row.schema.empty() ? nullptr : row.row.schema.c_str();
        const bool gone = !exists(row.row.source) ||
                          (schema != nullptr && pg::call([&] { return !OidIsValid(get_namespace_oid(schema, true)); }));
        if (gone) {
            sources.remove(row.where);
            removed = true;
        }
    }
    if (removed) {
        pg::call([] { CommandCounterIncrement(); });
    }
}

/// The sources whose accessors another transaction is adding or dropping.
std::set<Oid> sources_in_flux() {
    std::set<Oid> sources;
    SnapshotData dirty;
    InitDirtySnapshot(dirty);
    StoreTable<AccessorSource>(AccessShareLock).visit(nullptr, {}, &dirty, [&](const Stored<AccessorSource> &row) {
        if (TransactionIdIsValid(dirty.xmin) || TransactionIdIsValid(dirty.xmax)) {
            sources.insert(row.row.source);
        }
        return true;
    });
    return sources;
}

/// Waits for transactions that are adding or dropping accessors of these sources. Returns the sources for which it gave up
/// waiting.
std::set<Oid> wait_for_flux(const std::set<Oid> &sources) {
    const std::set<Oid> in_flux = sources_in_flux();
    std::vector<Oid> wanted;
    std::set_intersection(sources.begin(), sources.end(), in_flux.begin(), in_flux.end(), std::back_inserter(wanted));
    std::set<Oid> left(wanted.begin(), wanted.end());
    for (const Oid locked : lock_neighbours(wanted)) {
        left.erase(locked);
    }
    return left;
}

}  // namespace

bool have_accessors() {
    const Oid table = relmeta_relation(Codec<AccessorSource>::table);
    if (!OidIsValid(table)) {
        return false;  // during an update from a version without the table
    }
    StoreTable<AccessorSource> sources(AccessShareLock);
    return pg::call([&] { return RelationGetNumberOfBlocks(sources.relation()) > 0; });
}

void accessor_may_change(Oid source, const std::string &name) {
    if (have_accessors()) {
        pending().names.emplace(source, name);
    }
}

void accessors_of_may_change(Oid table) {
    if (!have_accessors()) {
        return;
    }
    StoreTable<Relationship> relationships(AccessShareLock);
    for (const auto &row : relationships.by_source(table)) {
        pending().names.emplace(table, row.row.name);
        pending().names.emplace(row.row.target, row.row.inverse);
    }
    for (const auto &row : relationships.by_holder(table)) {
        pending().names.emplace(row.row.source, row.row.name);
    }
}

void accessors_under_conditions_may_change() {
    if (!have_accessors()) {
        return;
    }
    for (const auto &row : StoreTable<DeclaredRelationship>(AccessShareLock).read(nullptr, {})) {
        if (!row.row.condition.empty()) {
            accessors_of_may_change(row.row.source);
        }
    }
}

void accessors_from_may_change(Oid source) {
    if (have_accessors()) {
        pending().sources.insert(source);
    }
}

void accessor_was_altered(Oid function) {
    if (is_accessor(function)) {
        stop_blocking_drops(function);
        accessors_from_may_change(source_of_accessor(function));
    }
}

void follow_accessors() {
    if (pending().nothing()) {
        return;
    }
    Changes todo;
    std::swap(todo, pending());
    std::set<Oid> concerned = todo.sources;
    for (const Key &key : todo.names) {
        concerned.insert(key.first);
    }
    std::set<Oid> left;
    const bool followed = attempt(WARNING, "update accessors", "Run SELECT relmeta.refresh() to bring them up to date.", [&] {
        if (!have_accessors()) {
            return;
        }
        left = wait_for_flux(todo.everything ? sources_in_flux() : concerned);
        forget_gone();
        if (todo.everything || !std::all_of(concerned.begin(), concerned.end(), exists)) {
            for (const AccessorFunction &function : accessors_of_no_table()) {
                drop_accessor(function.id, function.name);
            }
        }
        Comparison comparison(false);
        for (const Key &key : comparison.names_of(todo.everything ? comparison.sources() : todo.sources)) {
            todo.names.insert(key);
        }
        for (const Key &key : todo.names) {
            if (comparison.has(key.first)) {
                comparison.make(key);
            }
        }
        left.insert(comparison.left().begin(), comparison.left().end());
    });
    if (!followed) {
        left = concerned;
    }
    if (!left.empty()) {
        const int armed = std::exchange(pg::fault, 0);  // test faults affect only updating, not marking
        attempt(WARNING, "mark tables with accessors as stale", nullptr, [&] {
            mark_stale({left.begin(), left.end()}, "accessors are out of date");
        });
        pg::fault = armed;
    }
}

void follow_all_accessors() {
    pending().everything = have_accessors();
    follow_accessors();
}

void lock_accessors(const std::vector<Oid> &sources) {
    lock_holders(sources);
    std::set<Oid> asked(sources.begin(), sources.end());
    std::set<Oid> missed;
    for (bool again = true; again;) {
        std::map<Oid, std::vector<Oid>> more;  // with the sources whose accessors use them
        {
            SnapshotData dirty;  // others may be adding relationships
            InitDirtySnapshot(dirty);
            StoreTable<Relationship> relationships(AccessShareLock);
            for (const Oid source : sources) {
                for (const auto &row : relationships.read(Codec<Relationship>::source_index,
                                                          {oid_equals(Codec<Relationship>::source, source)}, &dirty)) {
                    for (const Oid table : {row.row.holder, row.row.target}) {
                        if (asked.insert(table).second || more.count(table) > 0) {
                            more[table].push_back(source);
                        }
                    }
                }
            }
        }
        std::vector<Oid> tables;
        tables.reserve(more.size());
        for (const auto &entry : more) {
            tables.push_back(entry.first);
        }
        for (const Oid locked : lock_neighbours(tables)) {
            more.erase(locked);
        }
        for (const auto &entry : more) {
            missed.insert(entry.second.begin(), entry.second.end());
        }
        again = !tables.empty();
    }
    if (!missed.empty()) {
        mark_stale({missed.begin(), missed.end()}, "accessors are out of date");
    }
}

std::vector<Oid> make_accessors(const std::vector<Oid> &sources) {
    Comparison comparison(true);
    for (const Key &key : comparison.names_of({sources.begin(), sources.end()})) {
        comparison.make(key);
    }
    return comparison.made();
}

std::int64_t remove_accessors(const std::vector<Oid> &sources) {
    std::int64_t count = 0;
    for (const auto &[source, functions] : accessors_from({sources.begin(), sources.end()})) {
        for (const AccessorFunction &function : functions) {
            drop_accessor(function.id, function.name);
            ++count;
        }
    }
    return count;
}

std::vector<AccessorDifference> accessor_differences() {
    std::vector<AccessorDifference> differences;
    if (have_accessors()) {
        for (const AccessorFunction &function : accessors_of_no_table()) {
            differences.push_back({InvalidOid, function.name, "left over: accessor of a table that does not exist"});
        }
        Comparison comparison(false);
        for (const Key &key : comparison.names_of(comparison.sources())) {
            try {
                comparison.compare(key, differences);
            } catch (const Stale &stale) {
                differences.push_back({key.first, key.second, stale.what()});
            }
        }
    }
    return differences;
}

}  // namespace relmeta::server
