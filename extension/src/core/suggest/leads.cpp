// Names are compared as lower-case words without separators, so securityGroupId, security_group_id and SECURITYGROUP_ID are
// equal. Weights are log-odds. They differ enough between forms for the more reliable form to win.
#include "core/suggest/leads.hpp"

#include <algorithm>

#include "core/naming/inflect.hpp"
#include "core/suggest/name_parts.hpp"
#include "core/text/lower.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

const std::set<std::string> hierarchy = {"parent",   "previous", "prev",   "next",        "root",      "original", "ancestor",
                                         "replaced", "successor", "parents", "predecessor", "superior", "origin",   "duplicate",
                                         "template"};

const std::set<std::string> agents = {"owner",  "author",   "creator", "assignee", "reviewer", "approver",  "sender",  "recipient",
                                      "editor", "manager",  "by",      "modifier", "updater",  "submitter", "requester", "reporter",
                                      "rep",    "assigned", "uploader", "publisher", "to", "supervisor", "proposer"};

/// Actions directed at a person: reports_to.
const std::set<std::string> reports = {"assigned", "reports", "report", "delegated", "escalated"};

/// Suffixes of tables that extend the rows of another table.
const std::set<std::string> extensions = {"meta", "metadata", "detail",  "details", "info",  "extra",  "profile", "ext",
                                          "data", "settings", "setting", "stats",   "rtdata", "extension"};

/// Words that do not say what is referenced.
const std::set<std::string> vague = {"new", "old", "object", "target", "ref", "entity", "resource", "item", "row", "record"};

}  // namespace

bool leads_to_itself(const std::string &role) { return hierarchy.count(role) > 0; }

// A column, and the leads found for it so far.
class NameReader::Collector {
public:
    Collector(const NameReader &reader, const Table &table, const Column &column)
        : reader_(reader), table(table), column(column), reading(reader.read(table, column.name)) {}

    const Reading &name() const { return reading; }

    /// Adds a lead to the best key of a table, unless there is a stronger one, or enough others. `text()` returns the reason.
    template <class Text>
    void add(TableId target, Form form, double weight, Text text, ColumnNumber key = 0) {
        const Table *to = reader_.input_.facts.table(target);
        const bool by_name = form != Form::declared && form != Form::value;
        if (to == nullptr || to->is_partition || (by_name && reader_.is_hidden(target, table))) return;
        if (key == 0) key = reader_.key_for(column, *to, reading.suffix);
        if (key == 0 || (target == table.id && key == column.number)) return;
        if (family(to->at(key)) != family(column) || family(column) == 0) return;
        if (to->schema != table.schema) weight -= 0.4;
        if (reading.suffix == "id" && !reader_.ends_as_key(to->at(key).name)) weight -= 2.0;
        auto known = std::find_if(leads.begin(), leads.end(), [&](const Lead &lead) { return lead.target == target; });
        if (known == leads.end() && leads.size() < most_leads) {
            leads.push_back({target, key, form, {weight, text()}});
            return;
        }
        if (known == leads.end()) {
            known = std::min_element(leads.begin(), leads.end(),
                                     [](const Lead &a, const Lead &b) { return a.term.weight < b.term.weight; });
        }
        if (known->term.weight < weight) *known = {target, key, form, {weight, text()}};
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

void NameReader::by_declared(Collector &found) const {
    const auto known = declared_.find(lower(found.column.name));
    if (known == declared_.end() || found.name().words.size() < 2) return;
    for_each_near(known->second, schema_of(found.table.id), [&](const ColumnId &key) {
        found.add(key.first, Form::declared, 5.5,
                  [&] { return "a foreign key on a column " + found.quoted() + " refers to " + found.name_of(key.first); }, key.second);
    });
}

/// hostid is the key of hosts; proxy_hostid and hostid_up end and begin with it.
void NameReader::by_key(Collector &found) const {
    const WordList &words = found.name().words;
    const auto look_up = [&](const std::string &name, Form form, double weight, const std::string &verb) {
        const auto known = by_key_.find(name);
        if (known == by_key_.end()) return;
        std::vector<std::pair<ColumnId, bool>> visible;
        for (const bool is_home : {true, false}) {
            for_each_near(is_home ? known->second.homes : known->second.others, schema_of(found.table.id), [&](const ColumnId &key) {
                if (!is_hidden(key.first, found.table)) visible.emplace_back(key, is_home);
            });
        }
        const bool alone = visible.size() == 1;
        for (const auto &[key, is_home] : visible) {
            const WordList &noun = nouns_.at(key.first);
            // A key named after another table references that table: project_id of project_quota.
            const bool glued = split_words(input_.facts.at(key.first).at(key.second).name).size() == 1;
            const bool related = words.size() > 2 && words[0] == noun[0];
            const bool extends = noun.size() > 1 && name.compare(0, noun[0].size(), noun[0]) == 0 && name.size() <= noun[0].size() + 4;
            const double fits = weight - (is_home ? 0.0 : glued || related ? (alone ? 0.5 : 1.5) : 4.5) - (extends ? 0.6 : 0.0);
            const auto text = [&, key = key] {
                return found.quoted() + verb + found.name_of(key.first) + "." +
                       quote_identifier(input_.facts.at(key.first).at(key.second).name);
            };
            found.add(key.first, form, fits, text, key.second);
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
    const std::string &own = nouns_.at(found.table.id)[0];
    for (std::size_t i = 0; i < name.stem.size(); ++i) {
        const bool plural_bare = bare && singular(name.stem.back(), input_.facts.words) != name.stem.back();
        double less = i > 0 ? 0.7 + 0.3 * i : 0.0;
        less += bare ? bareness() + (i > 0 && !bare_is_usual_ ? 1.0 : 0.0) : 0.0;
        less += plural_bare ? 3.0 : 0.0;
        const auto add = [&](const Named &named, double weight) {
            if (named.table == found.table.id && (i == 0 || named.form != Form::noun)) weight -= 3.0;
            const std::string verb = i > 0 ? " ends in the name of " : named.form == Form::noun ? " names " : " names the last words of ";
            found.add(named.table, i > 0 ? Form::role : named.form, weight - less,
                      [&] { return found.quoted() + verb + found.name_of(named.table) + (bare ? "" : " and its key"); });
        };
        for (const std::string &noun : nouns_of(name.stem.begin() + i, name.stem.end(), input_.facts.words)) {
            const auto whole = by_noun_.find(noun);
            if (whole != by_noun_.end()) {
                for_each_near(whole->second, schema_of(found.table.id), [&](const Named &named) { add(named, 6.0); });
            }
            const auto ending = by_ending_.find(noun);
            if (ending == by_ending_.end()) continue;
            const std::size_t count = ending->second.names.size() + (whole == by_noun_.end() ? 0 : 1);
            for_each_near(endings(noun, found.table), schema_of(found.table.id), [&](const Named &named) {
                const WordList &other = nouns_.at(named.table);
                const bool related = other[0] == own;
                double weight = 0;
                if (named.form == Form::short_noun) {
                    weight = 5.0 + (related ? 0.4 : ending->second.short_nouns > 1 ? -1.5 : 0.0);
                    if (!related && other.size() > name.stem.size() - i + 1) weight -= 1.5;
                } else {
                    weight = 2.6 + (related ? 0.8 : count > 1 ? -1.0 : 0.0);
                }
                if (input_.facts.words.tenant.count(name.stem.back()) > 0) weight -= 2.0;
                add(named, weight);
            });
        }
    }
}

/// standard_attr_id references standardattributes, the only table whose name starts with standardattr.
void NameReader::by_short_form(Collector &found) const {
    const Reading &name = found.name();
    const std::string beginning = glue(name.stem);
    if (beginning.size() < 8 || name.suffix.empty()) return;
    const auto first = by_whole_.lower_bound(beginning);
    if (first == by_whole_.end() || first->first.compare(0, beginning.size(), beginning) != 0 || first->first == beginning) return;
    for (auto other = first; other != by_whole_.end() && other->first.compare(0, beginning.size(), beginning) == 0; ++other) {
        if (other->second != first->second) return;
    }
    for_each_near(first->second, schema_of(found.table.id), [&](TableId target) {
        found.add(target, Form::ending, 4.6, [&] { return found.quoted() + " is short for the name of " + found.name_of(target); });
    });
}

/// status of release references release_status; attribute_type of link_attribute references link_attribute_type.
void NameReader::by_own_name(Collector &found) const {
    const WordList &own = nouns_.at(found.table.id);
    const WordList &stem = found.name().stem;
    if (stem.empty()) return;
    for (std::size_t kept = own.size(); kept > 0; --kept) {
        for (std::size_t overlap = 0; overlap <= std::min(kept, stem.size() - 1); ++overlap) {
            if (!std::equal(stem.begin(), stem.begin() + overlap, own.begin() + (kept - overlap))) continue;
            WordList whole(own.begin(), own.begin() + kept);
            whole.insert(whole.end(), stem.begin() + overlap, stem.end());
            for (const std::string &noun : nouns_of(whole.begin(), whole.end(), input_.facts.words)) {
                const auto known = by_noun_.find(noun);
                if (known == by_noun_.end()) continue;
                for_each_near(known->second, schema_of(found.table.id), [&](const Named &named) {
                    if (named.table == found.table.id) return;
                    const double weight = 6.4 - 0.5 * static_cast<double>(own.size() - kept) -
                                          (found.name().suffix.empty() ? (bare_is_usual_ ? 0.0 : 1.5) : 0.0);
                    found.add(named.table, Form::own, weight, [&] {
                        return found.quoted() + " of " + quote_identifier(found.table.name) + " names " + found.name_of(named.table);
                    });
                });
            }
        }
    }
}

/// release of track_raw references release_raw: a copy refers to copies.
void NameReader::by_copy(Collector &found) const {
    const WordList &own = nouns_.at(found.table.id);
    if (own.size() < 2 || found.name().stem.empty() || !keeps_what_was(found.table)) return;
    WordList whole = found.name().stem;
    whole.push_back(own.back());
    const auto known = by_noun_.find(glue(whole));
    if (known == by_noun_.end()) return;
    for_each_near(known->second, schema_of(found.table.id), [&](const Named &named) {
        if (named.table == found.table.id) return;
        found.add(named.table, Form::own, 6.6 - (found.name().suffix.empty() ? (bare_is_usual_ ? 0.0 : 1.5) : 0.0),
                  [&] { return found.quoted() + " and the end of " + quote_identifier(found.table.name) + " name " + found.name_of(named.table); });
    });
}

void NameReader::by_word(Collector &found) const {
    const Reading &name = found.name();
    if (name.stem.empty()) return;
    const WordList &own = nouns_.at(found.table.id);
    // tag_version's previous_version_id
    const auto is_own = [&](const std::string &rest) {
        for (auto from = own.begin(); from != own.end(); ++from) {
            const std::vector<std::string> ours = nouns_of(from, own.end(), input_.facts.words);
            if (std::find(ours.begin(), ours.end(), rest) != ours.end()) return true;
        }
        return false;
    };
    const bool rest_is_own = name.stem.size() == 1 || is_own(glue(name.stem.begin() + 1, name.stem.end()));
    if (hierarchy.count(name.stem[0]) > 0 && rest_is_own) {
        found.add(found.table.id, Form::itself, (name.stem[0] == "template" ? 3.9 : 5.0) - (name.suffix.empty() ? bareness() / 2 : 0.0), [&] { return found.quoted() + " usually refers to a row of the same table"; });
    }
    const bool agent = agents.count(name.stem.back()) > 0 && (name.stem.back() != "by" || name.stem.size() > 1) && (name.stem.back() != "to" || (name.stem.size() > 1 && reports.count(name.stem[name.stem.size() - 2]) > 0));
    if (agent) {
        const double weight = name.suffix.empty() && name.stem.back() != "by" && name.stem.back() != "to" ? 4.2 - bareness() : 4.0;
        for_each_near(persons_, schema_of(found.table.id), [&](TableId person) {
            found.add(person, Form::person, weight, [&] {
                return found.quoted() + " usually refers to a person, and " + found.name_of(person) + " is the table of persons";
            });
        });
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
    const WordList &own = nouns_.at(found.table.id);
    const auto named = [&](std::size_t from, std::size_t to) -> TableId {
        for (const std::string &noun : nouns_of(own.begin() + from, own.begin() + to, input_.facts.words)) {
            const auto known = by_noun_.find(noun);
            if (known == by_noun_.end()) continue;
            return nearest(known->second, found.table);
        }
        return 0;
    };
    for (std::size_t from = 0; from <= 1; ++from) {
        for (std::size_t split = from + 1; split < own.size(); ++split) {
            const TableId left = named(from, split);
            const TableId right = named(split, own.size());
            if (left == 0 || right == 0) continue;
            const TableId target = column.back() == first ? left : right;
            found.add(target, Form::pair, 5.0 - from * 0.2, [&] {
                return quote_identifier(found.table.name) + " is named after " + found.name_of(left) + " and " + found.name_of(right);
            });
        }
    }
}

/// id of artist_meta and new_id of artist_gid_redirect: the table extends or describes another.
void NameReader::by_extension(Collector &found) const {
    const Reading &name = found.name();
    const WordList &own = nouns_.at(found.table.id);
    const Index *primary = found.table.primary_key();
    const bool is_key = primary != nullptr && primary->columns == ColumnNumbers{found.column.number};
    const bool adds = is_key && name.stem.empty() && own.size() > 1 && extensions.count(own.back()) > 0;
    const bool says_little = !is_key && name.stem.size() == 1 && vague.count(name.stem[0]) > 0 && !name.suffix.empty();
    if (!adds && !says_little) return;
    const std::string whole = glue(own);
    for (std::size_t length = whole.size() - 1; length > 2; --length) {
        const auto known = by_noun_.find(whole.substr(0, length));
        if (known == by_noun_.end()) continue;
        const TableId target = nearest(known->second, found.table);
        if (target == 0) continue;
        found.add(target, Form::extension, adds ? 4.5 : 4.0,
                  [&] { return quote_identifier(found.table.name) + " is named after " + found.name_of(target); });
        return;
    }
}

/// Blog::Post names blog_posts, or post of the schema blog, or else posts.
void NameReader::by_value(Collector &found, const std::string &test, const std::string &value) const {
    std::vector<WordList> names(1);
    std::string schema;  // finally, the last name but one
    for (std::size_t begin = 0; begin <= value.size();) {
        const std::size_t end = std::min(value.find_first_of("\\/:.", begin), value.size());
        const std::string name = value.substr(begin, end - begin);
        begin = end + 1;
        if (name.empty()) continue;
        const WordList words = split_words(name);
        for (WordList &whole : names) whole.insert(whole.end(), words.begin(), words.end());
        names.emplace_back();
        schema = end < value.size() ? lower(name) : schema;
    }
    for (const WordList &whole : names) {
        for (const std::string &noun : nouns_of(whole.begin(), whole.end(), input_.facts.words)) {
            const auto add = [&](const Named &named) {
                const bool in_schema = lower(input_.facts.at(named.table).schema) == schema;
                if (!in_schema && is_hidden(named.table, found.table)) return;
                found.add(named.table, Form::value, (named.form == Form::noun ? 6.0 : 5.0) + (in_schema ? 1.0 : 0.0),
                          [&] { return test + " names " + found.name_of(named.table); });
            };
            const auto known = by_noun_.find(noun);
            const auto said = schemas_.find(schema);
            const std::uint32_t own = schema_of(found.table.id);
            for (const std::uint32_t near : {said == schemas_.end() ? own : said->second, own}) {
                if (known != by_noun_.end()) for_each_near(known->second, near, add);
                for_each_near(endings(noun, found.table), near, [&](const Named &named) {
                    if (named.form == Form::short_noun) add(named);
                });
            }
        }
        if (!found.leads.empty()) return;
    }
}

std::vector<Lead> NameReader::leads(const Table &table, const Column &column, const Column &type, const std::string &value) const {
    Collector found(*this, table, column);
    by_value(found, quote_identifier(type.name) + " = " + quote_literal(value), value);
    return std::move(found.leads);
}

std::vector<Lead> NameReader::leads(const Table &table, const Column &column) const {
    Collector found(*this, table, column);
    by_declared(found);
    if (is_own_key(table, column)) return std::move(found.leads);
    by_key(found);
    by_noun(found);
    by_short_form(found);
    by_own_name(found);
    by_copy(found);
    by_word(found);
    by_pair(found);
    by_extension(found);
    return std::move(found.leads);
}

}  // namespace relmeta
