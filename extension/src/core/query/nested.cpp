// Every level of the selection is a LATERAL subquery that references the row of the level above. With a limit, a level reads from
// a subquery with the limit, so that the levels below are computed only for its rows. All table aliases are unique, so no level
// hides another.
#include "core/query/nested.hpp"

#include <utility>

#include "core/query/aliases.hpp"
#include "core/query/join.hpp"
#include "core/query/json_object.hpp"
#include "core/query/row_key.hpp"
#include "core/text/error.hpp"
#include "core/text/near.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

constexpr std::int64_t few_rows = 1000;

const Relationship *find_relationship(TableId source, const std::string &name, const Schema &schema) {
    for (const Relationship &relationship : schema.relationships.at(source)) {
        poll();
        if (relationship.name == name) return &relationship;
    }
    return nullptr;
}

std::string of_table(const std::string &name, const Table &table) {
    return in_quotes(name) + " of table " + in_quotes(table.name);
}

void require_column(const std::string &name, const Table &table) {
    poll();
    if (table.column(name) != nullptr) return;
    throw UserError(sqlstate::undefined_column, "column " + of_table(name, table) + " does not exist",
                    near_hint(name, column_names(table)));
}

/// The rows of a level.
struct Rows {
    const Table &table;
    std::string alias;
    std::string from;                     ///< the FROM item: the table and, if needed, the bridge
    std::vector<std::string> conditions;  ///< join conditions with the level above
    const Arguments &arguments;
};

/// The parts of a level's SELECT.
struct Parts {
    std::string object;
    std::string order;  ///< sort expressions; may be empty
    std::string from;   ///< FROM, the levels below, and WHERE, as whole lines
};

class Writer {
public:
    explicit Writer(const Schema &schema) : schema_(schema) {}
    std::string statement(TableId root, const Selection &selection, const std::optional<std::string> &key);

private:
    struct Level;
    Parts parts(const Rows &rows, const std::vector<Field> &fields, const std::string &indent);
    void add(const Field &field, Level &level, const std::string &indent);
    std::string lateral(const Field &field, const Relationship &relationship, const Level &above, const std::string &alias,
                        const std::string &indent);
    Rows linked_rows(const Field &field, const Relationship &relationship, const Level &above, const std::string &alias);

    const Schema &schema_;
    Aliases aliases_;
};

/// The state of a level while its fields are processed.
struct Writer::Level {
    const Rows &rows;
    std::vector<KeyAndExpression> pairs;
    std::vector<KeyAndExpression> columns;   ///< the pairs that are columns
    std::set<std::string> used;  ///< columns that are used outside the subquery with the limit
    std::string laterals;

    std::string column(const std::string &name) const { return quote_qualified(rows.alias, name); }
    std::vector<std::string> sort_expressions();
    std::string where(const Equality &equality) const;
};

/// The requested order, then the readable columns of the primary key; unless these are a whole key, also the selected columns.
std::vector<std::string> Writer::Level::sort_expressions() {
    std::vector<std::string> expressions;
    std::set<std::string> sorted;
    const auto add = [&](const std::string &name, const char *direction) {
        if (!sorted.insert(name).second) return;
        used.insert(name);
        expressions.push_back(column(name) + direction);
    };
    for (const SortKey &key : rows.arguments.order_by) {
        require_column(key.column, rows.table);
        add(key.column, key.descending ? " DESC" : "");
    }
    const Index *primary = rows.table.primary_key();
    bool whole = primary != nullptr;
    for (const ColumnNumber number : whole ? primary->columns : ColumnNumbers()) {
        const Column &column = rows.table.at(number);
        // The user did not select the key, so it must not require privileges.
        whole = whole && column.readable;
        if (column.readable) add(column.name, "");
    }
    if (!whole && !columns.empty()) expressions.push_back(json_object(columns, ""));
    return expressions;
}

std::string Writer::Level::where(const Equality &equality) const {
    std::vector<std::string> conditions = rows.conditions;
    for (const auto &[name, value] : rows.arguments.where) {
        require_column(name, rows.table);
        const Operand left = operand(quote_identifier(rows.alias), rows.table, name);
        conditions.push_back(value ? equality(left, {quote_literal(*value), left.type}) : left.text + " IS NULL");
    }
    return join(conditions, " AND ");
}

void Writer::add(const Field &field, Level &level, const std::string &indent) {
    poll();
    const Table &table = level.rows.table;
    // If a relationship and a column added later have the same name, braces decide which is meant.
    const Relationship *relationship = find_relationship(table.id, field.name, schema_);
    if (table.column(field.name) != nullptr && (relationship == nullptr || field.fields.empty())) {
        if (!field.fields.empty())
            throw UserError(sqlstate::syntax_error, "column " + of_table(field.name, table) + " cannot have a selection");
        if (!field.arguments.empty())
            throw UserError(sqlstate::syntax_error, "column " + of_table(field.name, table) + " takes no arguments");
        level.columns.emplace_back(field.key, level.column(field.name));
        level.pairs.push_back(level.columns.back());
        level.used.insert(field.name);
        return;
    }
    if (relationship == nullptr) {
        std::vector<std::string> known = column_names(table);
        for (const Relationship &other : schema_.relationships.at(table.id)) known.push_back(other.name);
        throw UserError(sqlstate::undefined_column,
                        "table " + in_quotes(table.name) + " has no column or relationship " + in_quotes(field.name),
                        near_hint(field.name, known));
    }
    if (field.fields.empty()) {
        throw UserError(sqlstate::syntax_error, "relationship " + of_table(field.name, table) + " needs a selection",
                        "List the fields of the related rows: " + field.name + " { ... }.");
    }
    const std::string alias = aliases_.take(field.key);
    level.pairs.emplace_back(field.key, quote_qualified(alias, "value"));
    level.used.insert(relationship->source_columns.begin(), relationship->source_columns.end());
    if (!relationship->condition.empty() && relationship->bridge == 0 && !relationship->reverse) {
        const ColumnNames tested = Condition(relationship->condition).columns();
        level.used.insert(tested.begin(), tested.end());
    }
    level.laterals += lateral(field, *relationship, level, alias, indent);
}

Rows Writer::linked_rows(const Field &field, const Relationship &relationship, const Level &above, const std::string &alias) {
    const Relationship &r = relationship;
    const Table &table = schema_.facts.at(r.target);
    const std::string source = quote_identifier(above.rows.alias);
    const std::string target = quote_identifier(alias);
    const Side above_side{source, above.rows.table, r.source_columns};
    Rows rows{table, alias, from_item(table, alias), {}, field.arguments};
    if (r.bridge == 0) {
        rows.conditions.push_back(equal({target, table, r.target_columns}, above_side, schema_.equality, is_temporal(r)));
        if (!r.condition.empty()) {
            rows.conditions.push_back(
                Condition(r.condition).sql(r.reverse ? target : source, r.reverse ? table : above.rows.table, schema_.constant));
        }
        return rows;
    }
    const Table &bridge_table = schema_.facts.at(r.bridge);
    const std::string bridge_alias = aliases_.take(bridge_table.name);
    const std::string bridge = quote_identifier(bridge_alias);
    const std::string bridge_item = from_item(bridge_table, bridge_alias);
    const std::string to_target =
        equal({target, table, r.target_columns}, {bridge, bridge_table, r.bridge_target_columns}, schema_.equality);
    std::string to_source = equal({bridge, bridge_table, r.bridge_source_columns}, above_side, schema_.equality);
    if (!r.condition.empty()) to_source += " AND " + Condition(r.condition).sql(bridge, bridge_table, schema_.constant);
    // Unique indexes do not cover rows of tables that inherit from the bridge.
    if (r.pair_unique && !bridge_table.is_inherited()) {
        rows.from = bridge_item + " JOIN " + rows.from + " ON " + to_target;
        rows.conditions.push_back(to_source);
    } else {
        rows.conditions.push_back("EXISTS (SELECT FROM " + bridge_item + " WHERE " + to_source + " AND " + to_target + ")");
    }
    return rows;
}

std::string Writer::lateral(const Field &field, const Relationship &relationship, const Level &above, const std::string &alias,
                            const std::string &indent) {
    const bool many = to_many(relationship.kind);
    const Arguments &arguments = field.arguments;
    if (!many && (arguments.limit || arguments.offset || !arguments.order_by.empty())) {
        const std::string name = of_table(field.name, above.rows.table);
        throw UserError(sqlstate::syntax_error,
                        "relationship " + name + " leads to at most one row and accepts only the argument where");
    }
    const std::string inner = indent + "    ";
    const Parts level = parts(linked_rows(field, relationship, above, alias), field.fields, inner);
    std::string select = level.object;
    std::string limit;
    if (many) {
        const std::string sorted = level.order.empty() ? "" : " ORDER BY " + level.order;
        select = "COALESCE(pg_catalog.jsonb_agg(" + select + sorted + "), '[]')";
    } else if (relationship.origin != Origin::foreign_key || relationship.reverse ||
               schema_.facts.at(relationship.target).is_inherited()) {
        // Only a foreign key guarantees at all times that there is at most one row, and not if tables inherit from its target.
        limit = inner + (level.order.empty() ? "" : "ORDER BY " + level.order + " ") + "LIMIT 1\n";
    }
    return indent + "LEFT JOIN LATERAL (\n" + inner + "SELECT " + select + " AS value\n" + level.from + limit + indent + ") AS " +
           quote_identifier(alias) + " ON true\n";
}

Parts Writer::parts(const Rows &rows, const std::vector<Field> &fields, const std::string &indent) {
    Level level{rows, {}, {}, {}, {}};
    for (const Field &field : fields) add(field, level, indent);
    Parts result;
    result.object = json_object(level.pairs, indent);
    result.order = join(level.sort_expressions(), ", ");
    const std::string where = level.where(schema_.equality);
    const Arguments &arguments = rows.arguments;
    if (!arguments.limit && !arguments.offset) {
        result.from = indent + "FROM " + rows.from + "\n" + level.laterals;
        if (!where.empty()) result.from += indent + "WHERE " + where + "\n";
        return result;
    }
    const std::string inner = indent + "    ";
    const auto qualified = [&level](const std::string &name) { return level.column(name); };
    result.from = indent + "FROM (\n" + inner + "SELECT " + join(level.used, ", ", qualified) + "\n";
    result.from += inner + "FROM " + rows.from + "\n";
    if (!where.empty()) result.from += inner + "WHERE " + where + "\n";
    if (!result.order.empty()) result.from += inner + "ORDER BY " + result.order + "\n";
    if (arguments.limit) result.from += inner + "LIMIT " + std::to_string(*arguments.limit) + "\n";
    if (arguments.offset) result.from += inner + "OFFSET " + std::to_string(*arguments.offset) + "\n";
    result.from += indent + ") AS " + quote_identifier(rows.alias) + "\n" + level.laterals;
    return result;
}

std::string key_condition(const Table &table, const std::string &alias, const std::string &text, const Equality &equality) {
    const RowKey key = read_row_key(table, text);
    std::vector<std::string> conditions;
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
        const Operand column = operand(quote_identifier(alias), table, key.columns[i]);
        conditions.push_back(equality(column, {quote_literal(key.values[i]), column.type}));
    }
    return join(conditions, " AND ");
}

std::string Writer::statement(TableId root, const Selection &selection, const std::optional<std::string> &key) {
    const Table &table = schema_.facts.at(root);
    const std::string alias = aliases_.take(table.name);
    Rows rows{table, alias, from_item(table, alias), {}, selection.arguments};
    if (key) rows.conditions.push_back(key_condition(table, alias, *key, schema_.equality));
    const Parts level = parts(rows, selection.fields, "");
    std::string text = "SELECT " + level.object + " AS " + quote_identifier(alias) + "\n" + level.from;
    if (!level.order.empty()) text += "ORDER BY " + level.order + "\n";
    return text;
}

void find_missing(TableId table, const std::vector<Field> &fields, const Schema &schema, std::set<TableId> &missing) {
    if (schema.relationships.count(table) == 0) {
        missing.insert(table);
        return;
    }
    for (const Field &field : fields) {
        if (field.fields.empty()) continue;
        const Relationship *relationship = find_relationship(table, field.name, schema);
        if (relationship == nullptr) continue;
        if (relationship->bridge != 0 && schema.facts.table(relationship->bridge) == nullptr)
            missing.insert(relationship->bridge);
        find_missing(relationship->target, field.fields, schema, missing);
    }
}

}  // namespace

std::set<TableId> missing_tables(TableId root, const Selection &selection, const Schema &schema) {
    std::set<TableId> missing;
    find_missing(root, selection.fields, schema, missing);
    return missing;
}

std::string nested_sql(TableId root, const Selection &selection, const std::optional<std::string> &key, const Schema &schema) {
    return Writer(schema).statement(root, selection, key);
}

bool reads_few_rows(const Table &root, const Selection &selection, bool by_key) {
    const Arguments &arguments = selection.arguments;
    ColumnNames chosen;
    for (const auto &[name, value] : arguments.where) {
        if (value) chosen.push_back(name);
    }
    return by_key || (arguments.limit && *arguments.limit <= few_rows) ||
           proof_of_uniqueness(root, root.numbers(chosen)) != nullptr;
}

}  // namespace relmeta
