// Each column has the name of the key column it references, optionally prefixed with that table's name: domain_id and user_id
// reference the key (id, domain_id) of user. Two references that both tables have in common are not evidence. In a reference of
// a table to itself, tenant_id and parent_id reference its key (tenant_id, id).
#include "core/suggest/composite.hpp"

#include <algorithm>
#include <optional>

#include "core/model/sort_unique.hpp"
#include "core/naming/inflect.hpp"
#include "core/suggest/name_parts.hpp"
#include "core/text/lower.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

bool is_composite_key(const Index &index) { return index.columns.size() > 1 && is_referable(index); }

bool is_generic(const std::string &column, const Words &words) {
    return std::any_of(words.key_suffixes.begin(), words.key_suffixes.end(), [&](const std::string &suffix) {
        return lower(suffix.substr(suffix[0] == '_' ? 1 : 0)) == lower(column);
    });
}

/// Whether the key is a constraint that contains the primary key. An index for lookups may contain it too.
bool is_only_referenced(const Table &target, const Index &key) {
    const Index *primary = target.primary_key();
    return key.constraint && primary != nullptr && primary->columns.size() < key.columns.size() && subset(primary->columns, key.columns);
}

const Term only_referenced{1.5, "the key contains the primary key, so its only use is to be referenced"};

}  // namespace

CompositeReader::CompositeReader(const SuggestInput &input, const NameReader &names) : input_(input), names_(names) {
    for (const Table *table : names_.tables()) {
        poll();
        if (table->is_partition || (table->kind != 'r' && table->kind != 'p' && table->kind != 'f')) continue;
        const std::uint32_t schema = names_.schema_of(table->id);
        for (const Column &column : table->columns) having_[lower(column.name)].emplace_back(schema, table->id, column.number);
    }
    for (auto &entry : having_) std::sort(entry.second.begin(), entry.second.end());
    find_keys();
}

// If many keys have the same column names, each table with such columns would lead to all of them, and no evidence would decide.

CompositeReader::Reach CompositeReader::Alike::reach(const std::string &name, std::uint32_t schema) const {
    if (tables <= most_leads) return Reach::everywhere;
    const Sharing &sharing = named.at(name);
    if (sharing.all <= most_leads) return Reach::everywhere;
    return sharing.by_schema.at(schema) <= most_leads ? Reach::schema : Reach::nowhere;
}

void CompositeReader::find_keys() {
    for (const Table *table : names_.tables()) {
        poll();
        if (table->is_partition) continue;
        std::set<const Alike *> counted;
        for (const Index &index : table->indexes) {
            if (!is_composite_key(index)) continue;
            std::vector<std::string> parts;
            for (ColumnNumber number : index.columns) {
                const Column &column = table->at(number);
                const auto traits = input_.types.find(column.type);
                parts.push_back(lower(column.name) + '\0' + std::to_string(traits == input_.types.end() ? 0 : traits->second.family));
            }
            std::sort(parts.begin(), parts.end());
            Alike &alike = alike_[join(parts, std::string(1, '\0'))];
            if (counted.insert(&alike).second) ++alike.tables;
            keys_.push_back({table, &index, &alike});
        }
    }
    bool many = false;
    for (const Key &key : keys_) {
        if (key.alike->tables <= most_leads) continue;
        count_names(key);
        many = true;
    }
    if (many) find_beginnings();
}

/// A table counts once for each group of similar keys that it has.
void CompositeReader::count_names(const Key &key) {
    poll();
    const std::vector<std::string> &words = names_.words(key.table->id);
    std::vector<std::string> names = nouns_of(words.begin(), words.end(), input_.facts.words);
    for (ColumnNumber number : key.index->columns) {
        for (std::string &name : names_of(*key.table, key.table->at(number), true)) names.push_back(std::move(name));
    }
    names.emplace_back();
    sort_unique(names);
    for (const std::string &name : names) {
        Sharing &sharing = key.alike->named[name];
        ++sharing.all;
        ++sharing.by_schema[names_.schema_of(key.table->id)];
    }
}

void CompositeReader::find_beginnings() {
    for (const Table *table : names_.tables()) {
        poll();
        if (table->is_partition) continue;
        const std::vector<std::string> &words = names_.words(table->id);
        for (std::size_t count = 1; count < words.size(); ++count) {
            for (const std::string &noun : nouns_of(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count), input_.facts.words)) {
                beginning_[noun].emplace_back(names_.schema_of(table->id), table->id, 0);
            }
        }
    }
    for (auto &entry : beginning_) std::sort(entry.second.begin(), entry.second.end());
}

/// The tables whose columns may reference the key. If there are many similar keys, only tables with a name that matches few of
/// them: a column name, the table name or, in a schema with few such keys, the column names of the key.
std::vector<TableId> CompositeReader::sources(const Key &key, const std::vector<Fitting> &of_columns) const {
    const std::uint32_t schema = names_.schema_of(key.table->id);
    std::vector<TableId> found;
    const auto add = [&](const Columns &columns, const std::string &name) {
        const Reach reach = key.alike->reach(name, schema);
        if (reach == Reach::nowhere) return;
        const bool all = reach == Reach::everywhere;
        auto from = all ? columns.begin() : std::lower_bound(columns.begin(), columns.end(), Place{schema, 0, 0});
        for (; from != columns.end() && (all || std::get<0>(*from) == schema); ++from) found.push_back(std::get<1>(*from));
    };
    const Fitting &fewest = *std::min_element(of_columns.begin(), of_columns.end(),
                                              [](const Fitting &a, const Fitting &b) { return a.size < b.size; });
    for (const List &list : fewest.lists) add(*list.columns, "");
    if (key.alike->tables > most_leads) {
        for (const Fitting &fitting : of_columns) {
            for (const List &list : fitting.lists) {
                if (list.own) add(*list.columns, list.name);
            }
        }
        const std::vector<std::string> &words = names_.words(key.table->id);
        for (const std::string &noun : nouns_of(words.begin(), words.end(), input_.facts.words)) {
            const auto begin = beginning_.find(noun);
            if (begin != beginning_.end()) add(begin->second, noun);
        }
    }
    sort_unique(found);
    return found;
}

bool CompositeReader::same_family(const Column &a, const Column &b) const {
    const auto left = input_.types.find(a.type);
    const auto right = input_.types.find(b.type);
    return left != input_.types.end() && right != input_.types.end() && left->second.family != 0 &&
           left->second.family == right->second.family;
}

/// The possible names of a column that references this one; `own`: with the table's name as a prefix.
std::vector<std::string> CompositeReader::names_of(const Table &target, const Column &key, bool own) const {
    if (!own) return is_generic(key.name, input_.facts.words) ? std::vector<std::string>() : std::vector<std::string>{lower(key.name)};
    std::vector<std::string> result;
    const std::vector<std::string> &words = names_.words(target.id);
    for (std::size_t from = 0; from < words.size(); ++from) {
        std::string front;
        for (std::size_t i = from; i < words.size(); ++i) {
            front += (i + 1 == words.size() ? singular(words[i], input_.facts.words) : words[i]) + "_";
        }
        result.push_back(front + lower(key.name));
        if (from == 0 && lower(key.name).compare(0, front.size(), front) == 0) result.push_back(lower(key.name));
    }
    return result;
}

/// Whether the column alone seems to reference a table.
bool CompositeReader::refers(const Table &table, ColumnNumber column) const {
    const std::vector<Lead> leads = names_.leads(table, table.at(column));
    return std::any_of(leads.begin(), leads.end(), [&](const Lead &lead) { return lead.target != table.id && lead.term.weight > 3.5; });
}

CompositeReader::Fitting CompositeReader::fitting(const Table &target, const Column &key) const {
    Fitting result;
    for (bool own : {true, false}) {
        for (const std::string &name : names_of(target, key, own)) {
            const auto known = having_.find(name);
            if (known == having_.end()) continue;
            result.lists.push_back({&known->second, name, own});
            result.size += known->second.size();
        }
    }
    return result;
}

/// The column of the table that can reference the key column; 0 if there is none.
CompositeReader::Match CompositeReader::match(const Fitting &fitting, TableId table, const Column &key) const {
    const Place first{names_.schema_of(table), table, 0};
    for (const List &list : fitting.lists) {
        const auto end = list.columns->end();
        for (auto place = std::lower_bound(list.columns->begin(), end, first); place != end && std::get<1>(*place) == table; ++place) {
            const ColumnNumber column = std::get<2>(*place);
            if (input_.generated.count({table, column}) == 0 && same_family(input_.facts.at(table).at(column), key)) return {column, list.own};
        }
    }
    return {};
}

std::vector<Term> CompositeReader::terms(const Table &source, const Table &target, const Index &key, const LinkColumns &link, ColumnNumber own) const {
    const std::vector<std::string> &ours = names_.words(source.id);
    const std::vector<std::string> &theirs = names_.words(target.id);
    const bool begins = ours.size() > theirs.size() && std::equal(theirs.begin(), theirs.end() - 1, ours.begin()) &&
                        same_noun(theirs.back(), ours[theirs.size() - 1], input_.facts.words);
    std::vector<Term> terms = {{-3.0, "most columns refer to nothing"},
                               {1.5, "the columns are named like the key columns of " + quote_identifier(target.name)}};
    if (own != 0) terms.push_back({2.0, quote_identifier(source.at(own).name) + " is named after " + quote_identifier(target.name)});
    if (begins) terms.push_back({2.0, "the table is named after " + quote_identifier(target.name)});
    if (is_only_referenced(target, key)) terms.push_back(only_referenced);
    const auto others = std::count_if(link.columns.begin(), link.columns.end(), [&](ColumnNumber column) {
        return !names_.looks_like_a_key(source, source.at(column));
    });
    if (others > 0) terms.push_back({-1.2 * static_cast<double>(others), "columns whose names do not look like keys"});
    return terms;
}

void CompositeReader::by_key(const Key &of, std::vector<CompositeLead> &found) const {
    const Table &target = *of.table;
    const Index &key = *of.index;
    std::vector<Fitting> of_columns;
    for (ColumnNumber number : key.columns) {
        of_columns.push_back(fitting(target, target.at(number)));
        if (of_columns.back().size == 0) return;
    }
    // Two tables that reference the same tables have columns in common.
    std::optional<bool> refers_itself;
    for (TableId source : sources(of, of_columns)) {
        poll();
        if (source == target.id || names_.is_hidden(target.id, input_.facts.at(source))) continue;
        LinkColumns link{source, {}, target.id, key.columns};
        ColumnNumber own = 0;
        for (std::size_t i = 0; i < of_columns.size(); ++i) {
            const Match found_here = match(of_columns[i], source, target.at(key.columns[i]));
            if (found_here.column == 0 || contains(link.columns, found_here.column)) break;
            link.columns.push_back(found_here.column);
            own = own == 0 && found_here.own ? found_here.column : own;
        }
        if (link.columns.size() < key.columns.size()) continue;
        if (own == 0 && !refers_itself) {
            refers_itself = std::all_of(key.columns.begin(), key.columns.end(), [&](ColumnNumber c) { return refers(target, c); });
        }
        const bool only_same_references = own == 0 && *refers_itself;
        if (only_same_references && !input_.sample) continue;  // only rows could prove a reference
        std::vector<Term> all = terms(input_.facts.at(source), target, key, link, own);
        if (only_same_references) all.push_back({-3.0, "both refer to the same tables"});
        found.push_back({std::move(link), std::move(all), own});
    }
}

/// Columns named after key columns, with a role as a prefix: parent_id, parent_tenant_id, parent_product_id. A key column without
/// such a counterpart is shared by both rows if it looks like a reference to their owner. A column of the primary key cannot
/// refer to a parent, because the topmost row has none.
void CompositeReader::to_itself(const Table &table, const Index &key, std::vector<CompositeLead> &found) const {
    const Index *primary = table.primary_key();
    const auto can_refer = [&](const Column &column, const Column &to) {
        return same_family(column, to) && input_.generated.count({table.id, column.number}) == 0 && !contains(key.columns, column.number) &&
               (primary == nullptr || !contains(primary->columns, column.number));
    };
    std::map<std::string, std::map<ColumnNumber, ColumnNumber>> by_role;  // for each key column, the one that references it
    for (ColumnNumber number : key.columns) {
        std::vector<std::string> ends = names_of(table, table.at(number), true);
        ends.push_back(lower(table.at(number).name));
        for (const Column &column : table.columns) {
            const std::string name = lower(column.name);
            for (const std::string &end : ends) {
                poll();
                if (!ends_with(name, "_" + end) || !can_refer(column, table.at(number))) continue;
                const std::string role = name.substr(0, name.size() - end.size() - 1);
                if (leads_to_itself(role)) by_role[role].emplace(number, column.number);
            }
        }
    }
    for (const auto &[role, columns] : by_role) {
        LinkColumns link{table.id, {}, table.id, key.columns};
        for (ColumnNumber number : key.columns) {
            const auto match = columns.find(number);
            if (match != columns.end()) {
                link.columns.push_back(match->second);
            } else if (names_.looks_like_a_key(table, table.at(number))) {
                link.columns.push_back(number);
            }
        }
        if (link.columns.size() < key.columns.size()) continue;
        std::vector<Term> terms{{-3.0, "most columns refer to nothing"},
                                {5.0, quote_identifiers(table.names(link.columns)) + " usually refer to a row of the same table"}};
        if (is_only_referenced(table, key)) terms.push_back(only_referenced);
        const bool other_would_do = primary != nullptr && primary->columns.size() == 1 && contains(key.columns, primary->columns[0]);
        if (other_would_do && !key.constraint) continue;
        found.push_back({std::move(link), std::move(terms), columns.begin()->second});
    }
}

std::vector<CompositeLead> CompositeReader::leads() const {
    std::vector<CompositeLead> found;
    for (const Key &key : keys_) {
        by_key(key, found);
        to_itself(*key.table, *key.index, found);
    }
    return found;
}

}  // namespace relmeta
