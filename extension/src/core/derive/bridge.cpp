// Recognition of bridges: from the user's declarations, then from the table's own constraints, columns and name. It uses only the
// names and targets of the tables it references, and whether any table references this one, so DDL on other tables rarely changes
// a verdict.
#include "core/derive/bridge.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "core/derive/bridge_ends.hpp"
#include "core/model/condition.hpp"
#include "core/model/declarations.hpp"
#include "core/naming/candidates.hpp"
#include "core/naming/inflect.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

namespace {

constexpr std::size_t most_payload = 8;           ///< a table with more columns of its own is an entity
constexpr std::size_t most_nullable_payload = 2;  ///< the limit if one of exactly two foreign keys may be null
constexpr std::size_t most_discriminators = 2;    ///< a key with more discriminators identifies the row rather than the link

std::string listed(const ColumnNames &names) {
    std::string result;
    for (std::size_t i = 0; i < names.size(); ++i) {
        result += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    }
    return result;
}

std::string columns_text(const Table &table, const ColumnReference &key) {
    const ColumnNames names = table.names(key.columns);
    std::string result;
    for (const std::string &name : names) {
        result += (result.empty() ? "" : ", ") + name;
    }
    return names.size() == 1 ? result : "(" + result + ")";
}

std::string keys_text(const Table &table, const Keys &keys) {
    ColumnNames texts;
    for (const ColumnReference *key : keys) {
        texts.push_back(columns_text(table, *key));
    }
    return listed(texts);
}

/// The noun for keys that may connect rows of the table.
std::string noun_of_key(const Table &table) {
    return table.declared.empty() ? "foreign key" : "foreign key or declared relationship to one row";
}

std::string count_text(std::size_t count, const std::string &noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// The role of the end: the stem of its column. Columns shared with other ends, such as a tenant's, do not count.
std::string role(const Table &table, const ColumnReference &key, const Keys &ends, const Facts &facts) {
    ColumnNumbers own;
    for (ColumnNumber number : key.columns) {
        if (std::none_of(ends.begin(), ends.end(),
                         [&](const ColumnReference *other) { return other != &key && contains(other->columns, number); })) {
            own.push_back(number);
        }
    }
    return own.size() == 1 ? stem(table.at(own[0]).name, facts.words) : singular(facts.at(key.target).name, facts.words);
}

/// Whether the column only identifies the row: the only column of the primary key, apart from columns that are set aside or that
/// all ends share, or a unique column with a default.
bool is_surrogate(const Table &table, const Column &column, const Keys &ends, const ColumnNumbers &aside) {
    if (const Index *primary = table.primary_key()) {
        const bool alone = std::all_of(primary->columns.begin(), primary->columns.end(), [&](ColumnNumber number) {
            return number == column.number || contains(aside, number) ||
                   std::all_of(ends.begin(), ends.end(),
                               [&](const ColumnReference *end) { return contains(end->columns, number); });
        });
        if (alone && contains(primary->columns, column.number)) {
            return true;
        }
    }
    return column.not_null && column.has_default && proof_of_uniqueness(table, {column.number}) != nullptr;
}

/// The columns that are attributes of the link.
ColumnNumbers payload_of(const Table &table, const Keys &ends, const ColumnNumbers &aside, const Keys &keys) {
    const ColumnNumbers linking = columns_of(ends);
    const ColumnNumbers referring = columns_of(keys);
    ColumnNumbers result;
    for (const Column &column : table.columns) {
        const bool surrogate = !contains(referring, column.number) && is_surrogate(table, column, ends, aside);
        if (!surrogate && !contains(linking, column.number) && !contains(aside, column.number)) {
            result.push_back(column.number);
        }
    }
    return result;
}

/// A table to judge. Reasons against a bridge are written only if `explained`.
struct Case {
    const Table &table;
    const Facts &facts;
    bool explained;

    /// The verdict that the table is not a bridge. `reason` returns why.
    template <class Reason>
    Recognition none(Reason reason) const {
        return {std::nullopt, explained ? std::string(reason()) : std::string()};
    }
};

/// The element of `all` that `reference` is; nullptr if it is not one.
template <class Key>
const Key *find_in(const std::vector<Key> &all, const ColumnReference &reference) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Key &key) { return &key == &reference; });
    return found != all.end() ? &*found : nullptr;
}

End end_of(const Table &table, const ColumnReference &key) {
    End end;
    end.target = key.target;
    end.columns = key.columns;
    end.target_columns = key.target_columns;
    end.constraint = end_name(table, key);
    if (const ForeignKey *foreign_key = find_in(table.foreign_keys, key)) {
        end.enforced = foreign_key->enforced && foreign_key->validated;
    } else if (const RelationshipDeclaration *declaration = find_in(table.declared, key)) {
        end.declared = true;
        end.condition = declaration->condition;
    }
    return end;
}

/// Whether no row has both ends: the same columns refer to one table or another, depending on another column.
bool are_alternatives(const End &a, const End &b) {
    return !a.condition.empty() && !b.condition.empty() && !disjoint(a.columns, b.columns);
}

Recognition bridge(const Table &table, const Facts &facts, Grade grade, Keys ends, ColumnNumbers payload, std::string reason) {
    sort_by_column(ends);
    Bridge result;
    result.table = table.id;
    result.grade = grade;
    result.payload = std::move(payload);
    result.reason = reason;
    result.pair_unique = true;
    const Keys exclusive = exclusive_keys(table, ends).keys;
    const auto is_exclusive = [&](const ColumnReference *key) {
        return exclusive.size() < ends.size() && std::find(exclusive.begin(), exclusive.end(), key) != exclusive.end();
    };
    for (const ColumnReference *key : ends) {
        End end = end_of(table, *key);
        end.role = role(table, *key, ends, facts);
        end.exclusive = is_exclusive(key);
        for (End &other : result.ends) {
            if (are_alternatives(end, other)) {
                end.exclusive = other.exclusive = true;
            }
        }
        const ColumnNumbers fixed = fixed_columns(table, end.condition);  // they select the referenced table
        result.payload.erase(std::remove_if(result.payload.begin(), result.payload.end(),
                                            [&](ColumnNumber number) { return contains(fixed, number); }),
                             result.payload.end());
        result.ends.push_back(std::move(end));
    }
    for (const End &end : result.ends) {
        for (const End &other : result.ends) {
            const bool connected = &end != &other && !(end.exclusive && other.exclusive);
            const std::string condition = both(end.condition, other.condition);
            result.pair_unique =
                result.pair_unique &&
                (!connected || proof_of_uniqueness(table, united(end.columns, other.columns), condition) != nullptr);
        }
    }
    return {std::move(result), std::move(reason)};
}

/// Why the key with this name cannot be an end, as a clause; empty if it can.
std::string why_no_end(const Table &table, const std::string &name, const ColumnReference *key, const Facts &facts) {
    if (key == nullptr) {
        return table.name + " has no foreign key or declared relationship " + name;
    }
    if (const ForeignKey *foreign_key = find_in(table.foreign_keys, *key)) {
        return foreign_key->temporal ? name + " is a temporal foreign key, which can refer to several rows" : "";
    }
    const RelationshipDeclaration *declaration = find_in(table.declared, *key);
    return declaration != nullptr && facts.table(key->target) != nullptr && !may_be_end(table, *declaration, facts)
               ? name + " is declared to refer to several rows"
               : "";
}

/// The ends that the user named, or all that are possible; the reason names a missing one.
Recognition declared_bridge(const Case &it) {
    const Table &table = it.table;
    const Facts &facts = it.facts;
    const bool made = table.bridge.verdict == BridgeDeclaration::Verdict::made;
    const std::string who = made ? "created by add_bridge" : "declared by declare_bridge";
    const Keys possible = possible_ends(table, facts);
    Keys ends = possible;
    if (!table.bridge.ends.empty()) {
        ends.clear();
        for (const std::string &name : table.bridge.ends) {
            const ColumnReference *key = reference(table, name);
            if (std::string reason = why_no_end(table, name, key, facts); !reason.empty()) {
                return it.none([&] { return who + ", but " + reason; });
            }
            const bool again = std::any_of(ends.begin(), ends.end(), [&](const ColumnReference *end) {
                poll();
                return end == key || (same_link(*end, *key) && end_of(table, *end).condition == end_of(table, *key).condition);
            });
            if (!again && facts.table(key->target) != nullptr) {
                ends.push_back(key);
            }
        }
    }
    if (ends.size() < 2) {
        return it.none([&] {
            return who + ", but a bridge needs two foreign keys and " + table.name + " has " +
                   (ends.empty() ? "none" : "only " + keys_text(table, ends));
        });
    }
    if (ends.size() > most_bridge_ends) {
        return it.none([&] {
            return who + ", but a bridge has at most " + std::to_string(most_bridge_ends) + " ends and " + table.name + " has " +
                   count_text(ends.size(), "foreign key");
        });
    }
    const Connecting rest = connecting(table, facts, possible);
    return bridge(table, facts, Grade::declared, ends, payload_of(table, ends, rest.set_aside, ends), who);
}

/// The evidence that a table with the given ends is a bridge.
struct Evidence {
    const Index *unique_index = nullptr;  ///< on exactly the ends
    bool proven = false;                  ///< the ends are unique in all rows
    bool not_null = false;
    bool named = false;  ///< the table is named after its ends; set only if there is no index
};

Evidence evidence(const Table &table, const Keys &ends, const ColumnNumbers &scope, const Facts &facts) {
    const ColumnNumbers columns = columns_of(ends);
    Evidence result;
    result.unique_index = key_over(table, ends, facts.words, scope);
    result.proven = proof_of_uniqueness(table, columns) != nullptr;
    result.not_null = table.all_not_null(columns);
    result.named = result.unique_index == nullptr && named_after(table, ends, facts);
    return result;
}

/// Whether the column is named like a foreign key. Without a constraint, it is an undeclared reference.
bool is_named_as_reference(const Column &column) {
    static const std::set<std::string> last = {"id", "uuid", "guid", "oid", "pk", "fk", "ref"};
    const std::vector<std::string> words = split_words(column.name);
    return !words.empty() && last.count(words.back()) > 0;
}

/// A key over the ends and columns that distinguish links of the same pair, such as a kind or a day.
struct DiscriminatingKey {
    const Index *index = nullptr;
    ColumnNumbers by;
};

/// Finds the key; empty if it has too many discriminators, or if they identify rows without one of the ends, like a line number
/// within its order. Other attributes are allowed only if it is the primary key.
DiscriminatingKey discriminating_key(const Table &table, const Keys &ends, const ColumnNumbers &payload, const Connecting &rest,
                                     const Words &words) {
    const ColumnNumbers linking = columns_of(ends);
    for (const Index &index : table.indexes) {
        if (!index.unique || !index.valid || index.stricter_equality || !subset(linking, index.columns)) {
            continue;
        }
        ColumnNumbers by;
        for (ColumnNumber number : index.columns) {
            const Column *column = table.column(number);
            if (!contains(linking, number) && !contains(rest.scope, number) &&
                (column == nullptr || !words.is_audit(column->name))) {
                by.push_back(number);
            }
        }
        const bool fits = std::all_of(by.begin(), by.end(), [&](ColumnNumber number) {
            const Column *column = table.column(number);
            return column != nullptr && !is_named_as_reference(*column) && !contains(columns_of(rest.keys), number);
        });
        const bool within_fewer = std::any_of(ends.begin(), ends.end(), [&](const ColumnReference *end) {
            Keys others = ends;
            others.erase(std::find(others.begin(), others.end(), end));
            return proof_of_uniqueness(table, united(columns_of(others), by)) != nullptr;
        });
        if (fits && !by.empty() && by.size() <= most_discriminators && !within_fewer && (index.primary || subset(payload, by))) {
            return {&index, by};
        }
    }
    return {};
}

/// Whether the primary key, if any, only numbers the rows: it has a default, or is named id or after the table.
bool is_numbered(const Table &table, const Words &words) {
    const Index *primary = table.primary_key();
    return primary == nullptr || std::all_of(primary->columns.begin(), primary->columns.end(), [&](ColumnNumber number) {
               const Column &column = *table.column(number);
               const bool called_id = split_words(column.name).size() == 1 && is_named_as_reference(column);
               return column.has_default || called_id || column.name == table.name + "id" ||
                      stem(column.name, words) == singular(table.name, words);
           });
}

/// The reason why a table whose two keys may be null is a bridge: it has no other data. Empty if it has other data or keys, or if
/// its rows form a tree.
std::string nothing_else(const Table &table, const Keys &ends, const ColumnNumbers &payload, const Connecting &rest,
                         const Words &words) {
    if (ends.size() != 2 || rest.keys.size() != 2 || !payload.empty() || !is_numbered(table, words) ||
        std::any_of(ends.begin(), ends.end(), [&](const ColumnReference *end) { return end->target == table.id; })) {
        return {};
    }
    const ColumnNumbers linking = columns_of(ends);
    ColumnNames others;
    for (const Column &column : table.columns) {
        if (!contains(linking, column.number)) {
            others.push_back(column.name);
        }
    }
    if (!others.empty() && !rest.notes.empty()) {
        return {};
    }
    return "the table has no other column" + (others.empty() ? "" : " except " + listed(others));
}

std::string key_text(const Table &table, const Evidence &found, const Keys &ends, const ColumnNumbers &scope) {
    ColumnNumbers within;
    std::copy_if(found.unique_index->columns.begin(), found.unique_index->columns.end(), std::back_inserter(within),
                 [&](ColumnNumber number) { return contains(scope, number); });
    const std::string covered = ends.size() == 2 ? "exactly this pair" : "exactly these";
    return found.unique_index->name + " covers " + covered +
           (found.proven     ? ""
            : within.empty() ? " among rows that are not deleted or excluded"
                             : " within " + listed(table.names(within))) +
           (table.all_not_null(columns_of(ends)) ? "" : ", one of which may be null");
}

std::string named_text(const Keys &ends, const Facts &facts) {
    ColumnNames targets;
    for (const ColumnReference *key : ends) {
        targets.push_back(facts.at(key->target).name);
    }
    return "the table is named after " + listed(targets);
}

/// The reason for rejecting a table with insufficient evidence.
std::string too_little(const Table &table, const Keys &ends, const ColumnNumbers &payload, const Evidence &found, bool typed) {
    const std::string what = keys_text(table, ends);
    if (found.unique_index != nullptr || typed || (found.named && found.not_null)) {
        return "it has " + count_text(payload.size(), "column") + " besides " + what + ", too many for a link";
    }
    std::string result = "no key covers exactly " + what;
    if (!found.not_null) {
        result += ", which may be null";
    }
    if (!payload.empty()) {
        result += ", and the table has other columns: " + listed(table.names(payload));
    }
    return result;
}

Recognition judge(const Case &it, const Connecting &rest, const Keys &ends) {
    const Table &table = it.table;
    const Facts &facts = it.facts;
    const Evidence found = evidence(table, ends, rest.scope, facts);
    if (table.is_referenced && !found.proven) {
        return it.none([&] { return "other tables refer to it, and " + keys_text(table, ends) + " are not its key"; });
    }
    const ColumnNumbers payload = payload_of(table, ends, rest.set_aside, rest.keys);
    std::string why;
    const DiscriminatingKey typed =
        found.not_null ? discriminating_key(table, ends, payload, rest, facts.words) : DiscriminatingKey();
    if (found.unique_index != nullptr && payload.size() <= most_payload) {
        why = key_text(table, found, ends, rest.scope);
    } else if (payload.empty() && found.not_null && ends.size() == 2 && rest.keys.size() == 2) {
        why = "neither may be null";
    } else if (std::string reason = nothing_else(table, ends, payload, rest, facts.words); !reason.empty()) {
        why = std::move(reason);
    } else if (typed.index != nullptr && payload.size() <= most_payload) {
        why = typed.index->name + " covers " + (ends.size() == 2 ? "this pair" : "these") + " once for each " +
              listed(table.names(typed.by));
    } else if (found.named && (found.not_null ? payload.size() <= most_payload
                                              : payload.size() <= most_nullable_payload && rest.keys.size() == 2)) {
        why = named_text(ends, facts) + (found.not_null ? ", and no end may be null" : "");
    }
    if (why.empty() || (ends.size() > 2 && !payload.empty() && found.unique_index == nullptr && typed.index == nullptr)) {
        return it.none([&] { return too_little(table, ends, payload, found, typed.index != nullptr); });
    }
    const bool pure = payload.empty();
    const std::string what = keys_text(table, ends);
    std::string reason =
        pure ? "only a link between " + what : "a link between " + what + " with " + count_text(payload.size(), "attribute");
    reason += ": " + why;
    if (!rest.notes.empty()) {
        reason += "; ignored: " + listed(rest.notes);
    }
    return bridge(table, facts, pure ? Grade::pure : Grade::attributed, ends, payload, reason);
}

/// A link between a mandatory end and exactly one of several exclusive ends.
Recognition judge_exclusive(const Case &it, const Connecting &rest, const Keys &ends, const Exclusive &exclusive) {
    const Table &table = it.table;
    const Facts &facts = it.facts;
    const auto mandatory = std::find_if(ends.begin(), ends.end(), [&](const ColumnReference *end) {
        return std::find(exclusive.keys.begin(), exclusive.keys.end(), end) == exclusive.keys.end();
    });
    if (!table.all_not_null((*mandatory)->columns)) {
        return it.none([&] { return columns_text(table, **mandatory) + " may be null"; });
    }
    bool proven = true;
    bool keyed = true;
    for (const ColumnReference *key : exclusive.keys) {
        const Keys pair = {*mandatory, key};
        proven = proven && proof_of_uniqueness(table, columns_of(pair)) != nullptr;
        keyed = keyed && key_over(table, pair, facts.words, rest.scope) != nullptr;
    }
    const std::string what = columns_text(table, **mandatory) + " and one of " + keys_text(table, exclusive.keys);
    if (table.is_referenced && !proven) {
        return it.none([&] {
            return "other tables refer to it, and " + columns_text(table, **mandatory) + " with each of " +
                   keys_text(table, exclusive.keys) + " is not its key";
        });
    }
    const ColumnNumbers payload = payload_of(table, ends, rest.set_aside, rest.keys);
    if (payload.size() > (keyed ? most_payload : 0)) {
        return it.none([&] {
            return "it has " + count_text(payload.size(), "column") + " besides " + what +
                   (keyed ? ", too many for a link" : ", and no keys cover exactly these pairs");
        });
    }
    const bool pure = payload.empty();
    std::string reason = (pure ? "only a link between " : "a link between ") + what +
                         (pure ? "" : " with " + count_text(payload.size(), "attribute")) + ": " + *exclusive.check +
                         " requires exactly one";
    if (!pure) {
        reason += ", and keys cover exactly these pairs";
    }
    if (!rest.notes.empty()) {
        reason += "; ignored: " + listed(rest.notes);
    }
    return bridge(table, facts, pure ? Grade::pure : Grade::attributed, ends, payload, reason);
}

/// The reason why the ends cannot be chosen among several keys.
std::string undecided(const Table &table, const Connecting &rest) {
    std::string result = "it has " + count_text(rest.keys.size(), table.declared.empty() ? "foreign key" : "key") +
                         ", and neither a key nor the table name shows which two it connects";
    Keys optional;
    std::copy_if(rest.keys.begin(), rest.keys.end(), std::back_inserter(optional),
                 [&](const ColumnReference *key) { return !table.all_not_null(key->columns); });
    if (optional.size() > 1 && optional.size() + 1 == rest.keys.size() &&
        payload_of(table, rest.keys, rest.set_aside, rest.keys).empty()) {
        result += ", and no CHECK constraint requires exactly one of " + keys_text(table, optional);
    }
    return result;
}

Recognition recognise(const Case &it) {
    const Table &table = it.table;
    const Facts &facts = it.facts;
    switch (table.bridge.verdict) {
        case BridgeDeclaration::Verdict::rejected: return it.none([] { return "rejected by reject_bridge"; });
        case BridgeDeclaration::Verdict::declared:
        case BridgeDeclaration::Verdict::made: return declared_bridge(it);
        case BridgeDeclaration::Verdict::none: break;
    }
    const Keys possible = possible_ends(table, facts);
    if (possible.size() < 2) {
        return it.none([&] { return table.name + " has " + (possible.empty() ? "no " : "only one ") + noun_of_key(table); });
    }
    Connecting rest = connecting(table, facts, possible);
    if (rest.keys.size() < 2) {
        return it.none([&] { return "fewer than two foreign keys connect rows: " + listed(rest.notes); });
    }
    const Keys ends = choose_ends(table, facts, rest);
    if (ends.empty()) {
        return it.none([&] { return undecided(table, rest); });
    }
    if (const auto found = unique_by_itself(table, ends); found.first != nullptr) {
        return it.none([&] { return columns_text(table, *found.first) + " is unique by itself (" + found.second->name + ")"; });
    }
    if (!separate(ends)) {
        return it.none([&] { return keys_text(table, ends) + " are the same columns"; });
    }
    const Exclusive exclusive = exclusive_keys(table, ends);
    return exclusive.keys.size() + 1 == ends.size() ? judge_exclusive(it, rest, ends, exclusive) : judge(it, rest, ends);
}

}  // namespace

Recognition recognise(const Table &table, const Facts &facts) { return recognise(Case{table, facts, true}); }

std::optional<Bridge> bridge_of(const Table &table, const Facts &facts) { return recognise(Case{table, facts, false}).bridge; }

}  // namespace relmeta
