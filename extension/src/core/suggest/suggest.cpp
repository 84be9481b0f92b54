// A score is a sum of log-odds: a low prior that a column is a reference, plus evidence for and against it. Names provide
// candidates; types, indexes, statistics and rows rate them. In the end, each column has at most one target.
#include "core/suggest/suggest.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <tuple>
#include <unordered_map>

#include "core/derive/view_keys.hpp"
#include "core/model/declarations.hpp"
#include "core/suggest/composite.hpp"
#include "core/suggest/leads.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// Two targets are equally good if their scores differ by at most this.
constexpr double as_good = 0.45;

/// A suggestion under construction.
struct Candidate {
    LinkColumns link;
    std::vector<Term> terms;
    Form form = Form::noun;
    ColumnNumber own = 0;  ///< in a composite reference, the column named after the target
    std::optional<std::int64_t> orphans;

    double sum() const {
        double total = 0;
        for (const Term &term : terms) total += term.weight;
        return total;
    }
};

double probability(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

class Suggester {
public:
    explicit Suggester(const SuggestInput &input) : input_(input), names_(input) {
        if (input.tables) chosen_.insert(input.tables->begin(), input.tables->end());
        for (const Rejection &rejection : input.rejections) rejections_[rejection.source].push_back(&rejection);
    }

    std::vector<Suggestion> run();

private:
    bool chosen(const LinkColumns &link) const {
        if (input_.tables) return chosen_.count(link.source) > 0 || chosen_.count(link.target) > 0;
        return !input_.facts.at(link.source).left_out;
    }
    bool can_refer(const Table &table) const;
    bool is_known(const Table &table, const ColumnNumbers &columns, const std::string &value = {}) const;
    bool carries_key(const Table &view, const ColumnNumbers &columns) const;
    bool is_rejected(const LinkColumns &link) const;
    Nature nature(const Column &column) const {
        const auto found = input_.types.find(column.type);
        return found == input_.types.end() ? Nature::other : found->second.nature;
    }

    void collect();
    bool collect_by_values(const Table &table, const Column &column);
    void drop_hopeless(std::vector<Candidate> &of_column) const;
    void collect_composite();
    void drop_parts();
    Candidate candidate(const Table &table, const Column &column, const Lead &lead, const std::string &condition = {}) const;
    void judge_by_type(const Table &table, const Column &column, const Table &target, const Column &key, Candidate &of) const;
    void judge_types(Candidate &of) const;
    void judge_by_structure(const Table &table, const Column &column, const Table &target, Candidate &of) const;
    bool is_indexed(const Table &table, ColumnNumber column) const;
    void judge_by_habit();
    void judge_by_statistics(Candidate &of) const;
    void judge_by_rows(Candidate &of) const;
    void look_up_rows();
    void choose(std::vector<Candidate> &of_column);
    bool prefer(const Candidate &a, const Candidate &b) const;
    void break_circles();
    Suggestion finished(Candidate candidate) const;
    std::string fix(const Candidate &candidate) const;

    const SuggestInput &input_;
    NameReader names_;
    std::set<TableId> chosen_;
    std::unordered_map<TableId, std::vector<const Rejection *>> rejections_;
    std::vector<std::vector<Candidate>> open_;       ///< grouped by column
    std::vector<Candidate> picked_;
    std::unordered_map<TableId, int> popularity_;  ///< the number of likely references to a table; foreign keys count twice
};

// Tables and columns that can have references

/// A view is considered only if requested by name; partitions are covered by their partitioned table.
bool Suggester::can_refer(const Table &table) const {
    if (table.is_partition) return false;
    return table.kind == 'r' || table.kind == 'p' || table.kind == 'f' || chosen_.count(table.id) > 0;
}

/// Whether the columns already have a foreign key or a declared relationship, or belong to a view and carry a key. With a value
/// of the type column, the condition of the declaration must mention it.
bool Suggester::is_known(const Table &table, const ColumnNumbers &columns, const std::string &value) const {
    const ColumnNumbers wanted = united(columns, {});
    return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                       [&](const ForeignKey &key) { return united(key.columns, {}) == wanted; }) ||
           std::any_of(table.declared.begin(), table.declared.end(),
                       [&](const RelationshipDeclaration &declared) {
                           return united(declared.columns, {}) == wanted &&
                                  (value.empty() || declared.condition.empty() ||
                                   declared.condition.find(quote_literal(value)) != std::string::npos);
                       }) ||
           carries_key(table, wanted);
}

bool Suggester::carries_key(const Table &view, const ColumnNumbers &columns) const {
    if (!view.is_view()) return false;
    ViewKeys keys(input_.facts);
    const std::vector<CarriedKey> &carried = keys.of(view);
    return std::any_of(carried.begin(), carried.end(), [&](const CarriedKey &key) {
        return key.key != nullptr && united(key.columns, {}) == columns;
    });
}

bool Suggester::is_rejected(const LinkColumns &link) const {
    const auto of_table = rejections_.find(link.source);
    return of_table != rejections_.end() &&
           std::any_of(of_table->second.begin(), of_table->second.end(), [&](const Rejection *rejection) {
               return united(rejection->columns, {}) == united(link.columns, {}) &&
                      (rejection->target == 0 || rejection->target == link.target);
           });
}

/// A value that is empty, too long or has control characters is not a name.
bool is_name(const std::string &value) {
    return !value.empty() && value.size() <= longest_type_value &&
           std::none_of(value.begin(), value.end(), [](unsigned char c) { return c < 32 || c == 127; });
}

/// Whether the column's name itself leads to a table, whatever its type column says.
bool names_a_table(const Lead &lead) {
    return lead.form == Form::declared || lead.form == Form::key || lead.form == Form::noun || lead.form == Form::own ||
           lead.form == Form::short_noun || lead.form == Form::role;
}

/// For a polymorphic key, adds candidates for each value of the type column that names a table. Returns false if none does. If
/// the column itself names a table, the type column may have another purpose, unless all its values name tables.
bool Suggester::collect_by_values(const Table &table, const Column &column) {
    const Column *type = names_.has_type_beside(table, column);
    if (type == nullptr || !input_.values) return false;
    const std::vector<std::string> values = input_.values({table.id, type->number});
    std::vector<std::pair<std::string, std::vector<Lead>>> named;
    for (const std::string &value : values) {
        poll();
        if (is_name(value)) named.emplace_back(value, names_.leads(table, column, *type, value));
        if (!named.empty() && named.back().second.empty()) named.pop_back();
    }
    if (named.empty()) return false;
    const std::vector<Lead> own = named.size() < values.size() ? names_.leads(table, column) : std::vector<Lead>();
    if (std::any_of(own.begin(), own.end(), names_a_table)) return false;
    for (const auto &[value, leads] : named) {
        if (is_known(table, {column.number}, value)) continue;
        const std::string condition = quote_identifier(type->name) + " = " + quote_literal(value);
        std::vector<Candidate> candidates;
        for (const Lead &lead : leads) candidates.push_back(candidate(table, column, lead, condition));
        open_.push_back(std::move(candidates));
    }
    return true;
}

/// Drops candidates that are too weak for choose(), unless rows may still change the order.
void Suggester::drop_hopeless(std::vector<Candidate> &of_column) const {
    if (input_.sample) return;
    double best = -std::numeric_limits<double>::infinity();
    for (const Candidate &candidate : of_column) {
        if (!is_rejected(candidate.link)) best = std::max(best, candidate.sum());
    }
    of_column.erase(std::remove_if(of_column.begin(), of_column.end(), [&](const Candidate &c) { return best - c.sum() >= as_good; }), of_column.end());
}

void Suggester::collect() {
    for (const Table *table : names_.tables()) {
        if (!can_refer(*table)) continue;
        for (const Column &column : table->columns) {
            poll();
            if (input_.generated.count({table->id, column.number}) > 0) continue;
            if (collect_by_values(*table, column) || is_known(*table, {column.number})) continue;
            std::vector<Candidate> candidates;
            const bool polymorphic = names_.is_polymorphic(*table, column);
            for (const Lead &lead : names_.leads(*table, column)) {
                if (!polymorphic || names_a_table(lead)) candidates.push_back(candidate(*table, column, lead));
            }
            drop_hopeless(candidates);
            if (!candidates.empty()) open_.push_back(std::move(candidates));
        }
    }
    for (const Table *table : names_.tables()) {
        for (const ForeignKey &key : table->foreign_keys) popularity_[key.target] += 2;
    }
    for (const std::vector<Candidate> &candidates : open_) {
        const auto sure = std::max_element(candidates.begin(), candidates.end(),
                                           [](const Candidate &a, const Candidate &b) { return a.sum() < b.sum(); });
        if (sure->sum() > 1 && sure->link.condition.empty()) ++popularity_[sure->link.target];
    }
    judge_by_habit();
}

/// Whether an index starts with the column, or a unique index contains it.
bool Suggester::is_indexed(const Table &table, ColumnNumber column) const {
    return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) {
        return index.valid && (index.unique ? contains(index.columns, column) : !index.columns.empty() && index.columns[0] == column);
    });
}

/// In a schema that usually indexes references, a column without an index is less likely to be one.
void Suggester::judge_by_habit() {
    int indexed = 0;
    int plain = 0;
    const auto count = [&](const Table &table, ColumnNumber column) { ++(is_indexed(table, column) ? indexed : plain); };
    for (const Table *table : names_.tables()) {
        for (const ForeignKey &key : table->foreign_keys) count(*table, key.columns[0]);
    }
    const auto polymorphic = [](const std::vector<Candidate> &candidates) { return !candidates[0].link.condition.empty(); };
    for (const std::vector<Candidate> &candidates : open_) {
        if (!polymorphic(candidates) && std::any_of(candidates.begin(), candidates.end(), [](const Candidate &c) { return c.sum() > 1; })) {
            count(input_.facts.at(candidates[0].link.source), candidates[0].link.columns[0]);
        }
    }
    if (indexed < 5 || indexed * 2 < plain) return;
    for (std::vector<Candidate> &candidates : open_) {
        if (polymorphic(candidates) || is_indexed(input_.facts.at(candidates[0].link.source), candidates[0].link.columns[0])) continue;
        for (Candidate &candidate : candidates) {
            candidate.terms.push_back({-1.4, "no index serves it, although most references have one"});
        }
    }
}

void Suggester::collect_composite() {
    std::map<std::pair<TableId, ColumnNumbers>, std::vector<Candidate>> by_columns;
    for (CompositeLead &lead : CompositeReader(input_, names_).leads()) {
        const Table &table = input_.facts.at(lead.link.source);
        const ColumnNumbers columns = united(lead.link.columns, {});
        if (is_known(table, columns)) continue;
        Candidate made;
        made.form = Form::key;
        made.own = lead.own;
        made.link = std::move(lead.link);
        made.terms = std::move(lead.terms);
        judge_types(made);
        by_columns[{table.id, columns}].push_back(std::move(made));
    }
    for (auto &entry : by_columns) open_.push_back(std::move(entry.second));
}

/// Drops a single-column reference if a composite reference to the same table contains the column, or if the column is the one
/// named after the target of a composite reference.
void Suggester::drop_parts() {
    std::map<TableId, std::vector<const Candidate *>> wholes;
    for (const Candidate &candidate : picked_) {
        if (candidate.link.columns.size() > 1 && probability(candidate.sum()) >= input_.min_score) wholes[candidate.link.source].push_back(&candidate);
    }
    const auto is_part = [&](const Candidate &candidate) {
        const LinkColumns &part = candidate.link;
        const auto of_table = wholes.find(part.source);
        return part.columns.size() == 1 && of_table != wholes.end() &&
               std::any_of(of_table->second.begin(), of_table->second.end(), [&](const Candidate *whole) {
                   return whole->own == part.columns[0] || (whole->link.target == part.target && contains(whole->link.columns, part.columns[0]));
               });
    };
    std::vector<bool> gone;
    for (const Candidate &candidate : picked_) gone.push_back(is_part(candidate));
    std::size_t i = 0;
    picked_.erase(std::remove_if(picked_.begin(), picked_.end(), [&](const Candidate &) { return gone[i++]; }), picked_.end());
}

// Evidence

/// Adds the term for the types of a composite key.
void Suggester::judge_types(Candidate &of) const {
    const Table &source = input_.facts.at(of.link.source);
    const Table &target = input_.facts.at(of.link.target);
    bool same = true;
    for (std::size_t i = 0; i < of.link.columns.size(); ++i) {
        const Column &column = source.at(of.link.columns[i]);
        const Column &key = target.at(of.link.target_columns[i]);
        same = same && column.type == key.type && column.type_modifier == key.type_modifier;
    }
    of.terms.push_back(same ? Term{0.5, "both have the same types"} : Term{-0.6, "the types differ"});
}

Candidate Suggester::candidate(const Table &table, const Column &column, const Lead &lead, const std::string &condition) const {
    const Table &target = input_.facts.at(lead.target);
    Candidate made;
    made.link = {table.id, {column.number}, lead.target, {lead.key}, condition};
    made.form = lead.form;
    made.terms = {{-3.0, "most columns refer to nothing"}, lead.term};
    judge_by_type(table, column, target, target.at(lead.key), made);
    judge_by_structure(table, column, target, made);
    // Statistics cover all rows, whatever they refer to.
    if (input_.statistics && condition.empty()) judge_by_statistics(made);
    return made;
}

void Suggester::judge_by_type(const Table &table, const Column &column, const Table &target, const Column &key, Candidate &of) const {
    const Nature kind = nature(column);
    if (column.type == key.type && column.type_modifier == key.type_modifier) {
        of.terms.push_back({0.5, "both have the same type"});
    } else if (column.type == key.type) {
        of.terms.push_back({-1.5, "the lengths or precisions differ"});
    } else {
        of.terms.push_back({-1.5, "the types differ"});
    }
    if (kind == Nature::other) of.terms.push_back({-3.0, "keys rarely have this type"});
    if (column.collation != key.collation && kind == Nature::text) of.terms.push_back({-1.0, "the collations differ"});
    const Index *primary = target.primary_key();
    const bool is_primary = primary != nullptr && primary->columns == of.link.target_columns;
    if (!is_primary) of.terms.push_back({-0.8, quote_identifier(key.name) + " is not the primary key of " + quote_identifier(target.name)});
    const bool text = kind == Nature::text && !names_.looks_like_a_key(table, column) && of.form != Form::key;
    if (text) of.terms.push_back({-1.5, "text whose name does not look like a key"});
}

void Suggester::judge_by_structure(const Table &table, const Column &column, const Table &target, Candidate &of) const {
    const Column *type = names_.has_type_beside(table, column);
    const auto led = [&](const Index &index) {
        const std::size_t first = of.form == Form::value && !index.columns.empty() && index.columns[0] == type->number ? 1 : 0;
        return index.valid && index.columns.size() > first && index.columns[first] == column.number;
    };
    const Index *primary = table.primary_key();
    const bool whole_key = primary != nullptr && primary->columns == ColumnNumbers{column.number};
    if (std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &index) { return led(index) && !index.unique; })) {
        of.terms.push_back({0.7, of.form == Form::value ? "an index serves it" : "an index starts with it"});
    } else if (primary != nullptr && primary->columns.size() > 1 && contains(primary->columns, column.number)) {
        of.terms.push_back({0.5, "it is part of a composite primary key"});
    } else if (of.form == Form::role) {
        of.terms.push_back({-0.5, "a role precedes the name, and no index serves it"});
    }
    if (whole_key && of.form != Form::extension) {
        const bool target_makes_own = input_.generated.count({target.id, of.link.target_columns[0]}) > 0;
        of.terms.push_back({(target_makes_own ? -0.5 : -1.4) - (of.form == Form::role ? 1.5 : 0.0), "it is the whole primary key of " + quote_identifier(table.name)});
    }
    if (names_.keeps_what_was(table)) of.terms.push_back({-2.0, "rows of a log or a copy outlive the rows they refer to"});
    if (type != nullptr && of.form != Form::noun && of.form != Form::value) of.terms.push_back({-3.0, quote_identifier(type->name) + " selects the table that it refers to"});
}

void Suggester::judge_by_statistics(Candidate &of) const {
    const auto source = input_.statistics({of.link.source, of.link.columns[0]});
    const auto target = input_.statistics({of.link.target, of.link.target_columns[0]});
    if (!source || !target) return;
    if (source->distinct > 10 && target->rows > 0 && source->distinct > target->rows * 1.1) {
        of.terms.push_back({source->distinct > target->rows * 2 ? -4.0 : -2.0, "it has more distinct values than the key"});
    }
    if (source->low && source->high && target->low && target->high && *target->high > *target->low) {
        const double slack = 0.02 * (*target->high - *target->low);
        if (*source->high > *target->high + slack || *source->low < *target->low - slack) {
            const bool apart = *source->low > *target->high || *source->high < *target->low;
            of.terms.push_back({apart ? -4.0 : -2.0, "its values are outside the range of the key"});
        } else {
            of.terms.push_back({0.3, "its values are within the range of the key"});
        }
    }
}

/// The weight of containment: high for random values, low for small integers, which often contain each other by chance.
void Suggester::judge_by_rows(Candidate &of) const {
    const std::optional<Sample> sample = input_.sample(of.link);
    if (!sample) return;
    of.orphans = sample->missing;
    if (sample->values == 0) return;
    const double missing = static_cast<double>(sample->missing) / static_cast<double>(sample->values);
    const std::string of_all = std::to_string(sample->missing) + " of " + std::to_string(sample->values) +
                               (sample->complete ? " values" : " sampled values") + " are not in the key";
    if (sample->missing == 0) {
        const Nature kind = nature(input_.facts.at(of.link.source).at(of.link.columns[0]));
        const double most = kind == Nature::number ? 0.6 : 3.0;
        const double weight = most * std::min(1.0, static_cast<double>(sample->values) / 20);
        of.terms.push_back({weight, "all " + std::to_string(sample->values) + (sample->complete ? " values" : " sampled values") +
                                        " are in the key"});
    } else {
        of.terms.push_back({missing > 0.5 ? -6.0 : missing > 0.1 ? -3.5 : missing > 0.01 ? -1.5 : -0.5, of_all});
    }
}

// Choice

/// Whether to prefer `a` to an equally good `b` because its target is far more popular. See popularity_.
bool Suggester::prefer(const Candidate &a, const Candidate &b) const {
    const auto popularity = [&](const Candidate &of) {
        const auto found = popularity_.find(of.link.target);
        return found == popularity_.end() ? 0 : found->second;
    };
    const int left = popularity(a);
    const int right = popularity(b);
    return left >= 2 * right + 2;
}

/// Picks one of a column's candidates, or none if two are equally good.
void Suggester::choose(std::vector<Candidate> &of_column) {
    of_column.erase(std::remove_if(of_column.begin(), of_column.end(), [&](const Candidate &c) { return is_rejected(c.link); }),
                    of_column.end());
    if (of_column.empty()) return;
    std::stable_sort(of_column.begin(), of_column.end(), [](const Candidate &a, const Candidate &b) { return a.sum() > b.sum(); });
    std::size_t best = 0;
    for (std::size_t i = 1; i < of_column.size() && of_column[0].sum() - of_column[i].sum() < as_good; ++i) {
        if (prefer(of_column[i], of_column[best])) best = i;
    }
    for (std::size_t i = 0; i < of_column.size() && of_column[0].sum() - of_column[i].sum() < as_good; ++i) {
        if (i != best && !prefer(of_column[best], of_column[i])) return;
    }
    picked_.push_back(std::move(of_column[best]));
}

/// If two keys reference each other by the same columns, keeps only the stronger one.
void Suggester::break_circles() {
    std::map<std::tuple<TableId, ColumnNumbers, TableId, ColumnNumbers>, std::size_t> places;
    for (std::size_t i = 0; i < picked_.size(); ++i) {
        const LinkColumns &link = picked_[i].link;
        places[{link.source, link.columns, link.target, link.target_columns}] = i;
    }
    std::vector<bool> gone(picked_.size());
    for (std::size_t i = 0; i < picked_.size(); ++i) {
        const LinkColumns &link = picked_[i].link;
        const auto back = places.find({link.target, link.target_columns, link.source, link.columns});
        if (back != places.end() && picked_[back->second].sum() >= picked_[i].sum()) {
            gone[i] = !gone[back->second];
        }
    }
    std::size_t i = 0;
    picked_.erase(std::remove_if(picked_.begin(), picked_.end(), [&](const Candidate &) { return gone[i++]; }), picked_.end());
}

// Output

/// A NOT VALID foreign key if one is possible and no orphans were found; otherwise a declaration.
std::string Suggester::fix(const Candidate &candidate) const {
    const Table &source = input_.facts.at(candidate.link.source);
    const Table &target = input_.facts.at(candidate.link.target);
    const ColumnNames columns = source.names(candidate.link.columns);
    const ColumnNames target_columns = target.names(candidate.link.target_columns);
    const std::string source_name = quote_qualified(source.schema, source.name);
    const std::string target_name = quote_qualified(target.schema, target.name);
    const bool can_be_key = candidate.link.condition.empty() && source.kind == 'r' && (target.kind == 'r' || target.kind == 'p');
    if (can_be_key && candidate.orphans.value_or(0) == 0) {
        return "ALTER TABLE " + source_name + " ADD FOREIGN KEY (" + quote_identifiers(columns) + ") REFERENCES " + target_name +
               " (" + quote_identifiers(target_columns) + ") NOT VALID;";
    }
    return declaration_of(input_.facts, candidate.link);
}

Suggestion Suggester::finished(Candidate candidate) const {
    const Table &source = input_.facts.at(candidate.link.source);
    Suggestion made;
    made.link = candidate.link;
    made.score = probability(candidate.sum());
    made.kind = kind_of(proof_of_uniqueness(source, candidate.link.columns, candidate.link.condition) == nullptr, false);
    made.orphans = candidate.orphans;
    made.fix = fix(candidate);
    made.terms = std::move(candidate.terms);
    return made;
}

/// Looks up rows for all possible suggestions, the most likely first, until time is up. This precedes the choice, because rows
/// can distinguish candidates that names cannot.
void Suggester::look_up_rows() {
    constexpr double least = -2.2;  // a score of 0.1; rows cannot raise a lower one enough
    std::vector<Candidate *> worth;
    for (std::vector<Candidate> &of_column : open_) {
        for (Candidate &candidate : of_column) {
            if (chosen(candidate.link) && !is_rejected(candidate.link) && candidate.sum() > least) worth.push_back(&candidate);
        }
    }
    std::stable_sort(worth.begin(), worth.end(), [](const Candidate *a, const Candidate *b) { return a->sum() > b->sum(); });
    for (Candidate *candidate : worth) {
        poll();
        judge_by_rows(*candidate);
    }
}

std::vector<Suggestion> Suggester::run() {
    collect();
    collect_composite();
    if (input_.sample) look_up_rows();
    for (std::vector<Candidate> &of_column : open_) choose(of_column);
    break_circles();
    drop_parts();
    std::vector<Suggestion> result;
    for (Candidate &candidate : picked_) {
        poll();
        if (chosen(candidate.link) && probability(candidate.sum()) >= input_.min_score) result.push_back(finished(std::move(candidate)));
    }
    std::stable_sort(result.begin(), result.end(), [](const Suggestion &a, const Suggestion &b) { return a.score > b.score; });
    return result;
}

}  // namespace

std::string declaration_of(const Facts &facts, const LinkColumns &link) {
    const Table &source = facts.at(link.source);
    const Table &target = facts.at(link.target);
    const auto array = [](const ColumnNames &names) {
        return "ARRAY[" + join(names, ", ", quote_literal) + "]::pg_catalog.name[]";
    };
    const std::string quoted = link.condition.find('$') == std::string::npos ? "$$" + link.condition + "$$" : quote_literal(link.condition);
    return "SELECT relmeta.declare_relationship(" + quote_literal(quote_qualified(source.schema, source.name)) + ", " +
           array(source.names(link.columns)) + ", " + quote_literal(quote_qualified(target.schema, target.name)) + ", " +
           array(target.names(link.target_columns)) + (link.condition.empty() ? "" : ", condition => " + quoted) + ");";
}

std::vector<Suggestion> suggest(const SuggestInput &input) { return Suggester(input).run(); }

std::string to_string(const Term &term) {
    char weight[16];
    std::snprintf(weight, sizeof(weight), "%+.1f ", term.weight);
    return weight + term.text;
}

}  // namespace relmeta
