// The SQL functions refresh, check, status and version, and the two functions that define the materialized views.
#include <algorithm>
#include <optional>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "core/text/quote.hpp"
#include "server/catalog/derivation.hpp"
#include "server/functions/results.hpp"
#include "server/sync/accessors.hpp"
#include "server/sync/declarations.hpp"
#include "server/sync/dumped_names.hpp"
#include "server/sync/recompute.hpp"

extern "C" {
#include <commands/extension.h>
#include <commands/trigger.h>
#include <utils/inval.h>
#include <utils/snapmgr.h>
}

using namespace relmeta;
using namespace relmeta::server;

#ifndef RELMETA_VERSION
#error "RELMETA_VERSION is not defined"
#endif

namespace {

/// Returns the memory of a whole picture to the operating system at the end, because the session's heap would keep it.
struct GivesMemoryBack {
    ~GivesMemoryBack() {
#ifdef __GLIBC__
        malloc_trim(0);
#endif
    }
};

template <class Row>
void add_rows(const std::vector<Row> &rows, ResultSet &result) {
    MemoryContext of_row =
        pg::call([] { return AllocSetContextCreate(CurrentMemoryContext, "relmeta row", ALLOCSET_DEFAULT_SIZES); });
    MemoryContext previous = MemoryContextSwitchTo(of_row);
    for (const Row &row : rows) {
        Datum values[Codec<Row>::columns] = {};
        bool nulls[Codec<Row>::columns] = {};
        Codec<Row>::encode(row, values, nulls);
        result.add(values, nulls);
        pg::call([of_row] { MemoryContextReset(of_row); });
    }
    MemoryContextSwitchTo(previous);
    pg::call([of_row] { MemoryContextDelete(of_row); });
}

/// The relationships that derive_bridges() has also derived, kept for derive_relationships(): the script of CREATE EXTENSION
/// calls one after the other. Discarded at the end of the transaction.
class DerivedBefore {
public:
    static void keep(std::vector<Relationship> relationships) {
        pg::call([] {
            auto at_end = static_cast<MemoryContextCallback *>(
                MemoryContextAllocZero(CurTransactionContext, sizeof(MemoryContextCallback)));
            at_end->func = [](void *) { kept_.reset(); };
            MemoryContextRegisterResetCallback(CurTransactionContext, at_end);
        });
        kept_.emplace(Kept{CurrentExtensionObject, std::move(relationships)});
    }

    static std::optional<std::vector<Relationship>> take() {
        std::optional<std::vector<Relationship>> result;
        if (kept_ && creating_extension && kept_->extension == CurrentExtensionObject) {
            result = std::move(kept_->relationships);
        }
        kept_.reset();
        return result;
    }

private:
    struct Kept {
        Oid extension;
        std::vector<Relationship> relationships;
    };
    inline static std::optional<Kept> kept_;
};

std::string describe(const Relationship &row) {
    std::string text = std::string(to_string(row.kind)) + " to " + table_text(row.target);
    if (row.bridge != 0) {
        text += " through " + table_text(row.bridge);
    }
    text += " on (" + quote_identifiers(row.source_columns) + ") = (" + quote_identifiers(row.target_columns) + ")";
    if (!row.constraint.empty()) {
        text += " by " + row.constraint + (row.far_constraint.empty() ? "" : " and " + row.far_constraint);
    }
    text += row.condition.empty() ? "" : " where " + row.condition.get();
    text += ", inverse " + row.inverse;
    text += row.required ? ", required" : "";
    text += row.enforced ? ", enforced" : "";
    return text + (row.pair_unique ? ", unique pairs" : "");
}

std::string describe(const StoredBridge &row) { return "bridge, " + row.grade + ": " + row.reason; }

void report(ResultSet &result, const char *difference, const Relationship &row) {
    result.add({to_text(difference), ObjectIdGetDatum(row.source), to_name(row.name), to_text(describe(row))});
}

void report(ResultSet &result, const char *difference, const StoredBridge &row) {
    Datum values[] = {to_text(difference), ObjectIdGetDatum(row.bridge), 0, to_text(describe(row))};
    const bool nulls[] = {false, false, true, false};
    result.add(values, nulls);
}

/// A key that is the same for equal rows, and rarely for others.
std::size_t hash_of(const Relationship &row) { return std::hash<std::string>()(row.name) ^ row.source; }
std::size_t hash_of(const StoredBridge &row) { return row.bridge; }

/// Adds the rows that are stored but not derived, and those that are derived but not stored.
template <class Row>
void report_differences(const std::vector<Stored<Row>> &stored, const std::vector<Row> &derived, ResultSet &result) {
    std::unordered_multimap<std::size_t, const Row *> unseen;
    for (const Row &row : derived) {
        pg::check_interrupts();
        unseen.emplace(hash_of(row), &row);
    }
    for (const Stored<Row> &row : stored) {
        pg::check_interrupts();
        auto range = unseen.equal_range(hash_of(row.row));
        auto same = std::find_if(range.first, range.second, [&](const auto &entry) { return *entry.second == row.row; });
        if (same != range.second) {
            unseen.erase(same);
        } else {
            report(result, "only stored", row.row);
        }
    }
    for (const auto &entry : unseen) {
        report(result, "only derived", *entry.second);
    }
}

}  // namespace

RELMETA_FUNCTION(relmeta_derive_relationships) {
    const GivesMemoryBack at_the_end;
    ResultSet result(fcinfo);
    std::optional<std::vector<Relationship>> relationships = DerivedBefore::take();
    if (!relationships) {
        relationships = take_picture().derived.relationships;
    }
    add_rows(*relationships, result);
    return result.done();
}

RELMETA_FUNCTION(relmeta_derive_bridges) {
    const GivesMemoryBack at_the_end;
    ResultSet result(fcinfo);
    DerivedCatalog derived = take_picture().derived;
    add_rows(derived.bridges, result);
    if (creating_extension) {
        DerivedBefore::keep(std::move(derived.relationships));
    }
    return result.done();
}

RELMETA_FUNCTION(relmeta_check) {
    const GivesMemoryBack at_the_end;
    ResultSet result(fcinfo);
    const Picture picture = take_picture();
    report_differences(picture.stored.relationships, picture.derived.relationships, result);
    report_differences(picture.stored.bridges, picture.derived.bridges, result);
    for (const AccessorDifference &accessor : accessor_differences()) {
        result.add({to_text("accessor"), ObjectIdGetDatum(accessor.source), to_name(accessor.name), to_text(accessor.detail)});
    }
    return result.done();
}

RELMETA_FUNCTION(relmeta_refresh) {
    const GivesMemoryBack at_the_end;
    require_writable("refresh");
    const std::int64_t changed = recompute_all();
    follow_all_accessors();
    return Int64GetDatum(changed);
}

RELMETA_FUNCTION(relmeta_version) { return to_text(RELMETA_VERSION); }

/// Statement trigger on relmeta.word and the tables that a dump restores. Applies rows changed by SQL.
RELMETA_FUNCTION(relmeta_declarations_changed) {
    pg::call([] { CacheInvalidateRelcacheByRelid(relmeta_relation("word")); });
    pg::call([] { CommandCounterIncrement(); });
    auto trigger = reinterpret_cast<TriggerData *>(fcinfo->context);
    if (CALLED_AS_TRIGGER(fcinfo) && RelationGetRelid(trigger->tg_relation) == relmeta_relation(Codec<DumpedName>::table)) {
        follow_dumped_names();
    } else {
        recompute_everything();
    }
    return static_cast<Datum>(0);
}
