// Learns the nouns, keys and conventions of a schema from its names.
#include <algorithm>
#include <set>
#include <tuple>

#include "core/model/sort_unique.hpp"
#include "core/suggest/leads.hpp"
#include "core/suggest/name_parts.hpp"
#include "core/text/lower.hpp"
#include "core/text/poll.hpp"

namespace relmeta {

namespace {

/// Leading words that at least this many tables share count as a prefix.
constexpr int many_tables = 3;

/// Nouns for tables of persons; the first one found in a schema is used for agents.
const char *const persons[] = {"user", "account", "person", "people", "employee", "member", "staff", "editor"};

/// Nouns for tables whose rows outlive the rows they refer to, or have not been checked yet.
const std::set<std::string> remains = {"log",  "history", "archive", "audit", "auditlog", "backup", "raw",     "staging", "temp",
                                       "tmp",  "queue",   "cache",   "trend", "import",   "outbox", "pending", "journal", "trace"};

bool is_single_key(const Table &table, const Index &index) {
    return index.columns.size() == 1 && is_referable(index) && table.column(index.columns[0]) != nullptr;
}

}  // namespace

bool is_referable(const Index &index) {
    return index.unique && index.valid && !index.partial && !index.temporal && !index.deferrable && !index.stricter_equality &&
           !contains(index.columns, 0);
}

NameReader::NameReader(const SuggestInput &input) : input_(input) {
    read_tables();
    for (const Table *table : tables_) learn_key_name(*table);
    for (const Table *table : tables_) {
        if (keys_.count(table->id) > 0) name_target(*table);
    }
    find_persons();
    sort_long_lists();
    learn();
}

void NameReader::sort_long_lists() {
    for (auto &entry : by_noun_) sort_if_long(entry.second);
    for (auto &entry : by_whole_) sort_if_long(entry.second);
    for (auto &[noun, endings] : by_ending_) {
        poll();
        sort_if_long(endings.all);
        for (auto &entry : endings.by_beginning) sort_if_long(entry.second);
    }
    for (auto &[name, keys] : by_key_) {
        sort_if_long(keys.homes);
        sort_if_long(keys.others);
    }
    sort_if_long(persons_);
}

void NameReader::read_tables() {
    for (const auto &entry : input_.facts.tables) tables_.push_back(&entry.second);
    std::sort(tables_.begin(), tables_.end(), [](const Table *a, const Table *b) {
        poll();
        return std::tie(a->schema, a->name) < std::tie(b->schema, b->name);
    });
    std::unordered_map<std::string, std::uint32_t> numbers;
    const auto number = [&](const std::string &text) {
        return numbers.try_emplace(text, static_cast<std::uint32_t>(numbers.size())).first->second;
    };
    for (const Table *entry : tables_) {
        const Table &table = *entry;
        const TableId id = table.id;
        poll();
        const Address address = addresses_[id] = {number(table.schema), number(table.name)};
        schemas_.try_emplace(lower(table.schema), address.schema);
        WordList &words = nouns_[id] = split_words(table.name);
        if (words.empty()) words = {table.name};
        const bool remaining = std::any_of(words.begin(), words.end(), [&](const std::string &word) {
            return remains.count(singular(word, input_.facts.words)) > 0;
        });
        if (remaining) remaining_.insert(id);
        if (table.is_partition) continue;
        for (std::size_t i = 1; i < words.size() && i <= 2; ++i) ++begins_[glue(words.begin(), words.begin() + i)];
        for (const Index &index : table.indexes) {
            if (is_referable(index)) referable_.insert(address.both());
            if (!is_single_key(table, index)) continue;
            ColumnNumbers &keys = keys_[id];
            if (!contains(keys, index.columns[0])) keys.insert(index.primary ? keys.begin() : keys.end(), index.columns[0]);
        }
        std::map<std::string, int> fronts;
        for (const Column &column : table.columns) {
            const WordList parts = split_words(column.name);
            if (parts.size() > 1) ++fronts[parts[0]];
        }
        for (const auto &[front, count] : fronts) {
            // Leading words taken from the table's name or from a key have a meaning; a few letters do not.
            if (count >= 3 && count == static_cast<int>(table.columns.size()) && front.size() <= 3) column_prefix_[id] = front;
        }
    }
}

/// The names by which columns may refer to the table and to its keys.
void NameReader::name_target(const Table &table) {
    poll();
    const WordList &words = nouns_.at(table.id);
    WordList singulars;
    for (const std::string &word : words) singulars.push_back(singular(word, input_.facts.words));
    std::set<std::string> whole;
    for (const std::string &noun : nouns_of(words.begin(), words.end(), input_.facts.words)) whole.insert(noun);
    whole.insert(glue(singulars));
    for (const std::string &noun : whole) by_noun_[noun].push_back({table.id, Form::noun});
    for (const std::string &noun : whole) by_whole_[noun].push_back(table.id);
    for (std::size_t i = 1; i < words.size(); ++i) {
        const bool prefix = i <= 2 && begins_[glue(words.begin(), words.begin() + i)] >= many_tables;
        for (const std::string &noun : nouns_of(words.begin() + i, words.end(), input_.facts.words)) {
            Endings &endings = by_ending_[noun];
            const bool is_new = endings.names.insert(addresses_.at(table.id).name).second;
            const Named named{table.id, prefix ? Form::short_noun : Form::ending};
            endings.all.push_back(named);
            endings.by_beginning[words[0]].push_back(named);
            endings.short_nouns += prefix && is_new ? 1 : 0;
        }
    }
    for (ColumnNumber key : keys_.at(table.id)) {
        const WordList parts = split_words(table.at(key).name);
        const std::string name = glue(parts);
        const bool is_suffix = parts.size() < 2 && !suffix_of(name).empty();
        const bool glued = parts.size() == 1 && name.size() > 4 && (ends_with(name, "id") || ends_with(name, "uuid"));
        if (!is_suffix && (glued || (parts.size() > 1 && !suffix_of(parts.back()).empty()))) {
            const std::vector<std::string> own = nouns_of(words.begin(), words.end(), input_.facts.words);
            const bool is_home = std::any_of(own.begin(), own.end(), [&](const std::string &n) { return name.compare(0, n.size(), n) == 0; });
            (is_home ? by_key_[name].homes : by_key_[name].others).push_back({table.id, key});
        }
    }
}

void NameReader::find_persons() {
    for (const char *noun : persons) {
        if (!persons_.empty()) break;
        const auto found = by_noun_.find(noun);
        if (found != by_noun_.end()) {
            for (const Named &named : found->second) persons_.push_back(named.table);
        }
        const auto ending = by_ending_.find(noun);
        if (!persons_.empty() || ending == by_ending_.end()) continue;
        for (const Named &named : ending->second.all) {
            if (named.form == Form::short_noun) persons_.push_back(named.table);
        }
    }
    if (!are_called_alike(persons_)) persons_.clear();
}

bool NameReader::is_hidden(TableId target, const Table &table) const {
    const Address &to = addresses_.at(target);
    const std::uint32_t own = addresses_.at(table.id).schema;
    return to.schema != own && referable_.count(Address{own, to.name}.both()) > 0;
}

bool NameReader::are_called_alike(const std::vector<TableId> &tables) const {
    return std::all_of(tables.begin(), tables.end(), [&](TableId table) {
        return addresses_.at(table).name == addresses_.at(tables.front()).name;
    });
}

/// The first other table that is not hidden from this one; 0 if there is none.
TableId NameReader::nearest(const std::vector<Named> &named, const Table &table) const {
    TableId found = 0;
    for_each_near(named, schema_of(table.id), [&](const Named &one) {
        if (found == 0 && one.table != table.id && !is_hidden(one.table, table)) found = one.table;
    });
    return found;
}

/// The tables whose names end in the noun. If there are many, only those whose names begin like that of `table`, because nothing
/// decides among the others.
const std::vector<NameReader::Named> &NameReader::endings(const std::string &noun, const Table &table) const {
    static const std::vector<Named> none;
    constexpr std::size_t many = 8;
    const auto found = by_ending_.find(noun);
    if (found == by_ending_.end()) return none;
    if (found->second.names.size() <= many) return found->second.all;
    const auto related = found->second.by_beginning.find(nouns_.at(table.id)[0]);
    return related == found->second.by_beginning.end() ? none : related->second;
}

/// Learns conventions from the schema's foreign keys and names.
void NameReader::learn() {
    int bare = 0;
    int suffixed = 0;
    for (const Table *entry : tables_) {
        const Table &table = *entry;
        const TableId id = table.id;
        poll();
        if (table.is_partition || (table.kind != 'r' && table.kind != 'p')) continue;
        for (const ForeignKey &key : table.foreign_keys) {
            if (key.columns.size() == 1) declared_[lower(table.at(key.columns[0]).name)].push_back({key.target, key.target_columns[0]});
        }
        for (const Column &column : table.columns) {
            const Reading reading = read(table, column.name);
            const auto found = reading.stem.empty() ? by_noun_.end() : by_noun_.find(glue(reading.stem));
            if (found == by_noun_.end()) continue;
            bool fits = false;
            for_each_near(found->second, schema_of(id), [&](const Named &named) {
                fits = fits || (named.table != id && key_for(column, input_.facts.at(named.table), reading.suffix) != 0);
            });
            if (fits) ++(reading.suffix.empty() ? bare : suffixed);
        }
    }
    for (auto &entry : declared_) {
        sort_unique(entry.second);
        sort_if_long(entry.second);
    }
    bare_is_usual_ = bare >= 5 && bare * 3 >= suffixed;
}

/// The name of a primary key, if it is one word, is the suffix of columns that refer to it: file_checksum, where the key of file
/// is checksum. Not if it is named after its table, and not for text, whose names say little.
void NameReader::learn_key_name(const Table &table) {
    const Index *primary = table.primary_key();
    if (primary == nullptr || table.is_partition || !is_single_key(table, *primary)) return;
    const Column &key = table.at(primary->columns[0]);
    const WordList words = split_words(key.name);
    const auto traits = input_.types.find(key.type);
    if (words.size() != 1 || words[0].size() < 3 || traits == input_.types.end() || !suffix_of(words[0]).empty()) return;
    if (traits->second.nature != Nature::number && traits->second.nature != Nature::random) return;
    if (ends_with(words[0], "id")) return;
    for (const std::string &word : nouns_.at(table.id)) {
        if (same_noun(word, words[0], input_.facts.words)) return;
    }
    key_names_.insert(words[0]);
}

/// The word in lower case if it is a key suffix, otherwise empty.
std::string NameReader::suffix_of(const std::string &word) const {
    if (key_names_.count(word) > 0) return word;
    for (const std::string &suffix : input_.facts.words.key_suffixes) {
        const std::size_t letters = suffix.find_first_not_of("_- ");
        if (word == lower(suffix.substr(letters == std::string::npos ? 0 : letters))) return word;
    }
    return word == "guid" || word == "pk" || word == "oid" ? word : std::string();
}

bool NameReader::ends_as_key(const std::string &column) const {
    const WordList words = split_words(column);
    return !words.empty() && (!suffix_of(words.back()).empty() || ends_with(words.back(), "id"));
}

NameReader::Reading NameReader::read(const Table &table, const std::string &column) const {
    Reading reading;
    reading.words = split_words(column);
    const auto prefix = column_prefix_.find(table.id);
    if (prefix != column_prefix_.end() && reading.words.size() > 1) reading.words.erase(reading.words.begin());
    WordList &words = reading.words;
    if (words.size() > 1 && (words[0] == "id" || words[0] == "fk") && suffix_of(words.back()).empty()) {
        std::rotate(words.begin(), words.begin() + 1, words.end());
        words.back() = "id";
    }
    reading.stem = words;
    if (words.size() > 1 && words.back().find_first_not_of("0123456789") == std::string::npos) reading.stem.pop_back();
    if (reading.stem.empty()) return reading;
    const std::string last = without_digits(reading.stem.back());
    reading.suffix = suffix_of(last);
    if (!reading.suffix.empty()) {
        reading.stem.pop_back();
    } else if (last != reading.stem.back()) {
        reading.stem.back() = last;
    } else if (last.size() > 4 && ends_with(last, "id")) {
        reading.suffix = "id";
        reading.stem.back() = last.substr(0, last.size() - 2);
    }
    return reading;
}

const ColumnNumbers &NameReader::keys(TableId table) const {
    static const ColumnNumbers none;
    const auto found = keys_.find(table);
    return found == keys_.end() ? none : found->second;
}

/// The key of the target that the column may reference: one of the same type family, preferably with the same suffix, otherwise
/// the primary key. 0 if there is none.
ColumnNumber NameReader::key_for(const Column &column, const Table &target, const std::string &suffix) const {
    ColumnNumber best = 0;
    int best_rank = 0;
    const auto family = [&](const Column &of) {
        const auto found = input_.types.find(of.type);
        return found == input_.types.end() ? 0U : found->second.family;
    };
    for (ColumnNumber key : keys(target.id)) {
        const Column &candidate = target.at(key);
        if (family(candidate) == 0 || family(candidate) != family(column)) continue;
        const WordList parts = split_words(candidate.name);
        const Index *primary = target.primary_key();
        const bool is_primary = primary != nullptr && primary->columns == ColumnNumbers{key};
        const std::string end = parts.empty() ? std::string() : parts.back();
        int rank = 0;
        if (key_names_.count(suffix) > 0 && end != suffix) continue;
        if (!suffix.empty() && suffix != "id" && end == suffix) rank = 4;
        else if (is_primary) rank = 3;
        else if (!suffix.empty() && (end == suffix || ends_with(end, suffix))) rank = 2;
        if (rank > best_rank) {
            best = key;
            best_rank = rank;
        }
    }
    return best;
}

/// Whether the column is the primary key and named after its own table: item_conditionid of item_condition. The key may also have
/// columns that distinguish versions.
bool NameReader::is_own_key(const Table &table, const Column &column) const {
    const Index *primary = table.primary_key();
    if (primary == nullptr || !contains(primary->columns, column.number)) return false;
    const auto is_other_key = [&](ColumnNumber other) { return other != column.number && ends_as_key(table.at(other).name); };
    if (std::any_of(primary->columns.begin(), primary->columns.end(), is_other_key)) return false;
    const WordList &own = nouns_.at(table.id);
    const std::string name = glue(split_words(column.name));
    const std::vector<std::string> nouns = nouns_of(own.begin(), own.end(), input_.facts.words);
    return std::any_of(nouns.begin(), nouns.end(), [&](const std::string &noun) {
        return name.size() > noun.size() && name.compare(0, noun.size(), noun) == 0 && !suffix_of(name.substr(noun.size())).empty();
    });
}

const Column *type_beside(const Table &table, const Column &column, const std::map<TypeId, TypeTraits> &types) {
    for (const auto &[key, type] : {std::pair("_id", "_type"), {"_id", "_table"}, {"_id", "_class"}, {"_uuid", "_type"}, {"_uuid", "_table"},
                                    {"_ID", "_TYPE"}, {"Id", "Type"}, {"Id", "Class"}}) {
        if (!ends_with(column.name, key)) continue;
        const Column *found = table.column(column.name.substr(0, column.name.size() - std::string(key).size()) + type);
        const auto traits = found == nullptr ? types.end() : types.find(found->type);
        if (traits != types.end() && traits->second.nature == Nature::text) return found;
    }
    return nullptr;
}

bool NameReader::is_polymorphic(const Table &table, const Column &column) const {
    return has_type_beside(table, column) != nullptr || (column.name == "object_id" && table.column("content_type_id") != nullptr);
}

bool NameReader::keeps_what_was(const Table &table) const { return remaining_.count(table.id) > 0; }

bool NameReader::looks_like_a_key(const Table &table, const Column &column) const {
    const Reading reading = read(table, column.name);
    return !reading.stem.empty() && (reading.suffix == "id" || reading.suffix == "uuid" || reading.suffix == "guid" || reading.suffix == "fk");
}

}  // namespace relmeta
