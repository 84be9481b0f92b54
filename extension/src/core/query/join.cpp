// Joins follow the tree from the root. A relationship through a bridge joins the bridge first.
#include "core/query/join.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/model/condition.hpp"
#include "core/query/aliases.hpp"
#include "core/query/fan_out.hpp"
#include "core/query/json_object.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// A selected column.
struct Output {
    std::string label;
    std::string alias;
    std::string column;
    std::string expression() const { return quote_qualified(alias, column); }
};

/// A table to join, with its condition.
struct Item {
    TableId table;
    std::string alias;
    std::string on;
};

/// Builds one SELECT.
class Select {
public:
    Select(const std::vector<TableId> &tables, const Facts &facts) : facts_(facts) {
        // The requested tables get their names first.
        for (const TableId table : tables) names_[table] = aliases_.take(facts.at(table).name);
        from_ = "FROM " + from_item(facts.at(tables.front()), names_[tables.front()]) + "\n";
    }

    /// Joins rows.
    void add(const JoinStep &step);
    /// Joins an aggregate.
    void add(const Branch &branch);
    void add_rivals(const JoinStep &step);
    void add(const JoinWay &way);
    /// Selects every readable column of these tables, and the aggregates.
    void select(const std::vector<TableId> &tables);
    std::string text() const;

private:
    /// The readable columns of these tables. The labels are unique.
    std::vector<Output> columns(const std::vector<TableId> &tables, Aliases &labels);
    /// The column names that need a prefix: several tables have the column, or it equals another prefixed name.
    std::set<std::string> shared_names(const std::vector<TableId> &tables) const;
    std::vector<Item> items(const JoinStep &step);
    /// The JOIN of each item of the step; records tables that may have no row.
    std::string joins(const JoinStep &step, const std::string &indent);
    std::string join_line(bool certain, const Item &item) const;
    std::string aggregate(const Branch &branch);
    const std::string &name_of(TableId table);
    std::string label(const Relationship &relationship, const std::string &name) const;

    const Facts &facts_;
    Aliases aliases_;
    std::map<TableId, std::string> names_;
    std::set<TableId> uncertain_;  ///< joined by LEFT JOIN
    std::vector<std::string> columns_;
    std::string from_;
    std::vector<KeyAndExpression> aggregates_;  ///< label and expression
    std::vector<std::string> aggregated_;
    std::vector<std::string> multiplying_;
    std::vector<std::string> rivals_;
    std::vector<std::string> other_ways_;
    std::vector<std::string> unreadable_;
};

const std::string &Select::name_of(TableId table) {
    std::string &name = names_[table];
    if (name.empty()) name = aliases_.take(facts_.at(table).name);
    return name;
}

std::string Select::label(const Relationship &relationship, const std::string &name) const {
    return in_comment(facts_.at(relationship.source).name + "." + name);
}

std::vector<Item> Select::items(const JoinStep &step) {
    const Relationship &r = step.relationship;
    const std::string source = quote_identifier(name_of(r.source));
    if (r.bridge == 0) {
        const std::string &target = name_of(r.target);
        return {{r.target, target, condition(r, source, "", quote_identifier(target))}};
    }
    const std::string bridge = aliases_.take(facts_.at(r.bridge).name);
    const std::string &target = name_of(r.target);
    const std::string through = quote_identifier(bridge);
    return {{r.bridge, bridge, equal_columns(source, r.source_columns, through, r.bridge_source_columns) + and_condition(r, through)},
            {r.target, target, equal_columns(through, r.bridge_target_columns, quote_identifier(target), r.target_columns)}};
}

std::string Select::join_line(bool certain, const Item &item) const {
    return (certain ? "JOIN " : "LEFT JOIN ") + from_item(facts_.at(item.table), item.alias) + " ON " + item.on + "\n";
}

std::string Select::joins(const JoinStep &step, const std::string &indent) {
    poll();
    const Relationship &r = step.relationship;
    const bool certain = uncertain_.count(r.source) == 0 && always_finds_a_row(r, facts_);
    if (!certain) uncertain_.insert(r.target);
    std::string lines;
    for (const Item &item : items(step)) lines += indent + join_line(certain, item);
    return lines;
}

void Select::add(const JoinStep &step) {
    from_ += joins(step, "");
    if (can_multiply(step.relationship, facts_)) multiplying_.push_back(label(step.relationship, step.relationship.name));
}

void Select::add_rivals(const JoinStep &step) {
    const Relationship &r = step.relationship;
    for (const std::string &name : step.alternatives) rivals_.push_back(label(r, r.name) + " could be " + label(r, name));
}

void Select::add(const JoinWay &way) {
    const auto labelled = [this](const Relationship &relationship) { return label(relationship, relationship.name); };
    other_ways_.push_back(join(way.part, ", ", labelled) + " could be " + join(way.instead, ", ", labelled));
}

/// Whether rows are linked exactly if GROUP BY considers their values equal. Not with periods, which overlap, with different
/// types or collations, under a condition, or with declared columns, whose type may have no order.
bool can_group(const Relationship &relationship, const Facts &facts) {
    const Relationship &r = relationship;
    if (is_temporal(r) || r.constraint.empty() || !r.condition.empty() || (r.bridge != 0 && !r.enforced)) return false;
    const Table &source = facts.at(r.source);
    const Table &linked = facts.at(r.bridge == 0 ? r.target : r.bridge);
    const ColumnNames &columns = r.bridge == 0 ? r.target_columns : r.bridge_source_columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Column &a = source.at(r.source_columns[i]);
        const Column &b = linked.at(columns[i]);
        if (a.type != b.type || a.collation != b.collation) return false;
    }
    return true;
}

/// jsonb_agg of the columns, in the order of the top table's primary key.
std::string Select::aggregate(const Branch &branch) {
    const TableId top = branch.path.back()->relationship.target;
    const Table &table = facts_.at(top);
    const Index *key = table.primary_key();
    std::vector<std::string> order;
    for (const ColumnNumber number : key != nullptr ? key->columns : ColumnNumbers()) {
        const Column &column = table.at(number);
        if (column.readable) order.push_back(quote_qualified(name_of(top), column.name));
    }
    Aliases labels;
    std::vector<KeyAndExpression> pairs;
    for (const Output &column : columns(branch.tables, labels)) pairs.emplace_back(column.label, column.expression());
    return "pg_catalog.jsonb_agg(" + json_object(pairs, "           ") + (order.empty() ? "" : " ORDER BY " + join(order, ", ")) +
           ")";
}

/// Adds a subquery that aggregates the branch: grouped by the columns of the link if possible, otherwise LATERAL.
void Select::add(const Branch &branch) {
    const std::string indent = "    ";
    const Relationship &first = branch.path[branch.start]->relationship;
    const bool grouped = can_group(first, facts_);
    Item link{0, "", ""};
    std::string from;
    for (std::size_t i = branch.start; i < branch.path.size(); ++i) {
        for (const Item &item : items(*branch.path[i])) {
            if (from.empty()) {
                link = item;
                from = indent + "FROM " + from_item(facts_.at(item.table), item.alias) + "\n";
            } else {
                from += indent + join_line(true, item);
            }
        }
    }
    for (const JoinStep *step : branch.more) from += joins(*step, indent);

    const ColumnNames &linked = first.bridge == 0 ? first.target_columns : first.bridge_source_columns;
    const std::string &alias = name_of(branch.tables.front());
    Aliases outputs;
    std::vector<std::string> select;
    std::vector<std::string> keys;
    if (grouped) {
        for (const std::string &column : std::set<std::string>(linked.begin(), linked.end())) {
            outputs.take(column);
            keys.push_back(quote_qualified(link.alias, column));
        }
        select = keys;
    }
    const std::string count = quote_identifier(outputs.take("count"));
    const std::string rows = quote_identifier(outputs.take("rows"));
    select.push_back("pg_catalog.count(*) AS " + count);
    select.push_back(aggregate(branch) + " AS " + rows);
    const std::string name = quote_identifier(alias);
    from_ += std::string("LEFT JOIN ") + (grouped ? "" : "LATERAL ") + "(\n" + indent + "SELECT " +
             join(select, ",\n" + indent + "       ") + "\n" + from + indent;
    from_ += grouped ? "GROUP BY " + join(keys, ", ") : "WHERE " + link.on;
    from_ += "\n) AS " + name + " ON ";
    from_ += grouped ? equal_columns(quote_identifier(name_of(first.source)), first.source_columns, name, linked) : "true";
    from_ += "\n";
    aggregates_.push_back({alias + "_count", "COALESCE(" + name + "." + count + ", 0)"});
    aggregates_.push_back({alias + "_rows", "COALESCE(" + name + "." + rows + ", '[]')"});
    aggregated_.push_back(in_comment(path_label(branch.path, facts_)));
}

std::set<std::string> Select::shared_names(const std::vector<TableId> &tables) const {
    std::set<std::string> seen;
    std::set<std::string> shared;
    for (const TableId table : tables) {
        for (const Column &column : facts_.at(table).columns) {
            if (!seen.insert(column.name).second) shared.insert(column.name);
        }
    }
    // account.id becomes account_id, so account_user.account_id needs a prefix too.
    for (bool more = !shared.empty(); more;) {
        more = false;
        for (const TableId table : tables) {
            for (const Column &column : facts_.at(table).columns) {
                poll();
                const std::string prefixed = names_.at(table) + "_" + column.name;
                if (shared.count(column.name) != 0 && seen.count(prefixed) != 0) more = shared.insert(prefixed).second || more;
            }
        }
    }
    return shared;
}

std::vector<Output> Select::columns(const std::vector<TableId> &tables, Aliases &labels) {
    const std::set<std::string> shared = shared_names(tables);
    std::vector<Output> columns;
    for (const TableId table : tables) {
        const std::string &alias = names_.at(table);
        for (const Column &column : facts_.at(table).columns) {
            if (!column.readable) {
                unreadable_.push_back(in_comment(alias + "." + column.name));
                continue;
            }
            const bool prefix = shared.count(column.name) != 0;
            columns.push_back({labels.take(prefix ? alias + "_" + column.name : column.name), alias, column.name});
        }
    }
    return columns;
}

void Select::select(const std::vector<TableId> &tables) {
    Aliases labels;
    for (const Output &column : columns(tables, labels)) {
        const std::string text = column.expression();
        columns_.push_back(column.label == column.column ? text : text + " AS " + quote_identifier(column.label));
    }
    for (const auto &[label, value] : aggregates_) columns_.push_back(value + " AS " + quote_identifier(labels.take(label)));
}

std::string Select::text() const {
    std::string text = columns_.empty() ? "SELECT\n" : "SELECT " + join(columns_, ",\n       ") + "\n";
    text += from_;
    if (!multiplying_.empty()) text += "-- rows can multiply: " + join(multiplying_, ", ") + "\n";
    if (!aggregated_.empty()) text += "-- aggregated, as rows would multiply: " + join(aggregated_, ", ") + "\n";
    for (const std::string &rival : rivals_) text += "-- another relationship also fits: " + rival + "\n";
    for (const std::string &way : other_ways_) text += "-- another path also fits: " + way + "\n";
    if (!unreadable_.empty()) text += "-- not readable: " + join(unreadable_, ", ") + "\n";
    return text;
}

}  // namespace

std::string equal_columns(const std::string &left, const ColumnNames &left_columns, const std::string &right,
                          const ColumnNames &right_columns, bool with_periods) {
    std::vector<std::string> terms;
    for (std::size_t i = 0; i < left_columns.size(); ++i) {
        const bool period = with_periods && i + 1 == left_columns.size();
        terms.push_back(left + "." + quote_identifier(left_columns[i]) + (period ? " && " : " = ") + right + "." +
                        quote_identifier(right_columns[i]));
    }
    return join(terms, " AND ");
}

std::string and_condition(const Relationship &relationship, const std::string &holder) {
    return relationship.condition.empty() ? "" : " AND " + Condition(relationship.condition).sql(holder);
}

std::string from_item(const Table &table, const std::string &alias) {
    const std::string text = quote_qualified(table.schema, table.name);
    return table.name == alias ? text : text + " AS " + quote_identifier(alias);
}

std::string condition(const Relationship &relationship, const std::string &source, const std::string &bridge,
                      const std::string &target) {
    const Relationship &r = relationship;
    if (r.bridge == 0) {
        return equal_columns(source, r.source_columns, target, r.target_columns, is_temporal(r)) +
               and_condition(r, r.reverse ? target : source);
    }
    return equal_columns(source, r.source_columns, bridge, r.bridge_source_columns) + " AND " +
           equal_columns(bridge, r.bridge_target_columns, target, r.target_columns) + and_condition(r, bridge);
}

bool always_finds_a_row(const Relationship &relationship, const Facts &facts) {
    if (!relationship.required) return false;
    const Table &source = facts.at(relationship.source);
    const ForeignKey *key = source.foreign_key(relationship.constraint);
    return key != nullptr && !key->deferrable && !source.is_inherited() && !facts.at(relationship.target).row_security;
}

bool can_multiply(const Relationship &relationship, const Facts &facts) {
    const Relationship &r = relationship;
    return to_many(r.kind) || facts.at(r.target).is_inherited() || (r.bridge != 0 && facts.at(r.bridge).is_inherited());
}

FanOut fan_out_from(const std::string &word) {
    if (word == "comment") return FanOut::comment;
    if (word == "aggregate") return FanOut::aggregate;
    if (word == "error") return FanOut::error;
    throw UserError(sqlstate::invalid_parameter_value, "unrecognized fan_out " + in_quotes(word),
                    "Use comment, aggregate or error.");
}

std::string join_sql(const std::vector<TableId> &tables, const std::vector<JoinStep> &steps, bool exact, const Facts &facts,
                     const std::vector<JoinWay> &other_ways, FanOut fan_out) {
    SplitJoin split;
    if (fan_out != FanOut::comment) split = split_join(tables, steps, facts);
    if (fan_out == FanOut::error && !split.branches.empty()) throw branches_multiply(split, facts);
    Select select(tables, facts);
    std::vector<TableId> as_rows = tables;
    if (split.branches.empty()) {
        for (const JoinStep &step : steps) select.add(step);
    } else {
        for (const JoinStep *step : split.rows) select.add(*step);
        for (const Branch &branch : split.branches) {
            select.add(branch);
            const auto in_branch = [&](TableId table) {
                return std::find(branch.tables.begin(), branch.tables.end(), table) != branch.tables.end();
            };
            as_rows.erase(std::remove_if(as_rows.begin(), as_rows.end(), in_branch), as_rows.end());
        }
    }
    for (const JoinStep &step : steps) select.add_rivals(step);
    for (const JoinWay &way : other_ways) select.add(way);
    select.select(as_rows);
    std::string text = select.text();
    if (!exact) text += "-- with this many tables, the tree may not be the cheapest\n";
    return text;
}

}  // namespace relmeta
