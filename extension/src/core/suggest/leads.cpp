// Names are compared as lower-case words without separators, so securityGroupId, security_group_id and SECURITYGROUP_ID are
// equal. Weights are log-odds; those of different forms differ enough for the more reliable form to win.
#include "core/suggest/leads.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "core/naming/inflect.hpp"
#include "core/text/lower.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

using Words_ = std::vector<std::string>;

/// The number of tables from which common leading words count as a prefix.
constexpr int many_tables = 3;

const std::set<std::string> hierarchy = {"parent",   "previous", "prev",   "next",        "root",      "original", "ancestor",
                                         "replaced", "successor", "parents", "predecessor", "superior", "origin",   "duplicate",
                                         "template"};

const std::set<std::string> agents = {"owner",  "author",   "creator", "assignee", "reviewer", "approver",  "sender",  "recipient",
                                      "editor", "manager",  "by",      "modifier", "updater",  "submitter", "requester", "reporter",
                                      "rep",    "assigned", "uploader", "publisher", "to", "supervisor", "proposer"};

/// Actions directed at a person: reports_to.
const std::set<std::string> reports = {"assigned", "reports", "report", "delegated", "escalated"};

/// Nouns for tables of persons; the first one found in a schema is used for agents.
const char *const persons[] = {"user", "account", "person", "people", "employee", "member", "staff", "editor"};

/// Suffixes of tables that extend the rows of another table.
const std::set<std::string> extensions = {"meta", "metadata", "detail",  "details", "info",  "extra",  "profile", "ext",
                                          "data", "settings", "setting", "stats",   "rtdata", "extension"};

/// Words that do not say what is referenced.
const std::set<std::string> vague = {"new", "old", "object", "target", "ref", "entity", "resource", "item", "row", "record"};

std::string glue(Words_::const_iterator begin, Words_::const_iterator end) {
    std::string result;
    for (auto word = begin; word != end; ++word) result += *word;
    return result;
}

std::string glue(const Words_ &words) { return glue(words.begin(), words.end()); }

/// The possible singulars of the words, without separators.
std::vector<std::string> nouns_of(Words_::const_iterator begin, Words_::const_iterator end, const Words &known) {
    if (begin == end) return {};
    std::vector<std::string> result = possible_singulars(*std::prev(end), known);
    const std::string front = glue(begin, std::prev(end));
    for (std::string &noun : result) noun.insert(0, front);
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

std::string without_digits(std::string word) {
    while (word.size() > 1 && word.back() >= '0' && word.back() <= '9') word.pop_back();
    return word;
}

bool ends_with(const std::string &text, const std::string &ending) {
    return text.size() > ending.size() && text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

bool is_single_key(const Table &table, const Index &index) {
    return index.unique && index.valid && !index.partial && !index.temporal && !index.deferrable && !index.stricter_equality &&
           index.columns.size() == 1 && index.columns[0] != 0 && table.column(index.columns[0]) != nullptr;
}

}  // namespace

// One column, and the leads found for it so far.
class NameReader::Collector {
public:
    Collector(const NameReader &reader, const Table &table, const Column &column)
        : reader_(reader), table(table), column(column), reading(reader.read(table, column.name)) {}

    const Reading &name() const { return reading; }

    /// Adds a lead to the fitting key of a table, unless a stronger one to that table exists.
    void add(TableId target, Form form, double weight, const std::string &text, ColumnNumber key = 0) {
        const Table *to = reader_.input_.facts.table(target);
        if (to == nullptr || to->is_partition) return;
        if (key == 0) key = reader_.key_for(column, *to, reading.suffix);
        if (key == 0 || (target == table.id && key == column.number)) return;
        if (family(to->at(key)) != family(column) || family(column) == 0) return;
        if (to->schema != table.schema) weight -= 0.4;
        if (reading.suffix == "id" && !reader_.ends_as_key(to->at(key).name)) weight -= 2.0;
        auto known = std::find_if(leads.begin(), leads.end(), [&](const Lead &lead) { return lead.target == target; });
        if (known == leads.end()) {
            leads.push_back({target, key, form, {weight, text}});
        } else if (known->term.weight < weight) {
            *known = {target, key, form, {weight, text}};
        }
    }

    std::string quoted() const { return quote_identifier(column.name); }
    std::string name_of(TableId target) const { return quote_identifier(reader_.input_.facts.at(target).name); }

private:
    std::uint32_t family(const Column &of) const {
        const auto found = reader_.input_.types.find(of.type);
        return found == reader_.input_.types.end() ? 0 : found->second.family;
    }

    const NameReader &reader_;

public:
    const Table &table;
    const Column &column;
    Reading reading;
    std::vector<Lead> leads;
};

NameReader::NameReader(const SuggestInput &input) : input_(input) {
    read_tables();
    learn();
}

void NameReader::read_tables() {
    for (const auto &entry : input_.facts.tables) tables_.push_back(&entry.second);
    std::sort(tables_.begin(), tables_.end(), [](const Table *a, const Table *b) {
        poll();
        return std::tie(a->schema, a->name) < std::tie(b->schema, b->name);
    });
    std::map<std::string, int> begins;
    for (const Table *entry : tables_) {
        const Table &table = *entry;
        const TableId id = table.id;
        poll();
        Words_ &words = nouns_[id] = split_words(table.name);
        if (words.empty()) words = {table.name};
        if (table.is_partition) continue;
        for (std::size_t i = 1; i < words.size() && i <= 2; ++i) ++begins[glue(words.begin(), words.begin() + i)];
        for (const Index &index : table.indexes) {
            if (!is_single_key(table, index)) continue;
            std::vector<ColumnNumber> &keys = keys_[id];
            if (!contains(keys, index.columns[0])) keys.insert(index.primary ? keys.begin() : keys.end(), index.columns[0]);
        }
        std::map<std::string, int> fronts;
        for (const Column &column : table.columns) {
            const Words_ parts = split_words(column.name);
            if (parts.size() > 1) ++fronts[parts[0]];
        }
        for (const auto &[front, count] : fronts) {
            // Leading words from the table's own name or from a key have a meaning; a few letters do not.
            if (count >= 3 && count == static_cast<int>(table.columns.size()) && front.size() <= 3) column_prefix_[id] = front;
        }
    }
    for (const Table *entry : tables_) {
        const TableId id = entry->id;
        const Words_ &words = nouns_.at(id);
        poll();
        if (keys_.count(id) == 0) continue;
        Words_ singulars;
        for (const std::string &word : words) singulars.push_back(singular(word, input_.facts.words));
        std::set<std::string> whole;
        for (const std::string &noun : nouns_of(words.begin(), words.end(), input_.facts.words)) whole.insert(noun);
        whole.insert(glue(singulars));
        for (const std::string &noun : whole) by_noun_[noun].push_back({id, Form::noun});
        for (const std::string &noun : whole) by_whole_.emplace(noun, id);
        for (std::size_t i = 1; i < words.size(); ++i) {
            const bool prefix = i <= 2 && begins[glue(words.begin(), words.begin() + i)] >= many_tables;
            for (const std::string &noun : nouns_of(words.begin() + i, words.end(), input_.facts.words)) {
                by_noun_[noun].push_back({id, prefix ? Form::short_noun : Form::ending});
            }
        }
        const Table &table = *entry;
        for (ColumnNumber key : keys_.at(id)) {
            const Words_ parts = split_words(table.at(key).name);
            const std::string name = glue(parts);
            const bool is_suffix = parts.size() < 2 && !suffix_of(name).empty();
            const bool glued = parts.size() == 1 && name.size() > 4 && (ends_with(name, "id") || ends_with(name, "uuid"));
            if (!is_suffix && (glued || (parts.size() > 1 && !suffix_of(parts.back()).empty()))) by_key_[name].push_back({id, key});
        }
    }
    for (const char *noun : persons) {
        if (!persons_.empty()) break;
        for (Form wanted : {Form::noun, Form::short_noun}) {
            const auto found = by_noun_.find(noun);
            if (found == by_noun_.end() || !persons_.empty()) continue;
            for (const Named &named : found->second) {
                if (named.form == wanted) persons_.push_back(named.table);
            }
        }
    }
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
            const bool fits = std::any_of(found->second.begin(), found->second.end(), [&](const Named &named) {
                const Table &target = input_.facts.at(named.table);
                return named.form == Form::noun && named.table != id && key_for(column, target, reading.suffix) != 0;
            });
            if (fits) ++(reading.suffix.empty() ? bare : suffixed);
        }
    }
    bare_is_usual_ = bare >= 5 && bare * 3 >= suffixed;
}

/// The key suffix that the word is, in lower case; empty if it is none.
std::string NameReader::suffix_of(const std::string &word) const {
    for (const std::string &suffix : input_.facts.words.key_suffixes) {
        const std::string letters = lower(suffix.substr(suffix.find_first_not_of("_- ") == std::string::npos ? 0 : suffix.find_first_not_of("_- ")));
        if (word == letters) return letters;
    }
    return word == "guid" || word == "pk" || word == "oid" ? word : std::string();
}

bool NameReader::ends_as_key(const std::string &column) const {
    const Words_ words = split_words(column);
    return !words.empty() && (!suffix_of(words.back()).empty() || ends_with(words.back(), "id"));
}

NameReader::Reading NameReader::read(const Table &table, const std::string &column) const {
    Reading reading;
    reading.words = split_words(column);
    const auto prefix = column_prefix_.find(table.id);
    if (prefix != column_prefix_.end() && reading.words.size() > 1) reading.words.erase(reading.words.begin());
    Words_ &words = reading.words;
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

const std::vector<ColumnNumber> &NameReader::keys(TableId table) const {
    static const std::vector<ColumnNumber> none;
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
        const Words_ parts = split_words(candidate.name);
        const Index *primary = target.primary_key();
        const bool is_primary = primary != nullptr && primary->columns == ColumnNumbers{key};
        const std::string end = parts.empty() ? std::string() : parts.back();
        int rank = 0;
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

void NameReader::by_declared(Collector &found) const {
    const auto known = declared_.find(lower(found.column.name));
    if (known == declared_.end() || found.name().words.size() < 2) return;
    for (const ColumnId &key : known->second) {
        found.add(key.first, Form::declared, 5.5,
                  "a foreign key on a column " + found.quoted() + " refers to " + found.name_of(key.first), key.second);
    }
}

/// hostid is the key of hosts; proxy_hostid and hostid_up end and begin with it.
void NameReader::by_key(Collector &found) const {
    const Words_ &words = found.name().words;
    const auto look_up = [&](const std::string &name, Form form, double weight, const std::string &verb) {
        const auto known = by_key_.find(name);
        if (known == by_key_.end()) return;
        for (const ColumnId &key : known->second) {
            const Words_ &noun = nouns_.at(key.first);
            const std::vector<std::string> whole = nouns_of(noun.begin(), noun.end(), input_.facts.words);
            const bool is_home =
                std::any_of(whole.begin(), whole.end(), [&](const std::string &n) { return name.compare(0, n.size(), n) == 0; });
            // A key named after another table is a reference to that table: project_id of project_quota.
            const bool glued = split_words(input_.facts.at(key.first).at(key.second).name).size() == 1;
            const bool related = words.size() > 2 && words[0] == noun[0];
            const bool extends = noun.size() > 1 && name.compare(0, noun[0].size(), noun[0]) == 0 && name.size() <= noun[0].size() + 4;
            const bool alone = known->second.size() == 1;
            const double fits = weight - (is_home ? 0.0 : glued || related ? (alone ? 0.5 : 1.5) : 3.5) - (extends ? 0.6 : 0.0);
            found.add(key.first, form, fits, found.quoted() + verb + found.name_of(key.first) + "." +
                                                 quote_identifier(input_.facts.at(key.first).at(key.second).name), key.second);
        }
    };
    if (words.empty()) return;
    look_up(glue(words), Form::key, 6.0, " has the name of the key ");
    for (std::size_t i = 1; i < words.size(); ++i) {
        look_up(glue(words.begin() + i, words.end()), Form::role, 5.3 - 0.3 * i, " ends in the name of the key ");
        look_up(glue(words.begin(), words.end() - i), Form::role, 4.3 - 0.3 * i, " starts with the name of the key ");
    }
    if (without_digits(words.back()) != words.back()) look_up(glue(words.begin(), words.end() - 1) + without_digits(words.back()), Form::role, 4.7, " without its number has the name of the key ");
}

void NameReader::by_noun(Collector &found) const {
    const Reading &name = found.name();
    const bool bare = name.suffix.empty();
    for (std::size_t i = 0; i < name.stem.size(); ++i) {
        const bool plural_bare = bare && singular(name.stem.back(), input_.facts.words) != name.stem.back();
        for (const std::string &noun : nouns_of(name.stem.begin() + i, name.stem.end(), input_.facts.words)) {
            const auto known = by_noun_.find(noun);
            if (known == by_noun_.end()) continue;
            const auto count = std::count_if(known->second.begin(), known->second.end(),
                                             [](const Named &n) { return n.form == Form::short_noun; });
            for (const Named &named : known->second) {
                double weight = named.form == Form::noun ? 6.0 : named.form == Form::short_noun ? 5.0 : 2.6;
                const Words_ &other = nouns_.at(named.table);
                const bool related = other[0] == nouns_.at(found.table.id)[0];
                if (named.form == Form::short_noun) weight += related ? 0.4 : count > 1 ? -1.5 : 0.0;
                if (named.form == Form::short_noun && !related && nouns_.at(named.table).size() > name.stem.size() - i + 1) weight -= 1.5;
                if (named.form != Form::noun && input_.facts.words.tenant.count(name.stem.back()) > 0) weight -= 2.0;
                if (named.table == found.table.id && (i == 0 || named.form != Form::noun)) weight -= 3.0;
                if (named.form == Form::ending) weight += related ? 0.8 : known->second.size() > 1 ? -1.0 : 0.0;
                weight -= i > 0 ? 0.7 + 0.3 * i : 0.0;
                weight -= bare ? bareness() + (i > 0 && !bare_is_usual_ ? 1.0 : 0.0) : 0.0;
                weight -= plural_bare ? 3.0 : 0.0;
                const std::string verb = i > 0 ? " ends in the name of " : named.form == Form::noun ? " names " : " names the last words of ";
                found.add(named.table, i > 0 ? Form::role : named.form, weight,
                          found.quoted() + verb + found.name_of(named.table) + (bare ? "" : " and its key"));
            }
        }
    }
}

/// standard_attr_id references standardattributes, the only table with a name that starts like this.
void NameReader::by_short_form(Collector &found) const {
    const Reading &name = found.name();
    const std::string beginning = glue(name.stem);
    if (beginning.size() < 8 || name.suffix.empty()) return;
    const auto first = by_whole_.lower_bound(beginning);
    if (first == by_whole_.end() || first->first.compare(0, beginning.size(), beginning) != 0 || first->first == beginning) return;
    for (auto other = first; other != by_whole_.end() && other->first.compare(0, beginning.size(), beginning) == 0; ++other) {
        if (other->second != first->second) return;
    }
    found.add(first->second, Form::ending, 4.6, found.quoted() + " is short for the name of " + found.name_of(first->second));
}

/// status of release references release_status; attribute_type of link_attribute references link_attribute_type.
void NameReader::by_own_name(Collector &found) const {
    const Words_ &own = nouns_.at(found.table.id);
    const Words_ &stem = found.name().stem;
    if (stem.empty()) return;
    for (std::size_t kept = own.size(); kept > 0; --kept) {
        for (std::size_t overlap = 0; overlap <= std::min(kept, stem.size() - 1); ++overlap) {
            if (!std::equal(stem.begin(), stem.begin() + overlap, own.begin() + (kept - overlap))) continue;
            Words_ whole(own.begin(), own.begin() + kept);
            whole.insert(whole.end(), stem.begin() + overlap, stem.end());
            for (const std::string &noun : nouns_of(whole.begin(), whole.end(), input_.facts.words)) {
                const auto known = by_noun_.find(noun);
                if (known == by_noun_.end()) continue;
                for (const Named &named : known->second) {
                    if (named.form != Form::noun || named.table == found.table.id) continue;
                    const double weight = 6.4 - 0.5 * static_cast<double>(own.size() - kept) -
                                          (found.name().suffix.empty() ? (bare_is_usual_ ? 0.0 : 1.5) : 0.0);
                    found.add(named.table, Form::own, weight,
                              found.quoted() + " of " + quote_identifier(found.table.name) + " names " + found.name_of(named.table));
                }
            }
        }
    }
}

void NameReader::by_word(Collector &found) const {
    const Reading &name = found.name();
    if (name.stem.empty()) return;
    const Words_ &own = nouns_.at(found.table.id);
    const std::vector<std::string> ours = nouns_of(own.begin(), own.end(), input_.facts.words);
    const bool rest_is_own = name.stem.size() == 1 || std::find(ours.begin(), ours.end(), glue(name.stem.begin() + 1, name.stem.end())) != ours.end();
    if (hierarchy.count(name.stem[0]) > 0 && rest_is_own) {
        found.add(found.table.id, Form::itself, 5.0 - (name.suffix.empty() ? bareness() / 2 : 0.0), found.quoted() + " usually refers to a row of the same table");
    }
    const bool agent = agents.count(name.stem.back()) > 0 && (name.stem.back() != "by" || name.stem.size() > 1) && (name.stem.back() != "to" || (name.stem.size() > 1 && reports.count(name.stem[name.stem.size() - 2]) > 0));
    if (agent && persons_.size() == 1) {
        found.add(persons_[0], Form::person, (name.suffix.empty() && name.stem.back() != "by" && name.stem.back() != "to" ? 4.2 - bareness() : 4.0),
                  found.quoted() + " usually refers to a person, and " + found.name_of(persons_[0]) + " is the table of persons");
    }
}

/// entity0 and entity1 of l_area_artist reference the tables in its name, in order.
void NameReader::by_pair(Collector &found) const {
    const std::string &column = found.column.name;
    if (column.size() < 2 || (column.back() != '0' && column.back() != '1' && column.back() != '2')) return;
    const std::string stem = column.substr(0, column.size() - 1);
    const bool from_zero = found.table.column(stem + "0") != nullptr;
    const char first = from_zero ? '0' : '1';
    const char second = from_zero ? '1' : '2';
    if (found.table.column(stem + first) == nullptr || found.table.column(stem + second) == nullptr ||
        (column.back() != first && column.back() != second)) {
        return;
    }
    const Words_ &own = nouns_.at(found.table.id);
    const auto named = [&](std::size_t from, std::size_t to) -> TableId {
        for (const std::string &noun : nouns_of(own.begin() + from, own.begin() + to, input_.facts.words)) {
            const auto known = by_noun_.find(noun);
            if (known == by_noun_.end()) continue;
            for (const Named &name : known->second) {
                if (name.form == Form::noun) return name.table;
            }
        }
        return 0;
    };
    for (std::size_t from = 0; from <= 1; ++from) {
        for (std::size_t split = from + 1; split < own.size(); ++split) {
            const TableId left = named(from, split);
            const TableId right = named(split, own.size());
            if (left == 0 || right == 0) continue;
            const TableId target = column.back() == first ? left : right;
            found.add(target, Form::pair, 5.0 - from * 0.2,
                      quote_identifier(found.table.name) + " is named after " + found.name_of(left) + " and " + found.name_of(right));
        }
    }
}

/// id of artist_meta and new_id of artist_gid_redirect: the table extends or describes another.
void NameReader::by_extension(Collector &found) const {
    const Reading &name = found.name();
    const Words_ &own = nouns_.at(found.table.id);
    const Index *primary = found.table.primary_key();
    const bool is_key = primary != nullptr && primary->columns == ColumnNumbers{found.column.number};
    const bool adds = is_key && name.stem.empty() && own.size() > 1 && extensions.count(own.back()) > 0;
    const bool says_little = !is_key && name.stem.size() == 1 && vague.count(name.stem[0]) > 0 && !name.suffix.empty();
    if (!adds && !says_little) return;
    const std::string whole = glue(own);
    for (std::size_t length = whole.size() - 1; length > 2; --length) {
        const auto known = by_noun_.find(whole.substr(0, length));
        if (known == by_noun_.end()) continue;
        for (const Named &named : known->second) {
            if (named.form != Form::noun || named.table == found.table.id) continue;
            found.add(named.table, Form::extension, adds ? 4.5 : 4.0,
                      quote_identifier(found.table.name) + " is named after " + found.name_of(named.table));
            return;
        }
    }
}

/// Whether the column is the primary key and named after its own table: item_conditionid of item_condition.
bool NameReader::is_own_key(const Table &table, const Column &column) const {
    const Index *primary = table.primary_key();
    if (primary == nullptr || primary->columns != ColumnNumbers{column.number}) return false;
    const Words_ &own = nouns_.at(table.id);
    const std::string name = glue(split_words(column.name));
    const std::vector<std::string> nouns = nouns_of(own.begin(), own.end(), input_.facts.words);
    return std::any_of(nouns.begin(), nouns.end(), [&](const std::string &noun) {
        return name.size() > noun.size() && name.compare(0, noun.size(), noun) == 0 && !suffix_of(name.substr(noun.size())).empty();
    });
}

std::vector<Lead> NameReader::leads(const Table &table, const Column &column) const {
    Collector found(*this, table, column);
    by_declared(found);
    if (is_own_key(table, column)) return std::move(found.leads);
    by_key(found);
    by_noun(found);
    by_short_form(found);
    by_own_name(found);
    by_word(found);
    by_pair(found);
    by_extension(found);
    return std::move(found.leads);
}

bool NameReader::looks_like_a_key(const Table &table, const Column &column) const {
    const Reading reading = read(table, column.name);
    return !reading.stem.empty() && (reading.suffix == "id" || reading.suffix == "uuid" || reading.suffix == "guid" || reading.suffix == "fk");
}

}  // namespace relmeta
