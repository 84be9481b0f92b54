// One line per table. A column is followed by its marks and then its target. Links and keys of several columns follow the
// columns, in parentheses. The legend explains only the notation in use.
#include "core/context/writer.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/context/names.hpp"
#include "core/export/choice.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

constexpr std::size_t most_names_of_left_out = 40;
const std::string rows_multiply =
    "# rows multiply: one on the left has many of each on the right, and two of these multiply each other\n";

bool has(const ColumnNames &columns, const std::string &name) {
    return std::find(columns.begin(), columns.end(), name) != columns.end();
}

/// "3 tables"
std::string counted(std::size_t count, const char *one, const char *several) {
    return std::to_string(count) + ' ' + (count == 1 ? one : several);
}

ColumnNames primary_key_of(const Table &table) { return table.names(primary_key_columns(table)); }

std::string blanks(const std::vector<std::string> &words) { return join(words, " "); }

}  // namespace

ContextWriter::ContextWriter(const ContextInput &input, const Picture &picture, std::string joins)
    : input_(input), picture_(picture), joins_(std::move(joins)) {
    rank_tables();
    if (joins_.empty()) find_ways();
}

/// Ranks bridges first, then the tables with the most links.
void ContextWriter::rank_tables() {
    const std::vector<ContextTable> &tables = picture_.tables();
    std::vector<std::size_t> order(tables.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        poll();
        if (tables[a].is_bridge != tables[b].is_bridge) return tables[a].is_bridge;
        return tables[a].degree > tables[b].degree;
    });
    rank_.resize(tables.size());
    for (std::size_t i = 0; i < order.size(); ++i) rank_[order[i]] = i;
    bridges_ = static_cast<std::size_t>(
        std::count_if(tables.begin(), tables.end(), [](const ContextTable &table) { return table.is_bridge; }));
}

/// Finds the links that lead to many rows in the opposite direction.
void ContextWriter::find_ways() {
    const std::vector<ContextTable> &tables = picture_.tables();
    std::map<std::size_t, std::vector<std::pair<const ContextTable *, const Relationship *>>> found;
    for (const ContextTable &shown : tables) {
        for (const auto *links : {&shown.ends, &shown.links}) {
            for (const ContextLink &link : *links) {
                const ContextTable *target = picture_.find(link.target);
                if (target == nullptr || !to_many(inverse(link.relationship->kind))) continue;
                found[static_cast<std::size_t>(target - tables.data())].emplace_back(&shown, link.relationship);
            }
        }
    }
    for (const auto &[place, sources] : found) {
        Way way{place, {}};
        section_ = tables[place].table->schema;
        std::map<const ContextTable *, std::size_t> links;
        for (const auto &[source, relationship] : sources) ++links[source];
        for (const auto &[source, relationship] : sources) {
            poll();
            std::string text = name(*source->table);
            if (links.at(source) > 1) {
                for (const std::string &column : relationship->source_columns) text += '.' + name(column);
            }
            way.targets.push_back(text);
        }
        ways_.push_back(std::move(way));
    }
    std::vector<std::size_t> order(ways_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return ways_[a].targets.size() > ways_[b].targets.size(); });
    for (std::size_t i = 0; i < order.size(); ++i) ways_[order[i]].rank = i;
}

std::size_t ContextWriter::most_columns() const {
    std::size_t most = 0;
    for (const ContextTable &table : picture_.tables()) most = std::max(most, table.columns.size());
    return most;
}

std::string ContextWriter::name(const std::string &name) {
    if (is_quoted_word(name)) quoted_.insert(name);
    return context_name(name);
}

std::string ContextWriter::name(const Table &table) {
    const std::string own = name(table.name);
    return table.schema == section_ ? own : name(table.schema) + '.' + own;
}

std::string ContextWriter::marks(const Table &table, const std::string &column) {
    const Column &known = table.at(column);
    const bool key = contains(primary_key_columns(table), known.number);
    const char *mark = key ? "*" : proof_of_uniqueness(table, {known.number}) != nullptr ? "!" : "";
    return std::string(mark) + (known.not_null ? "" : "?");
}

std::string ContextWriter::target_of(const ContextLink &shown) {
    const Relationship &link = *shown.relationship;
    const Table &target = input_.facts.at(shown.target);
    uses_links_ = true;
    uses_loose_ = uses_loose_ || !shown.enforced;
    std::string text = (shown.enforced ? ">" : "~>") + name(target);
    const ColumnNames columns = link.target_columns;
    if (columns == primary_key_of(target) && !is_temporal(link)) return text;
    if (columns.size() == 1) return text + '.' + name(columns.front());
    text += '(';
    for (std::size_t i = 0; i < columns.size(); ++i) {
        text += (i == 0 ? "" : is_temporal(link) && i + 1 == columns.size() ? " PERIOD " : " ") + name(columns[i]);
    }
    return text + ')';
}

std::string ContextWriter::arrow(const ContextLink &shown) {
    const std::string condition = in_comment(shown.relationship->condition);
    uses_conditions_ = uses_conditions_ || !condition.empty();
    return target_of(shown) + (condition.empty() ? "" : '{' + condition + '}');
}

/// The ends of a bridge; only the table if the column is named after it.
std::string ContextWriter::ends(const ContextTable &shown) {
    uses_bridges_ = true;
    uses_repeats_ = uses_repeats_ || !shown.pair_unique;
    const Table &table = *shown.table;
    return " bridge(" +
           join(shown.ends, ", ",
                [&](const ContextLink &end) {
                    const Relationship &link = *end.relationship;
                    const ColumnNames columns = link.source_columns;
                    if (columns.size() > 1) {
                        uses_groups_ = true;
                        return '(' +
                               join(columns, " ",
                                    [&](const std::string &column) { return name(column) + marks(table, column); }) +
                               ')' + arrow(end);
                    }
                    const Table &target = input_.facts.at(link.target);
                    const bool usual = columns.front() == target.name + "_id" &&
                                       ColumnNames(link.target_columns) == primary_key_of(target) && end.enforced;
                    uses_short_ends_ = uses_short_ends_ || usual;
                    return usual ? name(target) + marks(table, columns.front())
                                 : name(columns.front()) + marks(table, columns.front()) + arrow(end);
                }) +
           ')' + (shown.pair_unique ? "" : " repeats");
}

/// The columns that are not in an end. The plan limits the number of columns that are not in any key or link.
std::vector<std::string> ContextWriter::items(const ContextTable &shown) {
    const Table &table = *shown.table;
    ColumnNames of_ends;
    for (const ContextLink &end : shown.ends) {
        for (const std::string &column : end.relationship->source_columns) of_ends.push_back(column);
    }
    ColumnNames of_links;
    for (const ContextLink &link : shown.links) {
        for (const std::string &column : link.relationship->source_columns) of_links.push_back(column);
    }
    std::vector<std::string> items;
    std::size_t others = 0;
    for (const Column *column : shown.columns) {
        poll();
        if (has(of_ends, column->name)) continue;
        const std::string mark = marks(table, column->name);
        const bool plain = (mark.empty() || mark == "?") && !has(of_links, column->name);
        if (plain && ++others > plan_.columns) continue;
        std::string text = name(column->name) + mark;
        for (const ContextLink &link : shown.links) {
            const ColumnNames columns = link.relationship->source_columns;
            if (columns.size() == 1 && columns.front() == column->name) text += arrow(link);
        }
        items.push_back(text);
    }
    if (others > plan_.columns) {
        left_out_columns_ += others - plan_.columns;
        items.push_back('+' + std::to_string(others - plan_.columns));
    }
    return items;
}

/// Composite links and unique keys.
std::vector<std::string> ContextWriter::groups(const ContextTable &shown) {
    const Table &table = *shown.table;
    std::vector<std::string> groups;
    for (const ContextLink &link : shown.links) {
        const ColumnNames columns = link.relationship->source_columns;
        if (columns.size() == 1) continue;
        std::string text = "(";
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const bool period = is_temporal(*link.relationship) && i + 1 == columns.size();
            uses_periods_ = uses_periods_ || period;
            text += (i == 0 ? "" : period ? " PERIOD " : " ") + name(columns[i]);
        }
        groups.push_back(text + ')' + arrow(link));
    }
    ColumnNumbers of_ends;
    for (const ContextLink &end : shown.ends) {
        for (const std::string &column : end.relationship->source_columns) of_ends.push_back(table.at(column).number);
    }
    std::set<ColumnNumbers> seen;
    for (const Index *index : unique_keys(table)) {
        const bool said = shown.is_bridge && shown.pair_unique && subset(index->columns, of_ends);
        const bool readable = std::all_of(index->columns.begin(), index->columns.end(),
                                          [&](ColumnNumber number) { return table.at(number).readable; });
        const bool smaller = std::any_of(index->columns.begin(), index->columns.end(),
                                         [&](ColumnNumber number) { return proof_of_uniqueness(table, {number}) != nullptr; });
        ColumnNumbers sorted = index->columns;
        std::sort(sorted.begin(), sorted.end());
        if (said || smaller || !readable || index->columns.size() < 2 || !seen.insert(sorted).second) continue;
        if (!plan_.unique_keys) {
            ++left_out_keys_;
            continue;
        }
        groups.push_back('(' + join(table.names(index->columns), " ", [&](const std::string &column) { return name(column); }) +
                         ")!");
    }
    uses_groups_ = uses_groups_ || !groups.empty();
    return groups;
}

std::string ContextWriter::comments(const Table &table) {
    std::string text;
    const auto on_table = input_.comments.find({table.id, 0});
    if (on_table != input_.comments.end()) text += "    " + comment_literal(on_table->second) + '\n';
    for (const Column &column : table.columns) {
        const auto on_column = column.readable ? input_.comments.find({table.id, column.number}) : input_.comments.end();
        if (on_column != input_.comments.end())
            text += "    " + name(column.name) + ' ' + comment_literal(on_column->second) + '\n';
    }
    uses_comments_ = uses_comments_ || !text.empty();
    return text;
}

std::string ContextWriter::line(const ContextTable &shown) {
    const Table &table = *shown.table;
    std::string text = name(table.name);
    if (table.kind == 'v' || table.kind == 'm') text += " view";
    if (shown.is_bridge) text += ends(shown);
    std::vector<std::string> inside = items(shown);
    const std::vector<std::string> together = groups(shown);
    inside.insert(inside.end(), together.begin(), together.end());
    if (!shown.is_bridge || !inside.empty()) text += '(' + blanks(inside) + ')';
    text += '\n';
    return plan_.comments ? text + comments(table) : text;
}

std::string ContextWriter::line(const Way &way) {
    const Table &table = *picture_.tables()[way.table].table;
    section_ = table.schema;
    return (section_ == "public" ? "" : name(section_) + '.') + name(table.name) + " < " + blanks(way.targets) + '\n';
}

std::string ContextWriter::ways(const ContextPlan &plan) {
    std::string text;
    for (const Way &way : ways_) {
        if (way.rank < plan.many && rank_[way.table] < plan.tables) text += line(way);
    }
    return text.empty() ? text : rows_multiply + text;
}

std::string ContextWriter::ways_of(TableId table) {
    for (const Way &way : ways_) {
        if (picture_.tables()[way.table].table->id == table) return rows_multiply + line(way);
    }
    return {};
}

std::string ContextWriter::legend() const {
    std::string text = "# table(columns): * primary key, ! unique, ? may be null";
    if (uses_links_) text += ", > refers to that table's primary key or to the columns named after it";
    if (uses_loose_) text += ", ~> the same but not enforced";
    if (uses_conditions_) text += ", {c} only for rows where c";
    if (uses_groups_) text += ", (a b) columns together";
    if (uses_periods_) text += ", PERIOD compared by &&";
    if (left_out_columns_ != 0) text += ", +2 two more columns";
    text += '\n';
    if (uses_bridges_) {
        text += "# bridge(a, b): each row links a row of a and one of b";
        if (uses_short_ends_) text += ", by its columns a_id and b_id";
        if (uses_repeats_) text += "; repeats: a pair can occur more than once";
        text += '\n';
    }
    if (!quoted_.empty()) {
        text += "# quoted in SQL: " + join(quoted_, " ", [](const std::string &word) { return quote_identifier(word); }) + '\n';
    }
    if (uses_comments_) text += "# '...': comments stored in the database\n";
    return text;
}

std::string ContextWriter::notes(const ContextPlan &plan) const {
    std::vector<std::string> left_out;
    if (!plan.comments && !input_.comments.empty()) left_out.emplace_back("comments");
    if (plan.many < ways_.size()) {
        left_out.push_back(counted(ways_.size() - plan.many, "line", "lines") +
                           " of rows that multiply (each table by those with > to it)");
    }
    if (left_out_keys_ != 0) left_out.push_back(counted(left_out_keys_, "unique key", "unique keys") + " of several columns");
    if (left_out_columns_ != 0) left_out.push_back(counted(left_out_columns_, "column", "columns"));
    const std::vector<ContextTable> &tables = picture_.tables();
    if (plan.tables < tables.size()) {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < tables.size(); ++i) {
            const Table &table = *tables[i].table;
            if (rank_[i] >= plan.tables)
                names.push_back((table.schema == "public" ? "" : context_name(table.schema) + '.') + context_name(table.name));
        }
        std::string text = counted(names.size(), "table", "tables");
        if (plan.names_of_left_out) {
            const bool more = names.size() > most_names_of_left_out;
            if (more) names.resize(most_names_of_left_out);
            text += ": " + blanks(names) + (more ? " ..." : "");
        }
        left_out.push_back(text);
    }
    std::string text;
    if (picture_.folded() != 0)
        text += "# " +
                counted(picture_.folded(), "partition is folded into its table", "partitions are folded into their tables") +
                '\n';
    if (picture_.unreadable() != 0) {
        text += "# not shown: " + counted(picture_.unreadable(), "table", "tables") + " that this role cannot read\n";
    }
    if (!left_out.empty()) {
        text += "# left out to stay within " + std::to_string(input_.tokens) + " tokens: " + join(left_out, ", ") + '\n';
    }
    return text;
}

std::string ContextWriter::write(const ContextPlan &plan) {
    plan_ = plan;
    quoted_.clear();
    uses_groups_ = uses_loose_ = uses_periods_ = uses_repeats_ = uses_bridges_ = uses_short_ends_ = uses_links_ = uses_comments_ =
        uses_conditions_ = false;
    left_out_columns_ = left_out_keys_ = 0;
    section_ = "public";
    std::string body;
    const std::vector<ContextTable> &tables = picture_.tables();
    for (std::size_t i = 0; i < tables.size(); ++i) {
        if (rank_[i] >= plan.tables) continue;
        if (tables[i].table->schema != section_) {
            section_ = tables[i].table->schema;
            body += "schema " + name(section_) + ":\n";
        }
        body += line(tables[i]);
    }
    body += joins_ + ways(plan);
    return (tables.empty() ? "# no tables\n" : legend()) + body + notes(plan);
}

}  // namespace relmeta
