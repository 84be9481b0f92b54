#include "core/expression/view_reader.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "core/expression/tree_tokens.hpp"

namespace relmeta {

namespace {

/// The maximum nesting of queries, joins and expressions.
constexpr int most_nested = 300;

// The numbers of PostgreSQL's built-in types, functions and operators never change.
constexpr TypeId text_type = 25, varchar_type = 1043;

/// int4(int2), int2(int4), int4(int8), int8(int4), int2(int8), int8(int2), which return the same number or raise an error.
constexpr std::array<long, 6> integer_casts = {313, 314, 480, 481, 714, 754};

/// The operators = of pg_catalog for types with a true equality, and between integer types. Sorted.
constexpr std::array<long, 26> equalities = {15,   91,   92,   93,   94,   96,   98,   410,  416,  532,  533,  607,  1054,
                                             1093, 1108, 1201, 1220, 1320, 1752, 1862, 1868, 1955, 2060, 2972, 3362, 3516};

/// The fields of a query that are read below or do not matter. Unknown fields of later versions may matter.
constexpr std::array<std::string_view, 43> known_fields = {
    "commandType",    "querySource",      "queryId",         "canSetTag",      "utilityStmt",     "resultRelation",
    "hasAggs",        "hasWindowFuncs",   "hasTargetSRFs",   "hasSubLinks",    "hasDistinctOn",   "hasRecursive",
    "hasModifyingCTE", "hasForUpdate",    "hasRowSecurity",  "hasGroupRTE",    "isReturn",        "cteList",
    "rtable",         "rteperminfos",     "jointree",        "mergeActionList", "mergeUseOuterJoin", "mergeTargetRelation",
    "mergeJoinCondition", "targetList",   "override",        "onConflict",     "returningList",   "groupClause",
    "groupDistinct",  "groupingSets",     "havingQual",      "windowClause",   "distinctClause",  "sortClause",
    "limitOffset",    "limitCount",       "limitOption",     "rowMarks",       "setOperations",   "constraintDeps",
    "withCheckOptions"};

bool is_nothing(std::string_view value) {
    return value == "<>" || value == "false" || value == "0" || value == "-1" || value == "\"\"";
}

/// A column of a range-table entry, a constant, or anything else.
struct Value {
    enum { other, variable, constant } kind = other;
    long entry = 0;  ///< 1 and up
    long column = 0;
    TypeId type = 0;
    long collation = 0;
};

/// A range-table entry.
struct Entry {
    TableId relation = 0;
    bool children = false;
    bool sampled = false;
    bool lateral = false;
    std::shared_ptr<const ViewQuery> query;
    std::vector<Value> columns;  ///< the values of the columns of a join or of GROUP BY
    int item = -1;               ///< its position in FROM
};

using Ctes = std::map<std::string, std::shared_ptr<const ViewQuery>, std::less<>>;

class Reader {
public:
    Reader(std::string_view text, const BaseType &base_type) : tokens_(text), base_type_(base_type) {}

    std::shared_ptr<const ViewQuery> read() {
        tokens_.expect("(");
        std::shared_ptr<const ViewQuery> query = read_query();
        return tokens_.is(")") ? query : nullptr;
    }

private:
    /// Counts the nesting depth.
    class Level {
    public:
        explicit Level(int &depth) : depth_(++depth) {
            if (depth_ > most_nested) throw TreeTokens::Malformed{};
        }
        ~Level() { --depth_; }
        Level(const Level &) = delete;
        Level &operator=(const Level &) = delete;

    private:
        int &depth_;
    };

    /// The query being read.
    struct Query {
        std::shared_ptr<ViewQuery> result = std::make_shared<ViewQuery>();
        std::vector<Entry> entries;
        std::map<long, ViewOutput> sorted;  ///< by ressortgroupref
        std::vector<long> groups;
        std::vector<long> distinct;
        std::vector<long> branches;  ///< the inputs of a set operation
        bool has_aggregates = false;
        bool has_distinct_on = false;
        bool has_having = false;
        bool limit_one = false;
        bool with_ties = false;
        bool set_operation = false;
        bool set_is_distinct = false;
        bool understood = true;
    };

    std::shared_ptr<const ViewQuery> read_query();
    void read_query_field(std::string_view name, Query &query);
    static std::shared_ptr<const ViewQuery> finish(Query &query);
    void read_ctes();
    Entry read_entry();
    std::vector<int> read_join(Query &query);
    static void cross(const std::vector<int> &one, const std::vector<int> &other, long type, Query &query);
    void read_condition(Query &query, int join);
    void read_equality(Query &query, int join);
    void read_target(Query &query);
    std::vector<long> read_sort_groups();
    void read_set_operation(Query &query, bool top);
    bool is_one();
    Value read_value();
    std::vector<Value> read_values();
    bool keeps_value(TypeId from, TypeId to) const;
    static ViewColumn column(const Value &value, const Query &query, int depth = 0);

    TreeTokens tokens_;
    const BaseType &base_type_;
    std::vector<Ctes> ctes_;  ///< of the enclosing queries, the innermost last
    int depth_ = 0;
};

std::shared_ptr<const ViewQuery> Reader::read_query() {
    const Level level(depth_);
    if (tokens_.enter() != "QUERY") throw TreeTokens::Malformed{};
    Query query;
    ctes_.emplace_back();
    for (std::string_view name; tokens_.field(name);) read_query_field(name, query);
    ctes_.pop_back();
    return finish(query);
}

void Reader::read_query_field(std::string_view name, Query &query) {
    if (name == "commandType") {
        query.understood = tokens_.number() == 1 && query.understood;
    } else if (name == "hasAggs") {
        query.has_aggregates = tokens_.flag();
    } else if (name == "hasTargetSRFs") {
        query.result->multiplies = tokens_.flag();
    } else if (name == "hasDistinctOn") {
        query.has_distinct_on = tokens_.flag();
    } else if (name == "cteList") {
        read_ctes();
    } else if (name == "rtable") {
        tokens_.for_each([&] { query.entries.push_back(read_entry()); });
    } else if (name == "jointree") {
        read_join(query);
    } else if (name == "targetList") {
        tokens_.for_each([&] { read_target(query); });
    } else if (name == "groupClause") {
        query.groups = read_sort_groups();
    } else if (name == "groupingSets") {
        query.result->grouping_sets = !is_nothing(tokens_.token());
        tokens_.skip();
    } else if (name == "havingQual") {
        query.has_having = !is_nothing(tokens_.token());
        tokens_.skip();
    } else if (name == "distinctClause") {
        query.distinct = read_sort_groups();
    } else if (name == "limitOffset" || name == "limitCount") {
        const bool given = !is_nothing(tokens_.token());
        query.result->filters = query.result->filters || given;
        if (name == "limitCount") {
            query.limit_one = is_one();
        } else {
            tokens_.skip();
        }
    } else if (name == "limitOption") {
        query.with_ties = tokens_.value() == "1";
    } else if (name == "setOperations") {
        query.set_operation = !is_nothing(tokens_.token());
        read_set_operation(query, true);
    } else {
        const bool known = std::find(known_fields.begin(), known_fields.end(), name) != known_fields.end() ||
                           name.substr(0, 5) == "stmt_";
        query.understood = query.understood && (known || is_nothing(tokens_.token()));
        tokens_.skip();
    }
}

/// Completes the result after the whole query has been read.
std::shared_ptr<const ViewQuery> Reader::finish(Query &query) {
    ViewQuery &result = *query.result;
    if (!query.understood) return nullptr;
    const auto outputs_of = [&](const std::vector<long> &references) {
        std::vector<ViewOutput> outputs;
        for (const long reference : references) {
            const auto found = query.sorted.find(reference);
            outputs.push_back(found != query.sorted.end() ? found->second : ViewOutput());
        }
        return outputs;
    };
    if (query.set_operation) {
        result.items.clear();
        for (const long branch : query.branches) {
            const bool there = branch >= 1 && branch <= static_cast<long>(query.entries.size());
            const std::shared_ptr<const ViewQuery> rows =
                there ? query.entries[static_cast<std::size_t>(branch - 1)].query : nullptr;
            if (!rows) return nullptr;
            result.branches.push_back(rows);
        }
        for (ViewOutput &output : result.outputs) output.column = {};
        if (query.set_is_distinct) result.distinct.push_back(result.outputs);
    }
    const bool groups = !query.groups.empty() && !result.grouping_sets;
    if (groups) result.distinct.push_back(outputs_of(query.groups));
    if (!query.distinct.empty()) result.distinct.push_back(outputs_of(query.distinct));
    const bool one_group = query.groups.empty() && !result.grouping_sets && (query.has_aggregates || query.has_having);
    result.one_row = (one_group && !result.multiplies) || (query.limit_one && !query.with_ties);
    result.filters = result.filters || query.has_having || query.has_distinct_on || result.multiplies;
    return std::move(query.result);
}

void Reader::read_ctes() {
    tokens_.for_each([&] {
        if (tokens_.enter() != "COMMONTABLEEXPR") throw TreeTokens::Malformed{};
        std::string cte;
        std::shared_ptr<const ViewQuery> query;
        bool recursive = false;
        for (std::string_view name; tokens_.field(name);) {
            if (name == "ctename") {
                cte = tokens_.value();
            } else if (name == "ctequery" && tokens_.is("{")) {
                query = read_query();
            } else if (name == "cterecursive") {
                recursive = tokens_.value() != "false";
            } else {
                tokens_.skip();
            }
        }
        ctes_.back()[cte] = recursive ? nullptr : query;
    });
}

Entry Reader::read_entry() {
    const std::string_view type = tokens_.enter();
    if (type != "RANGETBLENTRY" && type != "RTE") throw TreeTokens::Malformed{};
    Entry entry;
    std::string_view kind;
    std::string cte;
    std::optional<long> levels;
    for (std::string_view name; tokens_.field(name);) {
        if (name == "relid") {
            entry.relation = static_cast<TableId>(tokens_.number().value_or(0));
        } else if (name == "relkind") {
            kind = tokens_.value();
        } else if (name == "inh") {
            entry.children = tokens_.flag();
        } else if (name == "lateral") {
            entry.lateral = tokens_.value() != "false";
        } else if (name == "tablesample") {
            entry.sampled = !is_nothing(tokens_.token());
            tokens_.skip();
        } else if (name == "subquery" && tokens_.is("{")) {
            entry.query = read_query();
            entry.relation = 0;
            kind = "subquery";
        } else if (name == "joinaliasvars" || name == "groupexprs") {
            entry.columns = read_values();
        } else if (name == "ctename") {
            cte = tokens_.value();
        } else if (name == "ctelevelsup") {
            levels = tokens_.number();
        } else if (name == "securityQuals") {
            entry.sampled = entry.sampled || !is_nothing(tokens_.token());
            tokens_.skip();
        } else {
            tokens_.skip();
        }
    }
    if (levels && *levels >= 0 && *levels < static_cast<long>(ctes_.size())) {
        const Ctes &around = ctes_[ctes_.size() - 1 - static_cast<std::size_t>(*levels)];
        const auto found = around.find(cte);
        entry.query = found != around.end() ? found->second : nullptr;
    }
    const bool is_relation = kind == "r" || kind == "p" || kind == "v" || kind == "m" || kind == "f";
    if (entry.query || !is_relation) entry.relation = 0;
    return entry;
}

/// Reads a part of FROM and returns its items.
std::vector<int> Reader::read_join(Query &query) {
    const Level level(depth_);
    std::vector<int> items;
    const std::string_view type = tokens_.enter();
    if (type == "RANGETBLREF") {
        long index = 0;
        for (std::string_view name; tokens_.field(name);) {
            if (name == "rtindex") index = tokens_.number().value_or(0);
        }
        if (index < 1 || index > static_cast<long>(query.entries.size())) throw TreeTokens::Malformed{};
        Entry &entry = query.entries[static_cast<std::size_t>(index - 1)];
        entry.item = static_cast<int>(query.result->items.size());
        query.result->items.push_back(
            {entry.relation, entry.children, entry.query, entry.lateral, false, entry.sampled});
        return {entry.item};
    }
    if (type == "FROMEXPR") {
        for (std::string_view name; tokens_.field(name);) {
            if (name == "fromlist") {
                tokens_.for_each([&] {
                    const std::vector<int> more = read_join(query);
                    if (!items.empty()) cross(items, more, 0, query);
                    items.insert(items.end(), more.begin(), more.end());
                });
            } else if (name == "quals") {
                query.result->filters = query.result->filters || !is_nothing(tokens_.token());
                read_condition(query, -1);
            } else {
                tokens_.skip();
            }
        }
        return items;
    }
    if (type != "JOINEXPR") throw TreeTokens::Malformed{};
    long join_type = -1;
    std::vector<int> left;
    std::vector<int> right;
    for (std::string_view name; tokens_.field(name);) {
        if (name == "jointype") {
            join_type = tokens_.number().value_or(-1);
        } else if (name == "larg") {
            left = read_join(query);
        } else if (name == "rarg") {
            right = read_join(query);
        } else if (name == "quals") {
            cross(left, right, join_type, query);
            read_condition(query, join_type == 0 ? -1 : static_cast<int>(query.result->joins.size()) - 1);
        } else {
            tokens_.skip();
        }
    }
    items = std::move(left);
    items.insert(items.end(), right.begin(), right.end());
    std::sort(items.begin(), items.end());
    return items;
}

/// Records the effect of a join on the rows of its sides. The type is 0 inner, 1 left, 2 full or 3 right.
void Reader::cross(const std::vector<int> &one, const std::vector<int> &other, long type, Query &query) {
    const auto each = [&](const std::vector<int> &side, bool nullable, bool partial) {
        for (const int index : side) {
            ViewItem &item = query.result->items[static_cast<std::size_t>(index)];
            item.nullable = item.nullable || nullable;
            item.partial = item.partial || partial;
        }
    };
    switch (type) {
        case 0:
            each(one, false, true);
            each(other, false, true);
            break;
        case 1:
            each(other, true, true);
            query.result->joins.push_back({false, one, other});
            break;
        case 2:
            each(one, true, false);
            each(other, true, false);
            query.result->joins.push_back({true, one, other});
            break;
        case 3:
            each(one, true, true);
            query.result->joins.push_back({false, other, one});
            break;
        default: throw TreeTokens::Malformed{};
    }
}

/// Reads the equalities that must all hold. `join` is as in ViewEquality.
void Reader::read_condition(Query &query, int join) {
    const Level level(depth_);
    const std::string_view type = tokens_.enter();
    if (type == "OPEXPR") {
        read_equality(query, join);
        return;
    }
    if (type.empty()) return;
    bool all = false;
    for (std::string_view name; tokens_.field(name);) {
        if (type == "BOOLEXPR" && name == "boolop") {
            all = tokens_.value() == "and";
        } else if (all && name == "args") {
            tokens_.for_each([&] { read_condition(query, join); });
        } else {
            tokens_.skip();
        }
    }
}

void Reader::read_equality(Query &query, int join) {
    bool equality = false;
    long collation = 0;
    std::vector<Value> sides;
    for (std::string_view name; tokens_.field(name);) {
        if (name == "opno") {
            equality = std::binary_search(equalities.begin(), equalities.end(), tokens_.number().value_or(0));
        } else if (name == "inputcollid") {
            collation = tokens_.number().value_or(-1);
        } else if (equality && name == "args") {
            sides = read_values();
        } else {
            tokens_.skip();
        }
    }
    // Under another collation, values that an index distinguishes can be equal.
    const auto fits = [&](const Value &side) { return side.kind == Value::constant || side.collation == collation; };
    if (sides.size() != 2 || !fits(sides[0]) || !fits(sides[1])) return;
    ViewColumn a = column(sides[0], query);
    ViewColumn b = column(sides[1], query);
    if (!a.known()) std::swap(a, b);
    if (a.known() && b.item != ViewColumn::unknown) query.result->equalities.push_back({a, b, join});
}

void Reader::read_target(Query &query) {
    if (tokens_.enter() != "TARGETENTRY") throw TreeTokens::Malformed{};
    Value value;
    ViewOutput output;
    long reference = 0;
    bool junk = false;
    for (std::string_view name; tokens_.field(name);) {
        if (name == "expr") {
            value = read_value();
        } else if (name == "resno") {
            output.number = static_cast<ColumnNumber>(tokens_.number().value_or(0));
        } else if (name == "ressortgroupref") {
            reference = tokens_.number().value_or(0);
        } else if (name == "resjunk") {
            junk = tokens_.value() != "false";
        } else {
            tokens_.skip();
        }
    }
    output.column = column(value, query);
    if (!junk) {
        query.result->outputs.push_back(output);
    } else {
        output.number = 0;
    }
    if (reference > 0) query.sorted[reference] = output;
}

std::vector<long> Reader::read_sort_groups() {
    std::vector<long> references;
    tokens_.for_each([&] {
        if (tokens_.enter() != "SORTGROUPCLAUSE") throw TreeTokens::Malformed{};
        for (std::string_view name; tokens_.field(name);) {
            if (name == "tleSortGroupRef") {
                references.push_back(tokens_.number().value_or(0));
            } else {
                tokens_.skip();
            }
        }
    });
    return references;
}

/// UNION returns the rows of both sides; INTERSECT and EXCEPT return some rows of the left side.
void Reader::read_set_operation(Query &query, bool top) {
    const Level level(depth_);
    const std::string_view type = tokens_.enter();
    if (type.empty()) return;
    long operation = 0;
    for (std::string_view name; tokens_.field(name);) {
        if (type == "RANGETBLREF" && name == "rtindex") {
            query.branches.push_back(tokens_.number().value_or(0));
        } else if (type == "SETOPERATIONSTMT" && name == "op") {
            operation = tokens_.number().value_or(0);
            query.understood = query.understood && operation >= 1 && operation <= 3;
            query.result->filters = query.result->filters || operation != 1;
        } else if (type == "SETOPERATIONSTMT" && name == "all") {
            const bool all = tokens_.value() != "false";
            if (top) query.set_is_distinct = !all;
        } else if (type == "SETOPERATIONSTMT" && (name == "larg" || name == "rarg")) {
            if (name == "larg" || operation == 1) {
                read_set_operation(query, false);
            } else {
                tokens_.skip();
            }
        } else {
            tokens_.skip();
        }
    }
}

/// Whether the expression is the constant 1, possibly cast between integer types.
bool Reader::is_one() {
    const Level level(depth_);
    const std::string_view type = tokens_.enter();
    if (type.empty()) return false;
    bool one = false;
    bool integer_cast = false;
    for (std::string_view name; tokens_.field(name);) {
        if (type == "CONST" && name == "constvalue") {
            std::string bytes;
            tokens_.skip();  // the length
            for (; !tokens_.is("}") && tokens_.token().substr(0, 1) != ":"; tokens_.skip()) {
                bytes += tokens_.token();
            }
            one = bytes == "[10000000]" || bytes == "[00000001]";
        } else if (name == "funcid") {
            integer_cast = std::binary_search(integer_casts.begin(), integer_casts.end(), tokens_.number().value_or(0));
        } else if (integer_cast && name == "args") {
            tokens_.for_each([&] { one = is_one(); });
        } else {
            tokens_.skip();
        }
    }
    return one;
}

/// The value of an expression: a column, below casts that keep its value, or a constant.
Value Reader::read_value() {
    const Level level(depth_);
    const std::string_view type = tokens_.enter();
    if (type.empty()) return {};
    Value value;
    Value argument;
    bool known = type == "VAR" || type == "CONST";
    bool integer_cast = false;
    long levels = 0;
    TypeId result_type = 0;
    for (std::string_view name; tokens_.field(name);) {
        if (name == "varno") {
            value.entry = tokens_.number().value_or(0);
        } else if (name == "varattno") {
            value.column = tokens_.number().value_or(0);
        } else if (name == "vartype") {
            value.type = static_cast<TypeId>(tokens_.number().value_or(0));
        } else if (name == "varcollid") {
            value.collation = tokens_.number().value_or(-1);
        } else if (name == "varlevelsup" || name == "varreturningtype") {
            levels += tokens_.number().value_or(1);
        } else if (name == "constisnull") {
            known = known && tokens_.value() == "false";
        } else if (name == "funcid") {
            integer_cast = std::binary_search(integer_casts.begin(), integer_casts.end(), tokens_.number().value_or(0));
        } else if (name == "resulttype" || name == "funcresulttype") {
            result_type = static_cast<TypeId>(tokens_.number().value_or(0));
        } else if (name == "arg" && (type == "RELABELTYPE" || type == "COERCETODOMAIN")) {
            argument = read_value();
        } else if (name == "args" && integer_cast) {
            const std::vector<Value> arguments = read_values();
            if (arguments.size() == 1) argument = arguments.front();
        } else {
            tokens_.skip();
        }
    }
    if (type == "CONST") {
        value.kind = known ? Value::constant : Value::other;
    } else if (type == "VAR") {
        value.kind = levels == 0 && value.entry > 0 && value.column > 0 && value.column <= INT16_MAX ? Value::variable
                                                                                                     : Value::other;
    } else if (argument.kind == Value::variable && (integer_cast || keeps_value(argument.type, result_type))) {
        value = argument;
        value.type = result_type;
    } else if (argument.kind == Value::constant) {
        value.kind = Value::constant;
    }
    return value;
}

std::vector<Value> Reader::read_values() {
    std::vector<Value> values;
    tokens_.for_each([&] { values.push_back(read_value()); });
    return values;
}

/// Whether the types have the same values and the same equality: a domain and its base type, text and varchar. Binary coercible
/// types are not enough: the equality of citext differs from that of text.
bool Reader::keeps_value(TypeId from, TypeId to) const {
    const TypeId one = base_type_(from), other = base_type_(to);
    const auto is_text = [](TypeId type) { return type == text_type || type == varchar_type; };
    return one != 0 && (one == other || (is_text(one) && is_text(other)));
}

/// Resolves a value to a column of an item. A column of a join or of GROUP BY is resolved to the column it is computed from.
ViewColumn Reader::column(const Value &value, const Query &query, int depth) {
    if (value.kind == Value::constant) return {ViewColumn::constant, 0};
    if (value.kind != Value::variable || value.entry > static_cast<long>(query.entries.size()) || depth > most_nested) return {};
    const Entry &entry = query.entries[static_cast<std::size_t>(value.entry - 1)];
    if (entry.item >= 0) return {entry.item, static_cast<ColumnNumber>(value.column)};
    const auto place = static_cast<std::size_t>(value.column - 1);
    if (place >= entry.columns.size() || entry.columns[place].kind != Value::variable) return {};
    return column(entry.columns[place], query, depth + 1);
}

}  // namespace

std::shared_ptr<const ViewQuery> read_view_query(std::string_view action, const BaseType &base_type) {
    try {
        return Reader(action, base_type).read();
    } catch (const TreeTokens::Malformed &) {
        return nullptr;
    }
}

}  // namespace relmeta
