#include "derivation.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "../core/derive.hpp"
#include "../core/reconcile.hpp"

namespace relmeta::server {

namespace {

/// What tells the relationships of one database apart, whatever they are called. Refers to the strings it is made of.
struct Identity {
    TableId holder;
    bool reverse;
    std::string_view constraint;
    std::string_view far_constraint;

    bool operator==(const Identity &other) const {
        return holder == other.holder && reverse == other.reverse && constraint == other.constraint &&
               far_constraint == other.far_constraint;
    }
};

struct HashIdentity {
    std::size_t operator()(const Identity &id) const {
        std::hash<std::string_view> hash;
        return (hash(id.constraint) * 31 + hash(id.far_constraint)) * 31 + id.holder * 2 + (id.reverse ? 1 : 0);
    }
};

Identity identity(const NameRecord &record) {
    return {record.holder, record.reverse, record.constraint, record.far_constraint};
}

Identity identity(const Relationship &relationship, bool reverse) {
    return {relationship.holder, reverse, relationship.constraint, relationship.far_constraint};
}

StoredBridge with_names(const Bridge &bridge, const Table &table) {
    StoredBridge row;
    row.bridge = bridge.table;
    row.grade = to_string(bridge.grade);
    for (const End &end : bridge.ends) {
        row.ends.push_back({end.target, table.names(end.columns), end.role, end.constraint});
    }
    row.payload = table.names(bridge.payload);
    row.pair_unique = bridge.pair_unique;
    row.reason = bridge.reason;
    return row;
}

/// The name that it was declared with, also where a foreign key has come to say the same; empty for any other relationship.
std::string declared_name(const Relationship &relationship, const Facts &facts) {
    if (relationship.origin == Origin::bridge) {
        return {};
    }
    const Table &holder = *facts.table(relationship.holder);
    if (holder.declared.empty()) {
        return {};
    }
    const ColumnNames &columns = relationship.reverse ? relationship.target_columns : relationship.source_columns;
    const ColumnNames &target_columns = relationship.reverse ? relationship.source_columns : relationship.target_columns;
    const Table &target = *facts.table(relationship.reverse ? relationship.source : relationship.target);
    for (const RelationshipDeclaration &declaration : holder.declared) {
        if (declaration.target == target.id && same_pairs(declaration.columns, declaration.target_columns, holder.numbers(columns),
                                                          target.numbers(target_columns))) {
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
        for (const Stored<NameRecord> &record : stored.names) {
            auto [latest, first] = records_.emplace(identity(record.row), &record);
            if (!first && !TransactionIdPrecedes(record.writer, latest->second->writer)) {
                latest->second = &record;
            }
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
    const NameRecord *record_of(std::size_t place) const {
        const Relationship &fresh = derived_.relationships[place];
        std::size_t old = derived_.continued[place];
        auto found = records_.find(identity(old != no_place ? stored_.relationships[old].row : fresh, fresh.reverse));
        return found != records_.end() ? &found->second->row : nullptr;
    }

    std::vector<NameHistory> histories() const {
        std::vector<NameHistory> history(derived_.relationships.size());
        for (std::size_t i = 0; i < history.size(); ++i) {
            const Relationship &fresh = derived_.relationships[i];
            std::size_t old = derived_.continued[i];
            if (old != no_place) {
                history[i].previous = stored_.relationships[old].row.name;
            }
            const NameRecord *record = fresh.origin == Origin::declared ? nullptr : record_of(i);
            const std::string declared = declared_name(fresh, facts_);
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

    /// A record whose relationship is gone goes with it, unless the user chose the name: then it waits for the key to come back. So
    /// does one whose relationship was never there: a dump restores it before the keys.
    void record(const Naming &naming) {
        std::unordered_set<Identity, HashIdentity> settled;
        for (std::size_t i = 0; i < derived_.relationships.size(); ++i) {
            const Relationship &fresh = derived_.relationships[i];
            if (fresh.origin == Origin::declared) {
                continue;
            }
            const NameRecord *known = record_of(i);
            if (known != nullptr) {
                settled.insert(identity(*known));
            }
            if (naming.must_record(i)) {
                derived_.names.push_back({fresh.source, fresh.holder, fresh.constraint, fresh.far_constraint, fresh.reverse,
                                          fresh.name, known != nullptr && known->chosen});
                settled.insert(identity(fresh, fresh.reverse));
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
            if (!lives[i] && gone.origin != Origin::declared) {
                auto record = records_.find(identity(gone, gone.reverse));
                if (record != records_.end() && !record->second->row.chosen) {
                    settled.insert(record->first);
                }
            }
        }
        for (const Stored<NameRecord> &record : stored_.names) {
            Identity id = identity(record.row);
            if (settled.count(id) == 0 && records_.at(id) == &record && facts_.table(record.row.holder) != nullptr) {
                derived_.names.push_back(record.row);
            }
        }
    }

    const Facts &facts_;
    const StoredCatalog &stored_;
    DerivedCatalog &derived_;
    std::unordered_map<Identity, const Stored<NameRecord> *, HashIdentity> records_;  ///< of those of one relationship, the latest
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
