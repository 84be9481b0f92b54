// Joins as in join_sql, with names that show every character. Remarks use the notation of the table lines.
#include "core/context/joins.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/context/names.hpp"
#include "core/query/aliases.hpp"
#include "core/query/join.hpp"
#include "core/query/other_ways.hpp"
#include "core/query/tree.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// The relationships whose columns the picture shows, with those of folded partitions as relationships of the partitioned table.
std::vector<Relationship> known_relationships(const ContextInput &input, const Picture &picture) {
    const auto reads = [&](TableId table, const ColumnNames &columns) {
        const ContextTable *shown = picture.find(table);
        return shown != nullptr && std::all_of(columns.begin(), columns.end(), [&](const std::string &column) {
                   const Column *known = shown->table->column(column);
                   return known != nullptr && known->readable;
               });
    };
    std::vector<Relationship> known;
    for (const Relationship &r : input.relationships) {
        poll();
        const bool through =
            r.bridge == 0 || (reads(r.bridge, r.bridge_source_columns) && reads(r.bridge, r.bridge_target_columns));
        if (reads(r.source, r.source_columns) && reads(r.target, r.target_columns) && through) known.push_back(r);
    }
    for (const ContextTable &table : picture.tables()) {
        for (const auto *links : {&table.links, &table.ends}) {
            for (const ContextLink &link : *links) {
                if (link.relationship->source == table.table->id) continue;
                Relationship lifted = *link.relationship;
                lifted.source = lifted.holder = table.table->id;
                known.push_back(lifted);
                std::swap(lifted.source, lifted.target);
                std::swap(lifted.source_columns, lifted.target_columns);
                lifted.kind = inverse(lifted.kind);
                lifted.reverse = true;
                lifted.required = false;
                lifted.name = link.relationship->inverse;
                known.push_back(lifted);
            }
        }
    }
    return known;
}

class Joins {
public:
    Joins(const ContextInput &input, const std::vector<Relationship> &known) : facts_(input.facts), known_(known) {
        // The requested tables get their names first.
        for (const TableId table : *input.tables) aliases_[table] = taken_.take(facts_.at(table).name);
        text_ = "FROM " + from(input.tables->front(), aliases_.at(input.tables->front())) + '\n';
    }

    void add(const TreeStep &step);
    void add(const OtherWay &way);
    std::string text() const;

private:
    const std::string &alias(TableId table) {
        std::string &alias = aliases_[table];
        if (alias.empty()) alias = taken_.take(facts_.at(table).name);
        return alias;
    }
    std::string from(TableId id, const std::string &alias) const {
        const Table &table = facts_.at(id);
        return sql_name(table.schema) + '.' + sql_name(table.name) + (alias == table.name ? "" : " AS " + sql_name(alias));
    }
    void join_table(bool certain, TableId table, const std::string &alias, const std::string &on) {
        text_ += (certain ? "JOIN " : "LEFT JOIN ") + from(table, alias) + " ON " + on + '\n';
    }
    static std::string equal(const std::string &left, const ColumnNames &columns, const std::string &right,
                             const ColumnNames &others, bool periods);
    std::string label(const Relationship &relationship) const;
    std::string labels(const std::vector<Step> &steps) const {
        return join(steps, ", ", [&](const Step &step) { return label(known_[step.row]); });
    }

    const Facts &facts_;
    const std::vector<Relationship> &known_;
    Aliases taken_;
    std::map<TableId, std::string> aliases_;
    std::set<TableId> uncertain_;
    std::map<TableId, TableId> from_;  ///< the preceding table in the tree
    std::vector<TableId> multiplied_;  ///< tables whose join can multiply rows
    std::vector<std::string> multiplying_;
    std::vector<std::string> remarks_;
    std::string text_;
};

std::string Joins::equal(const std::string &left, const ColumnNames &columns, const std::string &right, const ColumnNames &others,
                         bool periods) {
    std::string text;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const char *sign = periods && i + 1 == columns.size() ? " && " : " = ";
        text += (i == 0 ? "" : " AND ") + sql_name(left) + '.' + sql_name(columns[i]) + sign + sql_name(right) + '.' +
                sql_name(others[i]);
    }
    return text;
}

/// a.b_id>b along a key, b<a.b_id against it, a<a_b>b through a bridge.
std::string Joins::label(const Relationship &r) const {
    const auto name = [&](TableId table) { return context_name(facts_.at(table).name); };
    if (r.bridge != 0) return name(r.source) + '<' + name(r.bridge) + '>' + name(r.target);
    const auto columns = [&](TableId table, const ColumnNames &of_table) {
        const std::string list = join(of_table, " ", context_name);
        return name(table) + '.' + (of_table.size() == 1 ? list : '(' + list + ')');
    };
    return r.reverse ? name(r.source) + '<' + columns(r.target, r.target_columns)
                     : columns(r.source, r.source_columns) + '>' + name(r.target);
}

void Joins::add(const TreeStep &step) {
    poll();
    const Relationship &r = known_[step.step.row];
    const std::string source = alias(r.source);
    const bool certain = uncertain_.count(r.source) == 0 && always_finds_a_row(r, facts_);
    if (!certain) uncertain_.insert(r.target);
    if (r.bridge == 0) {
        const std::string &target = alias(r.target);
        join_table(certain, r.target, target,
                   equal(source, r.source_columns, target, r.target_columns, is_temporal(r)) +
                       and_condition(r, quote_identifier(r.reverse ? target : source)));
    } else {
        const std::string bridge = taken_.take(facts_.at(r.bridge).name);
        const std::string &target = alias(r.target);
        join_table(certain, r.bridge, bridge, equal(source, r.source_columns, bridge, r.bridge_source_columns, false) +
                                                   and_condition(r, quote_identifier(bridge)));
        join_table(certain, r.target, target, equal(bridge, r.bridge_target_columns, target, r.target_columns, false));
    }
    from_[r.target] = r.source;
    if (can_multiply(r, facts_)) {
        multiplied_.push_back(r.target);
        multiplying_.push_back(label(r));
    }
    for (const std::uint32_t row : step.alternatives) remarks_.push_back(label(r) + " could be " + label(known_[row]));
}

void Joins::add(const OtherWay &way) { remarks_.push_back(labels(way.part) + " could be " + labels(way.instead)); }

std::string Joins::text() const {
    const auto leads_to = [&](TableId above, TableId table) {
        for (auto at = from_.find(table); at != from_.end(); at = from_.find(at->second)) {
            if (at->second == above) return true;
        }
        return false;
    };
    bool each_other = false;
    for (std::size_t i = 0; i < multiplied_.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            each_other = each_other || (!leads_to(multiplied_[i], multiplied_[j]) && !leads_to(multiplied_[j], multiplied_[i]));
        }
    }
    std::string text = "# joins, keeping all rows of the first table:\n" + text_;
    if (!multiplying_.empty())
        text +=
            "# rows multiply: " + join(multiplying_, ", ") + (each_other ? "; several of these multiply each other" : "") + '\n';
    for (const std::string &remark : remarks_) text += "# " + remark + '\n';
    return text;
}

}  // namespace

ContextJoins context_joins(const ContextInput &input, const Picture &picture) {
    const std::vector<TableId> &tables = *input.tables;
    const std::vector<Relationship> known = known_relationships(input, picture);
    const Graph graph = build_graph(known);
    ContextJoins result{tables, ""};
    const Tree tree = find_tree(graph, tables, input.facts);
    if (tree.steps.empty()) return result;
    Joins joins(input, known);
    for (const TreeStep &step : tree.steps) {
        joins.add(step);
        result.tables.push_back(step.step.target);
        if (step.step.bridge != 0) result.tables.push_back(step.step.bridge);
    }
    for (const OtherWay &way : find_other_ways(graph, tree, tables)) joins.add(way);
    result.text = joins.text();
    if (!tree.exact) result.text += "# with this many tables, the tree may not be the cheapest\n";
    return result;
}

}  // namespace relmeta
