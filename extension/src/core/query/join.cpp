// Joins follow the tree from its root. A relationship through a bridge joins the bridge first.
#include "core/query/join.hpp"

#include <map>
#include <set>

#include "core/model/condition.hpp"
#include "core/query/aliases.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

/// AND and the relationship's condition on the row of its holder; empty if it has none.
std::string and_condition(const Relationship &relationship, const std::string &holder) {
    return relationship.condition.empty() ? "" : " AND " + Condition(relationship.condition).sql(holder);
}

/// Builds one SELECT.
class Select {
public:
    Select(const std::vector<TableId> &tables, const Facts &facts) : tables_(tables), facts_(facts) {
        // The requested tables get their names first.
        for (const TableId table : tables) names_[table] = aliases_.take(facts.at(table).name);
        from_ = "FROM " + from_item(facts.at(tables.front()), names_[tables.front()]) + "\n";
    }

    void add(const JoinStep &step);
    void add(const JoinWay &way);
    std::string columns() const;
    std::string from() const { return from_; }
    std::string comments() const;

private:
    /// The columns that need a prefix: several tables have the name, or another prefixed column would get it.
    std::set<std::string> shared_names() const;
    void join_table(bool certain, TableId table, const std::string &alias, const std::string &on);
    const std::string &name_of(TableId table);
    std::string label(const Relationship &relationship, const std::string &name) const;

    const std::vector<TableId> &tables_;
    const Facts &facts_;
    Aliases aliases_;
    std::map<TableId, std::string> names_;
    std::set<TableId> uncertain_;  ///< joined by LEFT JOIN
    std::string from_;
    std::vector<std::string> multiplying_;
    std::vector<std::string> rivals_;
    std::vector<std::string> other_ways_;
};

const std::string &Select::name_of(TableId table) {
    std::string &name = names_[table];
    if (name.empty()) name = aliases_.take(facts_.at(table).name);
    return name;
}

void Select::join_table(bool certain, TableId table, const std::string &alias, const std::string &on) {
    from_ += (certain ? "JOIN " : "LEFT JOIN ") + from_item(facts_.at(table), alias) + " ON " + on + "\n";
}

std::string Select::label(const Relationship &relationship, const std::string &name) const {
    return in_comment(facts_.at(relationship.source).name + "." + name);
}

void Select::add(const JoinStep &step) {
    poll();
    const Relationship &r = step.relationship;
    const std::string source = quote_identifier(name_of(r.source));
    const bool certain = uncertain_.count(r.source) == 0 && always_finds_a_row(r, facts_);
    if (!certain) uncertain_.insert(r.target);
    if (r.bridge == 0) {
        const std::string &target = name_of(r.target);
        join_table(certain, r.target, target, condition(r, source, "", quote_identifier(target)));
    } else {
        const std::string bridge = aliases_.take(facts_.at(r.bridge).name);
        const std::string &target = name_of(r.target);
        const std::string through = quote_identifier(bridge);
        join_table(certain, r.bridge, bridge,
                   equal_columns(source, r.source_columns, through, r.bridge_source_columns) + and_condition(r, through));
        join_table(certain, r.target, target,
                   equal_columns(through, r.bridge_target_columns, quote_identifier(target), r.target_columns));
    }
    if (can_multiply(r, facts_)) multiplying_.push_back(label(r, r.name));
    for (const std::string &name : step.alternatives) rivals_.push_back(label(r, r.name) + " could be " + label(r, name));
}

void Select::add(const JoinWay &way) {
    const auto labelled = [this](const Relationship &relationship) { return label(relationship, relationship.name); };
    other_ways_.push_back(join(way.part, ", ", labelled) + " could be " + join(way.instead, ", ", labelled));
}

std::set<std::string> Select::shared_names() const {
    std::set<std::string> seen;
    std::set<std::string> shared;
    for (const TableId table : tables_) {
        for (const Column &column : facts_.at(table).columns) {
            if (!seen.insert(column.name).second) shared.insert(column.name);
        }
    }
    // account.id becomes account_id, so account_user.account_id needs a prefix too.
    for (bool more = !shared.empty(); more;) {
        more = false;
        for (const TableId table : tables_) {
            for (const Column &column : facts_.at(table).columns) {
                poll();
                const std::string prefixed = names_.at(table) + "_" + column.name;
                if (shared.count(column.name) != 0 && seen.count(prefixed) != 0) more = shared.insert(prefixed).second || more;
            }
        }
    }
    return shared;
}

std::string Select::columns() const {
    const std::set<std::string> shared = shared_names();
    Aliases labels;
    std::vector<std::string> lines;
    for (const TableId table : tables_) {
        const std::string &alias = names_.at(table);
        for (const Column &column : facts_.at(table).columns) {
            const bool prefix = shared.count(column.name) != 0;
            const std::string label = labels.take(prefix ? alias + "_" + column.name : column.name);
            const std::string text = quote_qualified(alias, column.name);
            lines.push_back(label == column.name ? text : text + " AS " + quote_identifier(label));
        }
    }
    return lines.empty() ? "SELECT\n" : "SELECT " + join(lines, ",\n       ") + "\n";
}

std::string Select::comments() const {
    std::string text;
    if (!multiplying_.empty()) text += "-- rows can multiply: " + join(multiplying_, ", ") + "\n";
    for (const std::string &rival : rivals_) text += "-- another relationship also fits: " + rival + "\n";
    for (const std::string &way : other_ways_) text += "-- another path also fits: " + way + "\n";
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

std::string join_sql(const std::vector<TableId> &tables, const std::vector<JoinStep> &steps, bool exact, const Facts &facts,
                     const std::vector<JoinWay> &other_ways) {
    Select select(tables, facts);
    for (const JoinStep &step : steps) select.add(step);
    for (const JoinWay &way : other_ways) select.add(way);
    std::string text = select.columns() + select.from() + select.comments();
    if (!exact) text += "-- with this many tables, the tree may not be the cheapest\n";
    return text;
}

}  // namespace relmeta
