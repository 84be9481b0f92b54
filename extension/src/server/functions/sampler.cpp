// Each step is short, regardless of the size of the tables: it reads a sampled row, and looks up its value in the index of the
// key. So time and interrupts are checked often enough, and no statement needs to be canceled.
#include "server/functions/sampler.hpp"

#include <algorithm>

#include "core/text/quote.hpp"
#include "server/catalog/conditions.hpp"
#include "server/catalog/equality_of_types.hpp"
#include "server/catalog/statistics_reader.hpp"
#include "server/pg/ask.hpp"
#include "server/pg/guard.hpp"
#include "server/pg/spi.hpp"

extern "C" {
#include <catalog/pg_inherits.h>
#include <miscadmin.h>
#include <storage/bufmgr.h>
#include <utils/acl.h>
#include <utils/guc.h>
#include <utils/lsyscache.h>
#include <utils/rel.h>
#include <utils/rls.h>
#include <utils/syscache.h>
#include <utils/timestamp.h>
}

namespace relmeta::server {

namespace {

/// A table with more blocks is sampled; about this many are read.
constexpr double blocks_read = 300;
constexpr std::int64_t values_looked_up = 2000;  ///< of a sampled table
constexpr long rows_at_once = 50;
constexpr int most_values = 200;  ///< of a column of types

/// A table with its partitions, locked so that they are not dropped. Empty if a lock is not available, or if one of them is a
/// foreign table.
std::vector<Oid> lock_tree(const Table &table) {
    std::vector<Oid> tables{table.id};
    if (table.kind == RELKIND_PARTITIONED_TABLE) {
        const List *all = pg::call([&] { return find_all_inheritors(table.id, NoLock, nullptr); });
        tables.clear();
        for (int i = 0; i < list_length(all); ++i) {
            tables.push_back(list_nth_oid(all, i));
        }
    }
    for (Oid member : tables) {
        LOCKTAG tag;
        SET_LOCKTAG_RELATION(tag, MyDatabaseId, member);
        if (try_lock(tag, AccessShareLock) == Got::no ||
            pg::call([&] { return get_rel_relkind(member); }) == RELKIND_FOREIGN_TABLE) {
            return {};
        }
    }
    return tables;
}

double blocks_of(const std::vector<Oid> &tables) {
    double blocks = 0;
    for (Oid table : tables) {
        blocks += pg::call([&] {
            Relation relation = RelationIdGetRelation(table);
            if (relation == nullptr) {
                return 0.0;
            }
            const double count = RELKIND_HAS_STORAGE(relation->rd_rel->relkind) ? RelationGetNumberOfBlocks(relation) : 0;
            RelationClose(relation);
            return count;
        });
    }
    return blocks;
}

Oid owner_of(Oid table) {
    HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(table));
    if (!HeapTupleIsValid(tuple)) {
        return InvalidOid;
    }
    const Oid owner = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple))->relowner;
    ReleaseSysCache(tuple);
    return owner;
}

/// The role that reads these tables. Planning a query runs functions from the indexes and constraints of the tables, so every
/// owner must have the privileges of that role: the caller, or an owner whose privileges the caller has. InvalidOid if there is
/// no such role, or if a policy filters what it reads.
Oid reader_of(const std::vector<Oid> &tables) {
    std::vector<Oid> owners;  // each once, because thousands of partitions have few owners
    for (Oid table : tables) {
        const Oid owner = pg::call([&] { return owner_of(table); });
        if (!OidIsValid(owner)) {
            return InvalidOid;
        }
        if (std::find(owners.begin(), owners.end(), owner) == owners.end()) {
            owners.push_back(owner);
        }
    }
    return pg::call([&] {
        const Oid caller = GetUserId();
        for (std::size_t candidate = 0; candidate <= owners.size(); ++candidate) {
            const Oid reader = candidate == 0 ? caller : owners[candidate - 1];
            bool safe = has_privs_of_role(caller, reader);
            for (std::size_t i = 0; safe && i < owners.size(); ++i) {
                safe = has_privs_of_role(owners[i], reader);
            }
            for (std::size_t i = 0; safe && i < tables.size(); ++i) {
                safe = check_enable_rls(tables[i], reader, true) != RLS_ENABLED;
            }
            if (safe) {
                return reader;
            }
        }
        return InvalidOid;
    });
}

/// Acts as another user until end(), in the way that VACUUM acts as the owner of a table. A failed subtransaction restores the
/// user.
class ActingAs {
public:
    explicit ActingAs(Oid user) {
        GetUserIdAndSecContext(&user_, &context_);
        SetUserIdAndSecContext(user, context_ | SECURITY_RESTRICTED_OPERATION);
        settings_ = NewGUCNestLevel();
    }
    void end() {
        pg::call([this] { AtEOXact_GUC(false, settings_); });
        SetUserIdAndSecContext(user_, context_);
    }

private:
    Oid user_ = InvalidOid;
    int context_ = 0;
    int settings_ = 0;
};

/// The table's own rows, or a sample of them.
std::string rows_of(const Table &table, double blocks) {
    std::string text = (table.kind == RELKIND_RELATION ? "ONLY " : "") + quote_qualified(table.schema, table.name) + " AS s";
    if (blocks > blocks_read) {
        text += " TABLESAMPLE SYSTEM (" + std::to_string(std::max(0.000001, 100 * blocks_read / blocks)) + ") REPEATABLE (1)";
    }
    return text;
}

/// One row for each sampled row: whether its columns are not null, and whether the key exists.
std::string statement_of(const Table &source, const Table &target, const LinkColumns &link, double blocks) {
    std::vector<std::string> refers;
    std::vector<std::string> equal;
    for (std::size_t i = 0; i < link.columns.size(); ++i) {
        const Column &column = source.at(link.columns[i]);
        const Column &key = target.at(link.target_columns[i]);
        refers.push_back("s." + quote_identifier(column.name) + " IS NOT NULL");
        equal.push_back(equality_of_types({"t." + quote_identifier(key.name), key.type},
                                          {"s." + quote_identifier(column.name), column.type}));
    }
    if (!link.condition.empty()) {
        refers.push_back("(" + Condition(link.condition).sql("s", source, constant_of_type) + ") IS TRUE");
    }
    return "SELECT " + join(refers, " AND ") + ", (SELECT true FROM " + (target.kind == RELKIND_RELATION ? "ONLY " : "") +
           quote_qualified(target.schema, target.name) + " AS t WHERE " + join(equal, " AND ") + " LIMIT 1) FROM " +
           rows_of(source, blocks);
}

/// Counts the next rows. Returns false if there are no more.
bool count_rows(Portal portal, Sample &sample) {
    return pg::call([&] {
        SPI_cursor_fetch(portal, true, rows_at_once);
        const auto rows = static_cast<long>(SPI_processed);
        for (long i = 0; i < rows; ++i) {
            bool none = false;
            const Datum refers = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &none);
            bool missing = false;
            SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 2, &missing);
            if (DatumGetBool(refers)) {
                ++sample.values;
                sample.missing += missing ? 1 : 0;
            }
        }
        SPI_freetuptable(SPI_tuptable);
        return rows == rows_at_once;
    });
}

/// The next values as C strings; NIL if there are no more.
List *next_values(Portal portal) {
    SPI_cursor_fetch(portal, true, rows_at_once);
    List *values = NIL;
    for (std::uint64_t i = 0; i < SPI_processed; ++i) {
        values = lappend(values, SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1));
    }
    SPI_freetuptable(SPI_tuptable);
    return values;
}

}  // namespace

bool Sampler::can_look_up(const LinkColumns &link) const {
    const Table &source = facts_.at(link.source);
    const Table &target = facts_.at(link.target);
    for (const Table *table : {&source, &target}) {
        if (table->kind != RELKIND_RELATION && table->kind != RELKIND_PARTITIONED_TABLE && table->kind != RELKIND_MATVIEW) {
            return false;
        }
    }
    for (std::size_t i = 0; i < link.columns.size(); ++i) {
        const Column &column = source.at(link.columns[i]);
        const Column &key = target.at(link.target_columns[i]);
        // With another collation, the index of the key would not be used.
        if (!may_read({source.id, column.number}) || !may_read({target.id, key.number}) || !is_safe_to_compare(column.type) ||
            !is_safe_to_compare(key.type) || !are_comparable(column.type, key.type) || column.collation != key.collation) {
            return false;
        }
    }
    const ColumnNames tested = Condition(link.condition).columns();
    return std::all_of(tested.begin(), tested.end(), [&](const std::string &name) {
        const Column &column = source.at(name);
        return may_read({source.id, column.number}) && is_safe_to_compare(column.type);
    });
}

/// Runs the query as `reader`. Calls read(portal) while it returns true and time is left. Returns false if rows cannot be read
/// for any reason.
template <class Read>
bool Sampler::run(Oid reader, const std::string &text, Read read) const {
    const ErrorData *error = pg::in_subtransaction([&] {
        ActingAs acting(reader);
        Portal portal = pg::call([&] {
            SPI_connect();
            return SPI_cursor_open_with_args(nullptr, text.c_str(), 0, nullptr, nullptr, nullptr, true, CURSOR_OPT_NO_SCROLL);
        });
        do {
            pg::check_interrupts();
        } while (!is_over() && read(portal));
        pg::call([&] {
            SPI_cursor_close(portal);
            SPI_finish();
        });
        acting.end();
    });
    return error == nullptr;
}

std::vector<std::string> Sampler::values(ColumnId column) const {
    const Table &table = facts_.at(column.first);
    const bool has_rows =
        table.kind == RELKIND_RELATION || table.kind == RELKIND_PARTITIONED_TABLE || table.kind == RELKIND_MATVIEW;
    if (is_over() || !has_rows || !may_read(column) || !is_safe_to_compare(table.at(column.second).type)) {
        return {};
    }
    const std::vector<Oid> tables = lock_tree(table);
    const Oid reader = tables.empty() ? InvalidOid : reader_of(tables);
    if (!OidIsValid(reader)) {
        return {};
    }
    const std::string name = "s." + quote_identifier(table.at(column.second).name);
    // Long values count, but are not read: they could need any amount of memory.
    const std::string value = name + "::pg_catalog.text";
    const std::string text = "SELECT DISTINCT CASE WHEN pg_catalog.octet_length(" + value + ") OPERATOR(pg_catalog.<=) " +
                             std::to_string(longest_type_value) + " THEN " + value + " ELSE '' END FROM " +
                             rows_of(table, blocks_of(tables)) + " WHERE " + name + " IS NOT NULL LIMIT " +
                             std::to_string(most_values);
    std::vector<std::string> found;
    run(reader, text, [&](Portal portal) {
        const List *next = pg::call([&] { return next_values(portal); });
        for (int i = 0; i < list_length(next); ++i) {
            found.emplace_back(static_cast<const char *>(list_nth(next, i)));
        }
        return next != NIL;
    });
    return found;
}

std::optional<Sample> Sampler::sample(const LinkColumns &link) const {
    pg::check_interrupts();
    if (is_over() || !can_look_up(link)) {
        return std::nullopt;
    }
    const Table &source = facts_.at(link.source);
    const Table &target = facts_.at(link.target);
    const std::vector<Oid> sources = lock_tree(source);
    std::vector<Oid> tables = lock_tree(target);
    if (sources.empty() || tables.empty()) {
        return std::nullopt;
    }
    std::copy(sources.begin(), sources.end(), std::back_inserter(tables));
    const Oid reader = reader_of(tables);
    if (!OidIsValid(reader)) {
        return std::nullopt;
    }
    const double blocks = blocks_of(sources);
    const bool whole = blocks <= blocks_read;
    const std::string text = statement_of(source, target, link, blocks);
    Sample sample;
    bool more = true;
    const bool could = run(reader, text, [&](Portal portal) {
        more = count_rows(portal, sample);
        return more && (whole || sample.values < values_looked_up);
    });
    sample.complete = whole && !more;
    return could ? std::optional<Sample>(sample) : std::nullopt;
}

}  // namespace relmeta::server
