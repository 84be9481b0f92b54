// Chooses the ends of a bridge among the foreign keys of a table, from its own keys, indexes and names. It uses only the names
// and targets of the tables it references.
#include "core/derive/bridge_ends.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

#include "core/model/declarations.hpp"
#include "core/model/sort_unique.hpp"
#include "core/naming/candidates.hpp"
#include "core/naming/inflect.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

namespace {

constexpr std::size_t most_named_ends = 3;   ///< a name with more nouns is not read as a list of ends
constexpr std::size_t most_tries = 100'000;  ///< a name that takes more steps to read is ignored

using Places = std::set<std::size_t>;              ///< positions in a list of keys
using Span = std::pair<std::size_t, std::size_t>;  ///< of words in a name: the first, and the one after the last

/// Adds the positions in `name` where the words of `part`, without the first `left_out` of them, occur consecutively.
void add_spans(const std::vector<std::string> &part, std::size_t left_out, const std::vector<std::string> &name,
               std::vector<Span> &into) {
    const auto first = part.begin() + static_cast<std::ptrdiff_t>(left_out);
    auto from = name.begin();
    while (first != part.end() && (from = std::search(from, name.end(), first, part.end())) != name.end()) {
        const std::size_t begin = static_cast<std::size_t>(from - name.begin());
        into.emplace_back(begin, begin + part.size() - left_out);
        ++from;
    }
}

/// The spans of the table's name that name the key: by the stem of its column, or by the referenced table without common leading
/// words (hr_employee_skill names hr_skill).
std::vector<Span> spans(const Table &table, const std::vector<std::string> &name, const ColumnReference &key,
                        const Facts &facts) {
    std::vector<Span> result;
    const std::vector<std::string> &target = singular_words(facts.at(key.target).name, facts.words);
    add_spans(target, 0, name, result);
    for (std::size_t i = 0; i + 1 < target.size() && i < name.size() && target[i] == name[i]; ++i) {
        add_spans(target, i + 1, name, result);
    }
    if (key.columns.size() == 1) {
        add_spans(singular_words(stem(table.at(key.columns[0]).name, facts.words), facts.words), 0, name, result);
    }
    sort_unique(result);
    return result;
}

/// Finds all readings of a table's name as a list of keys; none if there are too many.
class NameReader {
public:
    NameReader(const Table &table, const Keys &keys, const Facts &facts)
        : words_(facts.words), name_(singular_words(table.name, facts.words)) {
        if (name_.size() < 2) {
            return;
        }
        for (const ColumnReference *key : keys) {
            spans_.push_back(spans(table, name_, *key, facts));
        }
        if (std::count_if(spans_.begin(), spans_.end(), [](const auto &found) { return !found.empty(); }) < 2) {
            return;
        }
        read(0, 0);
        if (tries_ > most_tries) {
            found_.clear();
        }
    }

    const std::set<Places> &found() const { return found_; }

private:
    void read(std::size_t position, std::size_t skipped) {
        poll();
        if (++tries_ > most_tries) {
            return;
        }
        if (skipped == 0 && used_.size() >= 2 && only_link_words_from(position)) {
            found_.insert(used_);
        }
        if (position >= name_.size()) {
            return;
        }
        for (std::size_t i = 0; i < spans_.size() && used_.size() < most_named_ends; ++i) {
            for (const Span &span : spans_[i]) {
                if (span.first == position && used_.insert(i).second) {
                    read(span.second, 0);
                    used_.erase(i);
                }
            }
        }
        if (used_.empty() || skipped == 0) {
            read(position + 1, skipped + 1);
        }
    }

    bool only_link_words_from(std::size_t position) const {
        return std::all_of(name_.begin() + static_cast<std::ptrdiff_t>(position), name_.end(),
                           [&](const std::string &word) { return words_.link.count(word) > 0; });
    }

    const Words &words_;
    std::vector<std::string> name_;
    std::vector<std::vector<Span>> spans_;
    Places used_;
    std::size_t tries_ = 0;
    std::set<Places> found_;
};

/// All sets of two or three keys whose names make up the table's name.
std::set<Places> readings(const Table &table, const Keys &keys, const Facts &facts) {
    return NameReader(table, keys, facts).found();
}

Keys pick(const Keys &keys, const Places &places) {
    Keys result;
    for (std::size_t place : places) {
        result.push_back(keys[place]);
    }
    return result;
}

/// The longest list of keys whose names make up the table's name. If there are several, the one whose columns are all NOT NULL.
/// Empty if none or several remain.
Keys named_ends(const Table &table, const Keys &keys, const Facts &facts) {
    std::vector<Keys> longest;
    for (const Places &places : readings(table, keys, facts)) {
        Keys ends = pick(keys, places);
        if (!separate(ends)) {
            continue;
        }
        if (!longest.empty() && ends.size() > longest.front().size()) {
            longest.clear();
        }
        if (longest.empty() || ends.size() == longest.front().size()) {
            longest.push_back(std::move(ends));
        }
    }
    if (longest.size() > 1) {
        longest.erase(std::remove_if(longest.begin(), longest.end(),
                                     [&](const Keys &ends) { return !table.all_not_null(columns_of(ends)); }),
                      longest.end());
    }
    return longest.size() == 1 ? longest.front() : Keys();
}

/// The two keys that a unique index covers exactly, neither of them unique by itself; empty unless there is exactly one such
/// pair.
Keys pair_with_key(const Table &table, const Keys &keys, const Words &words) {
    Keys result;
    if (std::none_of(table.indexes.begin(), table.indexes.end(),
                     [](const Index &index) { return index.unique && index.columns.size() > 1; })) {
        return result;
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        for (std::size_t j = i + 1; j < keys.size(); ++j) {
            poll();
            const Keys pair = {keys[i], keys[j]};
            if (!separate(pair) || unique_by_itself(table, pair).first != nullptr || key_over(table, pair, words) == nullptr) {
                continue;
            }
            if (!result.empty()) {
                return {};
            }
            result = pair;
        }
    }
    return result;
}

/// The three or more keys that a unique index covers exactly; failing that, all keys if a unique index covers them and other
/// columns. Empty if there are none, or if indexes cover different sets.
Keys more_with_key(const Table &table, const Keys &keys, const Words &words) {
    Keys result;
    for (const Index &index : table.indexes) {
        Keys covered;
        std::copy_if(keys.begin(), keys.end(), std::back_inserter(covered),
                     [&](const ColumnReference *key) { return index.unique && subset(key->columns, index.columns); });
        if (covered.size() < 3 || covered == result || !separate(covered) || key_over(table, covered, words) == nullptr) {
            continue;
        }
        if (!result.empty()) {
            return {};
        }
        result = covered;
    }
    const bool within_more =
        result.empty() && separate(keys) && std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
            return index.unique && index.valid && subset(columns_of(keys), index.columns);
        });
    return within_more ? keys : result;
}

bool is_audit_column(const Column &column, const Words &words) {
    return words.recent.audit.of(column.name,
                                 [&] { return words.is_audit(column.name) || words.is_audit(stem(column.name, words)); });
}

/// An audit key records who changed the row. A key in a unique index is not one: it identifies the subject of the row.
bool is_audit_key(const Table &table, const ColumnReference &key, const Words &words) {
    const bool named = std::all_of(key.columns.begin(), key.columns.end(),
                                   [&](ColumnNumber number) { return is_audit_column(table.at(number), words); });
    return named && std::none_of(table.indexes.begin(), table.indexes.end(),
                                 [&](const Index &index) { return index.unique && !disjoint(index.columns, key.columns); });
}

bool is_tenant_key(const Table &table, const ColumnReference &key, const Facts &facts) {
    if (key.columns.size() != 1) {
        return false;
    }
    const std::vector<std::string> &column = singular_words(stem(table.at(key.columns[0]).name, facts.words), facts.words);
    return !column.empty() && facts.words.tenant.count(column.back()) > 0;
}

/// Whether each key contributes a column to the index that no other key contributes.
bool all_take_part(const Index &index, const Keys &keys) {
    return std::all_of(keys.begin(), keys.end(), [&](const ColumnReference *key) {
        Keys others = keys;
        others.erase(std::find(others.begin(), others.end(), key));
        const ColumnNumbers theirs = columns_of(others);
        return std::any_of(index.columns.begin(), index.columns.end(),
                           [&](ColumnNumber number) { return contains(key->columns, number) && !contains(theirs, number); });
    });
}

bool is_repeated(const ColumnReference &key, const Keys &keys) {
    return std::any_of(keys.begin(), keys.end(), [&](const ColumnReference *other) {
        poll();
        return other->columns.size() > key.columns.size() && subset(key.columns, other->columns);
    });
}

/// Sets aside the keys for which `leave` is true, if at least `least` keys remain; returns them.
template <typename Predicate>
Keys set_aside(Connecting &connecting, std::size_t least, Predicate leave) {
    if (std::none_of(connecting.keys.begin(), connecting.keys.end(), [&](const ColumnReference *key) { return leave(*key); })) {
        return {};
    }
    Keys left, stays;
    for (const ColumnReference *key : connecting.keys) {
        (leave(*key) ? left : stays).push_back(key);
    }
    if (stays.size() < least) {
        return {};
    }
    connecting.keys = std::move(stays);
    for (const ColumnReference *key : left) {
        connecting.set_aside = united(connecting.set_aside, key->columns);
    }
    return left;
}

/// Notes why these keys were set aside.
void note(const Table &table, const Keys &keys, const std::string &why, Connecting &connecting) {
    for (const ColumnReference *key : keys) {
        connecting.notes.push_back(table.names(key->columns).front() + " " + why);
    }
}

/// Whether all targets of `ends` reference the target of `key`, so that it is the scope of the link.
bool is_scope(const ColumnReference &key, const Keys &ends, const Facts &facts) {
    return std::all_of(ends.begin(), ends.end(), [&](const ColumnReference *end) {
        const std::vector<TableId> &refers_to = facts.table(end->target)->refers_to;
        return end->target != key.target && std::binary_search(refers_to.begin(), refers_to.end(), key.target);
    });
}

/// The keys that are not a scope of at least two others; all keys if one is a scope of only some of the rest.
Keys without_scopes(const Keys &keys, const Facts &facts) {
    Keys scopes, rest;
    for (const ColumnReference *key : keys) {
        const auto within = std::count_if(keys.begin(), keys.end(), [&](const ColumnReference *other) {
            return other != key && is_scope(*key, {other}, facts);
        });
        (within >= 2 ? scopes : rest).push_back(key);
    }
    const bool all =
        std::all_of(scopes.begin(), scopes.end(), [&](const ColumnReference *key) { return is_scope(*key, rest, facts); });
    return all && rest.size() >= 2 ? rest : keys;
}

/// A mandatory key and the keys that exclude each other; empty unless exactly one key is mandatory.
Keys exclusive_link(const Table &table, const Keys &keys) {
    Keys ends = exclusive_keys(table, keys).keys;
    const std::size_t exclusive = ends.size();
    for (const ColumnReference *key : keys) {
        if (exclusive > 0 && table.all_not_null(key->columns)) {
            ends.push_back(key);
        }
    }
    sort_by_column(ends);
    return ends.size() == exclusive + 1 && separate(ends) ? ends : Keys();
}

std::string targets_text(const Keys &keys, const Facts &facts) {
    std::vector<TableId> named;
    std::string result;
    for (const ColumnReference *key : keys) {
        if (std::find(named.begin(), named.end(), key->target) == named.end()) {
            result += (named.empty() ? "" : " and ") + facts.table(key->target)->name;
            named.push_back(key->target);
        }
    }
    return result + (named.size() == 1 ? " also refers to" : " also refer to");
}

/// Sets aside the scopes of the ends if two ends or none are chosen yet, then chooses ends if possible.
void leave_scopes(const Table &table, const Facts &facts, Connecting &connecting, Keys &ends) {
    const Keys within = ends.size() == 2 ? ends : without_scopes(connecting.keys, facts);
    const Keys scopes = set_aside(connecting, 2, [&](const ColumnReference &key) {
        return std::find(within.begin(), within.end(), &key) == within.end() && is_scope(key, within, facts);
    });
    if (scopes.empty()) {
        return;
    }
    note(table, scopes, "is a scope that " + targets_text(within, facts), connecting);
    connecting.scope = columns_of(scopes);
    if (ends.size() != 2) {
        ends = connecting.keys.size() == 2 ? connecting.keys : named_ends(table, connecting.keys, facts);
    }
}

void leave_tenant(const Table &table, const Facts &facts, Connecting &connecting) {
    const Keys tenants = set_aside(connecting, 2, [&](const ColumnReference &key) { return is_tenant_key(table, key, facts); });
    note(table, tenants, "identifies the tenant", connecting);
    connecting.scope = united(connecting.scope, columns_of(tenants));
}

}  // namespace

ColumnNumbers columns_of(const Keys &keys) {
    ColumnNumbers result;
    for (const ColumnReference *key : keys) {
        result.insert(result.end(), key->columns.begin(), key->columns.end());
    }
    return united(result, {});
}

bool separate(const Keys &keys) {
    for (const ColumnReference *key : keys) {
        for (const ColumnReference *other : keys) {
            poll();
            if (key != other && subset(key->columns, other->columns)) {
                return false;
            }
        }
    }
    return true;
}

std::pair<const ColumnReference *, const Index *> unique_by_itself(const Table &table, const Keys &keys) {
    for (const ColumnReference *key : keys) {
        if (const Index *proof = proof_of_uniqueness(table, key->columns)) {
            return {key, proof};
        }
    }
    return {nullptr, nullptr};
}

const Index *key_over(const Table &table, const Keys &keys, const Words &words, const ColumnNumbers &scope) {
    const ColumnNumbers columns = columns_of(keys);
    if (const Index *proof = proof_of_uniqueness(table, columns)) {
        return all_take_part(*proof, keys) ? proof : nullptr;
    }
    const auto covers = [&](const Index &index) {
        return index.unique && index.valid && !index.temporal && !index.stricter_equality && subset(columns, index.columns) &&
               std::all_of(index.columns.begin(), index.columns.end(), [&](ColumnNumber number) {
                   const Column *column = table.column(number);
                   return column != nullptr &&
                          (contains(columns, number) || contains(scope, number) || words.is_audit(column->name));
               });
    };
    const auto found = std::find_if(table.indexes.begin(), table.indexes.end(), covers);
    return found != table.indexes.end() ? &*found : nullptr;
}

void sort_by_column(Keys &keys) {
    std::sort(keys.begin(), keys.end(), [](const ColumnReference *a, const ColumnReference *b) {
        if (a->columns.size() == 1 && b->columns.size() == 1) {
            return std::tie(a->columns[0], a->name) < std::tie(b->columns[0], b->name);
        }
        const ColumnNumbers first = united(a->columns, {});
        const ColumnNumbers second = united(b->columns, {});
        return first != second ? first < second : a->name < b->name;
    });
}

bool named_after(const Table &table, const Keys &keys, const Facts &facts) {
    const std::set<Places> found = readings(table, keys, facts);
    return std::any_of(found.begin(), found.end(), [&](const Places &places) { return places.size() == keys.size(); });
}

Keys possible_ends(const Table &table, const Facts &facts) {
    Keys result;
    for (const ForeignKey *key : distinct_foreign_keys(table)) {
        if (!key->temporal && facts.table(key->target) != nullptr) {
            result.push_back(key);
        }
    }
    // A view may show two ends of something else, so it is a bridge only if declared as one.
    const bool is_view = table.kind == 'v' || table.kind == 'm';
    for (const RelationshipDeclaration &declaration : table.declared) {
        const bool counts = !is_view || table.bridge.verdict != BridgeDeclaration::Verdict::none;
        if (counts && declaration.condition.empty() && may_be_end(table, declaration, facts)) {
            result.push_back(&declaration);
        }
    }
    sort_by_column(result);
    return result;
}

bool may_be_end(const Table &table, const RelationshipDeclaration &declaration, const Facts &facts) {
    const Table *target = facts.table(declaration.target);
    return target != nullptr && !is_said_by_a_key(table, declaration) && !to_many(kind_of(declaration, table, *target));
}

Connecting connecting(const Table &table, const Facts &facts, const Keys &possible) {
    Connecting result;
    result.keys = possible;
    const Keys audit = set_aside(result, 0, [&](const ColumnReference &key) { return is_audit_key(table, key, facts.words); });
    note(table, audit, "is an audit column", result);
    const Keys before = result.keys;
    const Keys repeated = set_aside(result, 0, [&](const ColumnReference &key) { return is_repeated(key, before); });
    note(table, repeated, "repeats part of a composite key", result);
    const ColumnNumbers ends = columns_of(result.keys);
    for (const Column &column : table.columns) {
        if (!contains(ends, column.number) && (is_audit_column(column, facts.words) || facts.words.is_ordering(column.name))) {
            result.set_aside.push_back(column.number);
        }
    }
    sort_unique(result.set_aside);
    return result;
}

Exclusive exclusive_keys(const Table &table, const Keys &keys) {
    for (const ExclusiveColumns &set : table.exclusive) {
        Exclusive result{{}, &set.check};
        ColumnNumbers covered;
        bool fits = true;
        for (const ColumnReference *key : keys) {
            ColumnNumbers own, others;
            for (ColumnNumber number : key->columns) {
                (contains(set.columns, number) ? own : others).push_back(number);
            }
            if (!own.empty()) {
                fits = fits && own.size() == 1 && !contains(covered, own[0]) && table.all_not_null(others);
                covered = united(covered, own);
                result.keys.push_back(key);
            }
        }
        if (fits && covered == set.columns) {
            return result;
        }
    }
    return {};
}

Keys choose_ends(const Table &table, const Facts &facts, Connecting &connecting) {
    if (connecting.keys.size() < 3) {
        return connecting.keys;
    }
    if (!table.exclusive.empty()) {
        Connecting within = connecting;
        Keys link;
        leave_scopes(table, facts, within, link);
        link = exclusive_link(table, within.keys);
        if (link.empty()) {
            leave_tenant(table, facts, within);
            link = exclusive_link(table, within.keys);
        }
        if (!link.empty()) {
            connecting = within;
            return link;
        }
    }
    Keys ends = pair_with_key(table, connecting.keys, facts.words);
    if (ends.empty()) {
        ends = named_ends(table, connecting.keys, facts);
    }
    leave_scopes(table, facts, connecting, ends);
    if (ends.empty()) {
        leave_tenant(table, facts, connecting);
        ends = connecting.keys.size() == 2 ? connecting.keys : more_with_key(table, connecting.keys, facts.words);
    }
    return ends;
}

}  // namespace relmeta
