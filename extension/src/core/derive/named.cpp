#include "core/derive/named.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/derive/derive.hpp"
#include "core/derive/reconcile.hpp"
#include "core/naming/candidates.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

namespace {

/// Whether both are about the same relationship, ignoring the name. Both must have the same holder.
template <class Other>
bool is_of(const NameRecord &record, const Other &other, bool reverse) {
    poll();
    return record.reverse == reverse && record.constraint == other.constraint && record.far_constraint == other.far_constraint;
}

/// The declaration of the relationship, even if a foreign key now has the same link; nullptr for other relationships.
const RelationshipDeclaration *declaration_of(const Relationship &relationship, const Table &holder, const Facts &facts) {
    if (relationship.origin == Origin::bridge || holder.declared.empty()) {
        return nullptr;
    }
    const ColumnNames &columns = relationship.reverse ? relationship.target_columns : relationship.source_columns;
    const ColumnNames &target_columns = relationship.reverse ? relationship.source_columns : relationship.target_columns;
    const Table &target = facts.at(relationship.reverse ? relationship.source : relationship.target);
    for (const RelationshipDeclaration &declaration : holder.declared) {
        poll();
        if (declaration.target == target.id && declaration.condition == relationship.condition &&
            same_pairs(declaration.columns, declaration.target_columns, holder.numbers(columns),
                       target.numbers(target_columns))) {
            return &declaration;
        }
    }
    return nullptr;
}

/// Pairs of joined columns, in any order.
using ColumnPairs = std::set<std::pair<std::string, std::string>>;

ColumnPairs column_pairs(const ColumnNames &columns, const ColumnNames &others) {
    ColumnPairs pairs;
    for (std::size_t i = 0; i < columns.size() && i < others.size(); ++i) {
        pairs.emplace(columns[i], others[i]);
    }
    return pairs;
}

/// Names relationships from their history and decides which name records to keep.
class Namer {
public:
    Namer(const Facts &facts, const Known &known, NamedCatalog &derived) : facts_(facts), known_(known), derived_(derived) {
        for (const NameRecord *known_record : known.names) {
            std::vector<Record> &records = records_[known_record->holder];
            auto same = std::find_if(records.begin(), records.end(), [&](const Record &record) {
                return is_of(*record.row, *known_record, known_record->reverse);
            });
            if (same == records.end()) {
                records.push_back({known_record});
            } else {
                same->row = known_record;
            }
        }
        of_.resize(derived.relationships.size());
        if (!records_.empty()) {
            find_records();
            settle_gone();
        }
    }

    void name(const Answer &answer) {
        std::vector<NameHistory> history = histories();
        Naming naming(facts_, answer == nullptr);
        reserve_names(naming);
        for (;;) {
            std::vector<Naming::Question> questions = naming.assign(derived_.relationships, history);
            if (questions.empty()) {
                break;
            }
            answer(questions, naming);
        }
        name_ends();
        record(history);
    }

private:
    /// The latest name record of a relationship.
    struct Record {
        const NameRecord *row;
        bool settled = false;  ///< its relationship exists or was removed; otherwise the record waits for it
    };

    Record *find(const Relationship &relationship, bool reverse) {
        auto records = records_.find(relationship.holder);
        if (records == records_.end()) {
            return nullptr;
        }
        auto found = std::find_if(records->second.begin(), records->second.end(),
                                  [&](const Record &record) { return is_of(*record.row, relationship, reverse); });
        return found != records->second.end() ? &*found : nullptr;
    }

    /// A record follows its relationship when its constraint is renamed. For a new relationship, or one that replaced another, a
    /// waiting record may exist.
    void find_records() {
        for (bool continued : {true, false}) {
            for (std::size_t i = 0; i < of_.size(); ++i) {
                const Relationship &fresh = derived_.relationships[i];
                const std::size_t old = derived_.continued[i];
                if (fresh.origin == Origin::declared || (continued && old == no_place)) {
                    continue;
                }
                Record *record = find(continued ? *known_.relationships[old] : fresh, fresh.reverse);
                if (record != nullptr && !record->settled) {
                    record->settled = true;
                    of_[i] = of_[i] != nullptr ? of_[i] : record;
                }
            }
        }
    }

    /// A record is removed with its relationship, unless the user chose the name: then it waits until the key is recreated.
    void settle_gone() {
        std::vector<bool> is_continued(known_.relationships.size());
        for (std::size_t old : derived_.continued) {
            if (old != no_place) {
                is_continued[old] = true;
            }
        }
        for (std::size_t i = 0; i < is_continued.size(); ++i) {
            const Relationship &gone = *known_.relationships[i];
            Record *record = is_continued[i] || gone.origin == Origin::declared ? nullptr : find(gone, gone.reverse);
            if (record != nullptr && !record->row->chosen) {
                record->settled = true;
            }
        }
    }

    /// Reserves names that are recorded or declared for relationships that do not exist.
    void reserve_names(Naming &naming) const {
        for (const auto &records : records_) {
            for (const Record &record : records.second) {
                if (!record.settled) {
                    naming.reserve(record.row->source, record.row->name);
                }
            }
        }
        if (known_.declarations.empty()) {
            return;
        }
        std::multimap<std::pair<TableId, TableId>, std::pair<ColumnPairs, std::string>> derived;
        for (const Relationship &fresh : derived_.relationships) {
            if (fresh.origin != Origin::bridge && !fresh.reverse) {
                derived.emplace(std::make_pair(fresh.source, fresh.target),
                                std::make_pair(column_pairs(fresh.source_columns, fresh.target_columns), fresh.condition));
            }
        }
        for (const DeclaredRelationship *declared : known_.declarations) {
            const auto range = derived.equal_range({declared->source, declared->target});
            const auto wanted =
                std::make_pair(column_pairs(declared->source_columns, declared->target_columns), declared->condition);
            if (std::none_of(range.first, range.second, [&](const auto &one) { return one.second == wanted; })) {
                naming.reserve(declared->source, declared->name);
                if (!declared->inverse_yields) {
                    naming.reserve(declared->target, declared->inverse_name);
                }
            }
        }
    }

    std::vector<NameHistory> histories() const {
        std::vector<NameHistory> history(derived_.relationships.size());
        const Table *holder = nullptr;  // relationships of one holder are adjacent
        for (std::size_t i = 0; i < history.size(); ++i) {
            poll();
            const Relationship &fresh = derived_.relationships[i];
            std::size_t old = derived_.continued[i];
            if (old != no_place) {
                history[i].previous = known_.relationships[old]->name;
            }
            const NameRecord *record = of_[i] == nullptr ? nullptr : of_[i]->row;
            if (holder == nullptr || holder->id != fresh.holder) {
                holder = &facts_.at(fresh.holder);
            }
            const RelationshipDeclaration *declaration = declaration_of(fresh, *holder, facts_);
            const std::string declared_name = declaration == nullptr ? ""
                                              : fresh.reverse        ? declaration->inverse_name
                                                                     : declaration->name;
            // Anyone who can create a view can base it on any table, so its names give way to those of keys.
            const bool of_view = fresh.origin == Origin::view;
            history[i].yields =
                (of_view || (declaration != nullptr && fresh.reverse && declaration->inverse_yields)) && record == nullptr;
            if (!declared_name.empty() && (record == nullptr || !record->chosen)) {
                history[i].recorded = declared_name;
                history[i].chosen = true;
            } else if (record != nullptr) {
                history[i].recorded = record->name;
                history[i].chosen = record->chosen;
            }
        }
        return history;
    }

    /// Gives each end of a bridge that is a declared relationship the name of that relationship, which may be new.
    void name_ends() {
        for (const Relationship &made : derived_.relationships) {
            if (made.origin != Origin::declared || made.reverse) {
                continue;
            }
            const Table &holder = facts_.at(made.holder);
            const RelationshipDeclaration *declaration = declaration_of(made, holder, facts_);
            const std::string before = declaration == nullptr ? made.name : end_name(holder, *declaration);
            if (before != made.name) {
                rename_end(made, before);
            }
        }
    }

    void rename_end(const Relationship &made, const std::string &before) {
        const auto is_it = [&](const std::string &name, TableId target, const ColumnNames &columns) {
            return name == before && target == made.target && columns == made.source_columns;
        };
        for (Relationship &through : derived_.relationships) {
            poll();
            if (through.bridge != made.holder) {
                continue;
            }
            if (is_it(through.constraint, through.source, through.bridge_source_columns)) {
                through.constraint = made.name;
            }
            if (is_it(through.far_constraint, through.target, through.bridge_target_columns)) {
                through.far_constraint = made.name;
            }
        }
        for (Bridge &bridge : derived_.bridges) {
            poll();
            for (End &end : bridge.ends) {
                if (bridge.table == made.holder && end.declared &&
                    is_it(end.constraint, end.target, facts_.at(made.holder).names(end.columns))) {
                    end.constraint = made.name;
                }
            }
        }
    }

    /// Keeps records of names that users chose and records that wait for their relationships. Drops a record from a dump once the
    /// relationship would keep that name without it; until then a unique index or a word may still be restored.
    void record(const std::vector<NameHistory> &history) {
        for (std::size_t i = 0; i < of_.size(); ++i) {
            poll();
            const Relationship &fresh = derived_.relationships[i];
            if (of_[i] == nullptr) {
                continue;
            }
            const NameRecord &known = *of_[i]->row;
            if (known.chosen || (!history[i].chosen && known.name == fresh.name && !is_candidate(fresh.name, fresh, facts_))) {
                derived_.names.push_back({fresh.source, fresh.holder, fresh.constraint, fresh.far_constraint, fresh.reverse,
                                          fresh.name, known.chosen});
            }
        }
        for (const auto &records : records_) {
            for (const Record &record : records.second) {
                if (!record.settled && facts_.table(records.first) != nullptr) {
                    derived_.names.push_back(*record.row);
                }
            }
        }
    }

    const Facts &facts_;
    const Known &known_;
    NamedCatalog &derived_;
    std::unordered_map<TableId, std::vector<Record>> records_;  ///< by holder
    std::vector<Record *> of_;  ///< the record of the derived relationship at the same index, or nullptr
};

}  // namespace

NamedCatalog derive_named(const Facts &facts, const std::vector<TableId> &holders, const Known &known, const Answer &answer) {
    Derived fresh;
    fresh.relationships.reserve(known.relationships.size());
    Views views(facts);
    for (TableId holder : holders) {
        poll();
        if (const Table *table = facts.table(holder)) {
            derive(*table, facts, views, fresh);
        }
    }
    NamedCatalog result;
    result.relationships = std::move(fresh.relationships);
    result.bridges = std::move(fresh.bridges);
    result.continued = match(result.relationships, known.relationships);
    Namer(facts, known, result).name(answer);
    return result;
}

std::vector<TableId> all_holders(const Facts &facts) {
    std::vector<TableId> holders;
    holders.reserve(facts.tables.size());
    for (const auto &entry : facts.tables) {
        holders.push_back(entry.first);
    }
    std::sort(holders.begin(), holders.end());
    return holders;
}

}  // namespace relmeta
