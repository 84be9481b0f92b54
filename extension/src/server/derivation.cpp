#include "derivation.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "../core/derive.hpp"
#include "../core/reconcile.hpp"

namespace relmeta::server {

namespace {

/// Whether the record is of this relationship, or of the same as another record, whatever it is called. All have one holder.
template <class Other>
bool is_of(const NameRecord &record, const Other &other, bool reverse) {
    return record.reverse == reverse && record.constraint == other.constraint && record.far_constraint == other.far_constraint;
}

StoredBridge with_names(const Bridge &bridge, const Table &table) {
    StoredBridge row;
    row.bridge = bridge.table;
    row.grade = to_string(bridge.grade);
    for (const End &end : bridge.ends) {
        row.ends.push_back({end.target, table.names(end.columns), end.role, end.constraint, end.exclusive});
    }
    row.payload = table.names(bridge.payload);
    row.pair_unique = bridge.pair_unique;
    row.reason = bridge.reason;
    return row;
}

/// The name that it was declared with, also where a foreign key has come to say the same; empty for any other relationship.
std::string declared_name(const Relationship &relationship, const Table &holder, const Facts &facts) {
    if (relationship.origin == Origin::bridge || holder.declared.empty()) {
        return {};
    }
    const ColumnNames &columns = relationship.reverse ? relationship.target_columns : relationship.source_columns;
    const ColumnNames &target_columns = relationship.reverse ? relationship.source_columns : relationship.target_columns;
    const Table &target = *facts.table(relationship.reverse ? relationship.source : relationship.target);
    for (const RelationshipDeclaration &declaration : holder.declared) {
        if (declaration.target == target.id && same_pairs(declaration.columns, declaration.target_columns,
                                                          holder.numbers(columns), target.numbers(target_columns))) {
            return relationship.reverse ? declaration.inverse_name : declaration.name;
        }
    }
    return {};
}

/// Names relationships, from what is known of their names, and records the names that have to be.
class Namer {
public:
    Namer(const Facts &facts, const StoredCatalog &stored, DerivedCatalog &derived)
        : facts_(facts), stored_(stored), derived_(derived) {
        for (const Stored<NameRecord> &stored_record : stored.names) {
            std::vector<Record> &records = records_[stored_record.row.holder];
            auto same = std::find_if(records.begin(), records.end(), [&](const Record &record) {
                return is_of(record.stored->row, stored_record.row, stored_record.row.reverse);
            });
            if (same == records.end()) {
                records.push_back({&stored_record});
            } else if (!TransactionIdPrecedes(stored_record.writer, same->stored->writer)) {
                same->stored = &stored_record;
            }
        }
        of_.reserve(derived.relationships.size());
        for (std::size_t i = 0; i < derived.relationships.size(); ++i) {
            const Relationship &fresh = derived.relationships[i];
            const std::size_t old = derived.continued[i];
            of_.push_back(find(old != no_place ? stored.relationships[old].row : fresh, fresh.reverse));
        }
    }

    void name(const Answer &answer) {
        std::vector<NameHistory> history = histories();
        Naming naming(facts_, answer == nullptr);
        for (;;) {
            std::vector<Naming::Question> questions = naming.assign(derived_.relationships, history);
            if (questions.empty()) {
                break;
            }
            answer(questions, naming);
        }
        record(naming);
    }

private:
    /// The latest record of one relationship.
    struct Record {
        const Stored<NameRecord> *stored;
        bool settled = false;  ///< its relationship has been named, or is gone
    };

    Record *find(const Relationship &relationship, bool reverse) {
        auto records = records_.find(relationship.holder);
        if (records == records_.end()) {
            return nullptr;
        }
        auto found = std::find_if(records->second.begin(), records->second.end(),
                                  [&](const Record &record) { return is_of(record.stored->row, relationship, reverse); });
        return found != records->second.end() ? &*found : nullptr;
    }

    std::vector<NameHistory> histories() const {
        std::vector<NameHistory> history(derived_.relationships.size());
        const Table *holder = nullptr;  // those of one holder stand together
        for (std::size_t i = 0; i < history.size(); ++i) {
            const Relationship &fresh = derived_.relationships[i];
            std::size_t old = derived_.continued[i];
            if (old != no_place) {
                history[i].previous = stored_.relationships[old].row.name;
            }
            const NameRecord *record = of_[i] == nullptr || fresh.origin == Origin::declared ? nullptr : &of_[i]->stored->row;
            if (holder == nullptr || holder->id != fresh.holder) {
                holder = facts_.table(fresh.holder);
            }
            const std::string declared = declared_name(fresh, *holder, facts_);
            if (!declared.empty() && (record == nullptr || !record->chosen)) {
                history[i].recorded = declared;
                history[i].chosen = true;
            } else if (record != nullptr) {
                history[i].recorded = record->name;
                history[i].chosen = record->chosen;
            }
        }
        return history;
    }

    /// A record whose relationship is gone goes with it, unless the user chose the name: then it waits for the key to come back.
    /// So does one whose relationship was never there: a dump restores it before the keys.
    void record(const Naming &naming) {
        for (std::size_t i = 0; i < derived_.relationships.size(); ++i) {
            const Relationship &fresh = derived_.relationships[i];
            if (fresh.origin == Origin::declared) {
                continue;
            }
            settle(of_[i]);
            if (naming.must_record(i)) {
                derived_.names.push_back({fresh.source, fresh.holder, fresh.constraint, fresh.far_constraint, fresh.reverse,
                                          fresh.name, of_[i] != nullptr && of_[i]->stored->row.chosen});
                settle(find(fresh, fresh.reverse));
            }
        }
        std::vector<bool> lives(stored_.relationships.size());
        for (std::size_t old : derived_.continued) {
            if (old != no_place) {
                lives[old] = true;
            }
        }
        for (std::size_t i = 0; i < lives.size(); ++i) {
            const Relationship &gone = stored_.relationships[i].row;
            Record *record = lives[i] || gone.origin == Origin::declared ? nullptr : find(gone, gone.reverse);
            if (record != nullptr && !record->stored->row.chosen) {
                settle(record);
            }
        }
        for (const auto &records : records_) {
            for (const Record &record : records.second) {
                if (!record.settled && facts_.table(records.first) != nullptr) {
                    derived_.names.push_back(record.stored->row);
                }
            }
        }
    }

    static void settle(Record *record) {
        if (record != nullptr) {
            record->settled = true;
        }
    }

    const Facts &facts_;
    const StoredCatalog &stored_;
    DerivedCatalog &derived_;
    std::unordered_map<TableId, std::vector<Record>> records_;  ///< by holder
    std::vector<Record *> of_;                                  ///< of the derived relationship at the same place; nullptr: none
};

}  // namespace

DerivedCatalog derive_catalog(const Facts &facts, const std::vector<Oid> &holders, const StoredCatalog &stored,
                              const Answer &answer) {
    Derived fresh;
    fresh.relationships.reserve(stored.relationships.size());
    for (Oid holder : holders) {
        if (const Table *table = facts.table(holder)) {
            derive(*table, facts, fresh);
        }
    }
    DerivedCatalog result;
    result.relationships = std::move(fresh.relationships);
    result.recognised = std::move(fresh.bridges);
    for (const Bridge &bridge : result.recognised) {
        result.bridges.push_back(with_names(bridge, *facts.table(bridge.table)));
    }
    std::vector<const Relationship *> old;
    old.reserve(stored.relationships.size());
    for (const Stored<Relationship> &row : stored.relationships) {
        old.push_back(&row.row);
    }
    result.continued = match(result.relationships, old);
    Namer(facts, stored, result).name(answer);
    return result;
}

std::vector<Oid> all_holders(const Facts &facts) {
    std::vector<Oid> holders;
    holders.reserve(facts.tables.size());
    for (const auto &entry : facts.tables) {
        holders.push_back(entry.first);
    }
    std::sort(holders.begin(), holders.end());
    return holders;
}

StoredCatalog read_stored_catalog(Snapshot snapshot) {
    StoredCatalog stored;
    if (OidIsValid(relmeta_relation(Codec<Relationship>::table))) {
        stored.relationships = StoreTable<Relationship>(AccessShareLock).read(nullptr, {}, snapshot);
    }
    if (OidIsValid(relmeta_relation(Codec<StoredBridge>::table))) {
        stored.bridges = StoreTable<StoredBridge>(AccessShareLock).read(nullptr, {}, snapshot);
    }
    if (OidIsValid(relmeta_relation(Codec<NameRecord>::table))) {
        stored.names = StoreTable<NameRecord>(AccessShareLock).read(nullptr, {}, snapshot);
    }
    return stored;
}

}  // namespace relmeta::server
